"""Figures that cannot be true together: warnings, never refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cultivation.standards.texts import Text
from cultivation.standards.vocabulary import FACTS, yearly


@dataclass(frozen=True)
class Warning:
    """What looks wrong: a code for programs, a sentence, the facts it is about."""

    code: str
    text: Text
    facts: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The warning in JSON."""
        return {"code": self.code, "text": self.text.as_dict(), "facts": list(self.facts)}


# The first cannot be more than the second.
PARTS = (
    ("main_revenue", "revenue", "main_revenue_above_revenue"),
    ("rd_staff", "staff", "rd_staff_above_staff"),
    ("ip_class1_own", "ip_class1", "own_rights_above_all"),
    ("ip_class1_high_value", "ip_class1", "high_value_rights_above_all"),
    ("tech_staff", "staff", "tech_staff_above_staff"),
)
EXTRA_PARTS = (("ip_class1_applied", "ip_class1_y1", "applied_rights_above_all"),)
# More than this in percent is no market share, no score.
HUNDRED = 100


MORE = Text("“%(part)s”大于“%(whole)s”，请核对", "“%(part)s” is more than “%(whole)s”; check")
ABOVE = Text("“%(part)s”高于当年营业收入，请核对", "“%(part)s” is above the revenue; check")
NOT_ABOVE_REVENUE = ("rd_expense", "net_profit")


def warnings_of_year(figures: Mapping[str, Any]) -> list[Warning]:
    """What in the figures of one accounting year, by their names in ``FirmYear``, cannot be true
    together. None is a figure that is not known."""
    known = {name: value for name, value in figures.items() if value is not None}
    texts = {name: text for name, (text, *_rest) in yearly.FIGURES.items()}
    found = [
        Warning(code, MORE % {"part": texts[part], "whole": texts[whole]}, (part, whole))
        for part, whole, code in PARTS
        if part in known and whole in known and known[part] > known[whole]
    ]
    return found + [
        Warning(f"{name}_above_revenue", ABOVE % {"part": texts[name]}, (name, "revenue"))
        for name in NOT_ABOVE_REVENUE
        if name in known and "revenue" in known and known[name] > known["revenue"]
    ]


def warnings(facts: Mapping[str, Any]) -> list[Warning]:
    """What in ``facts`` cannot be true together."""
    pairs = [
        (yearly.name(part, back), yearly.name(whole, back), code)
        for back in yearly.YEARS
        for part, whole, code in PARTS
    ]
    found = [
        Warning(code, MORE % {"part": FACTS[part].text, "whole": FACTS[whole].text}, (part, whole))
        for part, whole, code in (*pairs, *EXTRA_PARTS)
        if part in facts and whole in facts and facts[part] > facts[whole]
    ]
    share = facts.get("market_share")
    if share is not None and share > HUNDRED:
        text = Text("市场占有率超过100%，请核对", "a market share above 100 %; check")
        found.append(Warning("share_above_hundred", text, ("market_share",)))
    for name in NOT_ABOVE_REVENUE:
        for back in yearly.YEARS:
            found += _above_revenue(facts, name, back)
    return found


def _above_revenue(facts: Mapping[str, Any], name: str, back: int) -> list[Warning]:
    part, whole = yearly.name(name, back), yearly.name("revenue", back)
    if part not in facts or whole not in facts or not facts[part] > facts[whole]:
        return []
    return [Warning(f"{name}_above_revenue", ABOVE % {"part": FACTS[part].text}, (part, whole))]


def contradictions(
    facts: Mapping[str, Any], year: int, earlier: Mapping[str, Any], earlier_year: int
) -> list[Warning]:
    """Figures of one accounting year that now read otherwise than in an earlier filing.

    A growth that rests on a base that was lowered since shows here. Parameters: ``year`` and
    ``earlier_year`` (of the day of each: y1 of ``facts`` is the figure of ``year - 1``).
    """
    found = []
    for fact in yearly.FACTS:
        then = fact.year_back - (year - earlier_year)
        before = yearly.name(fact.name.rsplit("_y", 1)[0], then)
        if fact.name not in facts or before not in earlier or then < 1:
            continue
        if facts[fact.name] != earlier[before]:
            text = Text(
                "“%(fact)s”现为%(now)s，%(year)s年申报时为%(then)s，请核对",
                "“%(fact)s” is %(now)s, and was %(then)s when filed in %(year)s; check",
            )
            values = {"now": str(facts[fact.name]), "then": str(earlier[before])}
            said = text % {"fact": fact.text, "year": str(earlier_year), **values}
            found.append(Warning("differs_from_earlier_filing", said, (fact.name,)))
    return found
