"""Score tables: what a standard asks of the points, and what is known of them.

With figures missing, the least and the most points still possible decide: "not met" is only said
when it cannot be met any more, "met" only when it cannot be missed any more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cultivation.standards.engine.nodes import Node, Says
from cultivation.standards.engine.points import Points, Scale, Score
from cultivation.standards.engine.results import Finding, Result
from cultivation.standards.engine.sheet import Sheet
from cultivation.standards.texts import Text


@dataclass(frozen=True)
class Indicator:
    """A row of a score table."""

    says: Says
    top: int
    scale: Scale


@dataclass(frozen=True)
class Part:
    """Indicators that are added up together."""

    code: str
    title: Text
    top: int
    indicators: Sequence[Indicator]


@dataclass(frozen=True, slots=True)
class PartFinding:
    """The points of a part, indicator by indicator."""

    part: Part
    least: Score
    most: Score
    indicators: Sequence[tuple[Indicator, Points]]


class Scored(Node):
    """Enough points in all, in each part of ``part_min``, and some in each of ``nonzero``."""

    def __init__(
        self,
        says: Says,
        *,
        parts: Sequence[Part],
        least: Decimal,
        part_min: Mapping[str, Decimal],
        nonzero: Sequence[str] = (),
    ) -> None:
        super().__init__(says)
        self.parts, self.least, self.part_min, self.nonzero = parts, least, part_min, nonzero

    @property
    def top(self) -> int:
        """The most points there are."""
        return sum(part.top for part in self.parts)

    def facts(self) -> Iterator[str]:
        for part in self.parts:
            for indicator in part.indicators:
                yield from indicator.scale.facts()

    def judge(self, sheet: Sheet) -> Finding:
        parts = [self._part(part, sheet) for part in self.parts]
        least, most = sum(one.least for one in parts), sum(one.most for one in parts)
        return Finding(self, self._result(parts, least, most), parts=parts, least=least, most=most)

    def _part(self, part: Part, sheet: Sheet) -> PartFinding:
        found = [(one, one.scale.points(sheet)) for one in part.indicators]
        least = sum(points.least for _one, points in found)
        most = sum(points.most for _one, points in found)
        return PartFinding(part, least, most, found)

    def _result(self, parts: Sequence[PartFinding], least: Score, most: Score) -> Result:
        asked = [(least, most, self.least)]
        for one in parts:
            if one.part.code in self.part_min:
                asked.append((one.least, one.most, self.part_min[one.part.code]))
            if one.part.code in self.nonzero:
                # Points are whole or have two decimals: more than none is at least a hundredth.
                asked.append((one.least, one.most, Decimal("0.01")))
        if any(high < wanted for _low, high, wanted in asked):
            return Result.NOT_MET
        if all(low >= wanted for low, _high, wanted in asked):
            return Result.MET
        waiting = [points for one in parts for _i, points in one.indicators]
        lacking = any(points.gap for points in waiting)
        return Result.MISSING if lacking else Result.PERSON
