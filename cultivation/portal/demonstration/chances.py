"""Who is likely to be taken into a tier, and who may be at all: the climb, in weights."""

import datetime as dt
import math
from collections.abc import Callable

from cultivation.portal.demonstration.rows import Invented
from cultivation.portal.demonstration.words import MANUFACTURING, RESEARCH, SOFTWARE

INNOVATIVE_REQUIRED_FROM = dt.date(2022, 12, 24)  # 津工信规〔2022〕5号: 创新型 comes first
LADDER_B_UNTIL = dt.date(2025, 1, 1)  # 津科规〔2021〕3号 lapsed; running titles go on

Weight = Callable[[Invented, dt.date], float]


def _pull(firm: Invented, strength: float) -> float:
    return math.exp(strength * firm.strength)


def _technical(firm: Invented) -> float:
    return 1.5 if firm.industry in SOFTWARE or firm.industry in RESEARCH else 1.0


def _once(firm: Invented, *tiers: str) -> bool:
    """Whether the firm holds or held one of ``tiers``."""
    return any(tier in firm.certificates for tier in tiers)


def _base(firm: Invented, day: dt.date) -> float:
    """What 创新型 as a precondition leaves: both may be filed together, so it is not nothing."""
    return 1.0 if day < INNOVATIVE_REQUIRED_FROM or firm.holds("innovative", day) else 0.04


def _innovative(firm: Invented, day: dt.date) -> float:
    # Holders of higher titles need not apply (津工信中小企服〔2022〕27号).
    need = 0.4 if firm.holds("specialized", day) else 1.0
    return need * _pull(firm, 0.25)


def _seed(firm: Invented, day: dt.date) -> float:
    climbed = firm.holds("specialized", day) or firm.holds("little_giant", day)
    return (0.03 if climbed else 1.0) * _base(firm, day) * _pull(firm, 0.35)


def _specialized(firm: Invented, day: dt.date) -> float:
    made = 1.4 if firm.industry in MANUFACTURING else 1.0
    grown = 4.0 if firm.holds("seed", day) else 1.0
    again = 0.3 if _once(firm, "specialized") else 1.0
    return made * grown * again * _base(firm, day) * _pull(firm, 0.8)


def _little_giant(firm: Invented, day: dt.date) -> float:
    if day.year > 2019 and not firm.holds("specialized", day):
        return 0.0
    return (2.0 if firm.industry in MANUFACTURING else 1.0) * _pull(firm, 1.2)


def _eaglet(firm: Invented, day: dt.date) -> float:
    young = 1.5 if day.year - firm.established_on.year <= 10 else 1.0
    above = 0.05 if firm.holds("gazelle", day) or firm.holds("leading_cultivation", day) else 1.0
    return young * above * _technical(firm) * _pull(firm, 0.2)


def _gazelle(firm: Invented, day: dt.date) -> float:
    above = 0.05 if firm.holds("leading_cultivation", day) or firm.holds("leading", day) else 1.0
    return above * (6.0 if _once(firm, "eaglet") else 1.0) * _technical(firm) * _pull(firm, 0.8)


def _leading_cultivation(firm: Invented, day: dt.date) -> float:
    if firm.holds("leading", day):
        return 0.0
    return (8.0 if _once(firm, "gazelle") else 1.0) * _pull(firm, 1.0)


def _leading(firm: Invented, day: dt.date) -> float:
    return (10.0 if _once(firm, "leading_cultivation") else 1.0) * _pull(firm, 1.2)


def _cheetah(firm: Invented, day: dt.date) -> float:
    return (4.0 if _once(firm, "gazelle", "leading") else 1.0) * _technical(firm) * _pull(firm, 1.1)


def _tech_sme(firm: Invented, day: dt.date) -> float:
    last = firm.certificates.get("tech_sme")
    again = 8.0 if last is not None and last.valid_from.year >= day.year - 1 else 1.0
    return again * _technical(firm) * _pull(firm, 0.2)


def _listing_reserve(firm: Invented, day: dt.date) -> float:
    known = 3.0 if firm.holds("specialized", day) else 1.0
    return known * (3.0 if firm.holds("gazelle", day) else 1.0) * _pull(firm, 1.3)


def _cloud_adopter(firm: Invented, _day: dt.date) -> float:
    return 1.0 if firm.industry in MANUFACTURING else 0.05


def _anyone(_firm: Invented, _day: dt.date) -> float:
    return 1.0


def _holders_of(tier: str) -> Weight:
    return lambda firm, day: 1.0 if firm.holds(tier, day) else 0.0


def _all_but(tier: str) -> Weight:
    return lambda firm, _day: 0.0 if tier in firm.certificates else 1.0


WEIGHTS: dict[str, Weight] = {
    "innovative": _innovative,
    "seed": _seed,
    "specialized": _specialized,
    "little_giant": _little_giant,
    "eaglet": _eaglet,
    "gazelle": _gazelle,
    "leading_cultivation": _leading_cultivation,
    "leading": _leading,
    "cheetah": _cheetah,
    "tech_sme": _tech_sme,
    "listing_reserve": _listing_reserve,
    "cloud_adopter": _cloud_adopter,
    "service_platform_municipal": _anyone,
    "service_platform_national": _holders_of("service_platform_municipal"),
    "startup_base_municipal": _anyone,
    "startup_base_national": _holders_of("startup_base_municipal"),
    # 36 national beside 44 municipal incubators: the reply counts them apart.
    "incubator_municipal": _all_but("incubator_national"),
    "incubator_national": _all_but("incubator_municipal"),
    "makerspace_municipal": _anyone,
    "makerspace_national": _holders_of("makerspace_municipal"),
    "makerspace_specialised": _holders_of("makerspace_municipal"),
}


def renewal(firm: Invented, tier: str, day: dt.date, rate: float) -> float:
    """How likely the title that runs out is renewed, for a tier renewed at ``rate``."""
    if tier in ("eaglet", "gazelle", "leading_cultivation", "leading") and day >= LADDER_B_UNTIL:
        return 0.0
    if tier == "seed" and firm.holds("specialized", day):
        return 0.15  # climbed: most let the lower title run out
    if tier == "eaglet" and firm.holds("gazelle", day):
        return 0.10
    return min(0.99, rate + 0.04 * math.tanh(firm.strength))
