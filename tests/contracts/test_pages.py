"""Lists come in pages that neither repeat nor leave out a row."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cultivation.ladders.models import Tier
from cultivation.rest.pages import encode
from tests.contracts.addresses import LISTS, url
from tests.contracts.conftest import World
from tests.factories import make_firm


def walk(client: APIClient, address: str, link: str = "next") -> list[list[Any]]:
    """The keys of all pages from ``address`` on, following ``link``."""
    pages = []
    target: str | None = address
    while target:
        response = client.get(target)
        assert response.status_code == 200, response.content
        page = response.json()
        pages.append([row.get("id", row.get("code")) for row in page["results"]])
        target = page[link]
        assert len(pages) < 200
    return pages


@pytest.mark.parametrize("address", LISTS)
def test_the_shape_of_a_list(world: World, bureau: APIClient, address: str) -> None:
    page = bureau.get(url(address)).json()
    assert set(page) == {"next", "previous", "results"}
    assert page["previous"] is None
    assert page["results"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("size", [4, 13])
def test_pages_make_up_the_list(world: World, bureau: APIClient, address: str, size: int) -> None:
    whole = walk(bureau, url(f"{address}?page_size=500"))
    pages = walk(bureau, url(f"{address}?page_size={size}"))
    assert [key for page in pages for key in page] == [key for page in whole for key in page]
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("address", ["firms/", "tiers/"])
@pytest.mark.parametrize("size", [1, 4])
def test_pages_lead_back_to_the_beginning(
    world: World, bureau: APIClient, address: str, size: int
) -> None:
    pages = walk(bureau, url(f"{address}?page_size={size}"))
    target = url(f"{address}?page_size={size}")
    while after := bureau.get(target).json()["next"]:
        target = after
    back = walk(bureau, target, "previous")
    assert back[0] == pages[-1]
    assert [key for page in reversed(back) for key in page] == [
        key for page in pages for key in page
    ]
    assert bureau.get(target).json()["next"] is None


def test_a_row_that_comes_in_between_moves_nothing(world: World, bureau: APIClient) -> None:
    first = bureau.get(url("firms/?page_size=5")).json()
    added = make_firm()
    rest = [key for page in walk(bureau, first["next"]) for key in page]
    assert rest[-1] == added.pk
    assert not {row["id"] for row in first["results"]} & set(rest)
    assert len(rest) == len(world.firms) + 1 - 5


def test_links_keep_the_filters(world: World, bureau: APIClient) -> None:
    query = "firms/?district=120101&as_of=2026-01-01&page_size=1"
    keys = [key for page in walk(bureau, url(query)) for key in page]
    assert keys == sorted(
        world[name].pk for name in ("plain", "brackets", "pending", "moved", "absorbed")
    )


def test_rows_are_counted_only_when_asked(world: World, bureau: APIClient) -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        bureau.get(url("firms/?page_size=2"))
    assert not [query for query in captured if "COUNT(" in query["sql"].upper()]
    page = bureau.get(url("firms/?page_size=2&count=exact")).json()
    assert page["count"] == len(world.firms)
    assert bureau.get(url("firms/?district=120104&count=exact")).json()["count"] == 3
    assert bureau.get(url("tiers/?page_size=1&count=exact")).json()["count"] == Tier.objects.count()
    assert "count" in bureau.get(page["next"]).json()


def test_a_page_beyond_the_end_is_empty_and_leads_back(world: World, bureau: APIClient) -> None:
    last = max(firm.pk for firm in world.firms.values())
    page = bureau.get(url("firms/"), {"cursor": encode("after", last)}).json()
    assert page["results"] == []
    assert page["next"] is None
    assert bureau.get(page["previous"]).json()["results"][-1]["id"] == last
