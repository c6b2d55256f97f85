from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet
from cultivation.standards.models.standard import Standard


class Assessment(models.Model):
    """A judgement that is kept (测评): what the engine found, and beside it what was decided.

    The version of the standard, the overrides, the facts and the result are frozen: the database
    refuses to change them. Judging the frozen facts again gives the frozen result.
    """

    class Act(models.TextChoices):
        # zh: 新申报
        NEW = "new", _("new application")
        # zh: 复核
        RENEWAL = "renewal", _("renewal")

    class Result(models.TextChoices):
        # zh: 符合
        MET = "met", _("met")
        # zh: 不符合
        NOT_MET = "not_met", _("not met")
        # zh: 缺数据
        MISSING = "missing", _("figure missing")
        # zh: 需人工判断
        PERSON = "person", _("needs a person")

    class Decision(models.TextChoices):
        # zh: 符合
        MET = "met", _("met")
        # zh: 不符合
        NOT_MET = "not_met", _("not met")

    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="assessments", verbose_name=_("Firm")
    )
    # zh: 标准
    standard = models.ForeignKey(
        Standard, models.PROTECT, related_name="assessments", verbose_name=_("Standard")
    )
    # zh: 事项
    act = models.CharField(_("Act"), max_length=10, choices=Act.choices)
    as_of = models.DateField(_("As of"))
    # zh: 批次调整
    overrides = models.JSONField(_("Overrides"), default=list)
    # zh: 采用的数据
    facts = models.JSONField(_("Facts"))
    # zh: 数据来源
    sources = models.JSONField(_("Sources"), default=dict)
    # zh: 测评结果
    computed = models.CharField(_("Computed"), max_length=10, choices=Result.choices)
    # zh: 逐条结果
    result = models.JSONField(_("Result"))
    # zh: 留存日期
    kept_on = models.DateField(_("Kept on"))
    # zh: 认定结果
    decided = models.CharField(_("Decided"), max_length=10, choices=Decision.choices, blank=True)
    # zh: 与测评结果不同的理由
    decided_reason = models.TextField(_("Why it was decided otherwise"), blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        # zh: 测评
        verbose_name = _("assessment")
        # zh: 测评
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided="") | Q(decided=F("computed")) | ~Q(decided_reason=""),
                name="standards_assessment_says_why_otherwise",
                # zh: 认定结果与测评结果不同，请填写理由。
                violation_error_message=_("Say why it was decided otherwise than computed."),
            ),
            models.CheckConstraint(
                condition=Q(decided="", decided_on__isnull=True)
                | (~Q(decided="") & Q(decided_on__isnull=False)),
                name="standards_assessment_decided_on_a_day",
                # zh: 认定结果须有认定日期。
                violation_error_message=_("A decision has its day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.standard_id} {self.as_of}"
