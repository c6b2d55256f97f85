"""Yearly figures that grow with noise; amounts in 万元 with two decimals."""

import datetime as dt
import math
from decimal import Decimal
from random import Random
from typing import Any

from cultivation.firms.size import SizeRules, size_class
from cultivation.portal.demonstration.dates import happens
from cultivation.portal.demonstration.knobs import (
    FIGURES,
    FIRST_YEAR,
    GROWTH,
    GROWTH_NOISE,
    GROWTH_OF_THE_STRONG,
    REVENUE_SPREAD,
    YEAR_EFFECT,
)
from cultivation.portal.demonstration.rows import Invented
from cultivation.portal.demonstration.words import MANUFACTURING, RESEARCH, SOFTWARE

MAY_LACK = ("rd_expense", "rd_staff", "net_profit", "staff", "revenue")
REPORTED_FROM_MONTH = 5  # a year's figures are in after the tax settlement of May


def report(chance: Random, firm: Invented, rules: SizeRules, today: dt.date) -> None:
    """Give ``firm`` its years from FIRST_YEAR (or its founding) to the last one reported."""
    median, a_head, research = FIGURES[_kind(firm.industry)]
    revenue = math.exp(math.log(median) + chance.gauss(0.18 * firm.strength, REVENUE_SPREAD))
    research *= math.exp(chance.gauss(0.1 * firm.strength, 0.35))
    a_head *= math.exp(chance.gauss(0, 0.3))
    turnover, debt = chance.uniform(0.6, 1.7), chance.uniform(0.2, 0.72)
    rights = max(0.0, chance.gauss(1.2 + 0.8 * firm.strength, 1.5))
    last = today.year - (1 if today.month >= REPORTED_FROM_MONTH else 2)
    if firm.closed_on or firm.left_on:
        last = min(last, min(d for d in (firm.closed_on, firm.left_on) if d).year - 1)
    first = max(FIRST_YEAR, firm.established_on.year)
    for year in range(first, last + 1):
        growth = chance.gauss(GROWTH + GROWTH_OF_THE_STRONG * firm.strength, GROWTH_NOISE)
        growth += YEAR_EFFECT.get(year, 0.0)
        if year - firm.established_on.year < 4:
            growth += 0.15  # young firms start small and grow fast
        revenue *= math.exp(growth)
        rights += max(0.0, chance.gauss(0.5 + 0.3 * firm.strength, 0.8))
        if happens(chance, "year_missing"):
            continue
        values = _year(chance, revenue, research, a_head, turnover, debt, rights)
        if happens(chance, "figure_missing"):
            values[chance.choice(MAY_LACK)] = None
        industry = next(
            p.value for p in firm.industries if p.valid_to is None or p.valid_to.year > year
        )
        result = size_class(
            rules,
            industry=industry,
            staff=values["staff"],
            revenue=values["revenue"],
            assets=values["assets"],
        )
        firm.years.append(
            {"year": year, **values, "size_class": result.size, "size_reason": result.reason}
        )


def _year(
    chance: Random,
    revenue: float,
    research: float,
    a_head: float,
    turnover: float,
    debt: float,
    rights: float,
) -> dict[str, Any]:
    assets = revenue * turnover * chance.uniform(0.92, 1.08)
    staff = max(2, round(revenue / a_head * chance.uniform(0.93, 1.07)))
    class1 = int(rights)
    own = round(class1 * chance.uniform(0.6, 1.0))
    funded = chance.random() < 0.02
    return {
        "revenue": _amount(revenue),
        "main_revenue": _amount(revenue * chance.uniform(0.82, 1.0)),
        "rd_expense": _amount(revenue * research * chance.uniform(0.85, 1.15)),
        "net_profit": _amount(revenue * chance.gauss(0.06, 0.06)),
        "assets": _amount(assets),
        "liabilities": _amount(assets * min(0.97, debt * chance.uniform(0.9, 1.1))),
        "equity_financing": _amount(chance.choice((500, 1000, 3000, 6000))) if funded else None,
        "staff": staff,
        "rd_staff": min(staff, round(staff * min(0.8, research * 2.6))),
        "ip_class1_high_value": round(own * chance.uniform(0, 0.6)),
        "ip_class1_own": own,
        "ip_class1": class1,
        "ip_class2": int(rights * chance.uniform(1.5, 5)),
    }


def _kind(industry: str) -> str:
    if industry in MANUFACTURING:
        return "manufacturing"
    if industry in SOFTWARE:
        return "software"
    return "research" if industry in RESEARCH else "other"


def _amount(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")
