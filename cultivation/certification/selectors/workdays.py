"""Working days, by the calendar on file."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.certification.models import CalendarYear, SpecialDay
from cultivation.certification.workdays import YearUnknown, count_workdays, nth_workday
from cultivation.problems import Problem

ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Break:
    """Days off in a row: ``first`` to ``last``, and the holidays they are."""

    names: tuple[str, ...]
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Calendar:
    """The holidays on file: ``special`` days with their kind, ``names`` of them, ``years``."""

    special: Mapping[dt.date, str]
    names: Mapping[dt.date, str]
    years: frozenset[int]

    def nth(self, first: dt.date, n: int) -> dt.date:
        """The ``n``-th working day from ``first`` on, ``first`` counted if it is one.

        Raises Problem ``calendar_missing`` when a year is needed whose holidays are not on file.
        """
        try:
            return nth_workday(first, n, self.special, self.years)
        except YearUnknown as unknown:
            raise _missing(unknown) from None

    def left(self, day: dt.date, last: dt.date) -> int:
        """How many working days there are from ``day`` to ``last``, both included.

        Raises Problem ``calendar_missing``.
        """
        try:
            return count_workdays(day, last, self.special, self.years)
        except YearUnknown as unknown:
            raise _missing(unknown) from None

    def breaks(self, first: dt.date, last: dt.date) -> list[Break]:
        """The holidays between ``first`` and ``last``, days in a row as one."""
        found: list[Break] = []
        for day in self._of_kind(SpecialDay.Kind.HOLIDAY, first, last):
            names: tuple[str, ...] = (self.names[day],)
            start = day
            if found and found[-1].last == day - ONE:
                before = found.pop()
                names, start = tuple(dict.fromkeys((*before.names, *names))), before.first
            found.append(Break(names, start, day))
        return found

    def worked(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """The days of weekends between ``first`` and ``last`` that are worked in exchange."""
        return self._of_kind(SpecialDay.Kind.WORKED, first, last)

    def _of_kind(self, kind: str, first: dt.date, last: dt.date) -> list[dt.date]:
        return sorted(d for d, k in self.special.items() if k == kind and first <= d <= last)


def calendar_from(first: dt.date) -> Calendar:
    """The calendar of the year of ``first`` and of all later ones.

    A year counts as on file when its row and its holidays are there: a year without a single
    holiday would make every weekday a working day.
    """
    rows = SpecialDay.objects.filter(day__year__gte=first.year).values_list("day", "kind", "name")
    found = {day: (kind, name) for day, kind, name in rows}
    with_holidays = {day.year for day, (kind, _n) in found.items() if kind == "holiday"}
    years = CalendarYear.objects.filter(year__gte=first.year).values_list("year", flat=True)
    return Calendar(
        special={day: kind for day, (kind, _n) in found.items()},
        names={day: name for day, (_k, name) in found.items()},
        years=frozenset(with_holidays & set(years)),
    )


def workday_after(first: dt.date, n: int) -> dt.date:
    """The ``n``-th working day from ``first`` on, ``first`` counted if it is one.

    Raises Problem ``calendar_missing`` when a year is needed whose holidays are not on file.
    """
    return calendar_from(first).nth(first, n)


def workdays_left(day: dt.date, last: dt.date) -> int | None:
    """How many working days are left on ``day`` until ``last``, today counted and ``last`` too;
    None where the calendar of those days is not on file."""
    try:
        return calendar_from(day).left(day, last)
    except Problem:
        return None


def _missing(unknown: YearUnknown) -> Problem:
    # zh: %(year)s 年的节假日安排尚未录入，无法计算工作日；请先按国务院办公厅通知录入该年日历。
    message = _(
        "The holidays of %(year)s are not on file, so working days cannot be counted: enter"
        " the calendar of that year first."
    )
    return Problem(
        "calendar_missing", message % {"year": unknown.year}, year=unknown.year, status=409
    )
