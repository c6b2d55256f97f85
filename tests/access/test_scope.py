"""Whose rows: what an account sees, by its role. Deny by default."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from cultivation.access.models import Authority, Role, User
from cultivation.access.scope import CITY, NOTHING, Scope, scope_of
from cultivation.certification.models import Certification
from cultivation.firms.models import Firm
from tests.scenarios.story import certified, given_firm, moved

pytestmark = pytest.mark.django_db

XIQING, DONGLI, BINHAI = "120111", "120110", "120116"
HIGH_TECH = "120116402"


def account(role: str = "", **more: Any) -> User:
    if role == Role.BUREAU:
        more["authority"] = Authority.objects.first()
    return User.objects.create(username=f"u{User.objects.count()}", role=role, **more)


@pytest.fixture
def firms() -> dict[str, Firm]:
    found = {
        "西青": given_firm("天津甲", district=XIQING),
        "东丽": given_firm("天津乙", district=DONGLI),
        "高新区": given_firm("天津丙", district=BINHAI, zone=HIGH_TECH),
        "滨海": given_firm("天津丁", district=BINHAI),
        "未知": given_firm("天津戊", district=None),
    }
    for firm in found.values():
        certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    return found


def visible(user: User | AnonymousUser, firms: dict[str, Firm]) -> set[str]:
    """The firms that ``user`` sees, which are also the firms whose certifications it sees."""
    seen = set(Firm.objects.visible_to(user))
    holders = {title.firm for title in Certification.objects.visible_to(user)}
    assert holders == seen
    return {name for name, firm in firms.items() if firm in seen}


def test_bureau_staff_and_auditors_see_the_city(firms: dict[str, Firm]) -> None:
    assert visible(account(Role.BUREAU), firms) == set(firms)
    assert visible(account(Role.AUDITOR), firms) == set(firms)


def test_a_district_officer_sees_its_district(firms: dict[str, Firm]) -> None:
    assert visible(account(Role.DISTRICT, district_id=XIQING), firms) == {"西青"}


def test_an_officer_of_a_district_with_zones_sees_all_of_them(firms: dict[str, Firm]) -> None:
    assert visible(account(Role.DISTRICT, district_id=BINHAI), firms) == {"滨海", "高新区"}


def test_an_officer_of_a_zone_sees_its_zone(firms: dict[str, Firm]) -> None:
    officer = account(Role.DISTRICT, district_id=BINHAI, zone_id=HIGH_TECH)
    assert visible(officer, firms) == {"高新区"}


def test_a_firm_that_moved_is_seen_where_it_is_today(firms: dict[str, Firm]) -> None:
    moved(firms["西青"], to=DONGLI, on="2023-05-10")
    assert visible(account(Role.DISTRICT, district_id=XIQING), firms) == set()
    assert visible(account(Role.DISTRICT, district_id=DONGLI), firms) == {"西青", "东丽"}


def test_a_client_sees_the_city_or_the_district_it_is_bound_to(firms: dict[str, Firm]) -> None:
    assert visible(account(Role.CLIENT), firms) == set(firms)
    assert visible(account(Role.CLIENT, district_id=DONGLI), firms) == {"东丽"}


@pytest.mark.parametrize("more", [{}, {"district_id": XIQING}, {"is_staff": True}])
def test_an_account_without_a_role_sees_nothing(
    firms: dict[str, Firm], more: dict[str, Any]
) -> None:
    assert visible(account(**more), firms) == set()


def test_nobody_sees_nothing(firms: dict[str, Firm]) -> None:
    assert visible(AnonymousUser(), firms) == set()


def test_an_account_that_was_switched_off_sees_nothing(firms: dict[str, Firm]) -> None:
    assert visible(account(Role.AUDITOR, is_active=False), firms) == set()


def test_scopes_are_what_they_say() -> None:
    assert scope_of(account(is_superuser=True)) == CITY
    assert scope_of(AnonymousUser()) == NOTHING
    assert NOTHING.nothing
    assert not CITY.nothing
    assert not Scope(district=XIQING).nothing


@pytest.mark.parametrize(
    ("role", "constraint"),
    [
        ("district", "access_user_district_officer_has_district"),
        ("bureau", "access_user_bureau_staff_has_authority"),
    ],
)
def test_an_officer_without_a_place_to_belong_to_is_refused(role: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        User.objects.create(username="u", role=role)
