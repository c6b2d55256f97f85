import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cultivation.access.models import Authority
from cultivation.certification.flow.stages import Need, Stages
from cultivation.certification.flow.states import State
from cultivation.certification.rules import can_be_checked
from cultivation.ladders.models import Tier

# Capital letters, hyphens and the like around {year}, and {seq} or {seq:05}.
PATTERN = r"^[^{}]*(\{year\})?[^{}]*\{seq(:0[1-9])?\}[^{}]*$"

IN_NOTICE = (State.NOTICED, State.OBJECTED)
# Cases that wait for a notice and for signatures, or are in them.
WAITING = (State.PROPOSED, *IN_NOTICE)


def _shape(pattern: str) -> str:
    """A pattern without how many digits its numbers have."""
    return re.sub(r"\{seq(:0[1-9])?\}", "{seq}", pattern)


class Procedure(models.Model):
    """How applications for a tier are handled: its stages, its notice, its numbers.

    What no document seen gives (the pattern of numbers, days of a notice) is a setting of the
    bureau. ``publicity_days`` are working days. ``prior`` are titles of which a firm must hold one
    when it is certified anew. ``renewal_months`` before the end of validity a renewal may be filed.
    ``updates_from`` is the first year whose yearly update is asked of renewals (see
    ``rules.update_due_on``); empty: not asked.
    """

    tier = models.OneToOneField(
        Tier, models.PROTECT, primary_key=True, related_name="procedure", verbose_name=_("Tier")
    )
    # zh: 区级初审
    district = models.BooleanField(_("The district reviews first"), default=True)
    # zh: 区级公示
    district_notice = models.BooleanField(_("Notice of the district"), default=False)
    # zh: 区级公示工作日数
    district_notice_days = models.PositiveSmallIntegerField(
        _("Working days of the district's notice"), null=True, blank=True
    )
    # zh: 专家评审
    experts = models.CharField(
        _("Experts"), max_length=10, choices=Need.choices, default=Need.OPTIONAL
    )
    # zh: 实地核查
    visit = models.CharField(
        _("Site visit"), max_length=10, choices=Need.choices, default=Need.OPTIONAL
    )
    # zh: 公示
    notice = models.BooleanField(_("Public notice"), default=True)
    # zh: 公示工作日数
    publicity_days = models.PositiveSmallIntegerField(
        _("Working days of the notice"), null=True, blank=True
    )
    # zh: 由上级认定
    above = models.ForeignKey(
        Authority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Certified above, by"),
    )
    # zh: 会签
    second_signature = models.BooleanField(_("Second signature"), default=False)
    # zh: 市级退回次数上限
    return_limit = models.PositiveSmallIntegerField(
        _("Returns by the bureau, at most"), null=True, blank=True
    )
    number_pattern = models.CharField(
        # zh: 证书编号规则
        _("Pattern of numbers"),
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(
                PATTERN,
                # zh: 编号规则须含 {seq} 或 {seq:05}，可含 {year}，例如 TJ-ZJTX-{year}-{seq:05}。
                _("A pattern has {seq} or {seq:05} and may have {year}: TJ-ZJTX-{year}-{seq:05}."),
            )
        ],
    )
    # zh: 复核可提前月数
    renewal_months = models.PositiveSmallIntegerField(
        _("Months before its end in which a renewal is filed"), null=True, blank=True
    )
    # zh: 年度更新起始年
    updates_from = models.PositiveSmallIntegerField(
        _("First year of yearly updates"), null=True, blank=True
    )
    # zh: 前置称号
    prior = models.ManyToManyField(
        Tier, blank=True, related_name="+", verbose_name=_("Titles that come first (one of them)")
    )
    # zh: 期满转入
    lapses_into = models.ForeignKey(
        Tier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Offered when it lapses"),
    )
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta:
        ordering = ["tier"]
        # zh: 办理程序
        verbose_name = _("procedure")
        # zh: 办理程序
        verbose_name_plural = _("procedures")

    def __str__(self) -> str:
        return str(self.tier)

    def clean(self) -> None:
        """Refuse patterns whose numbers nobody could check, or that another tier has as well; and
        what would relieve cases of a notice or signature that they wait for."""
        self._check_waiting()
        if not re.fullmatch(PATTERN, self.number_pattern):
            return  # none, or one that the field itself refuses
        if not can_be_checked(self.number_pattern):
            # zh: 编号规则只能用大写字母、数字、汉字、〔〕、半角括号、连字符、点和下划线，不能有空格、斜线和全角符号。
            message = _(
                "A pattern has capital letters, digits, Chinese, 〔〕, (), hyphens, dots and"
                " underscores: no blanks, slashes or full-width signs."
            )
            raise ValidationError({"number_pattern": message})
        others = Procedure.objects.exclude(pk=self.pk).filter(number_pattern__gt="")
        shape = _shape(self.number_pattern)
        if any(_shape(one.number_pattern) == shape for one in others):
            # zh: 其他层级已用此编号规则；各层级的编号须能区分。
            message = _("Another tier has this pattern: numbers of tiers must differ.")
            raise ValidationError({"number_pattern": message})

    def _check_waiting(self) -> None:
        """As the trigger of the table does, in words."""
        before = Procedure.objects.filter(pk=self.pk).first()
        if before is None:
            return
        waiting: dict[str, tuple[State, ...]] = dict.fromkeys(
            (
                name
                for name in ("notice", "second_signature")
                if getattr(before, name) and not getattr(self, name)
            ),
            WAITING,
        )
        if self.above_id and not before.above_id:
            waiting["above"] = IN_NOTICE
        for name, states in waiting.items():
            n = self.tier.applications.filter(state__in=states).count()
            if n:
                message = ngettext(
                    # zh: 该层级有 %(n)s 件已拟认定或正在公示；请先按现行程序办结，或撤回公示、退回审核。
                    "%(n)s case of the tier is proposed or in public notice: decide it by the"
                    " procedure as it is, or take it back first.",
                    "%(n)s cases of the tier are proposed or in public notice: decide them by the"
                    " procedure as it is, or take them back first.",
                    n,
                )
                raise ValidationError({name: message % {"n": n}})

    @property
    def stages(self) -> Stages:
        """The stages, as the flow asks for them."""
        return Stages(
            district=self.district,
            district_notice=self.district_notice,
            experts=Need(self.experts),
            visit=Need(self.visit),
            notice=self.notice,
            above=self.above_id is not None,
            second_signature=self.second_signature,
            return_limit=self.return_limit,
        )


class Requirement(models.Model):
    """A document that an application for a tier must have, or may have (申报材料)."""

    class For(models.TextChoices):
        # zh: 新申报
        NEW = "new", _("new application")
        # zh: 复核
        RENEWAL = "renewal", _("renewal")
        # zh: 新申报与复核
        BOTH = "both", _("both")

    code = models.CharField(_("Code"), max_length=40, primary_key=True)
    tier = models.ForeignKey(
        Tier, models.PROTECT, related_name="requirements", verbose_name=_("Tier")
    )
    # zh: 材料种类
    kind = models.CharField(_("Kind of document"), max_length=40)
    applies_to = models.CharField(
        _("Applies to"), max_length=10, choices=For.choices, default=For.BOTH
    )
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    # zh: 必须提交
    needed = models.BooleanField(_("Needed"), default=True)
    position = models.PositiveSmallIntegerField(_("Position"), default=1)
    source = models.CharField(_("Source"), max_length=300, blank=True)

    class Meta:
        ordering = ["tier", "position", "code"]
        # zh: 申报材料
        verbose_name = _("required document")
        # zh: 申报材料
        verbose_name_plural = _("required documents")

    def __str__(self) -> str:
        return self.name_zh
