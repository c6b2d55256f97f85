from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models.application import Application
from cultivation.certification.querysets import ScoringQuerySet
from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet


class SiteVisit(models.Model):
    """A visit to the firm for an application: who, when, what was found (实地核查)."""

    class Conclusion(models.TextChoices):
        # zh: 属实
        CONFIRMED = "confirmed", _("as filed")
        # zh: 部分不符
        PARTLY = "partly", _("partly not as filed")
        # zh: 不属实
        CONTRADICTED = "contradicted", _("not as filed")

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="visits", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 核查日期
    visited_on = models.DateField(_("Visited on"))
    # zh: 核查人员
    visitors = models.CharField(_("Visitors"), max_length=200)
    # zh: 核查情况
    findings = models.TextField(_("What was found"))
    # zh: 核查结论
    conclusion = models.CharField(_("Conclusion"), max_length=15, choices=Conclusion.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Recorded by")
    )
    recorded_at = models.DateTimeField(_("Recorded at"))

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["application", "-visited_on", "-id"]
        # zh: 实地核查
        verbose_name = _("site visit")
        # zh: 实地核查
        verbose_name_plural = _("site visits")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.visited_on}"


class Scoring(models.Model):
    """An application given to an expert to be scored (评分).

    ``marks`` are by criterion of the batch (``{position: "12.5"}``), ``total`` (0 to 100) follows
    from them by the weights. With ``conflict`` the expert declares an interest and scores nothing.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="scorings", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 评审专家
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Expert")
    )
    assigned_on = models.DateField(_("Assigned on"))
    # zh: 声明利益冲突
    conflict = models.BooleanField(_("Declares a conflict of interest"), default=False)
    # zh: 回避原因
    conflict_note = models.CharField(_("What conflict"), max_length=200, blank=True)
    marks = models.JSONField(_("Marks"), default=dict, blank=True)
    # zh: 总分
    total = models.DecimalField(_("Total"), max_digits=5, decimal_places=2, null=True, blank=True)
    # zh: 评语
    comment = models.TextField(_("Comment"), blank=True)
    # zh: 提交日期
    scored_on = models.DateField(_("Scored on"), null=True, blank=True)

    objects = ScoringQuerySet.as_manager()

    class Meta:
        ordering = ["application", "id"]
        # zh: 专家评分
        verbose_name = _("scoring")
        # zh: 专家评分
        verbose_name_plural = _("scorings")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "expert"],
                name="certification_scoring_one_per_expert",
                # zh: 该专家已被指派评审此件。
                violation_error_message=_("The expert has this application already."),
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True)
                | Q(total__gte=0, total__lte=100, conflict=False, scored_on__isnull=False),
                name="certification_scoring_total_in_range",
                # zh: 总分须在 0 到 100 之间；声明利益冲突的不评分。
                violation_error_message=_(
                    "A total is 0 to 100; who has a conflict scores nothing."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.expert_id}"
