"""Working days, by the calendar on file."""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cultivation.certification.models import CalendarYear, SpecialDay
from cultivation.certification.workdays import YearUnknown, nth_workday, workdays_between
from cultivation.problems import Problem


def workday_after(first: dt.date, n: int) -> dt.date:
    """The ``n``-th working day from ``first`` on, ``first`` counted if it is one.

    Raises Problem ``calendar_missing`` when a year is needed whose holidays are not on file.
    """
    years = set(CalendarYear.objects.values_list("year", flat=True))
    special = dict(SpecialDay.objects.filter(day__gte=first).values_list("day", "kind"))
    try:
        return nth_workday(first, n, special, years)
    except YearUnknown as unknown:
        # zh: %(year)s 年的节假日安排尚未录入，无法计算工作日；请先按国务院办公厅通知录入该年日历。
        message = _(
            "The holidays of %(year)s are not on file, so working days cannot be counted: enter"
            " the calendar of that year first."
        )
        raise Problem(
            "calendar_missing", message % {"year": unknown.year}, year=unknown.year, status=409
        ) from None


def workdays_left(day: dt.date, last: dt.date) -> int | None:
    """How many working days are left on ``day`` until ``last``, today counted and ``last`` too;
    None where the calendar of those days is not on file."""
    days = SpecialDay.objects.filter(day__range=(day, last))
    pairs = ArraySubquery(days.values(pair=JSONObject(day="day", kind="kind")))
    rows = CalendarYear.objects.filter(year__range=(day.year, last.year)).annotate(days=pairs)
    years = dict(rows.values_list("year", "days"))
    found = next(iter(years.values()), [])
    special = {dt.date.fromisoformat(one["day"]): str(one["kind"]) for one in found}
    try:
        return workdays_between(day, last, special, years.keys())
    except YearUnknown:
        return None
