"""Numbers of revisions follow commit order, without gaps."""

import threading

import pytest
from django.db import transaction

from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from cultivation.journal.services import revision
from tests.counts.concurrency import Act, until_somebody_waits_for_a_lock, wait

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_commits_first_has_the_lower_number() -> None:
    opened, go_on = threading.Event(), threading.Event()
    before = data_version()

    def slow() -> int | None:
        with revision(reason="opened first") as one:
            opened.set()
            wait(go_on)
        return one.number

    first = Act(slow)
    wait(opened)
    with revision(reason="committed first") as quick:
        pass
    go_on.set()
    assert quick.number == before + 1
    assert first.result() == before + 2


def test_the_next_number_is_given_when_the_one_before_it_is_committed() -> None:
    before = data_version()
    with transaction.atomic():
        with revision(reason="numbered, not committed") as one:
            pass
        other = Act(quickly)
        until_somebody_waits_for_a_lock()
    assert (one.number, other.result()) == (before + 1, before + 2)


def quickly() -> int | None:
    with revision(reason="quick") as one:
        pass
    return one.number


def test_a_number_that_was_rolled_back_is_given_again() -> None:
    before = data_version()
    with transaction.atomic():
        quickly()
        transaction.set_rollback(True)
    assert data_version() == before
    assert quickly() == before + 1


def test_many_at_once_some_of_them_failing_leave_no_gap() -> None:
    before = data_version()

    def write(number: int) -> None:
        for n in range(6):
            if (number + n) % 3:
                quickly()
            else:
                with pytest.raises(ZeroDivisionError), revision(reason="fails"):
                    raise ZeroDivisionError

    for act in [Act(write, number) for number in range(4)]:
        act.result()
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, before + 4 * 4 + 1))
