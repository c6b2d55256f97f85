from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models.certification import Certification
from cultivation.firms.models import Firm
from cultivation.firms.querysets import OfFirmQuerySet


class Ban(models.Model):
    """A firm may not apply before ``until`` (禁止申报): after fraud or an accident, three years.

    Source: 工信部企业〔2022〕63号 and 〔2026〕2号, dynamic management.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="bans", verbose_name=_("Firm"))
    certification = models.ForeignKey(
        Certification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bans",
        verbose_name=_("Certification"),
    )
    # zh: 起始日期
    from_day = models.DateField(_("From"))
    # zh: 可再申报日期
    until = models.DateField(_("May apply again on"))
    grounds = models.TextField(_("Grounds"))
    document = models.CharField(_("Document"), max_length=200, blank=True)
    # zh: 解除日期
    lifted_on = models.DateField(_("Lifted on"), null=True, blank=True)
    # zh: 解除理由
    lifted_reason = models.TextField(_("Why lifted"), blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["-from_day", "-id"]
        # zh: 禁止申报
        verbose_name = _("ban")
        # zh: 禁止申报
        verbose_name_plural = _("bans")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("from_day")) & ~Q(grounds=""),
                name="certification_ban_has_days_and_grounds",
                # zh: 禁止申报须有起止日期和事由。
                violation_error_message=_("A ban has its days, in order, and its grounds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.until}"


class Appeal(models.Model):
    """The firm appeals against the end of its certification (申诉)."""

    class State(models.TextChoices):
        # zh: 审理中
        OPEN = "open", _("being heard")
        # zh: 维持原决定
        REJECTED = "rejected", _("the decision stands")
        # zh: 撤销原决定
        UPHELD = "upheld", _("the decision is taken back")

    certification = models.ForeignKey(
        Certification, models.PROTECT, related_name="appeals", verbose_name=_("Certification")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("Firm"))
    # zh: 申诉期限
    deadline = models.DateField(_("Deadline"))
    # zh: 提出日期
    filed_on = models.DateField(_("Appealed on"), null=True, blank=True)
    content = models.TextField(_("What the firm says"), blank=True)
    state = models.CharField(
        _("State"), max_length=10, choices=State.choices, blank=True, default=""
    )
    settled_on = models.DateField(_("Settled on"), null=True, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        # zh: 申诉
        verbose_name = _("appeal")
        # zh: 申诉
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="", filed_on__isnull=True)
                | (Q(filed_on__isnull=False, filed_on__lte=F("deadline")) & ~Q(state="")),
                name="certification_appeal_in_time",
                # zh: 申诉须在期限内提出。
                violation_error_message=_("An appeal is filed by its deadline."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification_id}: {self.state}"


class YearlyUpdate(models.Model):
    """The firm has updated its data of a year (年度信息更新), due by the end of April or May.

    Source: 工信部企业〔2022〕63号 (04-30), 〔2026〕2号 (05-31): who does not loses the right to
    renewal. ``accepted_because`` is why the bureau lets a late one count.
    """

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="updates", verbose_name=_("Firm"))
    # zh: 更新年份
    year = models.PositiveSmallIntegerField(_("Year of the update"))
    # zh: 完成日期
    updated_on = models.DateField(_("Updated on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Recorded by"),
    )
    # zh: 逾期认可理由
    accepted_because = models.CharField(_("Why it counts though late"), max_length=300, blank=True)

    objects = OfFirmQuerySet.as_manager()

    class Meta:
        ordering = ["firm", "-year"]
        # zh: 年度信息更新
        verbose_name = _("yearly update")
        # zh: 年度信息更新
        verbose_name_plural = _("yearly updates")
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "year"],
                name="certification_yearlyupdate_one_per_year",
                # zh: 该企业该年度的信息更新已登记。
                violation_error_message=_("The update of that year is on file already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.year}"
