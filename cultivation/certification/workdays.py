"""Working days by the State Council's calendar: pure."""

import datetime as dt
from collections.abc import Collection, Mapping

ONE = dt.timedelta(days=1)
SATURDAY = 5


class YearUnknown(Exception):
    """The holidays of ``year`` are not on file: nothing is guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


def is_workday(day: dt.date, special: Mapping[dt.date, str], years: Collection[int]) -> bool:
    """Whether ``day`` is worked.

    Parameters: ``special`` (``holiday`` or ``worked`` for days that are not what their weekday
    says), ``years`` (whose calendar is on file). Raises YearUnknown.
    """
    if day.year not in years:
        raise YearUnknown(day.year)
    return special.get(day, "holiday" if day.weekday() >= SATURDAY else "worked") == "worked"


def nth_workday(
    first: dt.date, n: int, special: Mapping[dt.date, str], years: Collection[int]
) -> dt.date:
    """The ``n``-th working day from ``first`` on, ``first`` counted if it is one.

    Raises YearUnknown for any day that would have to be looked at, ValueError for n < 1.
    """
    if n < 1:
        raise ValueError(n)
    day = first
    while True:
        n -= is_workday(day, special, years)
        if n == 0:
            return day
        day += ONE


def count_workdays(
    first: dt.date, last: dt.date, special: Mapping[dt.date, str], years: Collection[int]
) -> int:
    """How many working days there are from ``first`` to ``last``, both included. Raises
    YearUnknown."""
    days = (first + n * ONE for n in range((last - first).days + 1))
    return sum(is_workday(day, special, years) for day in days)
