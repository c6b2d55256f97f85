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


def pieces(days: list[dt.date]) -> str:
    """Which rows of the ledger add up to the counts of ``days``, as a condition on step and start.

    ``days`` are ends of months but for the last one. Up to the first day: whole years, then whole
    months, then days; from there whole months, and the days of a last month that is not over.
    """
    first, last = days[0], days[-1]
    months = _next_day(first) if _is_end(first) else first.replace(day=1)
    years = months.replace(month=1, day=1)
    tail = _next_day(last) if _is_end(last) else last.replace(day=1)
    ranges = [
        ("year", dt.date.min, years),
        ("month", years, months),
        ("day", months, _next_day(first)),
        ("month", _next_day(first), tail),
        ("day", max(tail, _next_day(first)), _next_day(last)),
    ]
    return " OR ".join(
        f"(c.step = '{step}' AND c.start >= '{start}' AND c.start < '{stop}')"
        for step, start, stop in ranges
        if start < stop
    )


def _next_day(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def _is_end(day: dt.date) -> bool:
    return _next_day(day).day == 1


def _end(day: dt.date, months: int) -> dt.date:
    """The last day of the period of ``months`` months that ``day`` lies in."""
    month = (day.month - 1) // months * months + months
    year, month = (day.year + 1, 1) if month == 12 else (day.year, month + 1)
    return dt.date(year, month, 1) - dt.timedelta(days=1)
