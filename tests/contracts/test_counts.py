"""counts/ and counts/series/: the contract, ETags, CSV."""

import csv
import datetime as dt
import io
from collections import Counter
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from cultivation.journal.selectors import data_version
from tests.contracts.addresses import url
from tests.contracts.conftest import World
from tests.contracts.test_firms import industry, place, size, tiers
from tests.factories import make_certification

DAYS = ["2021-07-01", "2022-06-01", "2023-06-14", "2023-06-15", "2024-05-01", "2026-01-01"]
LADDERS = {"eaglet": "innovation_leader"}


def counted(client: APIClient, address: str = "counts/", **query: Any) -> dict[str, Any]:
    response = client.get(url(address), query)
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


def cells(world: World, day: str) -> list[dict[str, str | None]]:
    """Every certification held on ``day`` with its dimensions, in plain Python."""
    on = dt.date.fromisoformat(day)
    found = []
    for firm in world.firms.values():
        branch = industry(firm, on)
        for tier in tiers(firm, on):
            found.append(
                {
                    "tier": tier,
                    "ladder": LADDERS.get(tier, "quality_sme"),
                    "district": place(firm, on)[0],
                    "zone": place(firm, on)[1],
                    "industry": branch.section if branch else None,
                    "size": size(firm, on),
                }
            )
    return found


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    "by",
    ["tier", "ladder", "district", "zone", "industry", "size", "tier,district", "size,zone,tier"],
)
def test_counts_by_any_dimensions(world: World, bureau: APIClient, day: str, by: str) -> None:
    names = by.split(",")
    expected = Counter(tuple(cell[name] for name in names) for cell in cells(world, day))
    answer = counted(bureau, as_of=day, by=by)
    assert answer["by"] == names
    assert answer["total"] == sum(expected.values())
    assert {tuple(r[n] for n in names): r["count"] for r in answer["rows"]} == expected
    assert all(list(row) == [*names, "count"] for row in answer["rows"])


@pytest.mark.parametrize(
    "query",
    [
        {"tier": "seed"},
        {"tier": "seed,eaglet"},
        {"ladder": "quality_sme"},
        {"district": "120101"},
        {"zone": "none"},
        {"industry": "C"},
        {"size": "small"},
        {"size": "none", "district": "120101"},
    ],
)
def test_filters(world: World, bureau: APIClient, query: dict[str, str]) -> None:
    for day in DAYS:
        expected = sum(
            all((cell[name] or "none") in value.split(",") for name, value in query.items())
            for cell in cells(world, day)
        )
        answer = counted(bureau, as_of=day, **query)
        assert answer["total"] == expected
        assert answer["filters"] == {name: value.split(",") for name, value in query.items()}


def test_the_shape_is_that_of_the_contract(world: World, anonymous: APIClient) -> None:
    answer = counted(anonymous, as_of="2023-01-01", by="tier,district")
    head = {name: answer[name] for name in answer if name not in ("rows", "total")}
    assert head == {
        "as_of": "2023-01-01",
        "by": ["tier", "district"],
        "measure": "holdings",
        "filters": {},
        "version": data_version(),
        "definition": "holdings-1",
    }
    assert {"tier": "seed", "district": "120101", "count": 2} in answer["rows"]
    assert counted(anonymous, measure="firms")["definition"] == "firms-1"


def test_the_day_is_today_when_none_is_given(world: World, anonymous: APIClient) -> None:
    with time_machine.travel(dt.datetime(2024, 3, 31, 15, 59, tzinfo=dt.UTC)):
        assert counted(anonymous)["as_of"] == "2024-03-31"
    with time_machine.travel(dt.datetime(2024, 3, 31, 16, 0, tzinfo=dt.UTC)):
        assert counted(anonymous)["as_of"] == "2024-04-01"


def test_a_series_is_its_counts(world: World, bureau: APIClient) -> None:
    query = {"from": "2022-01-01", "to": "2023-07-15", "step": "quarter", "by": "tier,district"}
    answer = counted(bureau, "counts/series/", **query)
    head = {name: answer[name] for name in answer if name != "points"}
    assert head == {
        "from": "2022-01-01",
        "to": "2023-07-15",
        "step": "quarter",
        "by": ["tier", "district"],
        "measure": "holdings",
        "filters": {},
        "version": data_version(),
        "definition": "holdings-1",
    }
    days = [point["as_of"] for point in answer["points"]]
    assert days[0] == "2022-03-31"
    assert days[-1] == "2023-07-15"
    assert len(days) == 7
    for point in answer["points"]:
        single = counted(bureau, as_of=point["as_of"], by="tier,district")
        assert point == {name: single[name] for name in ("as_of", "total", "rows")}


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("counts/", {"as_of": "2023-01-01", "by": "tier"}),
        ("counts/series/", {"from": "2022-01-01", "to": "2023-01-01"}),
        ("targets/progress/", {"as_of": "2023-01-01"}),
    ],
)
class TestETags:
    def test_304_until_something_is_written(
        self, world: World, anonymous: APIClient, address: str, query: dict[str, str]
    ) -> None:
        first = anonymous.get(url(address), query)
        tag = first["ETag"]
        again = anonymous.get(url(address), query, headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == tag
        make_certification(tier="gazelle")
        changed = anonymous.get(url(address), query, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed["ETag"] != tag

    def test_the_language_does_not_matter(
        self, world: World, anonymous: APIClient, address: str, query: dict[str, str]
    ) -> None:
        chinese = anonymous.get(url(address), query)
        english = anonymous.get(url(address), query, headers={"Accept-Language": "en"})
        assert chinese["ETag"] == english["ETag"]
        assert chinese.content == english.content

    def test_another_question_has_another_tag(
        self, world: World, anonymous: APIClient, address: str, query: dict[str, str]
    ) -> None:
        tags = {
            anonymous.get(url(address), {**query, **further})["ETag"]
            for further in ({}, {"tier": "seed"}, {"district": "120101"})
        }
        assert len(tags) == 3

    def test_head_has_the_headers_and_no_body(
        self, world: World, anonymous: APIClient, address: str, query: dict[str, str]
    ) -> None:
        whole, head = anonymous.get(url(address), query), anonymous.head(url(address), query)
        assert head.status_code == 200
        assert head.content == b""
        assert head["ETag"] == whole["ETag"]
        assert head["Content-Length"] == whole["Content-Length"]


def test_today_is_part_of_the_tag(world: World, anonymous: APIClient) -> None:
    with time_machine.travel(dt.datetime(2024, 3, 31, tzinfo=dt.UTC)):
        tag = anonymous.get(url("counts/"))["ETag"]
    with time_machine.travel(dt.datetime(2024, 4, 2, tzinfo=dt.UTC)):
        answer = anonymous.get(url("counts/"), headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_csv_and_json_have_different_tags(world: World, anonymous: APIClient) -> None:
    tag = anonymous.get(url("counts/"))["ETag"]
    answer = anonymous.get(url("counts/?format=csv"), headers={"If-None-Match": tag})
    assert answer.status_code == 200


def rows_of(response: Any) -> list[dict[str, str]]:
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("way", ["parameter", "header"])
def test_csv(world: World, anonymous: APIClient, way: str) -> None:
    query = {"as_of": "2023-01-01", "by": "tier,district"}
    if way == "parameter":
        response = anonymous.get(url("counts/"), {**query, "format": "csv"})
    else:
        response = anonymous.get(url("counts/"), query, headers={"Accept": "text/csv"})
    name = f"counts-holdings-1-2023-01-01-v{data_version()}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    expected = counted(anonymous, **query)["rows"]
    assert rows_of(response) == [{**row, "count": str(row["count"])} for row in expected]


def test_csv_of_a_series_has_a_day_in_every_row(world: World, anonymous: APIClient) -> None:
    query = {"from": "2022-01-01", "to": "2022-12-31", "step": "quarter"}
    rows = rows_of(anonymous.get(url("counts/series/"), {**query, "format": "csv"}))
    assert [row["as_of"] for row in rows] == [
        "2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31",
    ]  # fmt: skip
    points = counted(anonymous, "counts/series/", **query)["points"]
    assert [row["count"] for row in rows] == [str(point["total"]) for point in points]
