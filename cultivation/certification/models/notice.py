from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models.application import Application
from cultivation.certification.models.batch import Batch
from cultivation.certification.querysets import NoticeQuerySet, ObjectionQuerySet
from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet
from cultivation.ladders.models import Tier
from cultivation.places.models import District


class Notice(models.Model):
    """The public notice of a proposed list: frozen and numbered (公示).

    It stands from ``published_on`` to ``last_day`` (both included): ``days`` working days, the day
    of publishing counted if it is one (津工信中小企服〔2025〕5号: 06-20 to 06-26 are five). Only
    ``withdrawn_on`` and why are written later.
    """

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="notices", verbose_name=_("Batch")
    )
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="notices", verbose_name=_("Tier"))
    # zh: 公示编号
    number = models.CharField(_("Number"), max_length=40, unique=True)
    title = models.CharField(_("Title"), max_length=200)
    # zh: 公示起
    published_on = models.DateField(_("Published on"))
    # zh: 公示工作日数
    days = models.PositiveSmallIntegerField(_("Working days"))
    # zh: 公示止
    last_day = models.DateField(_("Last day of the notice"))
    # zh: 异议受理方式
    contact = models.TextField(_("How to object"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Published by")
    )
    # zh: 撤回日期
    withdrawn_on = models.DateField(_("Notice withdrawn on"), null=True, blank=True)
    # zh: 撤回原因
    withdrawn_reason = models.CharField(
        _("Why the notice was withdrawn"), max_length=300, blank=True
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-id"]
        # zh: 公示
        verbose_name = _("notice")
        # zh: 公示
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("published_on"), days__gt=0),
                name="certification_notice_stands_for_days",
                # zh: 公示期至少一个工作日。
                violation_error_message=_("A notice stands for a working day or more."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class NoticeRow(models.Model):
    """A firm in a notice, as it was called and where it was that day. Frozen."""

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="rows", verbose_name=_("Notice")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="notice_rows", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 序号
    position = models.PositiveIntegerField(_("No."))
    # zh: 企业名称
    name = models.CharField(_("Name of the firm"), max_length=200)
    # zh: 统一社会信用代码
    uscc = models.CharField(_("Credit code"), max_length=18, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", verbose_name=_("District")
    )

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["notice", "position"]
        # zh: 公示名单行
        verbose_name = _("row of a notice")
        # zh: 公示名单行
        verbose_name_plural = _("rows of notices")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "position"], name="certification_noticerow_one_per_position"
            ),
            models.UniqueConstraint(
                fields=["notice", "application"], name="certification_noticerow_once_per_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.position}"


class Objection(models.Model):
    """Somebody objects to a firm in a notice, by real name and in time (异议).

    ``objector``, ``contact`` and ``content`` are for the bureau, the auditors and the officers of
    the firm's own district: never public.
    """

    class State(models.TextChoices):
        # zh: 核查中
        OPEN = "open", _("under inquiry")
        # zh: 成立
        UPHELD = "upheld", _("upheld")
        # zh: 不成立
        REJECTED = "rejected", _("rejected")

    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="objections", verbose_name=_("Notice")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="objections", verbose_name=_("Application")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 提出日期
    raised_on = models.DateField(_("Raised on"))
    # zh: 异议人
    objector = models.CharField(_("Objector (real name)"), max_length=100)
    # zh: 联系方式
    contact = models.CharField(_("How to reach the objector"), max_length=200)
    # zh: 异议内容与依据
    content = models.TextField(_("What is objected, and on what evidence"))
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.OPEN)
    # zh: 核查情况与处理依据
    grounds = models.TextField(_("What was found, and the grounds"), blank=True)
    # zh: 处理日期
    settled_on = models.DateField(_("Settled on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Recorded by")
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Settled by"),
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-id"]
        # zh: 异议
        verbose_name = _("objection")
        # zh: 异议
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=~Q(objector="") & ~Q(contact="") & ~Q(content=""),
                name="certification_objection_by_real_name",
                # zh: 异议须实名并附联系方式和依据。
                violation_error_message=_("An objection has its name, contact and evidence."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True)
                | (~Q(state="open") & Q(settled_on__isnull=False) & ~Q(grounds="")),
                name="certification_objection_settled_with_grounds",
                # zh: 处理异议须填写日期和依据。
                violation_error_message=_("What is settled has its day and its grounds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.firm_id}"
