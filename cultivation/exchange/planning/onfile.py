"""What the registry has about the firms of a list, loaded once for all its rows."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from cultivation.certification.models import Certification
from cultivation.clock import today
from cultivation.exchange import bulk
from cultivation.exchange.matching import Known, Matcher
from cultivation.firms.models import Firm, FirmIndustry, FirmYear, Residence
from cultivation.firms.querysets import on
from cultivation.firms.services.years import FIGURES
from cultivation.places.models import District, Zone
from cultivation.standards.models import FirmFact
from cultivation.standards.services.facts import Entry

PLAIN = (
    "established_on",
    "legal_form",
    "registered_capital",
    "capital_currency",
    "business_scope",
    "address",
)


class Place(NamedTuple):
    """The residence of today: which row, and where (no district: out of the city)."""

    pk: int
    district: str | None
    zone: str | None


class Held(NamedTuple):
    """A certification on file."""

    pk: int
    batch: str
    number: str
    valid_from: dt.date
    valid_to: dt.date | None
    holds_to: dt.date | None


class OnFile:
    """The facts of the firms that ``matcher`` has found."""

    def __init__(self, matcher: Matcher) -> None:
        self.firms = bulk.numbers(matcher.pks)
        columns = Firm.objects.filter(pk__in=self.firms).values(
            "pk", "uscc", "closed_on", "merged_into_id", *PLAIN
        )
        self.columns: dict[int, dict[str, Any]] = {row.pop("pk"): row for row in columns}
        residences = Residence.objects.filter(firm__in=self.firms)
        self.places = {
            firm: Place(pk, district, zone)
            for firm, pk, district, zone in residences.filter(on(today())).values_list(
                "firm_id", "pk", "district_id", "zone_id"
            )
        }
        self.resided = set(residences.values_list("firm_id", flat=True))
        self.industries: dict[int, list[tuple[dt.date | None, dt.date | None, str]]] = {}
        for firm, first, last, code in FirmIndustry.objects.filter(firm__in=self.firms).values_list(
            "firm_id", "valid_from", "valid_to", "industry_id"
        ):
            self.industries.setdefault(firm, []).append((first, last, code))
        self.facts: dict[tuple[int, str, dt.date], FirmFact] = {}
        self.years: dict[tuple[int, int], dict[str, Decimal | int | None]] = {}
        self.districts = dict(District.objects.values_list("code", "name_zh"))
        self.zones = dict(Zone.objects.values_list("code", "name_zh"))

    def load_years(self, years: set[int]) -> None:
        """The figures on file for ``years``."""
        rows = FirmYear.objects.filter(firm__in=self.firms, year__in=years)
        for row in rows.values("firm_id", "year", *FIGURES):
            self.years[row.pop("firm_id"), row.pop("year")] = row

    def load_facts(self, days: set[dt.date]) -> None:
        """The facts on file that hold from one of ``days`` on."""
        rows = FirmFact.objects.filter(firm__in=self.firms, holds_on__in=days)
        self.facts = {(row.firm_id, row.name, row.holds_on): row for row in rows}

    def fact(self, known: Known, entry: Entry) -> FirmFact | None:
        """What is on file under the name and day of ``entry``."""
        return self.facts.get((known.pk or 0, entry.name, entry.holds_on))

    def load_held(self, tier: str) -> dict[int, list[Held]]:
        """The certifications of ``tier``, by firm."""
        held: dict[int, list[Held]] = {}
        rows = Certification.objects.filter(firm__in=self.firms, tier=tier).values_list(
            "firm_id", "pk", "batch__name", "number", "valid_from", "valid_to", "holds_to"
        )
        for firm, pk, *rest in rows:
            held.setdefault(firm, []).append(Held._make((pk, *rest)))
        return held

    def numbers(self, tier: str, numbers: set[str]) -> dict[str, int]:
        """Which of ``numbers`` are taken in ``tier``, by which firm."""
        taken = Certification.objects.filter(Q(tier=tier), number__in=bulk.texts(numbers)).exclude(
            number=""
        )
        return dict(taken.values_list("number", "firm_id"))

    def place(self, known: Known) -> Place | None:
        """Where the firm is; None when nothing is known. An old residence alone is known too."""
        if known.pk is None or known.pk not in self.resided:
            return None
        return self.places.get(known.pk, Place(0, None, None))

    def place_name(self, district: str | None, zone: str | None) -> str:
        names = [self.districts.get(district or "", "-")]
        return " ".join([*names, self.zones[zone]] if zone else names)

    def column(self, known: Known, name: str) -> Any:
        return self.columns[known.pk][name] if known.pk else None

    def industry(self, known: Known, year: int) -> str | None:
        """The industry that the firm had at the end of ``year``."""
        day = dt.date(year, 12, 31)
        for first, last, code in self.industries.get(known.pk or 0, []):
            if (first is None or first <= day) and (last is None or day < last):
                return code
        return None

    def figures(self, known: Known, year: int) -> dict[str, Decimal | int | None]:
        return self.years.get((known.pk or 0, year), {})
