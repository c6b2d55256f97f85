"""What marks come to, and how far experts lie apart. Pure, and exact."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Measure:
    """One thing that is marked: from 0 to ``full``, counting for ``weight`` percent."""

    position: int
    name: str
    full: Decimal
    weight: Decimal


@dataclass(frozen=True)
class Spread:
    """What several experts gave: mean (two decimals), least, most, and how far these lie apart."""

    number: int
    mean: Decimal
    least: Decimal
    most: Decimal

    @property
    def apart(self) -> Decimal:
        return self.most - self.least


def weights_whole(measures: Sequence[Measure]) -> bool:
    """Whether the weights make up 100 percent: a total means something only then."""
    return sum((one.weight for one in measures), Decimal(0)) == WHOLE


def total(measures: Sequence[Measure], marks: Mapping[int, Decimal]) -> Decimal:
    """The total of ``marks`` (by position, one for each measure): the sum of mark / full × weight.

    Between 0 and 100, two decimals, half up: nothing is rounded on the way. Raises ValueError for
    marks that are missing or out of range, and for weights that do not make up 100.
    """
    if not weights_whole(measures):
        raise ValueError("the weights do not make up 100")
    exact = Fraction(0)
    for one in measures:
        mark = marks.get(one.position)
        if mark is None or not 0 <= mark <= one.full:
            raise ValueError(f"no mark between 0 and {one.full} for {one.position}")
        exact += Fraction(mark) / Fraction(one.full) * Fraction(one.weight)
    return _rounded(exact)


def spread(totals: Collection[Decimal]) -> Spread | None:
    """What ``totals`` have in common; None where there are none."""
    if not totals:
        return None
    mean = sum((Fraction(one) for one in totals), Fraction(0)) / len(totals)
    return Spread(len(totals), _rounded(mean), min(totals), max(totals))


def _rounded(exact: Fraction) -> Decimal:
    """Half up to the hundredth, from the exact value."""
    hundredths = exact * 100
    whole, rest = divmod(hundredths.numerator, hundredths.denominator)
    if 2 * rest >= hundredths.denominator:
        whole += 1
    return (Decimal(whole) / 100).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
