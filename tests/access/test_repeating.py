"""Requests that come again: done once, answered alike, also when they come at the same moment."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from rest_framework.test import APIClient

from cultivation.access import repeating
from cultivation.access.models import RepeatedRequest, Role
from cultivation.certification.models import Act, Application, Batch
from cultivation.certification.services import acting
from cultivation.clock import now
from cultivation.problems import Problem
from tests.certification.cases import make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import BOTH, Office, put_into
from tests.contracts.clients import client_with
from tests.factories import make_firm, make_user

KEY = "0b5c8c1e-6a53-4b0e-9a44-3f6d1e0f7a10"


def post(client: APIClient, address: str, said: Any, key: str = KEY, **headers: str) -> Any:
    return client.post(url(address), said, headers={"Idempotency-Key": key} | headers)


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def batch(office: Office) -> Batch:
    return make_batch()


@pytest.fixture
def case(office: Office, batch: Batch) -> Application:
    return make_application(batch, office.users["officer"])


def acts(one: Application) -> int:
    return Act.objects.filter(application=one).count() - 1  # without its opening


def test_the_same_request_is_done_once(office: Office, case: Application) -> None:
    here, said = f"applications/{case.pk}/acts/", {"act": "submit"}
    first = post(office["officer"], here, said, **{"If-Match": '"0"'})
    again = post(office["officer"], here, said, **{"If-Match": '"0"'})
    assert (first.status_code, acts(case)) == (200, 1)
    assert (again.status_code, again.content) == (200, first.content)
    for header in ("ETag", "Content-Type"):
        assert again[header] == first[header]
    assert again["Idempotent-Replayed"] == "true"
    assert not first.has_header("Idempotent-Replayed")


def test_what_was_done_is_told_again_whatever_if_match_says(
    office: Office, case: Application
) -> None:
    here, said = f"applications/{case.pk}/acts/", {"act": "submit"}
    first = post(office["officer"], here, said, **{"If-Match": '"0"'})
    assert (first.status_code, first["ETag"]) == (200, '"1"')
    # The answer was lost: the client reads the case again, or not, and asks once more.
    for version in ('"0"', '"1"', '"9"', "*", None):
        headers = {"If-Match": version} if version else {}
        again = post(office["officer"], here, said, **headers)
        assert (again.status_code, again.content) == (200, first.content), version
        assert (again["ETag"], again["Idempotent-Replayed"]) == ('"1"', "true")
    assert acts(case) == 1
    # Another body is another request, under the right version too.
    other = post(office["officer"], here, {"act": "withdraw", "reason": "other"},
                 **{"If-Match": '"1"'})  # fmt: skip
    assert (other.status_code, other.json()["code"]) == (422, "key_used")
    # What was refused as stale was not done: with the right version it is.
    later = {"act": "withdraw", "reason": "other", "opinion": "企业撤回"}
    stale = post(office["officer"], here, later, key="2", **{"If-Match": '"0"'})
    assert stale.status_code == 412
    done = post(office["officer"], here, later, key="2", **{"If-Match": '"1"'})
    assert (done.status_code, done.has_header("Idempotent-Replayed")) == (200, False)
    assert acts(case) == 2


def test_figures_and_facts_are_recorded_once_whatever_if_match_says(office: Office) -> None:
    firm = make_firm()
    year, facts = f"firms/{firm.uscc}/years/2024/", f"firms/{firm.uscc}/facts/"
    fact = {"name": "market_share", "value": "12.5", "holds_on": "2025-12-31", "source": "协会"}
    for method, address, said, unseen in (
        ("put", year, {"revenue": "5000"}, {"If-None-Match": "*"}),
        ("patch", year, {"staff": 12}, {"If-Match": "*"}),
        ("post", facts, fact, {"If-None-Match": "*"}),
    ):
        key = {"Idempotency-Key": method}
        send = getattr(office["filer"], method)
        first = send(url(address), said, headers=key | unseen)
        assert first.status_code in (200, 201), first.content
        for condition in (unseen, {"If-Match": '"x"'}):
            again = send(url(address), said, headers=key | condition)
            assert (again.status_code, again.content) == (first.status_code, first.content)
            assert again["Idempotent-Replayed"] == "true"
        other = send(url(address), {**said, "reason": "更正"}, headers=key)
        assert (other.status_code, other.json()["code"]) == (422, "key_used")


def test_a_new_row_is_made_once(office: Office, batch: Batch) -> None:
    said = {"batch": batch.pk, "firm": make_firm().uscc}
    first, again = (post(office["filer"], "applications/", said) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert Application.objects.count() == 1


def test_another_request_with_the_key_is_refused(office: Office, case: Application) -> None:
    here = f"applications/{case.pk}/acts/"
    post(office["officer"], here, {"act": "submit"})
    for address, said in (
        (here, {"act": "withdraw", "reason": "other"}),
        ("applications/acts/", {"act": "submit", "applications": [case.pk]}),
    ):
        other = post(office["officer"], address, said)
        assert (other.status_code, other.json()["code"]) == (422, "key_used")
    assert acts(case) == 1


def test_a_key_is_of_its_account(office: Office, case: Application) -> None:
    here = f"applications/{case.pk}/acts/"
    post(office["officer"], here, {"act": "submit"})
    other = post(office["filer"], here, {"act": "withdraw", "reason": "other"})
    assert other.status_code == 200


def test_what_tells_of_the_state_is_not_kept(office: Office, case: Application) -> None:
    here, said = f"applications/{case.pk}/acts/", {"act": "submit"}
    put_into(case, "submitted")
    assert post(office["officer"], here, said).status_code == 409
    stale = post(office["officer"], here, said, **{"If-Match": '"9"'})
    assert stale.status_code == 412
    assert not RepeatedRequest.objects.exists()
    put_into(case, "draft")
    assert post(office["officer"], here, said).status_code == 200


def test_what_is_refused_for_what_it_says_is_kept(office: Office, case: Application) -> None:
    here, said = f"applications/{case.pk}/acts/", {"act": "withdraw"}
    first, again = (post(office["officer"], here, said) for _ in range(2))
    assert (first.status_code, again.status_code) == (400, 400)
    assert (again.content, again["Content-Type"]) == (first.content, "application/problem+json")
    assert again["Idempotent-Replayed"] == "true"


def test_what_goes_wrong_inside_is_not_kept(
    office: Office, case: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, said = f"applications/{case.pk}/acts/", {"act": "submit"}
    client = office["officer"]
    client.raise_request_exception = False

    def broken(*args: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(acting, "_followers", [broken])
        assert post(client, here, said).status_code == 500
    assert (RepeatedRequest.objects.count(), acts(case)) == (0, 0)
    assert post(client, here, said).status_code == 200


def test_who_no_longer_sees_the_row_gets_no_old_answer(office: Office, case: Application) -> None:
    here, said = f"applications/{case.pk}/acts/", {"act": "submit"}
    assert post(office["officer"], here, said).status_code == 200
    account = office.users["officer"]
    account.district_id = "120111"
    account.save()
    assert post(office["officer"], here, said).status_code == 404


def test_an_answer_is_kept_for_a_day(office: Office, batch: Batch) -> None:
    said = {"batch": batch.pk, "firm": make_firm().uscc}
    post(office["filer"], "applications/", said)
    post(office["filer"], "applications/", {**said, "firm": make_firm().uscc}, key="another")
    with time_machine.travel(now() + dt.timedelta(hours=25), tick=False):
        answer = post(office["filer"], "applications/", {**said, "firm": make_firm().uscc})
        assert answer.status_code == 201
        assert RepeatedRequest.objects.get().key == KEY


@pytest.mark.parametrize("key", ["", "k" * 101, "schlüssel".encode().decode("latin-1"), "a\tb"])
def test_a_key_is_plain(office: Office, case: Application, key: str) -> None:
    answer = post(office["officer"], f"applications/{case.pk}/acts/", {"act": "submit"}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "key_invalid")


# --- real threads, real transactions ---


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """Acts wait inside their transaction: (one has come so far, it may go on)."""
    arrived, go_on = threading.Event(), threading.Event()

    def wait(rows: Any) -> None:
        arrived.set()
        go_on.wait(20)

    monkeypatch.setattr(acting, "_followers", [wait])
    yield arrived, go_on
    go_on.set()


def in_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return run


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_at_once_are_one(
    slowly: tuple[threading.Event, threading.Event],
) -> None:
    officer = make_user(Role.DISTRICT)
    one = make_application(make_batch(), officer)
    client, other = (client_with(officer, scopes=BOTH) for _ in range(2))
    here, said = f"applications/{one.pk}/acts/", {"act": "submit"}
    arrived, go_on = slowly
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_thread(lambda: post(client, here, said)))
        assert arrived.wait(20)
        meanwhile = pool.submit(in_thread(lambda: post(other, here, said))).result(20)
        assert (meanwhile.status_code, meanwhile.json()["code"]) == (409, "request_running")
        go_on.set()
        done = first.result(20)
    assert done.status_code == 200
    again = post(other, here, said)
    assert (again.content, again["Idempotent-Replayed"]) == (done.content, "true")
    assert acts(one) == 1
    # Many at once, with a new key: one does it, the others are told to wait or get its answer.
    many = [client_with(officer, scopes=BOTH) for _ in range(6)]
    draft = {"batch": make_batch(name="另一批次").pk, "firm": make_firm().uscc}
    start = threading.Barrier(6)

    def at_once(client: APIClient) -> Any:
        start.wait(20)
        return post(client, "applications/", draft, key="at-once")

    before = Application.objects.count()
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(in_thread(partial(at_once, c))) for c in many]
        answers = [job.result(30) for job in jobs]
    assert Application.objects.count() == before + 1
    codes = {answer.status_code for answer in answers}
    assert 201 in codes <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_one_wins() -> None:
    """Without a key: the second waits for the first, and is told what that one did."""
    officer, filer = make_user(Role.DISTRICT), make_user(Role.CLIENT)
    one = make_application(make_batch(), officer)
    clients = [client_with(user, scopes=BOTH) for user in (officer, filer)]
    start = threading.Barrier(2)

    def at_once(client: APIClient) -> Any:
        start.wait(20)
        return client.post(
            url(f"applications/{one.pk}/acts/"), {"act": "submit"}, headers={"If-Match": '"0"'}
        )

    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(in_thread(partial(at_once, c))) for c in clients]
        answers = sorted((job.result(30) for job in jobs), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200, 412]
    assert "提交" in answers[1].json()["detail"]
    assert acts(one) == 1


@pytest.mark.django_db(transaction=True)
def test_the_lock_ends_with_its_transaction() -> None:
    officer = make_user(Role.DISTRICT)

    def held() -> None:
        with transaction.atomic():
            repeating._hold(officer, KEY)

    held()
    ThreadPoolExecutor(1).submit(in_thread(held)).result(20)
    with transaction.atomic():
        repeating._hold(officer, KEY)
        with pytest.raises(Problem):
            ThreadPoolExecutor(1).submit(in_thread(held)).result(20)
