"""Counts by industry and size: city totals, and for an account of a place the own place only."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cultivation.access.models import Role
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.conftest import World
from tests.factories import make_certification, make_firm, make_user

DAY = "2023-01-01"
HEPING = {"role": Role.DISTRICT, "district": "120101"}
BINHAI = {"role": Role.DISTRICT, "district": "120116"}
TEDA = {"role": Role.DISTRICT, "district": "120116", "zone": "120116400"}
OF_DISTRICT = {"role": Role.CLIENT, "district": "120101"}
SERIES = f"counts/series/?from=2022-12-31&to={DAY}&"
ENDPOINTS = [f"counts/?as_of={DAY}&", SERIES]


def asked(account: dict[str, Any], address: str) -> Any:
    return client_with(make_user(**account)).get(url(address))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("account", [HEPING, BINHAI, TEDA, OF_DISTRICT])
@pytest.mark.parametrize(
    "query",
    ["by=industry", "by=size,tier", "industry=C", "size=none&by=ladder", "by=industry,size"],
)
def test_without_a_place_it_is_the_whole_city(
    world: World, bureau: APIClient, endpoint: str, account: dict[str, Any], query: str
) -> None:
    answer = asked(account, endpoint + query)
    assert answer.status_code == 200
    assert answer.json() == bureau.get(url(endpoint + query)).json()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    ("account", "query"),
    [
        (HEPING, "by=industry&district=120101"),
        (HEPING, "by=industry,district&district=120101"),
        (HEPING, "by=size,zone&district=120101"),
        (HEPING, "industry=C&district=120101&zone=none"),
        (OF_DISTRICT, "by=size&district=120101"),
        (BINHAI, "by=size,zone&district=120116"),
        (BINHAI, "by=size&district=120116&zone=120116400"),
        (TEDA, "by=industry&district=120116&zone=120116400"),
        (TEDA, "by=industry,zone,district&district=120116&zone=120116400"),
    ],
)
def test_with_the_own_place_it_is_the_own_firms(
    world: World, bureau: APIClient, endpoint: str, account: dict[str, Any], query: str
) -> None:
    answer = asked(account, endpoint + query)
    assert answer.status_code == 200
    assert answer.json() == bureau.get(url(endpoint + query)).json()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    ("account", "query", "add"),
    [
        (HEPING, "by=industry,district", "district=120101"),
        (HEPING, "by=industry,zone", "district=120101"),
        (HEPING, "by=district&industry=C", "district=120101"),
        (HEPING, "by=size&district=120116", "district=120101"),
        (HEPING, "by=size&district=120101,120116", "district=120101"),
        (HEPING, "by=size&district=none", "district=120101"),
        (HEPING, "by=size&zone=120116400", "district=120101"),
        (HEPING, "by=size&zone=none", "district=120101"),
        (OF_DISTRICT, "by=industry,district", "district=120101"),
        (BINHAI, "by=size&zone=120116400", "district=120116"),
        (TEDA, "by=size&district=120116", "district=120116&zone=120116400"),
        (TEDA, "by=size&zone=120116400", "district=120116&zone=120116400"),
        (TEDA, "by=size&district=120116&zone=120116400,120116401", "zone=120116400"),
        (TEDA, "by=size&district=120116&zone=none", "zone=120116400"),
    ],
)
def test_another_place_is_refused_with_what_to_add(
    world: World, endpoint: str, account: dict[str, Any], query: str, add: str
) -> None:
    answer = asked(account, endpoint + query)
    assert answer.status_code == 403
    assert add in answer.json()["detail"]
    for name in ("industry", "size"):
        assert (name in answer.json()["detail"]) == (name in query)
    assert asked(account, f"{endpoint}{query}&format=csv").status_code == 403


@pytest.mark.parametrize("account", [HEPING, TEDA])
@pytest.mark.parametrize("query", ["by=district,zone,tier,ladder", "by=tier&district=120116"])
def test_what_is_published_is_for_every_place(
    world: World, anonymous: APIClient, account: dict[str, Any], query: str
) -> None:
    address = f"counts/?as_of={DAY}&{query}"
    assert asked(account, address).json() == anonymous.get(url(address)).json()


def test_a_zone_that_reaches_into_another_district_does_not_open_it(world: World) -> None:
    """The Hi-tech zone has a park in 西青区: its firms are none of 滨海新区."""
    firm = make_firm(district="120111", zone="120116402", industry="40")
    make_certification(firm)
    account = {"role": Role.DISTRICT, "district": "120116", "zone": "120116402"}
    assert asked(account, f"counts/?as_of={DAY}&by=industry&zone=120116402").status_code == 403
    address = f"counts/?as_of={DAY}&by=industry&district=120116&zone=120116402"
    assert asked(account, address).json()["total"] == 0


def test_the_tag_of_somebody_else_opens_nothing(world: World, bureau: APIClient) -> None:
    address = url(f"counts/?as_of={DAY}&by=industry,district")
    tag = bureau.get(address)["ETag"]
    client = client_with(make_user(**HEPING))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 403


def test_the_description_says_so(world: World, anonymous: APIClient) -> None:
    schema = anonymous.get(url("schema/?format=json")).json()
    for path in ("counts", "counts/series"):
        parameters = schema["paths"][f"/api/v1/{path}/"]["get"]["parameters"]
        described = {one["name"]: one["description"] for one in parameters if "description" in one}
        for name in ("by", "industry", "size"):
            assert "must filter by its own" in described[name]
