"""So many a minute, counted once for all who ask at the same moment."""

import datetime as dt
from collections.abc import Iterator

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
