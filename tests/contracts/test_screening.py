"""The screening over REST: the same rows as on the page, within the reader's scope."""

import datetime as dt
from collections.abc import Iterator

import pytest
from rest_framework.test import APIClient

from cultivation.access.models import Role
from cultivation.portal.judging import running
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.factories import make_certification, make_firm, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Without what other tests left in memory."""
    running._runs.clear()
    yield
    running._runs.clear()


@pytest.fixture
def firms() -> dict[str, int]:
    made = {
        "西青": make_firm("天津西青有限公司", district="120111"),
        "南开": make_firm("天津南开有限公司", district="120104"),
    }
    for firm in made.values():
        make_certification(firm, "innovative", valid_from=dt.date(2025, 1, 1), valid_to=None)
    return {name: firm.pk for name, firm in made.items()}


def test_rows_of_the_scope_with_the_standard_and_the_day(firms: dict[str, int]) -> None:
    bureau = client_with(make_user(Role.BUREAU))
    answer = bureau.get(url("screening/?tier=specialized&as_of=2026-11-27")).json()
    assert answer["standard"] == "specialized-2026"
    assert (answer["tier"], answer["act"], answer["as_of"]) == ("specialized", "new", "2026-11-27")
    assert answer["total"] == 2
    assert {row["firm"] for row in answer["results"]} == set(firms.values())
    row = answer["results"][0]
    assert row["missing"]
    assert set(row) >= {"name", "uscc", "district", "standing", "not_met", "shortfalls"}
    officer = client_with(make_user(Role.DISTRICT, district="120111"))
    own = officer.get(url("screening/")).json()
    assert [row["firm"] for row in own["results"]] == [firms["西青"]]


def test_pages_and_filters(firms: dict[str, int]) -> None:
    bureau = client_with(make_user(Role.BUREAU))
    first = bureau.get(url("screening/?page_size=1")).json()
    second = bureau.get(first["next"]).json()
    assert second["next"] is None
    seen = [first["results"][0]["firm"], second["results"][0]["firm"]]
    assert sorted(seen) == sorted(firms.values())
    narrowed = bureau.get(url("screening/?district=120104")).json()
    assert [row["firm"] for row in narrowed["results"]] == [firms["南开"]]


@pytest.mark.parametrize(
    "query",
    ["teir=seed", "tier=nothing", "act=maybe", "standing=x", "as_of=2026-13-01", "page_size=0",
     "tier=seed,specialized"],
)  # fmt: skip
def test_what_is_wrong_is_refused(db: None, query: str) -> None:
    answer = client_with(make_user(Role.BUREAU)).get(url(f"screening/?{query}"))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_it_is_for_those_who_see_firms(db: None) -> None:
    assert APIClient().get(url("screening/")).status_code == 401


def test_one_that_is_under_way_says_how_far_it_is(
    firms: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "screening", lambda *_given: running.Run(total=40, done=10))
    answer = client_with(make_user(Role.BUREAU)).get(url("screening/"))
    assert answer.status_code == 202
    assert answer["Retry-After"] == "3"
    assert answer.json() == {"done": 10, "total": 40, "percent": 25}
