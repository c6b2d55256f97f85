"""certifications/: shape, and every filter against plain Python over the rows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from cultivation.certification.models import Certification
from cultivation.clock import today
from tests.contracts.addresses import url
from tests.contracts.conftest import World
from tests.contracts.test_firms import place

FIELDS = {
    "id", "firm", "tier", "ladder", "batch", "number", "filed_on", "decided_on", "valid_from",
    "valid_to", "last_valid_day", "ended_on", "end_kind", "holds_to",
}  # fmt: skip
DAYS = ["2021-06-30", "2021-07-01", "2023-06-01", "2023-06-02", "2024-12-31", "2025-01-01"]


def listed(client: APIClient, **query: Any) -> list[dict[str, Any]]:
    response = client.get(url("certifications/"), {"page_size": 500, **query})
    assert response.status_code == 200, response.content
    rows: list[dict[str, Any]] = response.json()["results"]
    return rows


def ids(client: APIClient, **query: Any) -> set[int]:
    return {row["id"] for row in listed(client, **query)}


def in_library(row: Certification, day: dt.date) -> bool:
    ends = [end for end in (row.valid_to, row.ended_on) if end]
    return row.valid_from <= day and all(day < end for end in ends)


Holds = Callable[[Certification, dt.date], bool]
FILTERS: list[tuple[dict[str, str], Holds]] = [
    ({"tier": "seed"}, lambda c, d: c.tier_id == "seed"),
    ({"tier": "eaglet,seed"}, lambda c, d: c.tier_id in ("eaglet", "seed")),
    ({"ladder": "quality_sme"}, lambda c, d: c.tier.ladder_id == "quality_sme"),
    ({"district": "120101"}, lambda c, d: place(c.firm, d)[0] == "120101"),
    ({"district": "120102,120116"}, lambda c, d: place(c.firm, d)[0] in ("120102", "120116")),
    ({"zone": "120116400"}, lambda c, d: place(c.firm, d)[1] == "120116400"),
    ({"zone": "none"}, lambda c, d: place(c.firm, d)[1] is None),
    ({"batch": "2022年第一批"}, lambda c, d: c.batch.name == "2022年第一批"),
    ({"ended": "true"}, lambda c, d: c.ended_on is not None),
    ({"ended": "false"}, lambda c, d: c.ended_on is None),
    ({"number": "ZZ-1"}, lambda c, d: c.number == "ZZ-1"),
    ({"valid_from_from": "2022-01-01"}, lambda c, d: c.valid_from >= dt.date(2022, 1, 1)),
    ({"valid_from_to": "2022-01-01"}, lambda c, d: c.valid_from <= dt.date(2022, 1, 1)),
]


@pytest.mark.parametrize("day", DAYS)
def test_filters_on_a_day(world: World, bureau: APIClient, day: str) -> None:
    on = dt.date.fromisoformat(day)
    rows = list(Certification.objects.select_related("tier", "batch", "firm"))
    assert ids(bureau, valid_on=day) == {row.pk for row in rows if in_library(row, on)}
    for query, holds in FILTERS:
        expected = {row.pk for row in rows if in_library(row, on) and holds(row, on)}
        assert ids(bureau, valid_on=day, **query) == expected, query
        assert ids(bureau, as_of=day, **query) == expected, query


def test_filters_without_a_day_list_ended_ones_too(world: World, bureau: APIClient) -> None:
    rows = list(Certification.objects.select_related("tier", "batch", "firm"))
    for query, holds in FILTERS:
        expected = {row.pk for row in rows if holds(row, today())}
        assert expected, query
        assert expected != {row.pk for row in rows}, query
        assert ids(bureau, **query) == expected, query


def test_of_one_firm(world: World, bureau: APIClient) -> None:
    firm = world["plain"]
    own = set(firm.certifications.values_list("pk", flat=True))
    assert ids(bureau, firm=firm.uscc) == own
    assert ids(bureau, firm=str(firm.uscc).lower()) == own
    assert ids(bureau, firm=f"id-{firm.pk}") == own
    assert ids(bureau, firm=f"id-{world['nowhere'].pk}") == set()


def test_the_representation(world: World, bureau: APIClient) -> None:
    firm = world["zone"]
    (row,) = listed(bureau, firm=firm.uscc)
    assert set(row) == FIELDS
    assert row["firm"] == {"id": firm.pk, "uscc": firm.uscc, "name": firm.name}
    assert (row["tier"], row["ladder"], row["batch"]) == (
        "specialized",
        "quality_sme",
        "2022年第二批",
    )
    assert (row["valid_from"], row["valid_to"]) == ("2022-01-01", "2025-01-01")
    assert row["last_valid_day"] == "2024-12-31"
    assert (row["ended_on"], row["end_kind"]) == ("2023-06-02", "revocation")
    assert row["holds_to"] == "2023-06-02"
    assert bureau.get(url(f"certifications/{row['id']}/")).json() == row


def test_a_certification_without_an_end(world: World, bureau: APIClient) -> None:
    (row,) = listed(bureau, firm=world["brackets"].uscc)
    open_ended = ("valid_to", "last_valid_day", "ended_on", "end_kind", "holds_to")
    assert [row[name] for name in open_ended] == [None] * 5
    assert row["number"] == "ZZ-1"


def test_the_list_agrees_with_the_count(world: World, bureau: APIClient) -> None:
    for day in DAYS:
        counted = bureau.get(url("counts/"), {"as_of": day, "by": "tier,district"}).json()
        assert counted["total"] == len(listed(bureau, valid_on=day))
        for cell in counted["rows"]:
            query = {"tier": cell["tier"], "district": cell["district"] or "none"}
            assert cell["count"] == len(listed(bureau, valid_on=day, **query))
