import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.certification.querysets import BatchQuerySet
from cultivation.ladders.models import Tier
from cultivation.standards.models import Standard


class Batch(models.Model):
    """A batch of one tier, by the name that calls, lists and notices give it (批次).

    A batch with ``files_from`` takes applications in that window (both days included); one without
    is only the name of a published list. ``standard`` is empty where the day of filing says which
    applies; ``overrides`` are what the call changed in it (see standards). Due days are those of
    the stages, ``publicity_days`` working days (empty: as the procedure of the tier says).
    """

    class Kind(models.TextChoices):
        # zh: 新申报
        NEW = "new", _("new applications")
        # zh: 复核
        RENEWAL = "renewal", _("renewals")
        # zh: 新申报与复核
        BOTH = "both", _("both")

    tier = models.ForeignKey(Tier, models.PROTECT, related_name="batches", verbose_name=_("Tier"))
    name = models.CharField(_("Name"), max_length=100)
    # zh: 受理事项
    kind = models.CharField(_("Takes"), max_length=10, choices=Kind.choices, default=Kind.BOTH)
    # zh: 申报通知
    document = models.CharField(_("Call"), max_length=200, blank=True)
    # zh: 申报起
    files_from = models.DateField(_("Filing from"), null=True, blank=True)
    # zh: 申报止
    files_to = models.DateField(_("Filing to (last day)"), null=True, blank=True)
    # zh: 区级完成期限
    district_due_on = models.DateField(_("District done by"), null=True, blank=True)
    # zh: 市级完成期限
    review_due_on = models.DateField(_("Review done by"), null=True, blank=True)
    # zh: 名额
    quota = models.PositiveIntegerField(_("Quota"), null=True, blank=True)
    # zh: 公示工作日数
    publicity_days = models.PositiveSmallIntegerField(
        _("Working days of the notice"), null=True, blank=True
    )
    # zh: 评价标准
    standard = models.ForeignKey(
        Standard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Standard"),
    )
    # zh: 批次调整
    overrides = models.JSONField(_("Overrides"), default=list, blank=True)
    # zh: 办结日期
    closed_on = models.DateField(_("Batch closed on"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["tier", "name"]
        # zh: 批次
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "name"],
                name="certification_batch_one_per_name",
                # zh: 该层级已有同名批次。
                violation_error_message=_("The tier has a batch of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(files_from__isnull=True, files_to__isnull=True)
                | models.Q(files_from__isnull=False, files_to__gte=models.F("files_from")),
                name="certification_batch_window_in_order",
                # zh: 申报起止日期须同时填写，且截止日不得早于起始日。
                violation_error_message=_("A window has both days, the last not before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def takes_on(self, day: dt.date) -> bool:
        """Whether applications may be filed in it on ``day``."""
        return bool(
            self.files_from
            and self.files_to
            and self.files_from <= day <= self.files_to
            and not self.closed_on
        )


class Criterion(models.Model):
    """What experts score the applications of a batch by; ``weight`` in percent of the total."""

    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="criteria", verbose_name=_("Batch")
    )
    position = models.PositiveSmallIntegerField(_("Position"))
    name = models.CharField(_("Name"), max_length=100)
    # zh: 满分
    full_marks = models.DecimalField(_("Full marks"), max_digits=6, decimal_places=2)
    # zh: 权重（%）
    weight = models.DecimalField(_("Weight, %"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["batch", "position"]
        # zh: 评分指标
        verbose_name = _("scoring criterion")
        # zh: 评分指标
        verbose_name_plural = _("scoring criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="certification_criterion_one_per_position"
            ),
            models.CheckConstraint(
                condition=models.Q(full_marks__gt=0, weight__gt=0, weight__lte=100),
                name="certification_criterion_counts",
                # zh: 满分须大于 0，权重须在 0 到 100 之间。
                violation_error_message=_("Full marks are above 0, a weight is 0 to 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
