"""Every figure of the workbench leads to a list that shows the same number, for every role."""

import pytest

from cultivation.access.models import User
from cultivation.access.scope import Scope, scope_of
from tests.portal.workbench.reading import figures, listed, seen_by

QUERIES = ("", "?tier=eaglet")
# How many figures lead somewhere, at least: a role that sees more has more of them.
LEAST = {"miit": 120, "sti": 120, "auditor": 120, "xiqing": 20, "binhai": 20, "teda": 20}
# What lists say hangs on the scope alone: accounts of one scope share what was looked up, but each
# looks some up for itself.
EACH = 12
Totals = dict[tuple[Scope, str], int]


@pytest.fixture(scope="module")
def totals() -> Totals:
    return {}


@pytest.mark.parametrize("name", LEAST)
def test_each_list_shows_the_number_that_led_to_it(
    city: dict[str, User], totals: Totals, name: str
) -> None:
    user = city[name]
    scope = scope_of(user)
    followed: dict[str, int] = {}
    for query in QUERIES:
        found = figures(seen_by(user, query))
        assert len(found) >= LEAST[name]
        assert any(number for _address, number in found)
        for address, number in found:
            # The same address has the same number wherever it stands.
            assert followed.setdefault(address, number) == number, address
    for at, address in enumerate(followed):
        if at % EACH == 0 or (scope, address) not in totals:
            totals[scope, address] = listed(user, address)
    wrong = {
        address: (number, totals[scope, address])
        for address, number in followed.items()
        if totals[scope, address] != number
    }
    assert not wrong


def test_the_whole_city_leads_somewhere_with_every_number_of_a_table(
    city: dict[str, User],
) -> None:
    answer = seen_by(city["miit"])
    leading = {number for _address, number in figures(answer)}
    for row in [*answer.context["table"], answer.context["table_total"]]:
        for figure in (row.held, row.begun, row.ending):
            assert figure.address
            assert figure.value in leading


@pytest.mark.parametrize("name", ["xiqing", "binhai", "teda"])
def test_an_officer_is_led_to_the_own_place_only(city: dict[str, User], name: str) -> None:
    user = city[name]
    for address, _number in figures(seen_by(user)):
        if "district=" in address:
            assert f"district={user.district_id}" in address
        if user.zone_id and "zone=" in address:
            assert f"zone={user.zone_id}" in address
