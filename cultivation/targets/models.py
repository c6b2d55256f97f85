import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone


class Measure(models.TextChoices):
    """What a published number counts; sources mix these up, the registry does not."""

    # zh: 有效期内在库数
    STOCK = "stock", _("valid on the day")
    # zh: 累计认定数
    CUMULATIVE = "cumulative", _("cumulative")
    # zh: 历年累计
    CUMULATIVE_EVER = "cumulative_ever", _("ever certified")
    # zh: 当期新增
    PERIOD_NEW = "period_new", _("new in the period")
    # zh: 年内累计入库
    YTD_ENTERED = "ytd_entered", _("entered since New Year")
    # zh: 本批认定
    BATCH = "batch", _("certified in the batch")
    # zh: 本批公示
    BATCH_PROPOSED = "batch_proposed", _("proposed in the batch")
    # zh: 推荐
    RECOMMENDED = "recommended", _("recommended")
    # zh: 复核通过
    RE_EVALUATED = "re_evaluated", _("renewed")
    # zh: 晋级
    PROMOTED = "promoted", _("promoted")


class Target(models.Model):
    """A number of holders that a document promises by a day (目标).

    From ``retired_on`` on it is no target any more: it is kept, and no progress is told.
    """

    code = models.CharField(_("Code"), max_length=60, primary_key=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    tiers = models.ManyToManyField(Tier, related_name="targets", verbose_name=_("Tiers"))
    measure = models.CharField(_("Measure"), max_length=20, choices=Measure.choices)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("District")
    )
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    value = models.PositiveIntegerField(_("Value"))
    document = models.CharField(_("Document"), max_length=300)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    confidence = models.CharField(_("Confidence"), max_length=20)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    # zh: 撤下日期
    retired_on = models.DateField(_("Retired on"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "code"]
        # zh: 目标
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=1),
                name="targets_target_value_positive",
                # zh: 目标值须为大于 0 的整数。
                violation_error_message=_("A target is a whole number above 0."),
            ),
            models.CheckConstraint(
                condition=~models.Q(document=""),
                name="targets_target_has_document",
                # zh: 请填写设定该目标的文件。
                violation_error_message=_("Name the document that sets the target."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    def in_force(self, day: dt.date) -> bool:
        """Whether it is a target on ``day``: not retired by then."""
        return self.retired_on is None or day < self.retired_on


class PublishedFigure(models.Model):
    """A number as some source published it (公布数), kept beside the ledger, never mixed into it.

    ``as_of`` is what the source says (a day, a month, a half-year, a year); ``first_day`` and
    ``last_day`` bound it. ``op`` is ``=``, ``>`` or ``~``.
    """

    code = models.CharField(_("Code"), max_length=80, primary_key=True)
    as_of = models.CharField(_("As of"), max_length=10)
    first_day = models.DateField(_("First day"))
    last_day = models.DateField(_("Last day"))
    measure = models.CharField(_("Measure"), max_length=20, choices=Measure.choices)
    subject = models.CharField(_("Subject"), max_length=30)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    # zh: 层级
    tiers = models.ManyToManyField(
        Tier, blank=True, related_name="published_figures", verbose_name=_("Tiers")
    )
    area_level = models.CharField(_("Area level"), max_length=10)
    area_zh = models.CharField(_("Area"), max_length=40)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("District")
    )
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, verbose_name=_("Zone"))
    value = models.PositiveIntegerField(_("Value"))
    op = models.CharField(_("Comparison"), max_length=1)
    source = models.CharField(_("Source"), max_length=300)
    confidence = models.CharField(_("Confidence"), max_length=20)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        ordering = ["last_day", "code"]
        # zh: 公布数
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")),
                name="targets_publishedfigure_days_in_order",
                # zh: 公布数的起始日不能晚于截止日。
                violation_error_message=_("The first day cannot be after the last day."),
            ),
            models.CheckConstraint(
                condition=models.Q(op__in=[">", "=", "~"]),
                name="targets_publishedfigure_op_known",
                # zh: 公布数的比较符只能是 =、> 或 ~。
                violation_error_message=_("The comparison is =, > or ~."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.name_zh} {self.value}"

    @property
    def shown_value(self) -> str:
        """The number as the source gives it: more than 3,000, about 3,000."""
        sign = "" if self.op == "=" else self.op
        return f"{sign}{self.value:,}"
