"""When does a firm count? The one definition behind every number of the registry.

**Holdings** (``holdings-1``): a firm is in the library of a tier on day D when it has a
certification of that tier with ``valid_from <= D < valid_to`` that was not ended by D. The database
keeps the earlier of ``valid_to`` and ``ended_on`` as ``holds_to``, so that this reads
``valid_from <= D < holds_to`` (an empty ``holds_to`` means no end). The day of certification
counts; the day of a revocation, and the first day after the last day of validity, do not.

**Firms** (``firms-1``): each firm once per ladder, at the highest tier that it holds there on D.

A firm counts in the district and zone of its residence on D, in the section of GB/T 4754 of the
industry it has on D, and in the size class of its latest accounting year before D that has one.
What is not known counts under no code, never under a guessed one: so the districts, with the
unknown, add up to the city.

Answers come from a ledger that database triggers keep (``sql/ledger.sql``); what stands here is the
truth it is compared with (``manage.py verify_counts``).
"""

import datetime as dt

from django.db import connection

HOLDINGS = "holdings"
FIRMS = "firms"
DEFINITIONS = {HOLDINGS: "holdings-1", FIRMS: "firms-1"}

_HELD = """
    SELECT c.firm_id, t.ladder_id, c.tier_id, t.rank
    FROM certification_certification c JOIN ladders_tier t ON t.code = c.tier_id
    WHERE c.valid_from <= %(day)s AND (c.holds_to IS NULL OR %(day)s < c.holds_to)
"""
_HIGHEST = f"""
    SELECT DISTINCT ON (firm_id, ladder_id) firm_id, ladder_id, tier_id, rank
    FROM ({_HELD}) AS held ORDER BY firm_id, ladder_id, rank DESC
"""
_CELLS = """
    SELECT h.ladder_id, h.tier_id, coalesce(r.district_id, ''), coalesce(r.zone_id, ''),
           coalesce(e.section, ''), coalesce(s.size_class, ''), count(*)
    FROM ({held}) AS h
    LEFT JOIN firms_residence r ON r.firm_id = h.firm_id
         AND coalesce(r.valid_from <= %(day)s, true) AND coalesce(%(day)s < r.valid_to, true)
    LEFT JOIN firms_firmindustry i ON i.firm_id = h.firm_id
         AND coalesce(i.valid_from <= %(day)s, true) AND coalesce(%(day)s < i.valid_to, true)
    LEFT JOIN firms_industry e ON e.code = i.industry_id
    LEFT JOIN LATERAL (
        SELECT y.size_class FROM firms_firmyear y
        WHERE y.firm_id = h.firm_id AND y.size_class IS NOT NULL
              AND make_date(y.year, 12, 31) < %(day)s
        ORDER BY y.year DESC LIMIT 1
    ) AS s ON true
    GROUP BY 1, 2, 3, 4, 5, 6
"""

Cells = dict[tuple[str, ...], int]


def raw_cells(day: dt.date, measure: str = HOLDINGS) -> Cells:
    """The counts of ``day`` from the raw facts, without the ledger: slow, and right by reading.

    Returns (ladder, tier, district, zone, industry section, size) → count; unknown is ``""``.
    """
    held = _HELD if measure == HOLDINGS else _HIGHEST
    with connection.cursor() as cursor:
        cursor.execute(_CELLS.format(held=held), {"day": day})
        return {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}
