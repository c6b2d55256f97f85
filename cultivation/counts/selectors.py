"""Counts of any day, and series, from the ledger."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from cultivation.counts.definition import DEFINITIONS, HOLDINGS
from cultivation.counts.steps import ends

COLUMNS = {
    "tier": "c.tier_id",
    "ladder": "c.ladder_id",
    "district": "c.district_id",
    "zone": "c.zone_id",
    "industry": "coalesce(i.section, '')",
    "size": "c.size",
}
DIMENSIONS = tuple(COLUMNS)
UNKNOWN = ""


@dataclass(frozen=True)
class Query:
    """What to count: ``by`` which dimensions, by which measure, among which codes.

    ``filters`` maps a dimension to the codes it may have; the empty code stands for unknown. An
    industry is a section letter or a division of two digits.
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


def series(query: Query, first: dt.date, last: dt.date, step: str) -> SeriesResult:
    """The counts at the end of each month, quarter or year from ``first`` to ``last``."""
    days = ends(first, last, step)
    version, steps = _sums(query, days)
    running: dict[tuple[str, ...], int] = defaultdict(int)
    points = []
    for day, changes in zip(days, steps, strict=True):
        for cell, n in changes.items():
            running[cell] += n
        points.append(_result(query, day, version, running))
    return SeriesResult(first, last, step, version, points)


def _sums(
    query: Query, days: list[dt.date]
) -> tuple[int, list[dict[tuple[str, ...], int]]]:
    """The data version, and per day the change of each cell since the day before it in ``days``.

    Version and changes are read by one statement: a count and its version belong together.
    """
    columns = [COLUMNS[name] for name in query.by]
    conditions = ["c.measure = %(measure)s", "c.day <= %(last)s"]
    values: dict[str, Any] = {
        "measure": query.measure,
        "last": days[-1],
        "bounds": [day + dt.timedelta(days=1) for day in days],
    }
    for name, codes in query.filters.items():
        if name == "industry":
            conditions.append(f"(i.section = ANY(%({name})s) OR c.industry_id = ANY(%({name})s))")
            if UNKNOWN in codes:
                conditions[-1] = f"({conditions[-1]} OR c.industry_id = '')"
        else:
            conditions.append(f"{COLUMNS[name]} = ANY(%({name})s)")
        values[name] = list(codes)
    industry = (
        "LEFT JOIN firms_industry i ON i.code = c.industry_id"
        if "industry" in {*query.by, *query.filters}
        else ""
    )
    sql = f"""
        SELECT v.number, s.* FROM (SELECT coalesce(max(number), 0) AS number FROM journal_revision) v
        LEFT JOIN (
            SELECT width_bucket(c.day, %(bounds)s::date[]) AS step, sum(c.n) AS n
                   {"".join(f", {column} AS d{k}" for k, column in enumerate(columns))}
            FROM counts_change c {industry}
            WHERE {" AND ".join(conditions)}
            GROUP BY step {"".join(f", d{k}" for k in range(len(columns)))}
            HAVING sum(c.n) <> 0
        ) s ON true
    """
    found: list[dict[tuple[str, ...], int]] = [{} for _ in days]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        version = 0
        for version, step, n, *cell in cursor.fetchall():
            if step is not None:
                found[step][tuple(cell)] = int(n)
    return version, found


def _result(
    query: Query, day: dt.date, version: int, cells: dict[tuple[str, ...], int]
) -> CountResult:
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
