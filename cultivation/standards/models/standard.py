import datetime as dt
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.ladders.models import Tier
from cultivation.standards.engine.content import Content, read_content
from cultivation.standards.querysets import StandardQuerySet


class Standard(models.Model):
    """A version of a standard (标准): what a tier asks, by which document, from when on.

    ``content`` is the whole of it, as its file says; the other columns repeat what lists and
    filters need. ``in_force_to`` is the first day on which no act is judged by it any more, NULL
    when no end is known. A mistake or a number that became known is a new version: the database
    refuses to change one that an assessment refers to.
    """

    # zh: 标识
    key = models.CharField(_("Key"), max_length=60, primary_key=True)
    code = models.CharField(_("Code"), max_length=40)
    # zh: 版本
    version = models.PositiveSmallIntegerField(_("Version"))
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="standards", verbose_name=_("Tier"))
    # zh: 中文名称
    title_zh = models.CharField(_("Chinese title"), max_length=100)
    # zh: 英文名称
    title_en = models.CharField(_("English title"), max_length=160)
    document = models.CharField(_("Document"), max_length=200)
    # zh: 适用事项
    acts = ArrayField(models.CharField(max_length=10), verbose_name=_("Acts"))
    # zh: 施行日期
    in_force_from = models.DateField(_("In force from"))
    # zh: 失效日期（首个失效日）
    in_force_to = models.DateField(_("In force until (first day no longer)"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=300)
    confidence = models.CharField(_("Confidence"), max_length=20)
    # zh: 内容
    content = models.JSONField(_("Content"))

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["tier__ladder__position", "tier__rank", "in_force_from", "code", "version"]
        # zh: 标准
        verbose_name = _("standard")
        # zh: 标准
        verbose_name_plural = _("standards")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="standards_standard_one_per_version",
                # zh: 该标准已有此版本；请使用下一个版本号。
                violation_error_message=_("The standard has this version; take the next number."),
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True)
                | models.Q(in_force_to__gt=models.F("in_force_from")),
                name="standards_standard_ends_after_it_begins",
                # zh: 截止日期必须晚于起始日期。
                violation_error_message=_("The last day must be after the first day."),
            ),
            models.CheckConstraint(
                condition=~models.Q(document=""),
                name="standards_standard_has_document",
                # zh: 请填写标准所依据的文件。
                violation_error_message=_("Name the document that sets the standard."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_zh} v{self.version}"

    @cached_property
    def read(self) -> Content:
        """The content, read."""
        return read_content(self.content)

    def in_force(self, day: dt.date) -> bool:
        """Whether it judges any act on ``day``."""
        return self.in_force_from <= day and (self.in_force_to is None or day < self.in_force_to)
