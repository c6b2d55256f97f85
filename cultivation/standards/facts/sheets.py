"""The facts of firms on a day, in a handful of queries for any number of them."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from cultivation.firms.models import Firm, FirmIndustry, FirmYear, Residence
from cultivation.firms.querysets import of_firms, on
from cultivation.standards.facts.legal_form import is_legal_person
from cultivation.standards.models import FirmFact
from cultivation.standards.titles import titles_of
from cultivation.standards.vocabulary import FACTS, read_facts, yearly

Facts = dict[str, Any]


@dataclass
class FactSheet:
    """What is known of a firm on ``day``.

    ``sources`` says of a fact where it comes from: a ``year`` of its figures, or the ``source``,
    ``checked_on`` and ``proof`` of what was recorded. ``stale`` names checks that are too old to
    be worth anything, with the day of each; they are not among the facts.
    """

    day: dt.date
    facts: Facts = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    stale: dict[str, dt.date] = field(default_factory=dict)


def facts_of(firm: Firm, day: dt.date) -> FactSheet:
    """Everything that is known of ``firm`` on ``day``, with its sources."""
    return sheets_of([firm], day)[firm.pk]


def sheets_of(
    firms: Sequence[Firm], day: dt.date, *, wanted: Collection[str] | None = None
) -> dict[int, FactSheet]:
    """The sheets of ``firms`` (loaded) on ``day``, by id.

    Parameters: ``wanted`` (names of facts; what else is known is left out, which saves reading).
    """
    names = set(FACTS) if wanted is None else set(wanted)
    sheets = {firm.pk: FactSheet(day) for firm in firms}
    for firm in firms:
        _own(sheets[firm.pk], firm, names)
    _years(sheets, day, names)
    _places(sheets, day, names)
    if "titles" in names:
        held = titles_of(sheets)
        for pk, sheet in sheets.items():
            sheet.facts["titles"] = [
                {"code": one.tier, "from": one.valid_from}
                | ({"to": one.valid_to} if one.valid_to else {})
                for one in held.get(pk, ())
            ]
    _recorded(sheets, day, names)
    return sheets


def _own(sheet: FactSheet, firm: Firm, names: set[str]) -> None:
    if "established_on" in names and firm.established_on:
        sheet.facts["established_on"] = firm.established_on
    if "legal_person" in names:
        known = is_legal_person(firm.legal_form)
        if known is not None:
            sheet.facts["legal_person"] = known


def _years(sheets: dict[int, FactSheet], day: dt.date, names: set[str]) -> None:
    facts = [fact for fact in yearly.FACTS if fact.name in names]
    columns = sorted({fact.name.rsplit("_y", 1)[0] for fact in facts})
    backs = {fact.year_back for fact in facts} | ({1} if "size_class" in names else set())
    if not backs:
        return
    by_back = {
        back: [
            (columns.index(fact.name.rsplit("_y", 1)[0]), fact.name)
            for fact in facts
            if fact.year_back == back
        ]
        for back in backs
    }
    rows = FirmYear.objects.filter(
        of_firms(sheets), year__in=[day.year - back for back in backs]
    ).values_list("firm_id", "year", "size_class", *columns)
    for firm, year, size, *values in rows.iterator(chunk_size=20_000):
        if firm not in sheets:
            continue
        sheet, back = sheets[firm], day.year - year
        known = [(name, values[k]) for k, name in by_back[back] if values[k] is not None]
        if back == 1 and size and "size_class" in names:
            known.append(("size_class", size))
        sheet.facts.update(known)
        source = {"year": year}
        sheet.sources.update((name, source) for name, _value in known)


def _places(sheets: dict[int, FactSheet], day: dt.date, names: set[str]) -> None:
    if "registered_in_tianjin" in names:
        rows = Residence.objects.filter(on(day), of_firms(sheets))
        for firm, outside in rows.values_list("firm_id", "outside"):
            if firm in sheets:
                sheets[firm].facts["registered_in_tianjin"] = not outside
    if "industry" in names:
        industries = FirmIndustry.objects.filter(on(day), of_firms(sheets))
        for firm, code in industries.values_list("firm_id", "industry_id"):
            if firm in sheets:
                sheets[firm].facts["industry"] = code


def _recorded(sheets: dict[int, FactSheet], day: dt.date, names: set[str]) -> None:
    rows = (
        FirmFact.objects.filter(of_firms(sheets), holds_on__lte=day, name__in=names)
        .order_by("firm_id", "name", "-holds_on")
        .distinct("firm_id", "name")
        .values_list("firm_id", "name", "value", "holds_on", "checked_on", "source", "proof")
    )
    for firm, name, value, holds_on, checked_on, source, proof in rows:
        if firm not in sheets:
            continue
        sheet, keeps = sheets[firm], FACTS[name].keeps_days
        if keeps is not None and (day - holds_on).days > keeps:
            sheet.stale[name] = holds_on
            continue
        read, _wrong = read_facts({name: value})
        sheet.facts.update(read)
        sheet.sources[name] = {
            "source": source,
            "checked_on": checked_on.isoformat(),
            "holds_on": holds_on.isoformat(),
            "proof": proof,
        }
