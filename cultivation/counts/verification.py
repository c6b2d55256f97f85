"""Comparing the ledger with the raw facts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from cultivation.counts.definition import DEFINITIONS, Cells, raw_cells

LEDGER = """
    SELECT ladder_id, tier_id, district_id, zone_id, section, size, sum(n)
    FROM counts_change WHERE measure = %s AND step = 'day' AND section <> '*' AND start <= %s
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0
"""
SPANS = """
    WITH kept AS (
        SELECT measure, firm_id, ladder_id, tier_id, district_id, zone_id, section, size,
               valid_from, valid_to FROM counts_span
    ), due AS (
        SELECT * FROM counts_spans(
            (SELECT array_agg(DISTINCT firm_id) FROM certification_certification)
        )
    )
    SELECT 'missing', * FROM (SELECT * FROM due EXCEPT ALL SELECT * FROM kept) AS a
    UNION ALL
    SELECT 'surplus', * FROM (SELECT * FROM kept EXCEPT ALL SELECT * FROM due) AS b
"""
NETS = """
    WITH turn (measure, day, ladder_id, tier_id, district_id, zone_id, section, size, n) AS (
        SELECT measure, valid_from, ladder_id, tier_id, district_id, zone_id, section, size, 1
        FROM counts_span
        UNION ALL
        SELECT measure, valid_to, ladder_id, tier_id, district_id, zone_id, section, size, -1
        FROM counts_span WHERE valid_to IS NOT NULL
    ), due (measure, step, start, cell, n) AS (
        SELECT measure, step, date_trunc(step, day)::date,
               (ladder_id, tier_id, district_id, zone_id, coalesce(section, '*'),
                coalesce(size, '*'))::text,
               sum(n)
        FROM turn CROSS JOIN (VALUES ('day'), ('month'), ('year')) AS steps (step)
        GROUP BY measure, step, date_trunc(step, day), ladder_id, tier_id, district_id, zone_id,
                 GROUPING SETS ((section, size), ())
        UNION ALL
        SELECT measure, step, start,
               (ladder_id, tier_id, district_id, zone_id, section, size)::text, -n
        FROM counts_change
    )
    SELECT measure, step, start, cell, sum(n) FROM due
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4
"""
TURNS = """
    SELECT DISTINCT day FROM (
        SELECT valid_from AS day FROM certification_certification
        UNION SELECT holds_to FROM certification_certification
        UNION SELECT valid_from FROM firms_residence
        UNION SELECT valid_to FROM firms_residence
        UNION SELECT valid_from FROM firms_firmindustry
        UNION SELECT valid_to FROM firms_firmindustry
        UNION SELECT make_date(year + 1, 1, 1) FROM firms_firmyear WHERE size_class IS NOT NULL
    ) AS turns WHERE day IS NOT NULL ORDER BY day
"""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything read inside is of one moment: what is written meanwhile makes no difference.

    Inside a transaction of the caller, whose isolation can no longer change, it does nothing.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@dataclass(frozen=True)
class Difference:
    """Something that the ledger has and the facts have not, or the other way round."""

    what: str
    where: str
    ledger: int
    facts: int

    def __str__(self) -> str:
        return f"{self.what}: {self.where}: ledger {self.ledger}, facts {self.facts}"


def ledger_cells(day: dt.date, measure: str) -> Cells:
    """The counts of ``day`` from the ledger, in the shape of ``raw_cells``."""
    with connection.cursor() as cursor:
        cursor.execute(LEDGER, [measure, day])
        return {tuple(row[:-1]): int(row[-1]) for row in cursor.fetchall()}


def turning_days() -> list[dt.date]:
    """The days on which any count can change."""
    with connection.cursor() as cursor:
        cursor.execute(TURNS)
        return [day for (day,) in cursor.fetchall()]


def differences(days: list[dt.date]) -> Iterator[Difference]:
    """Every difference between the ledger and the raw facts.

    Spans are compared with what the facts of every firm make them, changes with the spans in every
    step; on ``days`` the counts are compared with the plain definition, which knows neither.
    """
    with connection.cursor() as cursor:
        cursor.execute(SPANS)
        for kind, *span in cursor.fetchall():
            where = " ".join(map(str, span))
            yield Difference("span", where, int(kind == "surplus"), int(kind == "missing"))
        cursor.execute(NETS)
        for measure, step, start, cell, n in cursor.fetchall():
            yield Difference("change", f"{measure} {step} {start} {cell}", -int(n), 0)
    for day in days:
        for measure in DEFINITIONS:
            ledger, facts = ledger_cells(day, measure), raw_cells(day, measure)
            for cell in sorted(ledger.keys() | facts.keys()):
                if ledger.get(cell, 0) != facts.get(cell, 0):
                    where = f"{measure} {day} {'/'.join(code or '-' for code in cell)}"
                    yield Difference("count", where, ledger.get(cell, 0), facts.get(cell, 0))
