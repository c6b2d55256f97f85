"""The counts of a day by tier, district and zone: read once, added up as a page needs them."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from cultivation.counts.selectors import UNKNOWN, Query, count

Cells = dict[tuple[str, str, str], int]


def added_up(
    cells: Cells, tier: str, *, district: str | None = None, zone: str | None = None
) -> int:
    """The sum of ``tier``, of the whole city or a place; the empty code is "not known"."""
    return sum(
        n
        for (t, d, z), n in cells.items()
        if t == tier and district in (None, d) and zone in (None, z)
    )


@dataclass(frozen=True)
class Holdings:
    """What the libraries hold on ``day``, at a data version, by the definition of counts."""

    day: dt.date
    version: int
    definition: str
    cells: Cells

    @classmethod
    def on(cls, day: dt.date) -> Self:
        """The holdings of ``day``: one query."""
        found = count(Query(by=("tier", "district", "zone")), day)
        cells = {
            (row["tier"], row["district"] or UNKNOWN, row["zone"] or UNKNOWN): row["count"]
            for row in found.rows
        }
        return cls(day, found.version, found.definition, cells)

    def of(self, tier: str, *, district: str | None = None, zone: str | None = None) -> int:
        """How many hold ``tier``, in the city or in a place."""
        return added_up(self.cells, tier, district=district, zone=zone)
