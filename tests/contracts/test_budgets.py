"""How many queries an endpoint may make: the same for one row as for many."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.contracts.addresses import url
from tests.contracts.conftest import World

# The token and its account cost two of them.
BUDGETS = {
    "firms/": 10,
    "firms/?tier=seed&district=120101&zone=none&industry=C&size=small&count=exact": 12,
    "firms/?search=天津 91 jh&count=exact": 11,
    "certifications/": 4,
    "certifications/?tier=seed&district=120101&batch=试验批次&count=exact": 8,
    "batches/?tier=seed&ladder=quality_sme&takes_on=2026-01-01&count=exact": 7,
    "applications/?tier=seed&district=120101&firm=id-1&stage=firm&overdue=true&count=exact": 7,
    "notices/?stands=true&tier=seed&count=exact": 5,
    "objections/?state=open&notice=2026-001&count=exact": 4,
    "ladders/": 4,
    "tiers/": 3,
    "districts/": 3,
    "zones/": 3,
    "standards/": 4,
    "standards/specialized-2026/": 4,
    "targets/": 4,
    "published-figures/": 4,
    "counts/?by=tier,district,industry,size": 4,
    "counts/?tier=seed&district=120101&ladder=quality_sme&zone=none&industry=C": 9,
    "counts/series/?by=tier,district": 4,
    "targets/progress/?as_of=2025-12-31": 50,
    "": 2,
}


def queries(client: APIClient, address: str) -> int:
    # The first request of a day puts the use of the token on record.
    client.get(url(""))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url(address))
    assert response.status_code == 200, response.content
    return len(captured)


@pytest.mark.parametrize("address", BUDGETS)
def test_lists_and_counts(world: World, bureau: APIClient, address: str) -> None:
    assert queries(bureau, address) <= BUDGETS[address]


@pytest.mark.parametrize("address", ["firms/?", "certifications/?"])
def test_the_page_size_costs_nothing(world: World, bureau: APIClient, address: str) -> None:
    one, many = (queries(bureau, f"{address}page_size={size}") for size in (1, 500))
    # A page of one firm may lack what a relation would have to be fetched for.
    assert many <= one + 2


def test_a_single_firm(world: World, bureau: APIClient, officer: APIClient) -> None:
    for client in (bureau, officer):
        for name in ("plain", "absorbed", "moved"):
            assert queries(client, f"firms/{world[name].uscc}/") <= 15


def test_a_304_counts_nothing(
    world: World,
    anonymous: APIClient,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    for address in ("counts/?by=tier", "counts/series/", "targets/progress/"):
        tag = anonymous.get(url(address))["ETag"]
        with django_assert_max_num_queries(1):
            answer = anonymous.get(url(address), headers={"If-None-Match": tag})
        assert answer.status_code == 304
