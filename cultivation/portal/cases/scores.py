"""Experts' scores: each, their mean and how far they lie apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cultivation.certification.models import Scoring

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Scores:
    """The scorings, with ``mean`` and the lowest and highest total (0 to 100) of those given."""

    scorings: list[Scoring]
    mean: Decimal | None
    least: Decimal | None
    most: Decimal | None

    @property
    def spread(self) -> Decimal | None:
        """Highest less lowest."""
        return None if self.most is None or self.least is None else self.most - self.least


def scores_of(scorings: Iterable[Scoring]) -> Scores:
    """What ``scorings`` come to; an expert with a conflict of interest counts for nothing."""
    rows = list(scorings)
    totals = [one.total for one in rows if one.total is not None and not one.conflict]
    if not totals:
        return Scores(rows, None, None, None)
    mean = sum(totals, Decimal(0)) / len(totals)
    return Scores(rows, mean.quantize(HUNDREDTH, ROUND_HALF_UP), min(totals), max(totals))
