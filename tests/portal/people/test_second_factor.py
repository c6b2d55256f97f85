"""One-time codes: switching them on, logging in with them, roles that have to have them."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cultivation.access.models import AccessRecord, User
from cultivation.journal.models import Entry
from tests.factories import PASSWORD
from tests.portal.people.conftest import (
    current_code,
    is_in,
    log_in,
    signed_in,
    with_second_factor,
)

pytestmark = pytest.mark.django_db
PAGE = "/account/second-factor/"
START = dt.datetime(2026, 5, 6, 9, 0, tzinfo=dt.UTC)


def set_up(client: Client, account: User) -> list[str]:
    """Set the second factor up in the browser; returns the recovery codes that the page shows."""
    client.post(PAGE)
    text = client.post(PAGE, {"code": current_code(account)}).content.decode()
    return re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", text)


def test_it_is_set_up_with_a_qr_code_and_a_first_code(officer: User) -> None:
    client, other = signed_in(officer), signed_in(officer)
    assert client.get(f"{PAGE}qr.svg").status_code == 404
    assert client.post(PAGE).status_code == 302
    key = TOTPDevice.objects.get(user=officer).config_url.split("secret=")[1].split("&")[0]
    text = client.get(PAGE).content.decode()
    assert key in text.replace(" ", "")
    picture = client.get(f"{PAGE}qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert b"<svg" in picture.content
    assert b"style=" not in picture.content
    assert client.post(PAGE, {"code": "000000"}).status_code == 400
    assert len(set_up(client, officer)) == 10
    officer.refresh_from_db()
    assert officer.second_factor_since
    # This session goes on, those without a code end; the codes are shown no second time.
    assert is_in(client)
    assert not is_in(other)
    assert not re.search(r"<code>", client.get(PAGE).content.decode())
    assert client.get(f"{PAGE}qr.svg").status_code == 404


def test_a_login_then_asks_for_a_code_that_counts_once(officer: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        with_second_factor(officer)
        clock.shift(60)
        client = Client()
        form = {"username": "heping", "password": PASSWORD, "next": "/firms/"}
        assert client.post("/login/", form)["Location"] == "/login/code/"
        assert not is_in(client)
        assert 'autocomplete="one-time-code"' in client.get("/login/code/").content.decode()
        code = current_code(officer)
        assert client.post("/login/code/", {"code": code})["Location"] == "/firms/"
        assert is_in(client)
        again = log_in(officer)
        assert again.post("/login/code/", {"code": code}).status_code == 200
        assert not is_in(again)
        clock.shift(60)
        again.post("/login/code/", {"code": current_code(officer)})
        assert is_in(again)


def test_a_recovery_code_does_it_once(officer: User) -> None:
    codes = with_second_factor(officer)
    for spelled in (codes[0].upper(), codes[1].replace("-", " ")):
        client = log_in(officer)
        client.post("/login/code/", {"code": spelled})
        assert is_in(client)
    client = log_in(officer)
    client.post("/login/code/", {"code": codes[0]})
    assert not is_in(client)
    assert StaticToken.objects.filter(device__user=officer).count() == 8


def test_guessing_codes_locks_like_guessing_passwords(officer: User) -> None:
    with_second_factor(officer)
    client = log_in(officer)
    statuses = [client.post("/login/code/", {"code": "000000"}).status_code for _n in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert client.post("/login/code/", {"code": current_code(officer, 1)}).status_code == 429
    assert not is_in(client)
    assert Client().post("/login/", {"username": "heping", "password": PASSWORD}).status_code == 429


def test_the_code_has_to_follow_the_password_soon(officer: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        with_second_factor(officer)
        client = log_in(officer)
        clock.shift(601)
        answer = client.post("/login/code/", {"code": current_code(officer)})
        assert answer["Location"] == "/login/"
    assert Client().get("/login/code/")["Location"] == "/login/"


def test_switching_off_takes_the_password(officer: User) -> None:
    client = signed_in(officer)
    set_up(client, officer)
    assert client.post(f"{PAGE}off/", {"current": "no"}).status_code == 400
    assert client.post(f"{PAGE}off/", {"current": PASSWORD}).status_code == 302
    officer.refresh_from_db()
    assert officer.second_factor_since is None
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert is_in(client)
    assert is_in(log_in(officer))
    kinds = set(AccessRecord.objects.values_list("kind", flat=True))
    assert {"otp_on", "otp_off"} <= kinds


def test_other_recovery_codes_void_the_first(officer: User) -> None:
    client = signed_in(officer)
    first = set_up(client, officer)
    text = client.post(f"{PAGE}codes/", {"current": PASSWORD}).content.decode()
    second = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", text)
    assert len(second) == 10
    assert not set(first) & set(second)
    late = log_in(officer)
    late.post("/login/code/", {"code": first[0]})
    assert not is_in(late)


def test_a_role_that_has_to_have_one_is_led_to_it(
    officer: User, administrator: User, settings: pytest.FixtureRequest
) -> None:
    settings.OTP_REQUIRED_ROLES = frozenset({"district"})  # type: ignore[attr-defined]
    client = signed_in(officer)
    for address in ("/firms/", "/account/", "/account/tokens/new/", "/"):
        assert client.get(address)["Location"] == PAGE
    assert client.get("/api/v1/firms/").status_code == 401
    assert client.get("/api/v1/tiers/").status_code == 200
    assert client.get(PAGE).status_code == 200
    set_up(client, officer)
    assert client.get("/firms/").status_code == 200
    assert client.get("/api/v1/firms/").status_code == 200
    assert is_in(signed_in(administrator))
    settings.OTP_REQUIRED_ROLES = frozenset({"administrator"})  # type: ignore[attr-defined]
    assert not is_in(signed_in(administrator))


def test_a_session_without_the_code_is_none(officer: User) -> None:
    with_second_factor(officer)
    client = signed_in(officer)
    assert client.get("/api/v1/firms/").status_code == 401
    assert client.get("/firms/")["Location"] == "/login/"
    assert client.get("/firms/")["Location"] == "/login/?next=/firms/"


def test_no_secret_is_written_down_anywhere_else(officer: User) -> None:
    client = signed_in(officer)
    codes = set_up(client, officer)
    key = TOTPDevice.objects.get(user=officer).key
    client.post("/account/password/", {"current": PASSWORD, "new": "Own-Words-1", "again": "x"})
    kept = json.dumps([*Entry.objects.values("before", "after")], default=str)
    kept += json.dumps([*AccessRecord.objects.values("detail", "path")], default=str)
    kept += json.dumps([*StaticToken.objects.values("token")])
    for secret in (
        key,
        "Own-Words-1",
        PASSWORD,
        *codes,
        *(code.replace("-", "") for code in codes),
    ):
        assert secret not in kept
