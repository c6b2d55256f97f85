"""The card on a firm's page: what it lacks for the tier that it would try next."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.portal.judging.choosing import Offer, offers
from cultivation.portal.judging.sheets import EnterAt, Sheet, sheet_of
from cultivation.standards.engine.assessing import assess
from cultivation.standards.engine.compiling import compile_standard
from cultivation.standards.facts.sheets import sheets_of
from cultivation.standards.services.facts import ON_FILE
from cultivation.standards.vocabulary import FACTS, Origin


@dataclass(frozen=True)
class Card:
    """The sheet of a firm with the standard that it is by, and the others that could be."""

    offer: Offer
    offers: list[Offer]
    sheet: Sheet
    address: str


def enter_at(firm: Firm, day: dt.date) -> EnterAt:
    """Where a clerk enters what is missing of ``firm`` for a filing on ``day``."""

    def address(name: str) -> str:
        fact = FACTS[name]
        if fact.origin is Origin.YEAR:
            year = day.year - (fact.year_back or 1)
            return reverse("portal:firm-figures", args=[firm.pk]) + f"?year={year}"
        if name == "industry":
            return reverse("portal:firm-industry", args=[firm.pk])
        if name in ON_FILE:
            return "" if name == "titles" else reverse("portal:firm-correct", args=[firm.pk])
        return reverse("portal:firm-fact", args=[firm.pk]) + f"?name={name}"

    return address


def card_of(firm: Firm, held: Collection[str], *, works: bool) -> Card | None:
    """The sheet of the tier that ``firm`` would try next; None where no standard is in force.

    Parameters: ``held`` (codes of the tiers it holds today), ``works`` (whether the reader may
    enter what is missing).
    """
    day = today()
    found = offers(day, held=held)
    offer = next((one for one in found if one.chosen), None)
    if offer is None:
        return None
    content, overrides = offer.choice.content, offer.choice.overrides
    wanted = compile_standard(content, offer.act, overrides).facts
    facts = sheets_of([firm], day, wanted=wanted)[firm.pk].facts
    judged = assess(content, facts, day, act=offer.act, overrides=overrides)
    own = reverse("portal:firm-assessment", args=[firm.pk])
    return Card(
        offer=offer,
        offers=found,
        sheet=sheet_of(judged, enter_at(firm, day) if works else lambda _name: ""),
        address=own,
    )
