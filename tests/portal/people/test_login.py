"""The login: what it lets in, when it locks, when it opens again."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings as in_force
from django.test import Client
from django.urls import reverse

from cultivation.access.models import AccessRecord, Role, User
from tests.factories import PASSWORD, make_user, writing
from tests.portal.people.conftest import is_in, log_in, signed_in

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 5, 6, 9, 0, tzinfo=dt.UTC)


def kinds() -> list[str]:
    """The kinds of all records, the oldest first."""
    return list(AccessRecord.objects.order_by("pk").values_list("kind", flat=True))


def test_the_right_password_leads_on(officer: User) -> None:
    answer = Client().post(
        "/login/", {"username": "heping", "password": PASSWORD, "next": "/firms/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/firms/")
    record = AccessRecord.objects.get()
    assert (record.kind, record.account_id, record.account_name) == ("login", officer.pk, "heping")
    assert record.address == "127.0.0.1"
    assert record.request_id == answer["X-Request-Id"]


@pytest.mark.parametrize("elsewhere", ["https://evil.invalid/", "//evil.invalid", "/login/"])
def test_a_login_never_leads_out_or_in_a_circle(officer: User, elsewhere: str) -> None:
    form = {"username": "heping", "password": PASSWORD, "next": elsewhere}
    client = Client()
    home = reverse(in_force.LOGIN_REDIRECT_URL)
    assert client.post("/login/", form)["Location"] == home
    assert client.get("/login/", {"next": elsewhere})["Location"] == home


def test_a_wrong_password_says_whom_to_ask(officer: User, settings: pytest.FixtureRequest) -> None:
    settings.ADMINISTRATOR_CONTACT = "信息处 022-0000"  # type: ignore[attr-defined]
    answer = Client().post("/login/", {"username": "heping", "password": "no"})
    assert answer.status_code == 200
    assert "信息处 022-0000" in answer.content.decode()
    assert kinds() == ["login_failed"]


@pytest.mark.parametrize("name", ["x" * 151, "津" * 5000, "a\0b", "😀"])
def test_a_name_that_is_nobody_s_is_a_wrong_one(officer: User, name: str) -> None:
    answer = Client().post("/login/", {"username": name, "password": "no"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode() or "error" in answer.content.decode()


def test_it_locks_after_five_and_opens_after_a_quarter_of_an_hour(officer: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = Client()
        for _n in range(4):
            answer = client.post("/login/", {"username": "heping", "password": "no"})
            assert answer.status_code == 200
        answer = client.post("/login/", {"username": "heping", "password": "no"})
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert "15" in answer.content.decode()
        clock.shift(dt.timedelta(minutes=10))
        assert (
            client.post("/login/", {"username": "heping", "password": PASSWORD}).status_code == 429
        )
        assert not is_in(client)
        # Trying on does not prolong it.
        clock.shift(dt.timedelta(minutes=5, seconds=1))
        assert is_in(log_in(officer, client=client))
    assert sorted(kinds()) == ["locked_out", "login"] + ["login_failed"] * 5


def test_the_lock_is_of_an_account_at_an_address(officer: User, auditor: User) -> None:
    for _n in range(5):
        log_in(officer, "no")
    assert not is_in(log_in(officer))
    assert is_in(log_in(auditor))
    assert is_in(log_in(officer, client=Client(REMOTE_ADDR="10.0.0.9")))


def test_a_success_forgets_the_failures(officer: User) -> None:
    for _n in range(3):
        for _m in range(4):
            log_in(officer, "no")
        assert is_in(log_in(officer))


def test_the_word_of_a_proxy_counts_only_where_there_is_one(
    officer: User, settings: pytest.FixtureRequest
) -> None:
    forged = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 10.9.8.7"}
    for behind, address in ((False, "127.0.0.1"), (True, "10.9.8.7")):
        settings.BEHIND_TLS_PROXY = behind  # type: ignore[attr-defined]
        log_in(officer, client=Client(**forged))  # type: ignore[arg-type]
        assert AccessRecord.objects.order_by("-pk")[0].address == address
    log_in(officer, client=Client(HTTP_X_FORWARDED_FOR="nonsense"))
    assert AccessRecord.objects.order_by("-pk")[0].address == "127.0.0.1"


def test_what_is_typed_into_the_wrong_field_is_not_kept(db: None) -> None:
    log_in("My-Secret-Password-1", "x")
    record = AccessRecord.objects.get()
    assert record.account_name == ""
    assert "Secret" not in f"{record.detail}{record.path}"


def test_the_admin_has_the_same_login(administrator: User) -> None:
    answer = Client().get("/admin/login/", {"next": "/admin/"})
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/admin/")
    assert signed_in(administrator).get("/admin/").status_code == 200
    assert signed_in(administrator).get("/admin/login/")["Location"] == "/admin/"
    client = signed_in(make_user(Role.CLIENT))
    assert client.get("/admin/login/", follow=True).status_code == 403
    assert client.get("/admin/password_change/")["Location"] == "/account/password/"


def test_logging_out_takes_a_post(officer: User) -> None:
    client = signed_in(officer)
    assert client.get("/logout/").status_code == 405
    assert is_in(client)
    client.post("/logout/")
    assert not is_in(client)
    assert kinds() == ["login", "logout"]


def test_a_session_ends_after_hours_without_a_request(officer: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = log_in(officer)
        for _n in range(3):
            clock.shift(dt.timedelta(hours=7))
            assert is_in(client)
        clock.shift(dt.timedelta(hours=8, minutes=1))
        assert not is_in(client)


def test_a_disabled_account_is_out_at_once(officer: User) -> None:
    client = log_in(officer)
    assert is_in(client)
    with writing():
        User.objects.filter(pk=officer.pk).update(is_active=False)
    assert not is_in(client)
    assert not is_in(log_in(officer))
