"""How one indicator of a score table gives points.

A value on the boundary of two bands takes the higher points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cultivation.standards.engine.figures import needs_of
from cultivation.standards.engine.nodes import Node
from cultivation.standards.engine.numbers import whole_steps
from cultivation.standards.engine.results import Gap, Result
from cultivation.standards.engine.sheet import Sheet
from cultivation.standards.texts import Text

Score = int | Decimal


class Points:
    """The least and most points still possible; equal when they are known.

    ``value`` is the figure they come from, ``gap`` what is missing, ``person`` whether only a
    person can give them.
    """

    __slots__ = ("figure", "gap", "least", "most", "person", "value")

    def __init__(
        self,
        least: Score,
        most: Score,
        *,
        value: Any = None,
        figure: str = "",
        gap: Gap | None = None,
        person: bool = False,
    ) -> None:
        self.least = least
        self.most = most
        self.value = value
        self.figure = figure
        self.gap = gap
        self.person = person


class Scale:
    """One way to give points."""

    def points(self, sheet: Sheet) -> Points:
        """The points for the facts."""
        raise NotImplementedError

    def facts(self) -> Iterator[str]:
        """The facts it may look at."""
        raise NotImplementedError


class Bands(Scale):
    """Points by the band a figure lies in: the first whose bound it reaches (``falling``: keeps).

    ``bands`` are bounds with points, the best first; the last has no bound.
    """

    def __init__(
        self, figure: str, bands: Sequence[tuple[Decimal | None, int]], *, falling: bool
    ) -> None:
        self.figure, self.bands, self.falling = figure, bands, falling
        # Bounds as whole numbers above and below the line, to be multiplied out.
        self._ratios = [
            (None if bound is None else bound.as_integer_ratio(), points) for bound, points in bands
        ]
        every = [points for _bound, points in bands]
        self._least, self._most = min(every), max(every)

    def facts(self) -> Iterator[str]:
        yield from needs_of(self.figure)

    def points(self, sheet: Sheet) -> Points:
        value = sheet.figure(self.figure)
        if type(value) is Gap:
            return Points(self._least, self._most, gap=value, figure=self.figure)
        points = self._of(value)
        return Points(points, points, value=value, figure=self.figure)

    def _of(self, value: Any) -> int:
        above, below = value.as_integer_ratio()
        for bound, points in self._ratios:
            if bound is None:
                return points
            left, right = above * bound[1], bound[0] * below
            if left <= right if self.falling else left >= right:
                return points
        raise AssertionError("the last band has no bound")


class Either(Scale):
    """The best of several scales."""

    def __init__(self, scales: Sequence[Scale]) -> None:
        self.scales = scales

    def facts(self) -> Iterator[str]:
        for scale in self.scales:
            yield from scale.facts()

    def points(self, sheet: Sheet) -> Points:
        found = [scale.points(sheet) for scale in self.scales]
        least, most = max(one.least for one in found), max(one.most for one in found)
        shown = max(found, key=lambda one: (one.least, one.value is not None))
        gap = None if least == most else _joined(found)
        return Points(least, most, value=shown.value, figure=shown.figure, gap=gap)


@dataclass(frozen=True)
class Option:
    """Points for whoever meets ``when``; None is everybody else."""

    when: Node | None
    points: int
    text: Text


class Options(Scale):
    """The first option that is met, the best first."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options

    def facts(self) -> Iterator[str]:
        for option in self.options:
            if option.when:
                yield from option.when.facts()

    def points(self, sheet: Sheet) -> Points:
        possible: list[int] = []
        missing: list[str] = []
        undefined: Text | None = None
        person = False
        for option in self.options:
            found = option.when.judge(sheet) if option.when else None
            if found is None or found.result is Result.MET:
                possible.append(option.points)
                break
            if found.result is not Result.NOT_MET:
                possible.append(option.points)
                person = person or found.result is Result.PERSON
                if found.gap:
                    missing += found.gap.missing
                    undefined = undefined or found.gap.undefined
        least, most = min(possible), max(possible)
        if least == most:
            return Points(least, most, value=self.options_text(least))
        gap = Gap(tuple(dict.fromkeys(missing)), undefined) if missing or undefined else None
        return Points(least, most, gap=gap, person=person)

    def options_text(self, points: int) -> Text:
        """What the option of so many points says."""
        return next(option.text for option in self.options if option.points == points)


class Steps(Scale):
    """Points for every full ``step`` of a figure, at most ``top``."""

    def __init__(self, figure: str, step: Decimal, points: int, top: int) -> None:
        self.figure, self.step, self.each, self.top = figure, step, points, top

    def facts(self) -> Iterator[str]:
        yield from needs_of(self.figure)

    def points(self, sheet: Sheet) -> Points:
        value = sheet.figure(self.figure)
        if isinstance(value, Gap):
            return Points(0, self.top, gap=value, figure=self.figure)
        points = max(0, min(whole_steps(value, self.step) * self.each, self.top))
        return Points(points, points, value=value, figure=self.figure)


class Each(Scale):
    """Points for every criterion that is met, at most ``top``."""

    def __init__(self, whens: Sequence[Node], points: int, top: int) -> None:
        self.whens, self.each, self.top = whens, points, top

    def facts(self) -> Iterator[str]:
        for when in self.whens:
            yield from when.facts()

    def points(self, sheet: Sheet) -> Points:
        found = [when.judge(sheet) for when in self.whens]
        met = sum(one.result is Result.MET for one in found)
        open_ = [one for one in found if one.result in (Result.MISSING, Result.PERSON)]
        least = min(met * self.each, self.top)
        most = min((met + len(open_)) * self.each, self.top)
        missing = tuple(name for one in open_ if one.gap for name in one.gap.missing)
        gap = Gap(missing) if least != most and missing else None
        person = least != most and not missing
        return Points(least, most, value=met, gap=gap, person=person)


class Given(Scale):
    """Points that the bureau gives, as a fact; until then a person has to."""

    def __init__(self, fact: str, top: int) -> None:
        self.fact, self.top = fact, top

    def facts(self) -> Iterator[str]:
        yield self.fact

    def points(self, sheet: Sheet) -> Points:
        value = sheet.facts.get(self.fact)
        if value is None:
            return Points(0, self.top, person=True, figure=self.fact)
        points = min(value, self.top)
        return Points(points, points, value=value, figure=self.fact)


def _joined(found: Sequence[Points]) -> Gap | None:
    gaps = [one.gap for one in found if one.gap]
    missing = tuple(dict.fromkeys(name for gap in gaps for name in gap.missing))
    undefined = next((gap.undefined for gap in gaps if gap.undefined), None)
    return Gap(missing, undefined) if gaps else None
