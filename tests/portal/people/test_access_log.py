"""The page of the access log."""

import datetime as dt
import re

import pytest
import time_machine

from cultivation.access.models import AccessRecord, User
from tests.portal.people.conftest import log_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def records(officer: User, auditor: User) -> None:
    # 2026-05-05 23:30 and 2026-05-06 00:30 in Tianjin.
    with time_machine.travel(dt.datetime(2026, 5, 5, 15, 30, tzinfo=dt.UTC)):
        log_in(officer)
    with time_machine.travel(dt.datetime(2026, 5, 5, 16, 30, tzinfo=dt.UTC)):
        log_in(officer, "no")


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("?account=heping", ["登录失败", "登录"]),
        ("?account=HEPING&kind=login", ["登录"]),
        ("?until=2026-05-05", ["登录"]),
        ("?since=2026-05-06&until=2026-05-06", ["登录失败"]),
        ("?kind=login,login_failed&address=127.0.0.1&account=heping", ["登录失败", "登录"]),
        ("?address=10.0.0.1", []),
    ],
)
def test_it_is_narrowed(records: None, auditor: User, query: str, kinds: list[str]) -> None:
    text = signed_in(auditor).get(f"/access-log/{query}").content.decode()
    found = re.findall(r'<td class="state"[^>]*>(?:<span class="state \w+">)?([^<]+)<', text)
    assert len(found) == len(kinds)


@pytest.mark.parametrize("query", ["?kind=x", "?address=home", "?since=yesterday", "?q=1"])
def test_what_is_not_known_is_refused(auditor: User, query: str) -> None:
    assert signed_in(auditor).get(f"/access-log/{query}").status_code == 400


def test_taking_it_along_is_on_record_too(records: None, auditor: User) -> None:
    client = signed_in(auditor)
    answer = client.get("/access-log/", {"export": "csv", "kind": "login"})
    assert answer.status_code == 200
    record = AccessRecord.objects.order_by("-pk")[0]
    assert record.kind == "export"
    assert record.account_name == "audit"
    assert record.detail["rows"] == 2
    assert (record.detail["list"], record.detail["format"]) == ("access-log", "csv")
    assert record.path == "/access-log/?export&kind"
