from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest, Least, Upper
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models.batch import Batch
from cultivation.certification.querysets import CertificationQuerySet
from cultivation.firms.models import Firm
from cultivation.firms.models.periods import IntegerPoint, Period, TextPoint, order
from cultivation.ladders.models import Tier


class EndKind(models.TextChoices):
    """How a certification ended before its last day; reaching it (到期失效) needs no row."""

    # zh: 撤销
    REVOCATION = "revocation", _("revoked")
    # zh: 取消
    WITHDRAWAL = "withdrawal", _("withdrawn")
    # zh: 自愿放弃
    SURRENDER = "surrender", _("surrendered")
    # zh: 因合并终止
    MERGER = "merger", _("ended by merger")
    # zh: 因注销终止
    DEREGISTRATION = "deregistration", _("ended by deregistration")


class Certification(models.Model):
    """A firm holds a tier: a fact with dates, never overwritten.

    ``valid_from`` and ``valid_to`` are the granted period, half-open (``valid_to`` is the first day
    no longer valid; NULL when no end is known). ``ended_on`` is the effective day of an earlier
    end. ``holds_to`` is what counts: the firm is in the library on day D when
    ``valid_from <= D < holds_to``. ``listing`` keeps further columns of the published list.
    """

    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="certifications", verbose_name=_("Firm")
    )
    tier = models.ForeignKey(
        Tier,
        models.PROTECT,
        related_name="certifications",
        db_index=False,
        verbose_name=_("Tier"),
    )
    # zh: 批次
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="certifications", verbose_name=_("Batch")
    )
    number = models.CharField(_("Number"), max_length=60, blank=True)
    filed_on = models.DateField(_("Filed on"), null=True, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid until (first day no longer)"), null=True, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    end_kind = models.CharField(_("End"), max_length=15, choices=EndKind.choices, blank=True)
    end_reason = models.TextField(_("Grounds of the end"), blank=True)
    end_document = models.CharField(_("Document of the end"), max_length=200, blank=True)
    holds_to: Any = models.GeneratedField(
        expression=Case(
            When(valid_to__isnull=True, ended_on__isnull=True, then=Value(None)),
            default=Greatest(F("valid_from"), Least(F("valid_to"), F("ended_on"))),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
        # Said here, or exclude(holds_to__lte=…) would leave out what has no end.
        null=True,
        verbose_name=_("In the library until (first day no longer)"),
    )
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        # zh: 接续的认定
        verbose_name=_("Continues"),
    )
    listing = models.JSONField(_("Further columns of the list"), default=dict, blank=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        # zh: 认定
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        indexes = [
            models.Index(fields=["tier", "valid_from"], name="certification_tier_days"),
            # The public asks by the number alone, in letters of any size.
            models.Index(Upper("number"), name="certification_number", condition=~Q(number="")),
        ]
        constraints = [
            order("certification_certification"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_kind="")
                | (Q(ended_on__isnull=False) & ~Q(end_kind="")),
                name="certification_end_has_its_kind",
                # zh: 提前终止须同时填写终止日期和终止类型。
                violation_error_message=_("An end needs both its day and its kind."),
            ),
            models.UniqueConstraint(
                fields=["tier", "number"],
                condition=~Q(number=""),
                name="certification_number_once_per_tier",
                # zh: 该层级已有相同编号的认定。
                violation_error_message=_("The tier has a certification of this number already."),
            ),
            ExclusionConstraint(
                name="certification_one_per_tier_at_a_time",
                expressions=[
                    (IntegerPoint("firm"), RangeOperators.OVERLAPS),
                    (TextPoint("tier"), RangeOperators.OVERLAPS),
                    (Period("valid_from", "holds_to", Value("[)")), RangeOperators.OVERLAPS),
                ],
                # zh: 该企业在此期间已持有同一层级的认定。
                violation_error_message=_("The firm holds this tier already in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.tier_id} {self.valid_from}"
