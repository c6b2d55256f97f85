"""The days at which a series is taken."""

import datetime as dt

MONTHS = {"month": 1, "quarter": 3, "year": 12}
STEPS = tuple(MONTHS)


def ends(first: dt.date, last: dt.date, step: str) -> list[dt.date]:
    """The last days of the months, quarters or years from ``first`` to ``last``.

    The last point is ``last`` itself, when its period is not over by then.
    """
    days = []
    day = _end(first, MONTHS[step])
    while day < last:
        days.append(day)
        day = _end(day + dt.timedelta(days=1), MONTHS[step])
    return [*days, last]


def _end(day: dt.date, months: int) -> dt.date:
    """The last day of the period of ``months`` months that ``day`` lies in."""
    month = (day.month - 1) // months * months + months
    year, month = (day.year + 1, 1) if month == 12 else (day.year, month + 1)
    return dt.date(year, month, 1) - dt.timedelta(days=1)
