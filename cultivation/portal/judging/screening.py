"""Who could climb: a standard over all firms of the own scope, as a list."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Facet, Field, address
from cultivation.pages.lists import ListPage
from cultivation.places.models import District, Zone
from cultivation.portal import labels
from cultivation.portal.judging import asking, running, words
from cultivation.portal.judging.choosing import Offer, offers
from cultivation.portal.judging.tabs import tabs
from cultivation.rest import filters
from cultivation.rest.fields import NONE
from cultivation.standards.engine.content import ACTS, Act
from cultivation.standards.screening import LABELS, ScreenRow, Standing
from cultivation.standards.vocabulary import FACTS

COLOURS: dict[Standing, State] = {
    Standing.QUALIFIES: "good",
    Standing.LIKELY: "good",
    Standing.INCOMPLETE: "attention",
    Standing.NEAR: "info",
    Standing.FAR: "",
    Standing.HOLDS: "good",
    Standing.NO_LONGER: "trouble",
}


def district_codes() -> list[str]:
    """The codes of districts, and that of none."""
    return [*District.objects.values_list("code", flat=True), NONE]


def tier_codes() -> list[str]:
    """The tiers for which a standard is on file."""
    return list(dict.fromkeys(one.tier.pk for one in offers(today())))


class ScreeningFilter(filters.StrictFilterSet):
    tier = filters.Codes(label=_("Tier"), allowed=tier_codes)
    act = filters.Choice(label=_("Act"), allowed=[str(act) for act in Act])
    as_of = filters.Day(label=_("Filed on"))
    # zh: 类别
    standing = filters.Codes(label=_("Kind"), allowed=lambda: [str(one) for one in Standing])
    district = filters.Codes(label=_("District"), allowed=district_codes)
    # zh: 缺少的数据
    missing = filters.Codes(label=_("Figures missing"), allowed=lambda: list(FACTS))

    class Meta:
        model = Firm
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        standings, districts, missing = asked["standing"], asked["district"], asked["missing"]
        return [
            row
            for row in rows
            if (not standings or row.standing in standings)
            and (not districts or (row.district or NONE) in districts)
            and (not missing or any(name in row.missing for name in missing))
        ]


class ScreeningPage(ListPage):
    """Firms judged by one standard: holders by what a renewal asks, all others as applicants."""

    # zh: 谁能升级
    heading = _("Who could climb")
    # zh: 家
    unit = pgettext_lazy("counted", "firms")
    # zh: 没有可测评的企业。
    empty = _("There are no firms to judge.")
    export_name = "screening"
    template_name = "portal/judging/screening.html"
    parameter_set = ScreeningFilter

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("screening")

    @cached_property
    def day(self) -> dt.date:
        """The day of filing that is supposed."""
        return asking.day_of(self.parameters.asked)

    @cached_property
    def offers(self) -> list[Offer]:
        """The standards that can be chosen, with the chosen one."""
        return asking.offers_of(self.parameters.asked)

    @cached_property
    def offer(self) -> Offer:
        """The standard: of the tier asked for, for new applications or renewals. Raises Problem."""
        return asking.chosen(self.offers, self.day)

    @cached_property
    def run(self) -> running.Run:
        """The screening. Raises Problem."""
        return asking.run_of(self.user, self.offer, self.day)

    def rows(self) -> Any:
        return asking.rows_of(self.run, self.offer)

    @cached_property
    def narrowed(self) -> Any:
        self.order_fields()
        return self.parameters.narrow(self.rows())

    @cached_property
    def total(self) -> int:
        """How many firms there are."""
        return len(self.narrowed)

    def _without(self, name: str) -> Any:
        return self.parameters.without(name).narrow(self.rows())

    def export_rows(self) -> Iterator[Any]:
        return iter(self.narrowed)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.run.found is None:
            self.template_name = "portal/judging/waiting.html"
            return self.render_waiting()
        return super().get(request, *args, **kwargs)

    def render_waiting(self) -> HttpResponseBase:
        """How far the screening is; the page asks again by itself."""
        from django.shortcuts import render

        names = {"page": self, "run": self.run, "offer": self.offer}
        return render(self.request, "portal/judging/waiting.html", names, status=200)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "offer": self.offer,
            "day": self.day,
            "acts": [
                (str(ACTS[act]), address(self.request.GET, act=str(act)), act is self.offer.act)
                for act in Act
            ],
        }

    def row_address(self, row: ScreenRow) -> str:
        query = f"?tier={self.offer.tier.pk}&act={self.offer.act}"
        asked = f"&as_of={self.day}" if "as_of" in self.given else ""
        return reverse("portal:firm-assessment", args=[row.firm]) + query + asked

    # --- columns, fields, facets ---

    @cached_property
    def places(self) -> dict[str, str]:
        """The names of districts and zones."""
        return {**labels.districts(), **dict(Zone.objects.values_list("code", "short_name"))}

    @property
    def scored(self) -> bool:
        """Whether the standard has a score table."""
        return bool(self.offer.choice.content.raw.get("parts"))

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """What the list and its exports show."""
        return (
            # zh: 企业名称
            Column("name", _("Name of the firm"), lambda row: row.name),
            # zh: 统一社会信用代码
            Column("uscc", _("Credit code"), lambda row: row.uscc, "code", exported_only=True),
            # zh: 所属区
            Column("district", _("District"), lambda row: self.places.get(row.district or "", "")),
            # zh: 功能区
            Column(
                "zone", _("Zone"), lambda row: self.places.get(row.zone or "", ""),
                exported_only=True,
            ),
            Column(
                "standing", _("Kind"), lambda row: str(LABELS[row.standing]), "state",
                state=lambda row: COLOURS[row.standing],
            ),
            # zh: 差距
            Column("short", _("What is short"), _short, "wrap"),
            Column("missing", _("Figures missing"), self._missing, "wrap"),
            # zh: 得分
            *([Column("points", _("Points"), _points)] if self.scored else []),
        )  # fmt: skip

    def _missing(self, row: ScreenRow) -> str:
        names = [str(FACTS[name].text) for name in row.missing]
        if len(names) > 3 and "export" not in self.given:
            # zh: %(names)s 等 %(n)s 项
            told = gettext("%(names)s and others, %(n)s in all")
            return told % {"names": gettext(", ").join(names[:2]), "n": len(names)}
        # zh: 、
        return gettext(", ").join(names)

    @cached_property
    def fields(self) -> Sequence[Field]:  # type: ignore[override]
        """What the form above the list asks."""
        found = {one.tier.pk: one.name for one in self.offers}
        acts = tuple((str(act), str(text)) for act, text in ACTS.items())
        return (
            Field("tier", _("Tier"), options=tuple(found.items())),
            # zh: 事项
            Field("act", _("What is filed"), options=acts),
            Field("as_of", _("Filed on")),
        )

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        """What the list can be narrowed by."""
        return [
            Facet(
                "standing", _("Kind"), lambda: {str(k): str(t) for k, t in LABELS.items()},
                lambda rows: _counts(str(row.standing) for row in rows),
            ),
            Facet(
                "district", _("District"), labels.districts,
                lambda rows: _counts(row.district or NONE for row in rows),
            ),
            Facet(
                "missing", _("Figures missing"),
                lambda: {name: str(fact.text) for name, fact in FACTS.items()},
                lambda rows: _counts(name for row in rows for name in row.missing),
            ),
        ]  # fmt: skip


def _counts(codes: Iterator[str]) -> dict[str, int]:
    return dict(Counter(codes))


def _short(row: ScreenRow) -> str:
    if not row.shortfalls and row.not_met:
        # zh: %(n)s 项不满足
        return gettext("%(n)s not satisfied") % {"n": len(row.not_met)}
    # zh: ；
    return words.grouped(gettext("; ").join(str(one.text) for one in row.shortfalls))


def _points(row: ScreenRow) -> str:
    if row.most is None:
        return ""
    return row.most if row.least == row.most else f"{row.least}–{row.most}"
