"""Working days by the State Council's calendar: worked examples, and against a day-by-day count."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cultivation.certification.models import CalendarYear, SpecialDay
from cultivation.certification.selectors.workdays import Break, calendar_from, workday_after
from cultivation.certification.workdays import YearUnknown, count_workdays, is_workday, nth_workday
from cultivation.problems import Problem
from tests.factories import writing

FIRST, LAST = dt.date(2023, 12, 1), dt.date(2026, 2, 28)
DAYS = st.dates(FIRST, LAST)
# Any calendar at all: the rule must not lean on how holidays happen to fall.
CALENDARS = st.dictionaries(DAYS, st.sampled_from(["holiday", "worked"]), max_size=60)
YEARS = (2023, 2024, 2025, 2026)
# first day, working days, last day: counted by hand in the notices of the State Council.
WORKED_EXAMPLES = [
    # 津工信中小企服〔2025〕5号: 06-20 to 06-26 are five working days.
    ("2025-06-20", 5, "2025-06-26"),
    # National Day 2025: Sunday 09-28 is worked, 10-01 to 10-08 are off. 26, 28, 29, 30, 10-09.
    ("2025-09-26", 5, "2025-10-09"),
    # Saturday 10-11 is worked: 10-09, 10-10, 10-11, then Monday 10-13.
    ("2025-10-09", 4, "2025-10-13"),
    # Spring Festival 2025: Sunday 01-26 is worked, 01-28 to 02-04 are off, Saturday 02-08 worked:
    # 24, 26, 27, 02-05, 06, 07, 08.
    ("2025-01-24", 7, "2025-02-08"),
    # New Year 2026: 01-01 to 01-03 are off, Sunday 01-04 is worked: 12-30, 12-31, 01-04.
    ("2025-12-30", 3, "2026-01-04"),
    # A notice published on a Saturday: that day does not count.
    ("2025-11-01", 1, "2025-11-03"),
    # Ten working days for 科技型中小企业.
    ("2025-07-01", 10, "2025-07-14"),
]


def by_hand(first: dt.date, n: int, special: dict[dt.date, str]) -> dt.date:
    """Tick off the days one by one."""
    ticked: list[dt.date] = []
    day = first
    while len(ticked) < n:
        off = special.get(day) == "holiday" or (day.weekday() > 4 and special.get(day) != "worked")
        if not off:
            ticked.append(day)
        day = dt.date.fromordinal(day.toordinal() + 1)
    return ticked[-1]


@given(first=DAYS, n=st.integers(1, 30), special=CALENDARS)
def test_as_counted_day_by_day(first: dt.date, n: int, special: dict[dt.date, str]) -> None:
    last = nth_workday(first, n, special, YEARS)
    assert last == by_hand(first, n, special)
    assert is_workday(last, special, YEARS)
    assert count_workdays(first, last, special, YEARS) == n


@given(first=DAYS, special=CALENDARS)
def test_a_day_more_ends_later(first: dt.date, special: dict[dt.date, str]) -> None:
    ends = [nth_workday(first, n, special, YEARS) for n in range(1, 8)]
    assert ends == sorted(set(ends))


@given(n=st.integers(1, 40))
def test_an_unknown_year_is_never_guessed(n: int) -> None:
    first = dt.date(2025, 12, 1)
    december = count_workdays(first, dt.date(2025, 12, 31), {}, (2025,))
    if n <= december:
        assert nth_workday(first, n, {}, (2025,)).year == 2025
    else:
        with pytest.raises(YearUnknown):
            nth_workday(first, n, {}, (2025,))


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "n", "last"), WORKED_EXAMPLES)
def test_windows_end_on_the_right_day(first: str, n: int, last: str) -> None:
    assert workday_after(dt.date.fromisoformat(first), n) == dt.date.fromisoformat(last)


@pytest.mark.django_db
def test_the_year_that_is_not_on_file_is_refused_with_a_sentence() -> None:
    assert workday_after(dt.date(2026, 12, 28), 4) == dt.date(2026, 12, 31)
    with pytest.raises(Problem) as refused:
        workday_after(dt.date(2026, 12, 28), 5)
    assert refused.value.code == "calendar_missing"
    assert "2027" in str(refused.value)


@pytest.mark.django_db
def test_a_year_without_its_holidays_is_not_on_file() -> None:
    with writing():
        CalendarYear.objects.create(year=2027)
    with pytest.raises(Problem):
        workday_after(dt.date(2026, 12, 28), 5)
    with writing():
        SpecialDay.objects.create(day=dt.date(2027, 1, 1), kind="holiday", name="元旦")
    assert workday_after(dt.date(2026, 12, 28), 5) == dt.date(2027, 1, 4)


@pytest.mark.django_db
def test_holidays_of_a_window_are_told() -> None:
    calendar = calendar_from(dt.date(2025, 9, 26))
    first, last = dt.date(2025, 9, 26), dt.date(2025, 10, 13)
    # Mid-Autumn falls into National Day: days in a row are one break.
    days = dt.date(2025, 10, 1), dt.date(2025, 10, 8)
    assert calendar.breaks(first, last) == [Break(("国庆节", "中秋节"), *days)]
    assert calendar.worked(first, last) == [dt.date(2025, 9, 28), dt.date(2025, 10, 11)]
    assert calendar.left(dt.date(2025, 10, 9), last) == 4
    assert calendar.breaks(dt.date(2025, 11, 3), dt.date(2025, 11, 7)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["worked", "holiday"])
def test_a_day_is_a_holiday_or_worked_and_never_twice(kind: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        SpecialDay.objects.create(day=dt.date(2025, 10, 1), kind=kind)


@pytest.mark.django_db
def test_a_day_is_nothing_else() -> None:
    with pytest.raises(ValidationError):
        SpecialDay(day=dt.date(2027, 10, 1), kind="halfday").full_clean()


@pytest.mark.django_db
def test_the_calendar_is_kept_in_the_admin(admin_client: Any) -> None:
    day = {"day": "2027-01-01", "kind": "holiday", "name": "元旦", "reason": "国办发明电"}
    added = "/admin/certification/specialday/add/"
    assert admin_client.post(added, day).status_code == 302
    again = admin_client.post(added, day | {"kind": "worked"})
    assert again.status_code == 200
    assert again.context["adminform"].form.errors["day"]
    assert SpecialDay.objects.get(pk="2027-01-01").kind == "holiday"
    year = {"year": "2027", "document": "国务院办公厅通知", "source": "", "reason": "新年度"}
    assert admin_client.post("/admin/certification/calendaryear/add/", year).status_code == 302
    assert workday_after(dt.date(2026, 12, 31), 2) == dt.date(2027, 1, 4)
