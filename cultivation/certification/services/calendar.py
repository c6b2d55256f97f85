"""The State Council's calendar of a year is entered: holidays, and weekend days worked for them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.certification.models import CalendarYear, SpecialDay
from cultivation.certification.workdays import SATURDAY
from cultivation.problems import Problem


@dataclass(frozen=True)
class Entered:
    """What became of the days of the year on file.

    ``fewer`` is by how many working days the year is shorter than its weekdays: the statutory
    holidays (11 until 2024, 13 since 2025), unless days are missing.
    """

    year: CalendarYear
    added: int
    removed: int
    fewer: int


def enter_calendar(
    *,
    year: int,
    document: str,
    holidays: Mapping[dt.date, str],
    worked: Mapping[dt.date, str],
    source: str = "",
) -> Entered:
    """Put the calendar of ``year`` on file, in place of what was there of it.

    Parameters: ``holidays`` and ``worked`` (days with the name of the holiday). Raises Problem
    (with ``field``) ``other_year``, ``day_twice``, ``not_a_weekend``, ``holidays_missing``.
    """
    for field, days in (("holidays", holidays), ("worked", worked)):
        wrong = sorted(day for day in days if day.year != year)
        if wrong:
            # zh: %(day)s 不在 %(year)s 年内；请核对日期。
            message = _("%(day)s is not in %(year)s; check the day.")
            names = {"day": wrong[0], "year": year}
            raise Problem("other_year", message % names, field=field)
    both = sorted(holidays.keys() & worked.keys())
    if both:
        # zh: %(day)s 既是放假又是上班；请核对。
        message = _("%(day)s is both a holiday and worked; check it.") % {"day": both[0]}
        raise Problem("day_twice", message, field="worked")
    weekdays = sorted(day for day in worked if day.weekday() < SATURDAY)
    if weekdays:
        # zh: %(day)s 不是周六、周日；调休上班日须为周末。
        message = _("%(day)s is no Saturday or Sunday: days worked in exchange are weekend days.")
        raise Problem("not_a_weekend", message % {"day": weekdays[0]}, field="worked")
    if not holidays:
        # zh: 请填写放假日期；没有节假日的年度不能用来计算工作日。
        message = _("Enter the holidays: a year without any is no calendar to count by.")
        raise Problem("holidays_missing", message, field="holidays")
    return _write(year, document.strip(), source.strip(), holidays, worked)


def _write(
    year: int,
    document: str,
    source: str,
    holidays: Mapping[dt.date, str],
    worked: Mapping[dt.date, str],
) -> Entered:
    row, _made = CalendarYear.objects.update_or_create(
        year=year, defaults={"document": document, "source": source}
    )
    wanted = {day: ("holiday", name) for day, name in holidays.items()}
    wanted |= {day: ("worked", name) for day, name in worked.items()}
    first = dt.date(year, 1, 1)
    there = {
        one.day: one
        for one in SpecialDay.objects.select_for_update().filter(
            day__gte=first, day__lte=dt.date(year, 12, 31)
        )
    }
    gone = [day for day in there if day not in wanted]
    SpecialDay.objects.filter(day__in=gone).delete()
    for day, (kind, name) in wanted.items():
        if day in there and (there[day].kind, there[day].name) != (kind, name):
            SpecialDay.objects.filter(day=day).update(kind=kind, name=name)
    new = [day for day in wanted if day not in there]
    SpecialDay.objects.bulk_create(
        SpecialDay(day=day, kind=wanted[day][0], name=wanted[day][1]) for day in new
    )
    return Entered(row, len(new), len(gone), fewer_workdays(holidays, worked))


def fewer_workdays(holidays: Iterable[dt.date], worked: Iterable[dt.date]) -> int:
    """Holidays on weekdays, less the weekend days that are worked for them."""
    return sum(day.weekday() < SATURDAY for day in holidays) - sum(1 for _day in worked)
