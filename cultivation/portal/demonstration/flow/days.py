"""When it happened: on weekdays, each step after the one before; notices by the calendar."""

import datetime as dt
from random import Random

from cultivation.certification.selectors.workdays import workday_after
from cultivation.clock import local, now
from cultivation.problems import Problem

ONE = dt.timedelta(days=1)
FAR = 420  # days back: over a year that has no calendar
NOTICE_DAYS = 5


def weekday(day: dt.date) -> dt.date:
    """``day``, or the Friday before it."""
    return day - max(0, day.weekday() - 4) * ONE


def workday(first: dt.date, n: int = 1) -> dt.date:
    """The ``n``-th working day from ``first`` on; where no calendar is on file, the weekday."""
    try:
        return workday_after(first, n)
    except Problem:
        day = first - ONE
        for _one in range(n):
            day += ONE
            while day != weekday(day):
                day += ONE
        return day


def steps(chance: Random, number: int, last: dt.date) -> list[dt.date]:
    """The days of ``number`` steps, the last of them on ``last``."""
    found = [weekday(last)]
    while len(found) < number:
        found.append(weekday(found[-1] - chance.randint(1, 6) * ONE))
    return found[::-1]


def moment(day: dt.date, step: int) -> dt.datetime:
    """A moment in the office hours of ``day``: later steps of a day later."""
    hour, minute = divmod(9 * 60 + 40 * step, 60)
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=local(now()).tzinfo)


def running(day: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last day of a notice that stands on ``day``; None where no calendar gives one."""
    for back in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0):
        first = day - back * ONE
        last = _last(first)
        if last is not None and last >= day:
            return first, last
    return None


def over(day: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last day of a notice that was over by ``day``."""
    for back in range(9, FAR):
        first = day - back * ONE
        last = _last(first)
        if last is not None and last < day:
            return first, last
    return None


def _last(first: dt.date) -> dt.date | None:
    if first != weekday(first):
        return None
    try:
        return workday_after(first, NOTICE_DAYS)
    except Problem:
        return None  # it would go on into a year whose calendar is not on file
