"""Reached, open, missed; gap and percent: the pure part."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cultivation.targets.rules import Status, gap, percent, status, surplus, year_until

DUE = dt.date(2025, 12, 31)
DAY = dt.timedelta(days=1)


def at(
    day: dt.date, counted: int | None, on_due: int | None = None, due: dt.date | None = DUE
) -> Status:
    return status(value=100, counted=counted, due_on=due, as_of=day, counted_on_due=on_due)


def test_before_the_due_day_the_count_of_the_day_decides() -> None:
    assert at(DUE - DAY, 99) == Status.OPEN
    assert at(DUE - DAY, 100) == Status.REACHED
    assert at(DUE - DAY, 101) == Status.REACHED


def test_the_due_day_itself_can_still_reach_it() -> None:
    assert at(DUE, 99) == Status.OPEN
    assert at(DUE, 100) == Status.REACHED


def test_afterwards_only_the_due_day_decides() -> None:
    assert at(DUE + DAY, 100, on_due=99) == Status.MISSED
    assert at(DUE + DAY, 500, on_due=0) == Status.MISSED
    assert at(DUE + DAY, 99, on_due=100) == Status.REACHED


def test_without_a_due_day_nothing_is_ever_missed() -> None:
    assert at(dt.date(2099, 1, 1), 99, due=None) == Status.OPEN
    assert at(dt.date(2099, 1, 1), 100, due=None) == Status.REACHED


def test_what_cannot_be_counted_stays_open() -> None:
    assert at(DUE - DAY, None) == Status.OPEN
    assert at(DUE + DAY, None) == Status.OPEN


@pytest.mark.parametrize(
    ("value", "counted", "shown"),
    [
        (3000, 0, "0.0"),
        (3000, 1, "0.0"),
        (3000, 2, "0.1"),
        (2000, 1, "0.1"),  # exactly 0.05: half goes up
        (2000, 3, "0.2"),
        (3, 1, "33.3"),
        (3, 2, "66.7"),
        (150, 283, "188.7"),
        (0, 0, "100.0"),
        (0, 5, "100.0"),
    ],
)
def test_percent_to_one_place_half_up(value: int, counted: int, shown: str) -> None:
    assert str(percent(value, counted)) == shown


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_percent_is_never_further_off_than_half_a_tenth(value: int, counted: int) -> None:
    off = Fraction(percent(value, counted)) - Fraction(100 * counted, value)
    assert -Fraction(1, 20) < off <= Fraction(1, 20)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_gap_or_surplus_never_both_and_never_negative(value: int, counted: int) -> None:
    assert gap(value, counted) >= 0
    assert surplus(value, counted) >= 0
    assert counted == value - gap(value, counted) + surplus(value, counted)


def test_the_year_of_a_yearly_target() -> None:
    year = (dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    due = dt.date(2019, 12, 31)
    assert year_until(due, dt.date(2026, 1, 1)) == year
    assert year_until(due, due) == year
    assert year_until(due, dt.date(2019, 6, 30)) == (year[0], dt.date(2019, 6, 30))
    first, last = year_until(due, dt.date(2018, 6, 30))
    assert last < first
    assert year_until(None, dt.date(2024, 2, 29)) == (dt.date(2024, 1, 1), dt.date(2024, 2, 29))


def test_percent_is_a_decimal() -> None:
    assert percent(3, 1) == Decimal("33.3")
