"""Counts of any day, and series, from the ledger."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from cultivation.counts.definition import DEFINITIONS, HOLDINGS
from cultivation.counts.steps import ends, pieces

COLUMNS = {
    "tier": "c.tier_id",
    "ladder": "c.ladder_id",
    "district": "c.district_id",
    "zone": "c.zone_id",
    "industry": "c.section",
    "size": "c.size",
}
DIMENSIONS = tuple(COLUMNS)
UNKNOWN = ""
# What only the full cells of the ledger tell apart.
FINE = {"industry", "size"}

Cells = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Query:
    """What to count: ``by`` which dimensions, by which measure, among which codes.

    ``filters`` maps a dimension to the codes it may have; the empty code stands for unknown. An
    industry is a section of GB/T 4754, by its letter.
    """

    by: tuple[str, ...] = ()
    measure: str = HOLDINGS
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class CountResult:
    """The count of a day. ``rows`` has one row a cell that is not zero; unknown codes are None."""

    as_of: dt.date
    by: tuple[str, ...]
    measure: str
    version: int
    definition: str
    total: int
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class SeriesResult:
    """Counts at the end of each step from ``first`` to ``last``."""

    first: dt.date
    last: dt.date
    step: str
    version: int
    points: list[CountResult]


def count(query: Query, as_of: dt.date) -> CountResult:
    """How many there are on ``as_of``, whole and by ``query.by``."""
    version, cells = _sums(query, [as_of])
    return _result(query, as_of, version, cells[0])


def counts_on(query: Query, days: Collection[dt.date]) -> dict[dt.date, CountResult]:
    """``count`` of several days, by one statement; any days, in any order."""
    ordered = sorted({*days})
    if not ordered:
        return {}
    columns = "".join(f", {COLUMNS[name]} AS d{k}" for k, name in enumerate(query.by))
    cells = "".join(f", d{k}" for k in range(len(query.by)))
    condition, values = _conditions(query)
    of_days = " UNION ALL ".join(
        f"SELECT {at} AS point, sum(c.n) AS n {columns} FROM counts_change c"
        f" WHERE {condition} AND ({pieces([day])}) GROUP BY point {cells} HAVING sum(c.n) <> 0"
        for at, day in enumerate(ordered)
    )
    version, found = _read(of_days, values, len(ordered))
    return {
        day: _result(query, day, version, cells_of_day)
        for day, cells_of_day in zip(ordered, found, strict=True)
    }


def series(query: Query, first: dt.date, last: dt.date, step: str) -> SeriesResult:
    """The counts at the end of each month, quarter or year from ``first`` to ``last``."""
    days = ends(first, last, step)
    version, steps = _sums(query, days)
    running: Cells = defaultdict(int)
    points = []
    for day, changes in zip(days, steps, strict=True):
        for cell, n in changes.items():
            running[cell] += n
        points.append(_result(query, day, version, running))
    return SeriesResult(first, last, step, version, points)


def _sums(query: Query, days: list[dt.date]) -> tuple[int, list[Cells]]:
    """The data version, and per day the change of each cell since the day before it in ``days``.

    Version and changes are read by one statement: a count and its version belong together.
    """
    columns = "".join(f", {COLUMNS[name]} AS d{k}" for k, name in enumerate(query.by))
    cells = "".join(f", d{k}" for k in range(len(query.by)))
    condition, values = _conditions(query)
    bounds = [day + dt.timedelta(days=1) for day in days]
    changes = f"""
        SELECT width_bucket(c.start, %(bounds)s::date[]) AS point, sum(c.n) AS n {columns}
        FROM counts_change c
        WHERE {condition} AND ({pieces(days)})
        GROUP BY point {cells} HAVING sum(c.n) <> 0
    """
    return _read(changes, {**values, "bounds": bounds}, len(days))


def _conditions(query: Query) -> tuple[str, dict[str, Any]]:
    """Which rows of the ledger ``query`` is about, as SQL and its values."""
    fine = FINE & {*query.by, *query.filters}
    conditions = ["c.measure = %(measure)s", f"c.section {'<>' if fine else '='} '*'"]
    conditions += [f"{COLUMNS[name]} = ANY(%({name})s)" for name in query.filters]
    values: dict[str, Any] = {name: list(codes) for name, codes in query.filters.items()}
    return " AND ".join(conditions), {**values, "measure": query.measure}


def _read(sums: str, values: dict[str, Any], points: int) -> tuple[int, list[Cells]]:
    """The data version, and the rows (point, n, cell …) of ``sums`` by point."""
    sql = f"""
        SELECT v.number, s.*
        FROM (SELECT coalesce(max(number), 0) AS number FROM journal_revision) v
        LEFT JOIN ({sums}) s ON true
    """
    found: list[Cells] = [{} for _ in range(points)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        answer = cursor.fetchall()
    for _version, point, n, *cell in answer:
        if point is not None:
            found[point][tuple(cell)] = int(n)
    return answer[0][0], found


def _result(query: Query, day: dt.date, version: int, cells: Cells) -> CountResult:
    rows = [
        {**{name: code or None for name, code in zip(query.by, cell, strict=True)}, "count": n}
        for cell, n in sorted(cells.items())
        if n
    ]
    total = sum(cells.values())
    return CountResult(
        as_of=day,
        by=query.by,
        measure=query.measure,
        version=version,
        definition=DEFINITIONS[query.measure],
        total=total,
        rows=rows if query.by else [{"count": total}],
    )
