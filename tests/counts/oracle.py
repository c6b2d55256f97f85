"""The definition of a count once more, in plain Python over plain rows: slow, and without SQL."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from cultivation.certification.models import Certification
from cultivation.counts.selectors import Query
from cultivation.firms.models import FirmIndustry, FirmYear, Industry, Residence
from cultivation.ladders.models import Tier


def _holds(row: dict[str, Any], day: dt.date) -> bool:
    first, last = row["valid_from"], row["valid_to"]
    return (first is None or first <= day) and (last is None or day < last)


def _rows(rows: Any) -> list[dict[str, Any]]:
    return list(rows)


@dataclass
class Facts:
    """All rows that counts depend on, as they are now."""

    certifications: list[dict[str, Any]]
    residences: list[dict[str, Any]]
    industries: list[dict[str, Any]]
    years: list[dict[str, Any]]
    tiers: dict[str, tuple[str, int]]
    sections: dict[str, str]

    @classmethod
    def now(cls) -> "Facts":
        return cls(
            certifications=_rows(Certification.objects.values()),
            residences=_rows(Residence.objects.values()),
            industries=_rows(FirmIndustry.objects.values()),
            years=_rows(FirmYear.objects.values("firm_id", "year", "size_class")),
            tiers={tier.pk: (tier.ladder_id, tier.rank) for tier in Tier.objects.all()},
            sections=dict(Industry.objects.values_list("code", "section")),
        )

    def turns(self) -> list[dt.date]:
        """Every day on which something begins or ends, and its eve."""
        rows = [*self.certifications, *self.residences, *self.industries]
        ends = [row.get("ended_on") for row in rows]
        found = {row[name] for row in rows for name in ("valid_from", "valid_to")} | {*ends}
        found |= {dt.date(row["year"] + 1, 1, 1) for row in self.years}
        days = {day for day in found if day}
        return sorted(days | {day - dt.timedelta(days=1) for day in days})

    def cells(self, measure: str, day: dt.date) -> list[dict[str, str | None]]:
        """One row for each that counts on ``day``: its code in every dimension, None if unknown."""
        held = [
            row
            for row in self.certifications
            if row["valid_from"] <= day
            and (row["valid_to"] is None or day < row["valid_to"])
            and (row["ended_on"] is None or day < row["ended_on"])
        ]
        if measure == "firms":
            highest: dict[tuple[int, str], dict[str, Any]] = {}
            for row in sorted(held, key=lambda row: self.tiers[row["tier_id"]][1]):
                highest[row["firm_id"], self.tiers[row["tier_id"]][0]] = row
            held = list(highest.values())
        return [
            {"tier": row["tier_id"], "ladder": self.tiers[row["tier_id"]][0]}
            | self.whereabouts(row["firm_id"], day)
            for row in held
        ]

    def whereabouts(self, firm: int, day: dt.date) -> dict[str, str | None]:
        """District, zone, industry section and size of a firm on ``day``."""
        places = [row for row in self.residences if row["firm_id"] == firm and _holds(row, day)]
        trades = [row for row in self.industries if row["firm_id"] == firm and _holds(row, day)]
        sizes = [
            (row["year"], row["size_class"])
            for row in self.years
            if row["firm_id"] == firm and row["size_class"] and row["year"] < day.year
        ]
        return {
            "district": places[0]["district_id"] if places else None,
            "zone": places[0]["zone_id"] if places else None,
            "industry": self.sections[trades[0]["industry_id"]] if trades else None,
            "size": max(sizes)[1] if sizes else None,
        }

    def count(self, query: Query, day: dt.date) -> tuple[int, dict[tuple[str | None, ...], int]]:
        """The total, and the rows by their codes."""
        rows = [
            row
            for row in self.cells(query.measure, day)
            if all((row[name] or "") in codes for name, codes in query.filters.items())
        ]
        return len(rows), dict(Counter(tuple(row[name] for name in query.by) for row in rows))
