"""All that the workbench counts, read once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cultivation.access.models import User
from cultivation.access.scope import Scope, scope_of
from cultivation.certification.rules import years_later
from cultivation.certification.standing import ENDS_SOON
from cultivation.counts import turnover
from cultivation.counts.selectors import Query, SeriesResult, count, series
from cultivation.journal.keeping import kept, state
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone
from cultivation.places.selectors import districts_of_today
from cultivation.portal.standing.aims import Aims, stock_aims
from cultivation.portal.standing.diagram import ZONED
from cultivation.portal.standing.figures import Figure
from cultivation.portal.standing.holdings import Cells, Holdings, added_up
from cultivation.portal.standing.libraries import LIBRARIES
from cultivation.portal.workbench.lists import CITY, Lists, Place

# How far back the lines go.
MONTHS = 24


@dataclass(frozen=True)
class Counted:
    """The numbers for an account, about ``tier`` where one of ``tiers`` is meant.

    City totals and what each district holds are published; what began and what ends is told about
    the whole city and about the account's own place only.
    """

    user: User
    tier: str
    tiers: Mapping[str, Tier]
    day: dt.date

    @cached_property
    def state(self) -> tuple[int, int]:
        """The state of the data: what takes long to count is kept until it changes."""
        return state()

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.user)

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.scope, self.day)

    @cached_property
    def own(self) -> Place | None:
        """The part of the city that is the account's own; None for the whole."""
        return None if self.scope.city else Place(self.scope.district, self.scope.zone)

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings.on(self.day)

    @cached_property
    def aims(self) -> Aims:
        return stock_aims(self.day)

    @cached_property
    def districts(self) -> list[District]:
        """The districts of today."""
        return districts_of_today()

    @cached_property
    def zones(self) -> list[Zone]:
        """The zones inside the district that is shown by them."""
        return list(Zone.objects.filter(district=ZONED))

    # --- Days ---

    @cached_property
    def year_ago(self) -> dt.date:
        return years_later(self.day, -1)

    @property
    def twelve_months(self) -> dt.date:
        """The first of the last twelve months' days."""
        return self.year_ago + dt.timedelta(days=1)

    @property
    def new_year(self) -> dt.date:
        return self.day.replace(month=1, day=1)

    # --- Figures: each with the list behind it ---

    def held(self, tier: str, place: Place = CITY) -> Figure:
        """How many are in the library of ``tier``."""
        n = self.holdings.of(tier, district=place.district, zone=place.zone)
        return Figure(n, self.lists.held(tier, place))

    def held_a_year_ago(self, tier: str) -> Figure:
        """How many the city had a year ago."""
        return Figure(self._year_ago.get(tier, 0), self.lists.held(tier, as_of=self.year_ago))

    def held_on(self, tier: str, day: dt.date, number: int) -> Figure:
        """``number`` as what the city had on a past ``day``."""
        return Figure(number, self.lists.held(tier, as_of=day))

    def begun(self, tier: str, place: Place = CITY) -> Figure:
        """What began in the last twelve months."""
        return self._told(
            self._begun, tier, place, self.lists.begun(tier, self.twelve_months, place)
        )

    def begun_this_year(self, tier: str, place: Place = CITY) -> Figure:
        """What began since New Year."""
        return self._told(
            self._begun_this_year, tier, place, self.lists.begun(tier, self.new_year, place)
        )

    def ending(self, tier: str, place: Place = CITY) -> Figure:
        """What ends soon."""
        return self._told(self._ending, tier, place, self.lists.ending(tier, place))

    def _told(self, cells: Cells, tier: str, place: Place, address: str) -> Figure:
        if place != CITY and not self.lists.own(place):
            return Figure(None)
        return Figure(added_up(cells, tier, district=place.district, zone=place.zone), address)

    @cached_property
    def months(self) -> list[dt.date]:
        """The ends of the last months, and today."""
        return [point.as_of for point in self._series.points]

    def line(self, tier: str) -> list[int]:
        """What the city had of ``tier`` at each of ``months``."""
        return [
            next((row["count"] for row in point.rows if row["tier"] == tier), 0)
            for point in self._series.points
        ]

    @cached_property
    def _series(self) -> SeriesResult:
        months = self.day.year * 12 + self.day.month - 1 - MONTHS
        first = dt.date(months // 12, months % 12 + 1, 1)
        query = Query(by=("tier",), filters={"tier": tuple(self._tiers)})
        return series(query, first, self.day, "month")

    @cached_property
    def _tiers(self) -> list[str]:
        return sorted({*LIBRARIES, self.tier})

    @cached_property
    def _year_ago(self) -> dict[str, int]:
        query = Query(by=("tier",), filters={"tier": tuple(self._tiers)})
        return {row["tier"]: row["count"] for row in count(query, self.year_ago).rows}

    @property
    def _begun(self) -> Cells:
        return self._turnover[0]

    @property
    def _begun_this_year(self) -> Cells:
        return self._turnover[1]

    @cached_property
    def _turnover(self) -> list[Cells]:
        return kept(
            self.state,
            ("begun", self.day, *self._tiers),
            lambda: turnover.begun(
                tiers=self._tiers,
                since=(self.twelve_months, self.new_year),
                until=self.day,
                day=self.day,
            ),
        )

    @cached_property
    def _ending(self) -> Cells:
        return kept(
            self.state,
            ("ending", self.day),
            lambda: turnover.ending(tiers=list(self.tiers), day=self.day, days=ENDS_SOON),
        )
