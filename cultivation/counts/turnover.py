"""What moves the counts: certifications that began in a period, and those about to end.

Both count certifications by the district and zone where the firm resides on ``day``, unknown under
no code, like the counts themselves: so the parts add up. What began is what was granted, renewals
and what was ended since included; what is about to end is in its library on ``day``.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection

# (tier, district, zone) → number; the empty code is "not known".
Turnover = dict[tuple[str, str, str], int]

_BEGUN = "c.valid_from BETWEEN %(first)s AND %(last)s"
_ENDING = "c.valid_from <= %(day)s AND c.holds_to > %(day)s AND c.holds_to <= %(last)s"
_BY_PLACE = """
    SELECT c.tier_id, coalesce(r.district_id, ''), coalesce(r.zone_id, ''), count(*)
    FROM certification_certification c
    LEFT JOIN firms_residence r ON r.firm_id = c.firm_id
         AND coalesce(r.valid_from <= %(day)s, true) AND coalesce(%(day)s < r.valid_to, true)
    WHERE c.tier_id = ANY(%(tiers)s) AND {condition}
    GROUP BY 1, 2, 3
"""


def begun(*, tiers: Collection[str], first: dt.date, last: dt.date, day: dt.date) -> Turnover:
    """The certifications of ``tiers`` whose first day lies from ``first`` to ``last``."""
    return _by_place(_BEGUN, tiers=list(tiers), first=first, last=last, day=day)


def ending(*, tiers: Collection[str], day: dt.date, days: int) -> Turnover:
    """Those in their library on ``day`` whose last day there is one of the next ``days`` days.

    The first of these days is ``day`` itself.
    """
    last = day + dt.timedelta(days=days)
    return _by_place(_ENDING, tiers=list(tiers), last=last, day=day)


def _by_place(condition: str, **values: Any) -> Turnover:
    with connection.cursor() as cursor:
        cursor.execute(_BY_PLACE.format(condition=condition), values)
        return {(tier, district, zone): n for tier, district, zone, n in cursor.fetchall()}
