"""What began and what ends, against a count by hand; several days in one statement."""

import datetime as dt

import pytest

from cultivation.certification.models import Certification, EndKind
from cultivation.counts.selectors import Query, count, counts_on
from cultivation.counts.turnover import begun, ending
from tests.factories import make_certification, make_firm

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 15)
ONE = dt.timedelta(days=1)


def test_what_began_is_counted_where_the_firm_is_today() -> None:
    first = DAY - 30 * ONE
    for start, district in (
        (first, "120101"),
        (DAY, "120111"),
        (first - ONE, "120101"),
        (DAY + ONE, "120101"),
        (first, None),
    ):
        make_certification(make_firm(district=district), valid_from=start, valid_to=None)
    make_certification(make_firm(district="120101"), "eaglet", valid_from=DAY, valid_to=None)
    month, day = begun(tiers=["seed"], since=[first, DAY], until=DAY, day=DAY)
    assert month == {
        ("seed", "120101", ""): 1,
        ("seed", "120111", ""): 1,
        ("seed", "", ""): 1,
    }
    assert day == {("seed", "120111", ""): 1}


def test_what_ends_within_so_many_days_is_in_its_library_today() -> None:
    for valid_to in (DAY, DAY + ONE, DAY + 90 * ONE, DAY + 91 * ONE, None):
        make_certification(valid_from=DAY - 100 * ONE, valid_to=valid_to)
    make_certification(valid_from=DAY + ONE, valid_to=DAY + 30 * ONE)
    ended = make_certification(
        valid_from=DAY - 100 * ONE, valid_to=None, ended_on=DAY + 5 * ONE,
        end_kind=EndKind.REVOCATION,
    )  # fmt: skip
    found = ending(tiers=["seed", "eaglet"], day=DAY, days=90)
    assert found == {("seed", "120101", ""): 3}
    by_hand = Certification.objects.as_of(DAY).filter(holds_to__lte=DAY + 90 * ONE)
    assert by_hand.count() == 3
    assert ended in by_hand


def test_several_days_are_counted_as_each_by_itself() -> None:
    for number in range(6):
        start = DAY - number * 200 * ONE
        make_certification(valid_from=start, valid_to=start + 350 * ONE)
        make_certification(make_firm(district="120111"), "eaglet", valid_from=start, valid_to=None)
    days = [DAY, dt.date(2020, 2, 29), dt.date(2024, 12, 31), DAY - ONE, dt.date(1990, 1, 1), DAY]
    for query in (
        Query(),
        Query(by=("tier", "district")),
        Query(by=("tier",), filters={"district": ("120111",)}),
        Query(by=("industry",), measure="firms"),
    ):
        assert counts_on(query, days) == {day: count(query, day) for day in days}
    assert counts_on(Query(), []) == {}
