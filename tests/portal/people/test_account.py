"""The own account: password, tokens, what is on record about it."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from cultivation.access.models import AccessRecord, ApiToken, Role, User
from tests.factories import PASSWORD, make_user, token_for, writing
from tests.portal.people.conftest import is_in, log_in, signed_in

pytestmark = pytest.mark.django_db
NEW = "Fresh-Words-27"


def change(
    client: Client, new: str = NEW, again: str | None = None, current: str = PASSWORD
) -> Any:
    """Send the form for an own password."""
    form = {"current": current, "new": new, "again": new if again is None else again}
    return client.post("/account/password/", form)


def test_an_own_password_ends_the_other_sessions(officer: User) -> None:
    client, other = signed_in(officer), signed_in(officer)
    assert change(client).status_code == 302
    assert is_in(client)
    assert not is_in(other)
    assert not is_in(log_in(officer))
    assert is_in(log_in(officer, NEW))
    assert AccessRecord.objects.filter(kind="password_changed", account_id=officer.pk).exists()


@pytest.mark.parametrize(
    ("new", "again", "current"),
    [
        ("Short-1", None, PASSWORD),
        ("1234567890123", None, PASSWORD),
        ("onlysmallletters", None, PASSWORD),
        ("password123", None, PASSWORD),
        ("heping-202", None, PASSWORD),
        ("Demo-3000-1000-150", None, PASSWORD),
        (PASSWORD, None, PASSWORD),
        (NEW, "Fresh-Words-28", PASSWORD),
        (NEW, None, "not the current one"),
        ("", "", ""),
    ],
)
def test_a_bad_password_is_refused(officer: User, new: str, again: str, current: str) -> None:
    client = signed_in(officer)
    assert change(client, new, again, current).status_code == 400
    assert is_in(log_in(officer))


def test_guessing_the_current_password_locks(officer: User) -> None:
    client = signed_in(officer)
    statuses = [change(client, current="no").status_code for _n in range(5)]
    assert statuses == [400] * 4 + [429]


def test_a_first_password_has_to_be_replaced_before_anything_else(officer: User) -> None:
    with writing():
        User.objects.filter(pk=officer.pk).update(must_change_password=True)
    client = log_in(officer)
    for address in ("/", "/firms/", "/account/", "/admin/", "/account/second-factor/"):
        assert client.get(address)["Location"] == "/account/password/"
    assert client.get("/api/v1/firms/").status_code == 401
    assert client.get("/healthz").status_code == 200
    change(client)
    assert is_in(client)
    assert client.get("/api/v1/firms/").status_code == 200


def test_the_page_shows_the_own_logins_and_nobody_elses(officer: User, auditor: User) -> None:
    log_in(auditor, client=Client(REMOTE_ADDR="10.7.7.7"))
    client = log_in(officer, client=Client(REMOTE_ADDR="10.1.1.1"))
    text = client.get("/account/").content.decode()
    assert "10.1.1.1" in text
    assert "10.7.7.7" not in text
    assert "李和平" in text


def test_a_client_has_no_pages(db: None) -> None:
    client = signed_in(make_user(Role.CLIENT))
    for address in ("/account/", "/account/tokens/", "/account/password/", "/officers/"):
        assert client.get(address).status_code == 403


def make(client: Client, **more: Any) -> Any:
    form = {"label": "大屏", "scopes": ["read"], "days": "90"} | more
    return client.post("/account/tokens/new/", form)


def test_a_token_is_shown_once_and_reads(officer: User) -> None:
    client = signed_in(officer)
    answer = make(client)
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r"<code>Authorization: (Token \w+)</code>", answer.content.decode())
    assert found
    rest = APIClient()
    rest.credentials(HTTP_AUTHORIZATION=found[1])
    assert rest.get("/api/v1/firms/").status_code == 200
    token = ApiToken.objects.get()
    assert (token.user_id, token.label, token.scopes) == (officer.pk, "大屏", ["read"])
    assert token.expiry
    assert token.last_used_on
    text = client.get("/account/tokens/").content.decode()
    assert "大屏" in text
    assert found[1].split()[1] not in text
    address = f"/account/tokens/{token.digest[:16]}/revoke/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert rest.get("/api/v1/firms/").status_code == 401
    kinds = list(AccessRecord.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["login", "token_made", "token_revoked"]


def test_a_token_writes_only_where_that_was_chosen(officer: User) -> None:
    client = signed_in(officer)
    assert "写入" in client.get("/account/tokens/new/").content.decode()
    make(client, scopes=["read", "write"])
    assert ApiToken.objects.get().scopes == ["read", "write"]
    assert "写入" in client.get("/account/tokens/").content.decode()


@pytest.mark.parametrize(
    "more", [{"label": ""}, {"scopes": ["delete"]}, {"scopes": []}, {"days": "3650"}, {"days": ""}]
)
def test_a_token_needs_a_purpose_a_scope_and_an_end(officer: User, more: dict[str, Any]) -> None:
    assert make(signed_in(officer), **more).status_code == 400
    assert not ApiToken.objects.exists()


def test_the_longest_life_of_a_token_is_a_setting(officer: User, settings: Any) -> None:
    settings.TOKEN_MAX_DAYS = 20
    client = signed_in(officer)
    assert make(client).status_code == 400
    assert make(client, days="20").status_code == 200


def test_nobody_revokes_the_token_of_another(officer: User, auditor: User) -> None:
    token_for(auditor)
    name = ApiToken.objects.get().digest[:16]
    assert signed_in(officer).post(f"/account/tokens/{name}/revoke/").status_code == 404
    assert ApiToken.objects.exists()


def test_the_use_of_a_token_is_written_once_a_day(
    officer: User, django_assert_num_queries: Any
) -> None:
    rest = APIClient()
    with time_machine.travel(dt.datetime(2026, 5, 6, 3, tzinfo=dt.UTC)):
        rest.credentials(HTTP_AUTHORIZATION=f"Token {token_for(officer)}")
        rest.get("/api/v1/")
        assert ApiToken.objects.get().last_used_on == dt.date(2026, 5, 6)
        with django_assert_num_queries(1):
            rest.get("/api/v1/")
    with time_machine.travel(dt.datetime(2026, 5, 7, 3, tzinfo=dt.UTC)):
        rest.get("/api/v1/")
    assert ApiToken.objects.get().last_used_on == dt.date(2026, 5, 7)
