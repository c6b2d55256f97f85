"""The firms as they begin: name, code, founding day, place, industry, capital."""

import datetime as dt
from decimal import Decimal
from random import Random

from cultivation.portal.demonstration.dates import between, happens
from cultivation.portal.demonstration.knobs import (
    DISTRICTS,
    HIGH_TECH_OUTSIDE,
    HIGH_TECH_ZONE,
    INDUSTRIES,
    RATES,
    ZONES,
)
from cultivation.portal.demonstration.naming import Namer
from cultivation.portal.demonstration.rows import Invented, Period
from cultivation.portal.demonstration.words import CARRIER_INDUSTRY, MARK, STREETS, TRADES

BINHAI = "120116"
CARRIERS_FOUNDED = (dt.date(2006, 1, 10), dt.date(2015, 12, 20))
CAPITALS = (50, 100, 200, 300, 500, 600, 800, 1000, 1200, 2000, 3000, 5000, 8000)


def draw_place(chance: Random, district: str | None = None) -> tuple[str, str | None]:
    """(district, zone) by the shares of ``knobs``; ``district`` given: only the zone is drawn."""
    if district is None:
        district = chance.choices(list(DISTRICTS), weights=list(DISTRICTS.values()))[0]
    if district == BINHAI:
        return district, chance.choices(list(ZONES), weights=list(ZONES.values()))[0]
    outside = chance.random() < HIGH_TECH_OUTSIDE.get(district, 0.0)
    return district, HIGH_TECH_ZONE if outside else None


def found(chance: Random, namer: Namer, position: int, role: str, today: dt.date) -> Invented:
    """One firm (``role`` is "firm") or carrier (``role`` is its ladder), as it begins."""
    if role == "firm":
        industry = chance.choices(list(INDUSTRIES), weights=list(INDUSTRIES.values()))[0]
        name, legal_form = namer.firm(industry)
        latest = today.replace(year=today.year - 1, day=1)
        young = happens(chance, "founded_after_2016")
        first, last = (
            (dt.date(2016, 1, 4), latest) if young else (dt.date(1996, 3, 1), dt.date(2015, 12, 25))
        )
    else:
        industry = CARRIER_INDUSTRY[role]
        name, legal_form = namer.carrier(role)
        first, last = CARRIERS_FOUNDED
    district, zone = draw_place(chance)
    firm = Invented(
        position=position,
        role=role,
        strength=chance.gauss(0, 1),
        established_on=between(chance, first, last),
        district=district,
        names=[Period(name)],
        places=[Period((district, zone))],
        industries=[Period(industry)],
        uscc=namer.code(),
        legal_form=legal_form,
    )
    if happens(chance, "pending_code"):
        firm.uscc = None
    if not happens(chance, "capital_unknown"):
        firm.capital = Decimal(chance.choice(CAPITALS))
        firm.currency = "CNY"
        if happens(chance, "other_currency"):
            firm.currency = chance.choice(("USD", "HKD", "EUR"))
    trades = "、".join(TRADES.get(industry, ("服务",))[:3])
    firm.scope = f"{trades}的研发、生产、销售及技术服务。{MARK}"
    firm.address = f"天津市{chance.choice(STREETS)}{chance.randint(1, 300)}号{MARK}"
    return firm


def pair_brackets(chance: Random, namer: Namer, firms: list[Invented]) -> None:
    """Rename a few pairs so that two firms differ only in the width of their brackets."""
    ordinary = [firm for firm in firms if firm.role == "firm"]
    for _pair in range(max(1, round(len(ordinary) * RATES["bracket_pairs"]))):
        for firm, name in zip(chance.sample(ordinary, 2), namer.bracket_pair(), strict=True):
            ordinary.remove(firm)
            firm.names = [Period(name)]
