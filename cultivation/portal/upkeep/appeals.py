"""Appeals against the end of a title: the list, one of them, recording and settling."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cultivation.access.permissions import Act, decides_on
from cultivation.certification import services
from cultivation.certification.models import Appeal, Ban
from cultivation.certification.selectors.appeals import decided_together, deciders, decision_of
from cultivation.clock import today
from cultivation.pages.columns import Column, State
from cultivation.pages.facets import Counts, Facet
from cultivation.pages.forms import ActPage, DayField
from cultivation.pages.lists import ListPage
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.certifications.ending import OfCertification
from cultivation.portal.firms import effects
from cultivation.portal.upkeep.tabs import UpkeepTabs
from cultivation.rest import filters

NONE = "none"
# zh: 未提出
NOT_FILED = gettext_lazy("not filed")
COLOURS: dict[str, State] = {
    "": "",
    Appeal.State.OPEN: "attention",
    Appeal.State.REJECTED: "",
    Appeal.State.UPHELD: "info",
}


def in_words(appeal: Appeal) -> str:
    """How an appeal stands, in a few words."""
    return str(appeal.get_state_display() if appeal.state else NOT_FILED)


def states() -> dict[str, str]:
    return {str(code): str(label) for code, label in Appeal.State.choices} | {NONE: str(NOT_FILED)}


class AppealFilter(filters.StrictFilterSet):
    state = filters.Codes(
        # zh: 申诉状态
        label=gettext_lazy("States of appeals."),
        allowed=lambda: [*Appeal.State.values, NONE],
    )

    class Meta:
        model = Appeal
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked["state"]
        if not asked:
            return rows
        return rows.filter(state__in=["" if code == NONE else code for code in asked])


def by_state(rows: QuerySet[Any]) -> Counts:
    found = rows.values_list("state").annotate(n=Count("pk")).order_by()
    return {code or NONE: n for code, n in found}


class AppealList(UpkeepTabs, ListPage):
    """Ended titles with a last day of appeal, and what became of it."""

    here = "upkeep-appeals"
    # zh: 申诉
    heading = gettext_lazy("Appeals")
    # zh: 项
    unit = pgettext_lazy("counted", "certifications")
    # zh: 办理终止时设定申诉期限的，列于此处。
    empty = gettext_lazy("What ends with a last day of appeal is listed here.")
    export_name = "appeals"
    parameter_set = AppealFilter
    default_order = ("deadline", "pk")
    columns = (
        Column("firm", gettext_lazy("Name of the firm"), lambda row: row.firm.name, "narrow"),
        Column("tier", gettext_lazy("Tier"), lambda row: labels.short_name(row.certification.tier)),
        # zh: 终止
        Column("end", gettext_lazy("End"), lambda row: row.certification.get_end_kind_display()),
        # zh: 终止于
        Column("ended", gettext_lazy("Ended on"), lambda row: row.certification.ended_on, "day"),
        Column(
            # zh: 申诉期限
            "deadline", gettext_lazy("Last day of appeal"), lambda row: row.deadline, "day",
            order="deadline",
        ),
        # zh: 提出日期
        Column("filed", pgettext_lazy("an appeal", "Filed on"), lambda row: row.filed_on, "day",
               order="filed_on"),
        # zh: 状态
        Column("state", gettext_lazy("State"), in_words, "state",
               state=lambda row: COLOURS[row.state]),
        # zh: 处理日期
        Column("settled", gettext_lazy("Settled on"), lambda row: row.settled_on, "day"),
        # zh: 处理依据
        Column("grounds", pgettext_lazy("of a settlement", "Grounds"), lambda row: row.grounds,
               exported_only=True),
    )  # fmt: skip
    facets = (Facet("state", gettext_lazy("State"), states, by_state),)

    def rows(self) -> QuerySet[Any]:
        return Appeal.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("firm", "certification__tier")

    def row_address(self, row: Any) -> str:
        return reverse("portal:appeal", args=[row.pk])


class OfAppeal(StaffPage):
    """A page about one appeal of the account's scope."""

    @cached_property
    def appeal(self) -> Appeal:
        """The appeal. Raises Http404."""
        rows = Appeal.objects.visible_to(self.user).select_related(
            "firm", "certification__tier__ladder", "certification__batch"
        )
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def decides(self) -> bool:
        """Whether the account settles it: the bureau of the ladder."""
        return decides_on(self.user, self.appeal.certification.tier.ladder.authority_id)


class AppealPage(UpkeepTabs, OfAppeal):
    """What was decided, what the firm says, and what became of it."""

    here = "upkeep-appeals"
    template_name = "portal/upkeep/appeal.html"

    def context(self) -> dict[str, Any]:
        appeal, held = self.appeal, self.appeal.certification
        waits = self.decides and appeal.state == Appeal.State.OPEN
        own = waits and self.user.pk in deciders(decided_together(held))
        return {
            "appeal": appeal,
            "held": held,
            "decision": decision_of(appeal),
            "state": in_words(appeal),
            "colour": COLOURS[appeal.state],
            "tier": labels.name(held.tier),
            "may_record": self.decides and not appeal.state,
            "may_settle": waits and not own,
            "own": own,
            "over": not appeal.state and appeal.deadline < today(),
        }


class RecordForm(forms.Form):
    deadline = DayField(
        label=gettext_lazy("Last day of appeal"),
        # zh: 终止时未设期限的，按终止决定书填写。
        help_text=gettext_lazy("As the decision says it."),
    )
    # zh: 提出日期
    filed_on = DayField(label=pgettext_lazy("an appeal", "Filed on"))
    content = forms.CharField(
        # zh: 申诉内容
        label=gettext_lazy("What the firm says"),
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, known: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filed_on"].initial = today()
        if known is not None:
            del self.fields["deadline"]


class RecordAppeal(OfCertification):
    # zh: 登记申诉
    heading = gettext_lazy("Record an appeal")
    button = gettext_lazy("Record an appeal")
    form_class = RecordForm

    @cached_property
    def known(self) -> Appeal | None:
        """The last day that was set when the title ended, if one was."""
        return self.held.appeals.first()

    @property
    def lead(self) -> str:  # type: ignore[override]
        told = f"{self.held.firm.name}　{labels.name(self.held.tier)}"
        if self.known is None:
            return told
        # zh: %(told)s　申诉期限 %(day)s
        return _("%(told)s　appeals until %(day)s") % {"told": told, "day": self.known.deadline}

    def form_arguments(self) -> dict[str, Any]:
        return {"known": self.known}

    def done_address(self) -> str:
        return reverse("portal:firm", args=[self.held.firm_id])

    def perform(self, data: dict[str, Any]) -> list[str]:
        services.record_appeal(
            certification=self.held,
            filed_on=data["filed_on"],
            content=data["content"],
            deadline=data.get("deadline"),
        )
        # zh: 申诉列入“审理中”；处理之前，终止决定照常有效，在库数不变。
        return [_("It is under way; until it is settled the decision stands and nothing counts.")]


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        # zh: 处理结果
        label=gettext_lazy("Outcome"),
        choices=(
            (Appeal.State.REJECTED.value, Appeal.State.REJECTED.label),
            (Appeal.State.UPHELD.value, Appeal.State.UPHELD.label),
        ),
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(
        # zh: 处理依据
        label=pgettext_lazy("of a settlement", "Grounds"),
        max_length=1000,
        widget=forms.Textarea,
    )


class SettleAppeal(OfAppeal, ActPage):
    # zh: 处理申诉
    heading = gettext_lazy("Settle the appeal")
    button = gettext_lazy("Settle the appeal")
    # zh: 处理后不能撤回。
    warning = gettext_lazy("A settlement cannot be taken back.")
    act = Act.IMPORT_LISTS
    template_name = "pages/act.html"
    form_class = SettleForm

    def allowed(self) -> bool:
        return super().allowed() and self.decides

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.appeal.firm.name}　{labels.name(self.appeal.certification.tier)}"

    def done_address(self) -> str:
        return reverse("portal:appeal", args=[self.appeal.pk])

    def reason(self, data: dict[str, Any]) -> str:
        outcome = dict(Appeal.State.choices)[data["outcome"]]
        return f"{self.heading}（{outcome}）：{data['grounds']}"

    def perform(self, data: dict[str, Any]) -> list[str]:
        appeal, day = self.appeal, today()
        firms = [appeal.firm_id]
        before = effects.cells(firms, day)
        upheld = data["outcome"] == Appeal.State.UPHELD
        rows = decided_together(appeal.certification)
        bans = list(Ban.objects.filter(certification__in=rows, lifted_on=None))
        services.settle_appeal(appeal=appeal, upheld=upheld, grounds=data["grounds"])
        if not upheld:
            # zh: 维持原决定：认定仍然终止，在库数不变。
            return [_("The decision stands: the title stays ended, and counts stay.")]
        # zh: 、
        names = _(", ").join(labels.name(one.tier) for one in rows)
        # zh: 撤销原决定：%(tiers)s视同未终止，自原终止之日起恢复计入在库数。
        told = _("The decision is taken back: %(tiers)s holds as if it had not ended, then too.")
        sentences = [told % {"tiers": names}]
        for ban in bans:
            # zh: 解除禁止申报（原至 %(day)s）。
            lifted = _("The ban until %(day)s is lifted.")
            sentences.append(lifted % {"day": ban.until})
        return [*sentences, *effects.told(before, effects.cells(firms, day), day)]
