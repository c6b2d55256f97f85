"""The yearly update: who of the holders has done it, who is late."""

import datetime as dt
from functools import cached_property, partial
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cultivation.certification.models import Certification, YearlyUpdate
from cultivation.certification.rules import update_due_on
from cultivation.certification.selectors.renewing import duties
from cultivation.certification.selectors.updating import accepts_late, records_updates
from cultivation.clock import today
from cultivation.firms.api.filters import read_name, residing
from cultivation.firms.models import Firm
from cultivation.ladders.api import tier_codes
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.places.api import district_codes
from cultivation.portal import labels
from cultivation.portal.firms import counting
from cultivation.portal.firms.listing import as_on, place
from cultivation.portal.upkeep.picking import PickingList
from cultivation.portal.upkeep.tabs import UpkeepTabs
from cultivation.rest import filters

STATES: dict[str, tuple[Text, State]] = {
    # zh: 已按期更新
    "in_time": (gettext_lazy("done in time"), "good"),
    # zh: 逾期，已认可
    "accepted": (gettext_lazy("late, counts"), "info"),
    # zh: 逾期更新
    "late": (gettext_lazy("done late"), "attention"),
    # zh: 待更新
    "due": (gettext_lazy("still to do"), ""),
    # zh: 逾期未更新
    "overdue": (gettext_lazy("not updated in time"), "trouble"),
}


# zh: 今年
THIS_YEAR = gettext_lazy("this year")


class UpdateFilter(filters.StrictFilterSet):
    # zh: 更新年份，默认今年
    year = filters.Year(label=gettext_lazy("The year of the update, this year if empty."))
    # zh: 更新情况
    state = filters.Codes(label=gettext_lazy("How the update stands."), allowed=lambda: [*STATES])
    tier = filters.Codes(label=gettext_lazy("Codes of tiers."), allowed=tier_codes)
    district = filters.Codes(
        label=gettext_lazy("Districts of today."), allowed=district_codes, none=True
    )
    name = filters.Text(label=gettext_lazy("A part of the firm's name."), read_as=read_name)

    class Meta:
        model = Firm
        fields: list[str] = []

    @property
    def year_asked(self) -> int:
        """The year of the updates."""
        return int(self.asked["year"] or today().year)

    def narrow(self, rows: Any) -> Any:
        asked, year = self.asked, self.year_asked
        rows = holders(rows, year, asked["tier"]).annotate(
            update=FilteredRelation("updates", condition=Q(updates__year=year))
        )
        if asked["state"]:
            wanted = Q(pk__in=[])
            for code in asked["state"]:
                wanted |= condition(code, year)
            rows = rows.filter(wanted)
        if asked["district"]:
            rows = rows.filter(residing(asked["district"], "district", today()))
        if asked["name"]:
            rows = rows.filter(name_key__contains=asked["name"])
        return rows


def holders(rows: QuerySet[Any], year: int, tiers: tuple[str, ...] | None = None) -> QuerySet[Any]:
    """The firms that had to do the update of ``year``: they held a tier with this duty since before
    that year, and on its due day."""
    held = Certification.objects.as_of(update_due_on(year)).filter(
        firm=OuterRef("pk"), tier__in=duties(), valid_from__lt=dt.date(year, 1, 1)
    )
    if tiers:
        held = held.filter(tier__in=tiers)
    return rows.filter(Exists(held))


def condition(code: str, year: int) -> Q:
    """The condition of a state, on firms that are joined with their ``update`` of the year."""
    due = update_due_on(year)
    late = Q(update__updated_on__gt=due)
    match code:
        case "in_time":
            return Q(update__updated_on__lte=due)
        case "accepted":
            return late & ~Q(update__accepted_because="")
        case "late":
            return late & Q(update__accepted_because="")
    missing = Q(update__isnull=True)
    over = due < today()
    return missing if over == (code == "overdue") else Q(pk__in=[])


def state_of(update: YearlyUpdate | None, year: int) -> str:
    """The state of one firm's update, by its code."""
    due = update_due_on(year)
    if update is None:
        return "overdue" if due < today() else "due"
    if update.updated_on <= due:
        return "in_time"
    return "accepted" if update.accepted_because else "late"


class UpdateList(UpkeepTabs, PickingList):
    """The holders of a year with what they did about the yearly update."""

    here = "upkeep-updates"
    # zh: 年度更新
    heading = gettext_lazy("Yearly updates")
    # zh: 家
    unit = pgettext_lazy("counted", "firms")
    # zh: 该年度没有须更新信息的在库企业。
    empty = gettext_lazy("No firm had to do this update.")
    export_name = "yearly-updates"
    parameter_set = UpdateFilter
    default_order = ("name_key", "pk")
    columns = (
        Column(
            "firm", gettext_lazy("Name of the firm"), lambda row: row.name, "narrow",
            order="name_key",
        ),
        Column(
            "uscc", gettext_lazy("Credit code"), lambda row: row.uscc, "code", exported_only=True
        ),
        Column("district", gettext_lazy("District"), place, "narrow"),
        Column(
            # zh: 在库层级
            "tiers", gettext_lazy("Tiers held"),
            lambda row: [labels.short_name(one.tier) for one in row.held_then], "tags",
        ),
        Column(
            # zh: 更新情况
            "state", gettext_lazy("Update"), lambda row: STATES[row.update_state][0], "state",
            state=lambda row: STATES[row.update_state][1],
        ),
        Column(
            # zh: 完成日期
            "done", gettext_lazy("Updated on"),
            lambda row: row.done.updated_on if row.done else None, "day",
        ),
        Column(
            # zh: 认可理由
            "accepted", gettext_lazy("Why it counts"),
            lambda row: row.done.accepted_because if row.done else "", "wrap",
        ),
    )  # fmt: skip
    fields = (
        # zh: 年度
        Field("year", gettext_lazy("Year"), THIS_YEAR),
        Field("name", gettext_lazy("Name of the firm")),
    )

    @property
    def year(self) -> int:
        """The year that the list is about."""
        assert isinstance(self.parameters, UpdateFilter)
        return self.parameters.year_asked

    @property
    def lead(self) -> str:  # type: ignore[override]
        first = min(duties().values(), default=None)
        # zh: %(year)s 年度，%(day)s 截止
        told = _("%(year)s, due by %(day)s") % {"year": self.year, "day": update_due_on(self.year)}
        if first is not None and self.year < first:
            # zh: %(told)s；自 %(first)s 年度起，未按期更新的失去复核资格
            further = _("%(told)s; who does not do it loses the right to renewal since %(first)s")
            return further % {"told": told, "first": first}
        # zh: %(told)s；未按期更新的失去复核资格
        return _("%(told)s; who does not do it loses the right to renewal") % {"told": told}

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        return [
            Facet(
                "state", _("Update"),
                lambda: {code: str(label) for code, (label, _state) in STATES.items()},
                self._by_state,
            ),
            Facet("district", _("District"), labels.districts,
                  partial(counting.by_district, today())),
            Facet("tier", _("Tier"), self._tiers),
        ]  # fmt: skip

    def _by_state(self, rows: QuerySet[Any]) -> Counts:
        asked = {code: Count("pk", filter=condition(code, self.year)) for code in STATES}
        return {code: n for code, n in rows.aggregate(**asked).items() if n}

    def _tiers(self) -> dict[str, str]:
        here = duties()
        return {code: name for code, name in labels.tiers().items() if code in here}

    def rows(self) -> QuerySet[Any]:
        return Firm.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return as_on(today(), rows)

    def prepared(self, rows: list[Any]) -> list[Any]:
        found = YearlyUpdate.objects.filter(firm__in=[row.pk for row in rows], year=self.year)
        done = {one.firm_id: one for one in found}
        for row in rows:
            row.done = done.get(row.pk)
            row.update_state = state_of(row.done, self.year)
        return rows

    @cached_property
    def picked_acts(self) -> list[tuple[Text, str]]:
        acts: list[tuple[Text, str]] = []
        if records_updates(self.user):
            # zh: 登记已更新
            acts.append((_("Record the update"), self._act("upkeep-update")))
        if accepts_late(self.user):
            # zh: 认可逾期更新
            acts.append((_("Let a late one count"), self._act("upkeep-accept")))
            # zh: 提醒所在区
            acts.append((_("Remind the districts"), self._act("upkeep-remind")))
        return acts

    def _act(self, name: str) -> str:
        return reverse(f"portal:{name}", args=[self.year])

    def row_address(self, row: Any) -> str:
        return reverse("portal:firm", args=[row.pk])
