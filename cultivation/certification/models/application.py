from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cultivation.certification.flow.states import CLOSED, OPEN, Doing, State
from cultivation.certification.models.batch import Batch
from cultivation.certification.models.certification import Certification
from cultivation.certification.querysets import ApplicationQuerySet
from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet
from cultivation.ladders.models import Tier
from cultivation.standards.models import Assessment


class Application(models.Model):
    """A firm applies for a tier, or (复核) to keep it, in a batch (申报).

    ``state`` is written by acts only: the database refuses a state that the last act does not lead
    to. ``due_on`` is the last day of the stage, ``version`` grows with each act. ``renews`` is the
    certification that a renewal goes on from, ``certification`` the one it led to.
    """

    class Kind(models.TextChoices):
        # zh: 新申报
        NEW = "new", _("new application")
        # zh: 复核
        RENEWAL = "renewal", _("renewal")

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="applications", verbose_name=_("Batch")
    )
    tier = models.ForeignKey(
        Tier, models.PROTECT, related_name="applications", verbose_name=_("Tier")
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="applications", verbose_name=_("Firm")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    # zh: 办理状态
    state = models.CharField(_("State"), max_length=20, choices=State.choices, default=State.DRAFT)
    # zh: 进入本环节时间
    since = models.DateTimeField(_("In this state since"))
    # zh: 办理期限
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    filed_on = models.DateField(_("Filed on"), null=True, blank=True)
    # zh: 经办人
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Taken by"),
    )
    # zh: 退回补正次数
    firm_returns = models.PositiveSmallIntegerField(_("Returns to the firm"), default=0)
    # zh: 市级退回次数
    city_returns = models.PositiveSmallIntegerField(_("Returns by the bureau"), default=0)
    # zh: 区公示截止日
    district_notice_to = models.DateField(_("Last day of the district's notice"), null=True)
    # zh: 申报说明
    statement = models.TextField(_("Statement"), blank=True)
    # zh: 测评
    assessment = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("Assessment"),
    )
    # zh: 复核的认定
    renews = models.ForeignKey(
        Certification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("Renews"),
    )
    certification = models.OneToOneField(
        Certification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="application",
        verbose_name=_("Certification"),
    )
    version = models.PositiveIntegerField(_("Version"), default=0)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        # zh: 申报
        verbose_name = _("application")
        # zh: 申报
        verbose_name_plural = _("applications")
        indexes = [
            models.Index(fields=["state", "due_on"], name="certification_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "tier"],
                condition=Q(state__in=OPEN),
                name="certification_application_one_open",
                # zh: 该企业已有该层级的在办申报。
                violation_error_message=_("The firm has an open application for this tier."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.CERTIFIED, certification__isnull=False)
                | (~Q(state=State.CERTIFIED) & Q(certification__isnull=True)),
                name="certification_application_certified_has_its_certification",
                # zh: 已认定的申报须有相应的认定。
                violation_error_message=_("A certified application has its certification."),
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=False) | Q(state__in=[State.DRAFT, State.WITHDRAWN]),
                name="certification_application_filed_on_a_day",
                # zh: 已提交的申报须有申报日期。
                violation_error_message=_("What was submitted has the day of its filing."),
            ),
            models.CheckConstraint(
                condition=Q(kind="renewal", renews__isnull=False)
                | Q(kind="new", renews__isnull=True),
                name="certification_application_renewal_renews",
                # zh: 复核须指明所复核的认定。
                violation_error_message=_("A renewal says which certification it renews."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.firm_id} {self.tier_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still being handled."""
        return self.state not in CLOSED


class Act(models.Model):
    """One thing done with an application: who, when, and what they saw (办理). Append-only.

    ``opinion`` is the reviewer's, ``reason`` the code of a reason from the list of the act.
    ``opinions`` are those on single criteria: ``{criterion: {"agrees": bool, "note": str}}``.
    ``seen`` is what the person had before them: the assessment, and the documents with hashes.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="acts", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    doing = models.CharField(_("Act"), max_length=25, choices=Doing.choices)
    from_state = models.CharField(_("From"), max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(_("To"), max_length=20, choices=State.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Who"),
    )
    actor_name = models.CharField(_("Name"), max_length=150)
    # zh: 办理日期
    acted_on = models.DateField(_("Done on"))
    recorded_at = models.DateTimeField(_("Recorded at"))
    # zh: 意见
    opinion = models.TextField(_("Opinion"), blank=True)
    # zh: 原因
    reason = models.CharField(_("Reason"), max_length=40, blank=True)
    # zh: 与测评结果不同的理由
    differs_because = models.TextField(_("Why it differs from the assessment"), blank=True)
    document = models.CharField(_("Document"), max_length=200, blank=True)
    # zh: 逐条意见
    opinions = models.JSONField(_("Opinions on criteria"), default=dict, blank=True)
    # zh: 办理时所见
    seen: Any = models.JSONField(_("What was seen"), default=dict, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["application", "id"]
        # zh: 办理
        verbose_name = _("act")
        # zh: 办理
        verbose_name_plural = _("acts")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.doing}"


class Commitment(models.Model):
    """A document that is missing under a signed commitment, until ``due_on`` (容缺受理).

    What is decided waits until ``fulfilled_on``.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="commitments", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 材料种类
    kind = models.CharField(_("Kind of document"), max_length=40)
    # zh: 承诺补齐日期
    due_on = models.DateField(_("Promised by"))
    accepted_on = models.DateField(_("Accepted on"))
    # zh: 补齐日期
    fulfilled_on = models.DateField(_("Fulfilled on"), null=True, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["application", "due_on"]
        # zh: 容缺承诺
        verbose_name = _("commitment")
        # zh: 容缺承诺
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                name="certification_commitment_one_per_kind",
                # zh: 该材料已有容缺承诺。
                violation_error_message=_("There is a commitment for this document already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.kind}"
