"""So many a minute, counted once for all who ask at the same moment."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import RequestFactory

from cultivation.access.throttling import check_rate
from cultivation.problems import Problem
from tests.counts.concurrency import Act


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 7, 1, 2, 0, 5, tzinfo=dt.UTC), tick=False):
        yield


def taken(address: str, forwarded: str = "") -> bool:
    """Whether a request from ``address`` is answered, where one a minute is."""
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)  # type: ignore[arg-type]
    try:
        check_rate(request, "verify", 1)
    except Problem:
        return False
    return True


@pytest.mark.django_db
def test_what_the_sender_says_of_itself_does_not_count(settings: Any) -> None:
    assert taken("192.0.2.7")
    for forged in ("198.51.100.1", "198.51.100.2, 198.51.100.3", "x", "127.0.0.1"):
        assert not taken("192.0.2.7", forged), forged
    settings.BEHIND_TLS_PROXY = True
    assert taken("192.0.2.9", "198.51.100.1, 203.0.113.5")
    for forged in ("198.51.100.2", "203.0.113.6, 198.51.100.2", "::1", "x" * 5000):
        assert not taken("192.0.2.9", f"{forged}, 203.0.113.5"), forged[:20]


@pytest.mark.django_db
def test_senders_of_ipv4_are_told_apart_where_a_server_listens_on_ipv6() -> None:
    assert taken("::ffff:192.0.2.7")
    assert taken("::ffff:192.0.2.8")
    assert not taken("192.0.2.7")
    assert taken("2001:db8::1")
    assert not taken("2001:db8::2")


def answered(times: int) -> int:
    """How many of so many requests are answered, where ten a minute are."""
    done, told = 0, []
    for _ in range(times):
        try:
            check_rate(RequestFactory().get("/", REMOTE_ADDR="192.0.2.7"), "test", 10)
            done += 1
        except Problem as problem:
            told.append(problem.params["headers"]["Retry-After"])
    # Until the next minute begins.
    assert set(told) <= {"56"}
    return done


@pytest.mark.django_db(transaction=True)
def test_all_processes_count_together() -> None:
    assert sum(one.result() for one in [Act(answered, 5) for _ in range(4)]) == 10
