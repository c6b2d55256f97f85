"""A firm in 和平区, one in 西青区 with which it has dealings, and an account of each role."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from cultivation.access.models import User
from cultivation.exchange.models import Import
from cultivation.firms import services as firms
from cultivation.firms.models import Firm
from cultivation.standards import services as standards
from cultivation.standards.models import Standard
from cultivation.standards.selectors import assess_firm
from tests.factories import make_certification, make_firm, make_user, writing

OWN, FOREIGN = "和平本区科技有限公司", "西青外区机密有限公司"
FORMER = "西青外区旧名有限公司"
FOREIGN_CODE = "911201115000000017"
ROLES = ("officer", "other_officer", "miit", "sti", "auditor", "superuser")


@dataclass
class Made:
    """What the tests of a file share."""

    world: dict[str, Firm]
    accounts: dict[str, User]
    cookies: dict[str, SimpleCookie]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    """Made once for all tests of a file, and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        accounts = make_accounts()
        yield Made(
            make_world(), accounts, {role: cookies_of(one) for role, one in accounts.items()}
        )
        transaction.set_rollback(True)


@pytest.fixture
def world(made: Made, db: None) -> dict[str, Firm]:
    """The firms by ``own`` and ``foreign``, as they stand on file."""
    return {name: Firm.objects.get(pk=firm.pk) for name, firm in made.world.items()}


def make_world() -> dict[str, Firm]:
    """The own firm has been merged into the foreign one: each names the other on file."""
    day = dt.date(2023, 5, 1)
    foreign = make_firm(FORMER, district="120111", industry="C", size="small")
    with writing():
        firms.rename(firm=foreign, name=FOREIGN, effective_on=dt.date(2021, 1, 1))
    own = make_firm(OWN, district="120101", industry="C", size="small")
    make_certification(foreign, "specialized", batch="外区批次")
    make_certification(own, "seed", batch="本区批次", listing={"推荐": "和平"})
    with writing("导入"):
        firms.merge(firm=own, into=foreign, effective_on=day, reason="合并")
    with writing(f"导入{FOREIGN}") as revision:
        Import.objects.create(
            kind="firms",
            file_name=f"{FOREIGN}.xlsx",
            sha256="0" * 64,
            state="done",
            created_at=revision.recorded_at,
            revision=revision,
        )
    for firm in (own, foreign):
        make_judged(firm)
    return {"own": own, "foreign": foreign}


def make_judged(firm: Firm) -> None:
    """A fact about ``firm``, and an assessment of it that is kept."""
    standard = Standard.objects.get(code="little-giant-2026")
    with writing():
        standards.record_fact(
            firm=firm,
            name="segment_years",
            value=5,
            holds_on=dt.date(2023, 1, 1),
            source="企业填报",
        )
        judged, sheet = assess_firm(firm, standard.read, dt.date(2026, 6, 1))
        standards.keep_assessment(
            firm=firm, standard=standard, judged=judged, sources=sheet.sources
        )


def make_accounts() -> dict[str, User]:
    """One account a role."""
    return {
        "officer": make_user("district", district="120101"),
        "other_officer": make_user("district", district="120111"),
        "miit": make_user("bureau"),
        "sti": make_user("bureau", authority="sti_tianjin"),
        "auditor": make_user("auditor"),
        "superuser": make_user(is_superuser=True),
        "client": make_user("client"),
        "nobody": make_user(),
        "former": make_user("bureau", is_active=False),
    }


def cookies_of(user: User) -> SimpleCookie:
    """What the browser of ``user`` holds after logging in."""
    client = Client()
    client.force_login(user)
    return client.cookies


@pytest.fixture
def accounts(made: Made, db: None) -> dict[str, User]:
    """One account a role."""
    return {role: User.objects.get(pk=user.pk) for role, user in made.accounts.items()}


@pytest.fixture
def enter(made: Made, db: None) -> Callable[[str], Client]:
    """A browser in which the account of a role is logged in."""

    def _enter(role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.cookies.load({name: one.value for name, one in made.cookies[role].items()})
        return client

    return _enter


def registered() -> list[type[Model]]:
    """All tables of the admin."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model: type[Model], page: str = "changelist", *args: Any) -> str:
    """The address of a page of the admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Nothing here depends on the language that another test left."""
    from django.utils import translation

    with translation.override("zh-hans"):
        yield
