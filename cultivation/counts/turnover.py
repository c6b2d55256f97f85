"""What moves the counts: certifications that began in a period, and those about to end.

Both count certifications by the district and zone where the firm resides on ``day``, unknown under
no code, like the counts themselves: so the parts add up. What began is what was granted, renewals
and what was ended since included; what is about to end is in its library on ``day``.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

# (tier, district, zone) → number; the empty code is "not known".
Turnover = dict[tuple[str, str, str], int]

_BY_PLACE = """
    SELECT c.tier_id, coalesce(r.district_id, ''), coalesce(r.zone_id, ''), {numbers}
    FROM certification_certification c
    LEFT JOIN firms_residence r ON r.firm_id = c.firm_id
         AND coalesce(r.valid_from <= %(day)s, true) AND coalesce(%(day)s < r.valid_to, true)
    WHERE c.tier_id = ANY(%(tiers)s) AND {condition}
    GROUP BY 1, 2, 3
"""


def begun(
    *, tiers: Collection[str], since: Sequence[dt.date], until: dt.date, day: dt.date
) -> list[Turnover]:
    """The certifications of ``tiers`` whose first day lies between each ``since`` and ``until``."""
    days = {f"since_{at}": first for at, first in enumerate(since)}
    numbers = ", ".join(f"count(*) FILTER (WHERE c.valid_from >= %({name})s)" for name in days)
    condition = "c.valid_from BETWEEN %(first)s AND %(until)s"
    return _by_place(
        numbers, condition, tiers=list(tiers), day=day, first=min(since), until=until, **days
    )


def ending(*, tiers: Collection[str], day: dt.date, days: int) -> Turnover:
    """Those in their library on ``day`` whose last day there is one of the next ``days`` days.

    The first of these days is ``day`` itself.
    """
    last = day + dt.timedelta(days=days)
    condition = "c.valid_from <= %(day)s AND c.holds_to > %(day)s AND c.holds_to <= %(last)s"
    (found,) = _by_place("count(*)", condition, tiers=list(tiers), last=last, day=day)
    return found


def _by_place(numbers: str, condition: str, **values: Any) -> list[Turnover]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_PLACE.format(numbers=numbers, condition=condition), values)
        rows = cursor.fetchall()
        width = len(cursor.description) - 3
    return [{row[:3]: row[3 + at] for row in rows if row[3 + at]} for at in range(width)]
