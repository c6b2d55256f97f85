"""Small things about days and chance, shared by the inventing modules."""

import datetime as dt
from random import Random

from cultivation.certification.rules import years_later
from cultivation.portal.demonstration.knobs import RATES

__all__ = ["between", "days", "filing_day", "happens", "years_later"]


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def between(chance: Random, first: dt.date, last: dt.date) -> dt.date:
    """A day from ``first`` to ``last``; ``first`` where there is none."""
    return first + days(chance.randint(0, max(0, (last - first).days)))


def happens(chance: Random, rate: str) -> bool:
    """Whether what has this rate happens now."""
    return chance.random() < RATES[rate]


def filing_day(chance: Random, effective_on: dt.date, last: dt.date) -> dt.date:
    """When a change that holds from ``effective_on`` was filed: soon, or months late."""
    late = happens(chance, "filed_late")
    return min(
        last, effective_on + days(chance.randint(100, 420) if late else chance.randint(2, 40))
    )
