"""Firms that may not apply: the list, and lifting a ban."""

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cultivation.access.models import User
from cultivation.access.permissions import Act, decides_on, may
from cultivation.certification import services
from cultivation.certification.models import Ban
from cultivation.clock import today
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Counts, Facet
from cultivation.pages.forms import ActPage
from cultivation.pages.lists import ListPage
from cultivation.portal.upkeep.tabs import UpkeepTabs
from cultivation.rest import filters

STATES: dict[str, tuple[Text, State]] = {
    # zh: 执行中
    "in_force": (pgettext_lazy("ban", "in force"), "trouble"),
    # zh: 尚未开始
    "to_come": (pgettext_lazy("ban", "to come"), "attention"),
    # zh: 已期满
    "over": (gettext_lazy("is over"), ""),
    # zh: 已解除
    "lifted": (gettext_lazy("lifted"), "info"),
}


def state_of(ban: Ban, day: dt.date) -> str:
    """How ``ban`` stands on ``day``, by its code."""
    if ban.lifted_on is not None:
        return "lifted"
    if day < ban.from_day:
        return "to_come"
    return "in_force" if day < ban.until else "over"


def condition(code: str, day: dt.date) -> Q:
    """The condition of a state, as ``state_of`` tells it of one."""
    match code:
        case "lifted":
            return Q(lifted_on__isnull=False)
        case "to_come":
            return Q(lifted_on=None, from_day__gt=day)
        case "over":
            return Q(lifted_on=None, until__lte=day)
    return Q(lifted_on=None, from_day__lte=day, until__gt=day)


def may_lift(user: User, ban: Ban) -> bool:
    """Whether ``user`` may lift ``ban``: the bureau that revoked, or any if that is unknown."""
    if ban.certification is None:
        return may(user, Act.IMPORT_LISTS)
    return decides_on(user, ban.certification.tier.ladder.authority_id)


class BanFilter(filters.StrictFilterSet):
    # zh: 禁止申报的状态
    state = filters.Codes(label=gettext_lazy("States of bans."), allowed=lambda: [*STATES])

    class Meta:
        model = Ban
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        if not self.asked["state"]:
            return rows
        wanted = Q(pk__in=[])
        for code in self.asked["state"]:
            wanted |= condition(code, today())
        return rows.filter(wanted)


def by_state(rows: QuerySet[Any]) -> Counts:
    asked = {code: Count("pk", filter=condition(code, today())) for code in STATES}
    return {code: n for code, n in rows.aggregate(**asked).items() if n}


class BanList(UpkeepTabs, ListPage):
    """All bans there ever were, those that last longest first."""

    here = "upkeep-bans"
    # zh: 禁止申报
    heading = gettext_lazy("Bans")
    # zh: 条
    unit = pgettext_lazy("counted", "records")
    # zh: 因数据造假、重大事故等撤销称号时登记，自生效之日起三年内不得申报。
    empty = gettext_lazy("Revoking a title for fraud or an accident bans its firm for three years.")
    export_name = "bans"
    parameter_set = BanFilter
    default_order = ("-until", "-pk")
    columns = (
        Column("firm", gettext_lazy("Name of the firm"), lambda row: row.firm.name, "narrow"),
        Column("uscc", gettext_lazy("Credit code"), lambda row: row.firm.uscc, "code"),
        Column(
            "state", gettext_lazy("State"), lambda row: STATES[state_of(row, today())][0],
            "state", state=lambda row: STATES[state_of(row, today())][1],
        ),
        # zh: 起始日期
        Column("from", gettext_lazy("From"), lambda row: row.from_day, "day", order="from_day"),
        Column(
            # zh: 可再申报日期
            "until", gettext_lazy("May apply again on"), lambda row: row.until, "day",
            order="until",
        ),
        Column("grounds", gettext_lazy("Grounds"), lambda row: row.grounds, "narrow"),
        Column("document", gettext_lazy("Document"), lambda row: row.document, exported_only=True),
        # zh: 解除日期
        Column("lifted", gettext_lazy("Lifted on"), lambda row: row.lifted_on, "day"),
        Column(
            # zh: 解除理由
            "why", gettext_lazy("Why lifted"), lambda row: row.lifted_reason, exported_only=True
        ),
    )  # fmt: skip
    facets = (
        Facet(
            "state", gettext_lazy("State"),
            lambda: {code: str(label) for code, (label, _state) in STATES.items()}, by_state,
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        return Ban.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("firm", "certification__tier__ladder")

    def row_address(self, row: Any) -> str:
        if state_of(row, today()) in ("in_force", "to_come") and may_lift(self.user, row):
            return reverse("portal:ban-lift", args=[row.pk])
        return reverse("portal:firm", args=[row.firm_id])


class LiftForm(forms.Form):
    reason = forms.CharField(
        # zh: 解除理由
        label=gettext_lazy("Why it is lifted"),
        max_length=500,
        widget=forms.Textarea,
    )


class LiftBan(ActPage):
    # zh: 解除禁止申报
    heading = gettext_lazy("Lift the ban")
    button = gettext_lazy("Lift the ban")
    danger = True
    act = Act.IMPORT_LISTS
    form_class = LiftForm

    @cached_property
    def ban(self) -> Ban:
        """The ban. Raises Http404, or PermissionDenied where another bureau revoked."""
        rows = Ban.objects.visible_to(self.user).select_related(
            "firm", "certification__tier__ladder"
        )
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        if not may_lift(self.user, found):
            raise PermissionDenied
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        # zh: %(name)s　%(first)s 起，%(until)s 前不得申报：%(grounds)s
        told = _("%(name)s　from %(first)s, may apply again on %(until)s: %(grounds)s")
        return told % {
            "name": self.ban.firm.name,
            "first": self.ban.from_day,
            "until": self.ban.until,
            "grounds": self.ban.grounds,
        }

    def done_address(self) -> str:
        return reverse("portal:firm", args=[self.ban.firm_id])

    def perform(self, data: dict[str, Any]) -> list[str]:
        services.lift_ban(ban=self.ban, reason=data["reason"])
        # zh: 企业自今天起可以申报；已撤销的称号不恢复。
        return [_("The firm may apply from today on; what was revoked stays revoked.")]
