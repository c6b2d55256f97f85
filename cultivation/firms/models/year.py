from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models.firm import Firm
from cultivation.firms.querysets import OfFirmQuerySet


class SizeClass(models.TextChoices):
    # zh: 大型
    LARGE = "large", _("large")
    # zh: 中型
    MEDIUM = "medium", _("medium")
    # zh: 小型
    SMALL = "small", _("small")
    # zh: 微型
    MICRO = "micro", _("micro")
    # zh: 无划型标准
    NO_STANDARD = "no_standard", _("no standard, decide by hand")


def _amount(label: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(label, max_digits=20, decimal_places=6, null=True, blank=True)


def _number(label: Any) -> "models.PositiveIntegerField[Any, Any]":
    return models.PositiveIntegerField(label, null=True, blank=True)


class FirmYear(models.Model):
    """The figures of a firm for one accounting year; amounts in 万元, exact to the 分.

    NULL means not known, never zero. Intellectual property is counted at the end of the year, by
    the classes of 工信部企业〔2022〕63号, annex 4.
    ``size_class`` is computed from the figures by the
    standard of 2011, with ``size_reason`` saying from what; empty when figures are missing.
    """

    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="years", db_index=False, verbose_name=_("Firm")
    )
    year = models.PositiveSmallIntegerField(_("Year"))
    revenue = _amount(_("Revenue"))
    main_revenue = _amount(_("Revenue of the main business"))
    rd_expense = _amount(_("R&D expense"))
    net_profit = _amount(_("Net profit"))
    assets = _amount(_("Total assets"))
    liabilities = _amount(_("Total liabilities"))
    equity_financing = _amount(_("New equity financing"))
    staff = _number(_("Staff"))
    rd_staff = _number(_("R&D staff"))
    ip_class1_high_value = _number(_("High-value class I intellectual property"))
    ip_class1_own = _number(_("Class I intellectual property, own development"))
    ip_class1 = _number(_("Class I intellectual property"))
    ip_class2 = _number(_("Class II intellectual property"))
    size_class = models.CharField(  # noqa: DJ001 (NULL is "not known", beside no_standard)
        _("Size"), max_length=12, choices=SizeClass.choices, null=True, blank=True
    )
    size_reason = models.JSONField(_("Reason of the size"), default=dict, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "-year"]
        # zh: 年度数据
        verbose_name = _("yearly figures")
        verbose_name_plural = _("yearly figures")
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "year"],
                name="firms_firmyear_one_per_year",
                # zh: 该企业该年度的数据已登记。
                violation_error_message=_("The figures of this year are recorded already."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__range=(1949, 2100)), name="firms_firmyear_year_in_range"
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__isnull": True})
                    | models.Q(**{f"{name}__gte": 0}),
                    name=f"firms_firmyear_{name}_not_negative",
                    # zh: 该金额不能为负数。
                    violation_error_message=_("This amount cannot be negative."),
                )
                for name in ("revenue", "main_revenue", "rd_expense", "assets", "liabilities")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.year}"
