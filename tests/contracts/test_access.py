"""Who may read what: by account, by token, by scope."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from cultivation.access.models import ApiToken, Role, User
from cultivation.certification.models import Certification
from tests.contracts.addresses import PRIVATE_LISTS, PUBLIC, url
from tests.contracts.clients import client_with
from tests.contracts.conftest import World
from tests.factories import make_user, token_for, writing

INNER = (
    "counts/?by=industry",
    "counts/?by=size",
    "counts/?industry=C",
    "counts/?size=small",
    "counts/series/?by=industry",
    "counts/series/?size=small",
)


def seen(client: APIClient, address: str = "firms/") -> set[int]:
    """The ids in a list."""
    response = client.get(url(address), {"page_size": 500})
    assert response.status_code == 200, response.content
    return {row["id"] for row in response.json()["results"]}


def ids(world: World, *names: str) -> set[int]:
    return {world[name].pk for name in names}


HEPING = ("plain", "brackets", "pending", "moved", "absorbed")


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_published_is_for_everybody(anonymous: APIClient, db: None, address: str) -> None:
    assert anonymous.get(url(address)).status_code == 200
    assert anonymous.head(url(address)).status_code == 200


@pytest.mark.parametrize("address", [*PRIVATE_LISTS, *INNER])
def test_the_rest_needs_somebody(anonymous: APIClient, db: None, address: str) -> None:
    response = anonymous.get(url(address))
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


def test_the_refusal_of_inner_counts_names_the_dimension(anonymous: APIClient, db: None) -> None:
    detail = anonymous.get(url("counts/?by=industry,size")).json()["detail"]
    assert "industry" in detail
    assert "size" in detail


def test_single_rows_need_somebody(world: World, anonymous: APIClient) -> None:
    for address in (f"firms/{world['plain'].uscc}/", "certifications/1/"):
        assert anonymous.get(url(address)).status_code == 401


@pytest.mark.parametrize("role", [Role.BUREAU, Role.AUDITOR, Role.CLIENT])
def test_city_accounts_see_every_row(world: World, role: str) -> None:
    client = client_with(make_user(role))
    assert seen(client) == {firm.pk for firm in world.firms.values()}
    assert seen(client, "certifications/") == set(
        Certification.objects.values_list("pk", flat=True)
    )
    for address in INNER:
        assert client.get(url(address)).status_code == 200


def test_a_superuser_sees_every_row(world: World) -> None:
    client = client_with(make_user(is_superuser=True))
    assert len(seen(client)) == len(world.firms)


def test_an_officer_sees_the_firms_of_the_district(world: World, officer: APIClient) -> None:
    assert seen(officer) == ids(world, *HEPING)
    rows = officer.get(url("certifications/"), {"page_size": 500}).json()["results"]
    assert {row["firm"]["id"] for row in rows} <= ids(world, *HEPING)
    assert len(rows) == 6


def test_a_client_of_a_district_sees_that_district(world: World) -> None:
    client = client_with(make_user(Role.CLIENT, district="120104"))
    assert seen(client) == ids(world, "invented", "old", "young")


def test_an_officer_of_a_zone_sees_that_zone(world: World) -> None:
    own = client_with(make_user(Role.DISTRICT, district="120116", zone="120116400"))
    other = client_with(make_user(Role.DISTRICT, district="120116", zone="120116401"))
    assert seen(own) == ids(world, "zone")
    assert seen(other) == set()


def test_a_firm_of_another_district_is_not_there(world: World, officer: APIClient) -> None:
    foreign, own = world["zone"], world["plain"]
    held = foreign.certifications.get()
    for address in (
        f"firms/{foreign.uscc}/",
        f"firms/id-{foreign.pk}/",
        f"certifications/{held.pk}/",
    ):
        response = officer.get(url(address))
        assert response.status_code == 404
        assert foreign.name not in response.content.decode()
        assert response.json() == officer.get(url("certifications/99999/")).json()
    assert officer.get(url(f"firms/{own.uscc}/")).status_code == 200
    listed = officer.get(url("firms/"), {"uscc": str(foreign.uscc)}).json()["results"]
    assert listed == []


def test_filters_do_not_widen_the_scope(world: World, officer: APIClient) -> None:
    for query in (
        {"district": "120116"},
        {"name": "云帆"},
        {"tier": "specialized"},
        {"zone": "none"},
    ):
        rows = officer.get(url("firms/"), query).json()["results"]
        assert {row["id"] for row in rows} <= ids(world, *HEPING)
    rows = officer.get(url("certifications/"), {"firm": f"id-{world['zone'].pk}"}).json()["results"]
    assert rows == []


def test_the_name_of_a_firm_out_of_scope_is_not_shown(
    world: World, officer: APIClient, bureau: APIClient
) -> None:
    absorbed, into = world["absorbed"], world["absorbing"]
    address = url(f"firms/{absorbed.uscc}/")
    shown = officer.get(address)
    assert shown.json()["merged_into"] == {"id": into.pk, "uscc": None, "name": None}
    assert into.name not in shown.content.decode()
    whole = bureau.get(address).json()["merged_into"]
    assert whole == {"id": into.pk, "uscc": into.uscc, "name": into.name}


def test_an_account_without_a_role_sees_nothing(world: World) -> None:
    user = make_user("")
    user.user_permissions.set(Permission.objects.all())
    client = client_with(user)
    assert seen(client) == set()
    assert seen(client, "certifications/") == set()
    assert client.get(url("counts/?by=tier")).status_code == 200
    for address in INNER:
        assert client.get(url(address)).status_code == 403


def test_an_inactive_account_is_nobody(world: World) -> None:
    user = make_user(Role.BUREAU)
    client = client_with(user)
    with writing():
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(url("firms/")).status_code == 401


@pytest.mark.parametrize("scopes", [(), ("read",), ("read", "write")])
def test_a_token_reads_by_default(world: World, scopes: tuple[str, ...]) -> None:
    client = client_with(make_user(Role.BUREAU), scopes=scopes)
    assert client.get(url("firms/")).status_code == 200


@pytest.mark.parametrize("address", ["firms/", "certifications/", "counts/", "ladders/"])
def test_a_token_without_the_scope_to_read_reads_nothing(db: None, address: str) -> None:
    client = client_with(make_user(Role.BUREAU), scopes=("write",))
    response = client.get(url(address))
    assert response.status_code == 403
    assert "read" in response.json()["detail"]


def test_an_expired_token_is_refused_and_kept(world: World) -> None:
    user = make_user(Role.BUREAU)
    expired = token_for(user, expiry=-dt.timedelta(seconds=1))
    good = token_for(user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {expired}")
    assert client.get(url("firms/")).status_code == 401
    client.credentials(HTTP_AUTHORIZATION=f"Token {good}")
    assert client.get(url("firms/")).status_code == 200
    assert ApiToken.objects.filter(user=user).count() == 2


def test_a_login_session_reads_like_a_token(world: World) -> None:
    client = APIClient()
    client.force_login(make_user(Role.DISTRICT, district="120101"))
    assert seen(client) == ids(world, *HEPING)
    assert client.get(url("counts/?by=industry")).status_code == 200


def test_answers_are_private_to_who_signed_in(world: World, officer: APIClient) -> None:
    assert "private" in officer.get(url("firms/"))["Cache-Control"]
    assert "private" in officer.get(url("counts/"))["Cache-Control"]
    anonymous = APIClient().get(url("counts/"))
    assert anonymous["Cache-Control"] == "public, no-cache"
    assert {"Authorization", "Cookie"} <= {name.strip() for name in anonymous["Vary"].split(",")}
