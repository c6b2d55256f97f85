"""People of every kind, and how they come in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from cultivation.access.models import Role, User
from cultivation.access.services import second_factor
from tests.factories import PASSWORD, make_user, writing

SignIn = Callable[[User], Client]


@pytest.fixture
def administrator(db: None) -> User:
    return make_user(username="root", last_name="系统管理员", is_superuser=True, is_staff=True)


@pytest.fixture
def auditor(db: None) -> User:
    return make_user(Role.AUDITOR, username="audit", last_name="审计员")


@pytest.fixture
def officer(db: None) -> User:
    return make_user(Role.DISTRICT, username="heping", last_name="李和平")


def signed_in(account: User) -> Client:
    """A browser in which ``account`` is signed in."""
    client = Client()
    client.force_login(account)
    return client


def log_in(account: User | str, password: str = PASSWORD, client: Client | None = None) -> Client:
    """A browser that has sent the login form."""
    client = client or Client()
    name = account if isinstance(account, str) else account.username
    client.post("/login/", {"username": name, "password": password})
    return client


def is_in(client: Client) -> bool:
    """Whether somebody is signed in, all duties done."""
    return client.get("/account/").status_code == 200


def current_code(account: User, ahead: int = 0) -> str:
    """What the app of ``account`` shows; ``ahead`` steps later."""
    device = TOTPDevice.objects.get(user=account)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift + ahead)
    return f"{totp.token():06d}"


def with_second_factor(account: User) -> list[str]:
    """Switch the second factor on; returns the recovery codes."""
    second_factor.prepare(account=account)
    with writing():
        return second_factor.switch_on(account=account, code=current_code(account))
