from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Industry(models.Model):
    """An entry of GB/T 4754-2017: a section (letter), a division (two digits) or a group (three).

    Groups are kept only where the size standard tells them apart (591 to 599, 701 to 709).
    ``section`` is the letter every entry belongs to: counts by industry are by section.
    """

    code = models.CharField(_("Code"), max_length=4, primary_key=True)
    level = models.CharField(_("Level"), max_length=10)
    # zh: 上级行业
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("Part of")
    )
    section = models.CharField(_("Section"), max_length=1)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        ordering = ["code"]
        # zh: 国民经济行业
        verbose_name = _("industry")
        verbose_name_plural = _("industries")

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class SizeRule(models.Model):
    """One row of the SME size standard: the lower bounds of one metric in one group of industries.

    Amounts in 万元, staff in persons. Source: 工信部联企业〔2011〕300号; 国家统计局 2017 for micro.
    """

    class Metric(models.TextChoices):
        # zh: 从业人员
        STAFF = "staff", _("staff")
        # zh: 营业收入
        REVENUE = "revenue", _("revenue")
        # zh: 资产总额
        ASSETS = "assets", _("total assets")

    code = models.CharField(_("Code"), max_length=40, primary_key=True)
    standard = models.CharField(_("Standard"), max_length=20)
    industry_key = models.CharField(_("Group of industries"), max_length=20)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    industry_codes = ArrayField(models.CharField(max_length=4), verbose_name=_("Industry codes"))
    metric = models.CharField(_("Metric"), max_length=10, choices=Metric.choices)
    large_min = models.PositiveIntegerField(_("Large from"))
    medium_min = models.PositiveIntegerField(_("Medium from"))
    small_min = models.PositiveIntegerField(_("Small from"))
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        # zh: 划型标准
        verbose_name = _("size standard")
        verbose_name_plural = _("size standards")

    def __str__(self) -> str:
        return self.code
