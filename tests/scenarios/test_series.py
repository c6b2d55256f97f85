"""A series is nothing but single counts, one after the other."""

import datetime as dt

import pytest

from cultivation.counts.selectors import Query, count, series
from tests.scenarios.story import certified, day, ended, given_firm, moved


@pytest.fixture(autouse=True)
def a_little_history() -> None:
    first = given_firm("天津甲", district="120111")
    certified(first, "seed", from_="2021-11-15", to="2024-11-15")
    moved(first, to="120110", on="2022-12-31")
    certified(first, "specialized", from_="2022-04-01", to="2025-04-01")
    second = given_firm("天津乙", district=None)
    ended(certified(second, "seed", from_="2022-02-28", to="2025-02-28"), on="2023-01-01")


@pytest.mark.parametrize("measure", ["holdings", "firms"])
@pytest.mark.parametrize("by", [(), ("tier",), ("tier", "district")])
@pytest.mark.parametrize(("step", "points"), [("month", 43), ("quarter", 15), ("year", 5)])
def test_a_series_equals_the_single_counts(
    step: str, points: int, by: tuple[str, ...], measure: str
) -> None:
    query = Query(by=by, measure=measure)
    found = series(query, day("2021-10-05"), day("2025-04-02"), step)
    assert found.points == [count(query, point.as_of) for point in found.points]
    assert len(found.points) == points
    assert {point.total for point in found.points} >= {0, 1, 2}


def test_its_days_are_the_last_of_each_month_and_the_last_day_asked_for() -> None:
    found = series(Query(), day("2022-01-31"), day("2022-04-15"), "month")
    assert [point.as_of for point in found.points] == [
        dt.date(2022, 1, 31),
        dt.date(2022, 2, 28),
        dt.date(2022, 3, 31),
        dt.date(2022, 4, 15),
    ]
    assert [point.total for point in found.points] == [1, 2, 2, 3]


def test_quarters_end_in_march_june_september_december() -> None:
    found = series(Query(), day("2022-02-01"), day("2022-12-31"), "quarter")
    assert [point.as_of.month for point in found.points] == [3, 6, 9, 12]


def test_a_single_day_is_one_point() -> None:
    (point,) = series(Query(), day("2022-03-01"), day("2022-03-01"), "year").points
    assert (point.as_of, point.total) == (day("2022-03-01"), 2)
