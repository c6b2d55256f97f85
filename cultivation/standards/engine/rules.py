"""The rules of single criteria."""

import datetime as dt
import operator
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cultivation.standards.engine.figures import FIGURES, needs_of
from cultivation.standards.engine.nodes import Node, Says
from cultivation.standards.engine.results import Finding, Gap, Result
from cultivation.standards.engine.sheet import Sheet
from cultivation.standards.vocabulary.facts import FACTS

OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


class Compare(Node):
    """A figure against a bound; ``>=`` and ``<=`` include it (以上、以下).

    ``at_most`` is a figure that this one cannot exceed: where this one is missing and that one is
    too small already, the criterion is not met.
    """

    def __init__(
        self, says: Says, *, figure: str, op: str, value: str, unit: str, at_most: str = ""
    ) -> None:
        super().__init__(says)
        self.figure, self.op, self.unit, self.at_most = figure, op, unit, at_most
        self.bound = Decimal(value)
        degree = FIGURES[figure].degree if figure in FIGURES else 1
        self.degree = degree
        # What the figure is compared with: for a compound rate the growth factor it asks for.
        exact = Fraction(self.bound) if degree == 1 else (1 + Fraction(value) / 100) ** degree
        self._above, self._below = exact.as_integer_ratio()
        self._compare = OPERATORS[op]

    def facts(self) -> Iterator[str]:
        yield from needs_of(self.figure)
        if self.at_most:
            yield from needs_of(self.at_most)

    def judge(self, sheet: Sheet) -> Finding:
        value = sheet.figure(self.figure)
        if type(value) is Gap:
            limit = sheet.figure(self.at_most) if self.at_most else value
            if type(limit) is not Gap and not self.holds(limit):
                return Finding(self, Result.NOT_MET, value=limit, limited=True)
            return Finding(self, Result.MISSING, gap=value)
        return Finding(self, Result.MET if self.holds(value) else Result.NOT_MET, value=value)

    def holds(self, value: Any) -> bool:
        """Whether a figure satisfies the rule, exactly."""
        if type(value) is Fraction:
            # Multiplied out: comparing fractions as such takes ten times as long.
            left, right = value.numerator * self._below, self._above * value.denominator
            return bool(self._compare(left, right))
        return bool(self._compare(value, self.bound))


class OfFact(Node):
    """A rule about one fact that is no number."""

    def __init__(self, says: Says, *, fact: str) -> None:
        super().__init__(says)
        self.fact = fact
        self.unknown = Gap(missing=(fact,))

    def facts(self) -> Iterator[str]:
        yield self.fact

    def judge(self, sheet: Sheet) -> Finding:
        value = sheet.facts.get(self.fact)
        if value is None:
            return Finding(self, Result.MISSING, gap=self.unknown)
        return Finding(self, self.decide(value, sheet.day), value=value)

    def decide(self, value: Any, day: dt.date) -> Result:
        """The result for a known value."""
        raise NotImplementedError


class Is(OfFact):
    """Yes or no."""

    def __init__(self, says: Says, *, fact: str, value: bool) -> None:
        super().__init__(says, fact=fact)
        self.value = value

    def decide(self, value: Any, day: dt.date) -> Result:
        return Result.MET if value is self.value else Result.NOT_MET


class Level(OfFact):
    """A choice that reaches a level."""

    def __init__(self, says: Says, *, fact: str, value: str) -> None:
        super().__init__(says, fact=fact)
        choices = list(FACTS[fact].choices)
        self.value = value
        self.enough = frozenset(choices[choices.index(value) :])

    def decide(self, value: Any, day: dt.date) -> Result:
        return Result.MET if value in self.enough else Result.NOT_MET


class Sme(OfFact):
    """Small or medium by the size standard; where there is none, a person decides."""

    def __init__(self, says: Says) -> None:
        super().__init__(says, fact="size_class")

    def decide(self, value: Any, day: dt.date) -> Result:
        if value == "no_standard":
            return Result.PERSON
        return Result.NOT_MET if value == "large" else Result.MET


class Title(OfFact):
    """Titles that hold on the day: any of them, or ``every`` one, or (``without``) none."""

    def __init__(
        self,
        says: Says,
        *,
        fact: str,
        titles: Sequence[str],
        every: bool = False,
        without: bool = False,
    ) -> None:
        super().__init__(says, fact=fact)
        self.titles, self.every, self.without = tuple(titles), every, without

    def decide(self, value: Any, day: dt.date) -> Result:
        held = {
            one["code"]
            for one in value
            if one["from"] <= day and ("to" not in one or day < one["to"])
        }
        wanted = held.intersection(self.titles)
        has = len(wanted) == len(set(self.titles)) if self.every else bool(wanted)
        return Result.MET if has is not self.without else Result.NOT_MET


class Records(OfFact):
    """Records that match: one is enough, or (``without``) there must be none.

    A pattern names fields with the values that match, or ``{"max": n}``. ``years`` is how far back
    a record counts: to the same day so many years earlier where it has a day, to the calendar year
    where it has only that. ``calendar_years`` counts by calendar years in any case (1: this year
    and the last). Records of days to come do not count.
    """

    def __init__(
        self,
        says: Says,
        *,
        fact: str,
        match: Sequence[Mapping[str, Any]],
        years: int | None = None,
        calendar_years: int | None = None,
        without: bool = False,
    ) -> None:
        super().__init__(says, fact=fact)
        self.match, self.years, self.calendar_years = match, years, calendar_years
        self.without = without

    def decide(self, value: Any, day: dt.date) -> Result:
        recent = [one for one in value if self._counts(one, day)]
        matches = [fits(pattern, one) for one in recent for pattern in self.match]
        if True in matches:
            return Result.NOT_MET if self.without else Result.MET
        if None in matches:
            return Result.MISSING
        return Result.MET if self.without else Result.NOT_MET

    def _counts(self, record: Mapping[str, Any], day: dt.date) -> bool:
        on: dt.date | None = record.get("on")
        year: int = on.year if on else record["year"]
        if year > day.year or (on and on > day):
            return False
        if self.calendar_years is not None:
            return year >= day.year - self.calendar_years
        if self.years is None:
            return True
        if on:
            return on >= years_before(day, self.years)
        return year >= day.year - self.years


def fits(pattern: Mapping[str, Any], record: Mapping[str, Any]) -> bool | None:
    """Whether a record matches; None where a field that decides is not known."""
    unknown = False
    for name, wanted in pattern.items():
        value = record.get(name)
        if value is None:
            unknown = True
        elif isinstance(wanted, Mapping):
            if value > wanted["max"]:
                return False
        elif value not in wanted:
            return False
    return None if unknown else True


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 1 March where there is no 29 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 3, 1)


class Person(Node):
    """What no figure decides. A firm that itself says no does not meet it."""

    def __init__(self, says: Says, *, fact: str = "", figure: str = "", set_by: str = "") -> None:
        super().__init__(says)
        self.fact, self.figure, self.set_by = fact, figure, set_by

    def facts(self) -> Iterator[str]:
        if self.fact:
            yield self.fact
        if self.figure:
            yield from needs_of(self.figure)

    def judge(self, sheet: Sheet) -> Finding:
        if self.fact:
            said = sheet.facts.get(self.fact)
            return Finding(self, Result.NOT_MET if said is False else Result.PERSON, value=said)
        value = sheet.figure(self.figure) if self.figure else None
        if isinstance(value, Gap):
            return Finding(self, Result.PERSON, gap=value)
        return Finding(self, Result.PERSON, value=value)
