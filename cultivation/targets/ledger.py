"""What the ledger says of targets: every number of many targets in a handful of queries."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q

from cultivation.certification.models import Certification
from cultivation.counts.selectors import Query, counts_on
from cultivation.targets import rules
from cultivation.targets.models import Measure, Target

CUMULATIVE = (Measure.CUMULATIVE, Measure.CUMULATIVE_EVER)
OF_A_YEAR = (Measure.PERIOD_NEW, Measure.YTD_ENTERED)
# What the ledger can tell; the rest (a batch, a recommendation) only documents do.
COUNTABLE = (Measure.STOCK, *CUMULATIVE, *OF_A_YEAR)
Tiers = tuple[str, ...]


class Window(NamedTuple):
    """A question about what began: of which tiers, from when (None: ever) to when.

    ``firms``: each firm once, not its certifications. ``first_time``: without renewals.
    """

    tiers: Tiers
    first: dt.date | None
    last: dt.date
    firms: bool
    first_time: bool

    @property
    def number(self) -> Count:
        """What to count of the certifications that began."""
        condition = Q(tier__in=self.tiers, valid_from__lte=self.last)
        if self.first is not None:
            condition &= Q(valid_from__gte=self.first)
        if self.first_time:
            condition &= Q(continues__isnull=True)
        return Count("firm" if self.firms else "pk", distinct=self.firms, filter=condition)


def tiers_of(target: Target) -> Tiers:
    """The codes of the tiers that ``target`` is about, in order."""
    return tuple(sorted(tier.code for tier in target.tiers.all()))


class Ledger:
    """The numbers of ``targets`` on ``as_of`` and on their due days, asked for all at once."""

    def __init__(self, targets: Iterable[Target], as_of: dt.date) -> None:
        asked = [
            (target, day)
            for target in targets
            for day in {as_of, target.due_on}
            if day is not None and day <= as_of
        ]
        stock = {day for target, day in asked if target.measure == Measure.STOCK}
        self._stock = _stock(stock)
        self._city: dict[Window, dict[str | None, int]] = {}
        self._districts: dict[Window, dict[str | None, int]] = {}
        for found, local in ((self._city, False), (self._districts, True)):
            windows = dict.fromkeys(
                _window(target, day)
                for target, day in asked
                if target.measure in (*CUMULATIVE, *OF_A_YEAR)
                and (target.district_id is not None) == local
            )
            found.update(_begun(list(windows), by_district=local))

    def counted(self, target: Target, day: dt.date) -> int | None:
        """The number of ``target`` on ``day``; None for a measure that cannot be counted."""
        if target.measure == Measure.STOCK:
            found = self._stock.get(day, {})
            return sum(found.get((tier, target.district_id), 0) for tier in tiers_of(target))
        if target.measure not in COUNTABLE:
            return None
        counts = self._city if target.district_id is None else self._districts
        return counts[_window(target, day)].get(target.district_id, 0)


def _window(target: Target, day: dt.date) -> Window:
    tiers = tiers_of(target)
    if target.measure in CUMULATIVE:
        return Window(tiers, None, day, firms=True, first_time=False)
    first, last = rules.year_until(target.due_on, day)
    first_time = target.measure == Measure.PERIOD_NEW
    return Window(tiers, first, min(last, day), firms=False, first_time=first_time)


def _stock(days: set[dt.date]) -> dict[dt.date, dict[tuple[str, str | None], int]]:
    """Holdings by tier and district, the whole city under None."""
    found: dict[dt.date, dict[tuple[str, str | None], int]] = {}
    for day, result in counts_on(Query(by=("tier", "district")), days).items():
        cells = found[day] = {}
        for row in result.rows:
            tier, district, n = row["tier"], row["district"], row["count"]
            cells[tier, None] = cells.get((tier, None), 0) + n
            if district is not None:
                cells[tier, district] = n
    return found


def _begun(windows: list[Window], *, by_district: bool) -> dict[Window, dict[str | None, int]]:
    """The answers to ``windows``: by the district where the firm then was, or for the city."""
    if not windows:
        return {}
    begun = Certification.objects.filter(
        Q(holds_to__isnull=True) | Q(holds_to__gt=F("valid_from")),
        tier__in={tier for window in windows for tier in window.tiers},
        valid_from__lte=max(window.last for window in windows),
    ).order_by()
    numbers = {f"n{at}": window.number for at, window in enumerate(windows)}
    rows: list[dict[str, Any]]
    if by_district:
        there = FilteredRelation("firm__residences", condition=_THEN)
        grouped: Any = begun.annotate(there=there).values("there__district_id")
        rows = list(grouped.annotate(**numbers))
    else:
        rows = [begun.aggregate(**numbers)]
    return {
        window: {row.get("there__district_id"): row[f"n{at}"] for row in rows}
        for at, window in enumerate(windows)
    }


# The residence on the day when the certification began.
_THEN = (
    Q(firm__residences__valid_from__isnull=True)
    | Q(firm__residences__valid_from__lte=F("valid_from"))
) & (Q(firm__residences__valid_to__isnull=True) | Q(firm__residences__valid_to__gt=F("valid_from")))
