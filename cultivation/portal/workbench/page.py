"""The first page after login."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access import log as access_log
from cultivation.access.permissions import Act, may
from cultivation.certification.standing import ENDS_SOON
from cultivation.clock import today
from cultivation.counts.selectors import UNKNOWN
from cultivation.ladders.models import Tier
from cultivation.pages import exports
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.standing import diagram, libraries
from cultivation.portal.standing.figures import Figure
from cultivation.portal.standing.libraries import LIBRARIES, LadderCount, Library, Line
from cultivation.portal.workbench import districts
from cultivation.portal.workbench.counted import MONTHS, Counted
from cultivation.portal.workbench.lists import Place
from cultivation.portal.workbench.tasks import desk_of, tasks
from cultivation.portal.workbench.trend import trend
from cultivation.rest.refusals import refuse, unknown_value


@dataclass(frozen=True)
class Card:
    """A library with what moved it, and what an officer's own place has of it."""

    library: Library
    line: Line
    held: Figure
    year_ago: Figure
    begun: Figure
    ending: Figure
    on_due: Figure | None
    own: Figure | None
    own_begun: Figure | None
    own_ending: Figure | None

    @property
    def net(self) -> int:
        """By how much more there are than a year ago."""
        return (self.held.value or 0) - (self.year_ago.value or 0)


class Workbench(StaffPage):
    """Where the city stands, and what waits for the person."""

    template_name = "portal/workbench.html"
    further = ("tier", "export")

    def gate(self) -> HttpResponseBase | None:
        asks = self.request.method in ("GET", "HEAD")
        if asks and self.request.user.is_authenticated and not self.allowed():
            # Whoever logs in lands here: an expert is led to what it scores, an account without
            # pages to the public one.
            page = "portal:scoring" if may(self.user, Act.SCORE) else "portal:home"
            return HttpResponseRedirect(reverse(page))
        return super().gate()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "export" not in self.given:
            return self.render()
        if not may(self.user, Act.EXPORT):
            raise PermissionDenied
        sheet = districts.Sheet(self.counted, self.table_heading)
        kind = self.given["export"]
        response = exports.respond(sheet, kind)
        access_log.record_export(request, "workbench", sheet.heading, sheet.total, kind)
        return response

    @property
    def may_export(self) -> bool:
        """Whether the account may take the table away as a file."""
        return may(self.user, Act.EXPORT)

    # --- What the page is about ---

    @cached_property
    def tiers(self) -> dict[str, Tier]:
        """All tiers by code."""
        return libraries.all_tiers()

    @cached_property
    def tier(self) -> Tier:
        """The tier in question. Raises Problem ``invalid_parameters`` for one that is none."""
        code = self.given.get("tier", LIBRARIES[0])
        if code not in self.tiers:
            refuse([unknown_value("tier", code, list(self.tiers))])
        return self.tiers[code]

    @cached_property
    def counted(self) -> Counted:
        return Counted(self.user, self.tier.code, self.tiers, today())

    @property
    def table_heading(self) -> str:
        """The heading of the table by district."""
        # zh: 各区 · %(tier)s
        return _("By district · %(tier)s") % {"tier": labels.name(self.tier)}

    def context(self) -> dict[str, Any]:
        counted = self.counted
        found = libraries.libraries(counted.holdings, counted.aims, self.tiers)
        groups = libraries.ladders(counted.holdings, self.tiers)
        table = districts.rows(counted)
        return {
            "headline": libraries.headline(found),
            "counted": counted,
            "tier": self.tier,
            "cards": [self._card(library) for library in found],
            "own_name": self._own_name(),
            **self._diagram(),
            "trend": trend(counted, self.tier),
            "tasks": tasks(desk_of(counted)),
            "table": table,
            "table_total": districts.total(counted),
            "with_aims": any(row.aim for row in table),
            "choices": self._choices(),
            "ladders": [self._ladder(group) for group in groups],
            "ends_soon": ENDS_SOON,
            "months": MONTHS,
        }

    # --- Its parts ---

    def _card(self, library: Library) -> Card:
        counted, code = self.counted, library.tier.code
        own, due = counted.own, library.aim.due_on
        on_due = None
        if due and library.on_due is not None:
            on_due = counted.held_on(code, due, library.on_due)
        return Card(
            library=library,
            line=Line(counted.line(code), library.aim.value),
            held=counted.held(code),
            year_ago=counted.held_a_year_ago(code),
            begun=counted.begun(code),
            ending=counted.ending(code),
            on_due=on_due,
            own=counted.held(code, own) if own else None,
            own_begun=counted.begun(code, own) if own else None,
            own_ending=counted.ending(code, own) if own else None,
        )

    def _own_name(self) -> str:
        place = self.user.zone or self.user.district
        return labels.short_name(place) if self.counted.own and place else ""

    def _diagram(self) -> dict[str, Any]:
        counted, code = self.counted, self.tier.code
        own = counted.own
        places = [(one.code, labels.short_name(one), labels.name(one)) for one in counted.districts]
        tiles, legend = diagram.tiles(
            places,
            lambda district: counted.held(code, Place(district)),
            own.district if own else None,
        )
        zones = [
            (zone, counted.held(code, Place(diagram.ZONED, zone.code))) for zone in counted.zones
        ]
        zoned = next((one for one in counted.districts if one.code == diagram.ZONED), None)
        return {
            "tiles": tiles,
            "legend": legend,
            "zoned": zoned and labels.name(zoned),
            "zone_figures": [
                (labels.short_name(zone), figure, bool(own and own.zone == zone.code))
                for zone, figure in zones
            ],
            "no_zone": counted.held(code, Place(diagram.ZONED, UNKNOWN)),
            "unplaced": counted.held(code, Place(UNKNOWN)),
        }

    def _choices(self) -> list[tuple[Tier, str, bool]]:
        """The tiers to choose from at the diagram: the three libraries, and the one in question."""
        codes = dict.fromkeys([*LIBRARIES, self.tier.code])
        return [
            (self.tiers[code], labels.short_name(self.tiers[code]), code == self.tier.code)
            for code in codes
            if code in self.tiers
        ]

    def _ladder(self, group: LadderCount) -> dict[str, Any]:
        counted = self.counted
        rows = [
            (
                tier,
                labels.name(tier),
                counted.held(tier.code),
                counted.held(tier.code, counted.own) if counted.own else None,
            )
            for tier, _n in group.tiers
        ]
        return {"name": group.name, "rows": rows}
