"""Numbers of certificates: once each, whoever asks at the same moment, and never given again."""

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Certificate, NumberSeries, Procedure
from cultivation.certification.rules import can_be_checked
from cultivation.certification.services.numbering import next_numbers
from tests.certification.cases import People, do, make_application, make_batch, propose
from tests.counts.concurrency import Act, until_somebody_waits_for_a_lock, wait
from tests.exchange.staged import act, options, receive
from tests.factories import make_certification, make_firm, writing


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC), tick=False) as moved:
        yield moved


def proposed(people: People, n: int = 1) -> list[Application]:
    """Applications for the seed library, which has no notice, ready to be decided."""
    batch = make_batch("seed", f"批次{Application.objects.count()}")
    made = []
    for _ in range(n):
        firm = make_firm()
        make_certification(firm, "innovative", valid_from=dt.date(2025, 1, 1), valid_to=None)
        made.append(make_application(batch, people.officer, firm))
    propose(people, made)
    return made


def numbers(ones: list[Application]) -> list[str]:
    return [one.certification.number for one in ones if one.certification]


@pytest.mark.django_db
def test_numbers_follow_one_another_and_start_anew_each_year(clock: Any) -> None:
    people = People()
    ones = proposed(people, 2)
    do(Doing.CERTIFY, ones, people.decider)
    assert sorted(numbers(ones)) == ["TJ-ZZ-2026-00001", "TJ-ZZ-2026-00002"]
    clock.move_to(dt.datetime(2027, 1, 4, 2, 0, tzinfo=dt.UTC))
    (later,) = proposed(people)
    do(Doing.CERTIFY, later, people.decider)
    assert numbers([later]) == ["TJ-ZZ-2027-00001"]
    with writing():
        Procedure.objects.filter(pk="seed").update(number_pattern="TJ-ZZ-{seq}")
    (again,) = proposed(people)
    do(Doing.CERTIFY, again, people.decider)
    clock.move_to(dt.datetime(2028, 1, 4, 2, 0, tzinfo=dt.UTC))
    (last,) = proposed(people)
    do(Doing.CERTIFY, last, people.decider)
    # Without the year in them they go on.
    assert numbers([again, last]) == ["TJ-ZZ-1", "TJ-ZZ-2"]


@pytest.mark.django_db
def test_what_a_list_brought_is_passed_by_and_an_undone_list_gives_nothing_back() -> None:
    people = People()
    titles = ["企业名称", "证书编号"]
    importing = receive(
        people.decider, titles, ["天津试甲有限公司", "TJ-ZZ-2026-00002"], options=options()
    )
    done = act("confirm", importing, people.decider)
    ones = proposed(people, 2)
    do(Doing.CERTIFY, ones, people.decider)
    assert sorted(numbers(ones)) == ["TJ-ZZ-2026-00001", "TJ-ZZ-2026-00003"]
    assert act("undo", done, people.decider, reason="名单有误").state == "undone"
    (later,) = proposed(people)
    do(Doing.CERTIFY, later, people.decider)
    assert numbers([later]) == ["TJ-ZZ-2026-00004"]
    assert NumberSeries.objects.get(code="certificate:seed", year=2026).last == 4


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_moment_never_give_a_number_twice() -> None:
    people = People()
    first, second = proposed(people, 3), proposed(people, 3)
    given, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        with writing():
            from cultivation.certification import services

            services.act(
                applications=[one.pk for one in first], doing=Doing.CERTIFY, actor=people.decider
            )
            given.set()
            wait(go_on)

    one = Act(slowly)
    wait(given)
    other = Act(do, Doing.CERTIFY, second, people.decider)
    until_somebody_waits_for_a_lock()
    go_on.set()
    one.result()
    other.result()
    found = sorted(Certificate.objects.values_list("number", flat=True))
    assert found == [f"TJ-ZZ-2026-{n:05}" for n in range(1, 7)]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_in_a_new_year_leave_neither_gap_nor_double() -> None:
    def take(n: int) -> list[int]:
        with writing():
            return list(next_numbers("certificate:seed", 2031, n))

    taken = [number for act_ in [Act(take, n) for n in (1, 2, 3, 4)] for number in act_.result()]
    assert sorted(taken) == list(range(1, 11))


@pytest.mark.parametrize(
    ("pattern", "good"),
    [
        ("TJ-ZZ-{year}-{seq:05}", True),
        ("津企〔{year}〕{seq:04}号", True),
        ("tj-{seq}", False),
        ("ＴＪ{seq}", False),
        ("TJ/{seq}", False),
        ("TJ {seq}", False),
        ("TJ#{seq}?", False),
    ],
)
def test_patterns_give_numbers_that_can_be_typed_and_looked_up(pattern: str, good: bool) -> None:
    assert can_be_checked(pattern) is good


@pytest.mark.django_db
def test_patterns_are_checked_where_they_are_set() -> None:
    for one in Procedure.objects.all():
        one.full_clean()
    seed = Procedure.objects.get(pk="seed")
    for pattern in ("tj-{seq}", "TJ-{year}", "TJ-CX-{year}-{seq:07}", "{seq}{seq}", "TJ-{x}-{seq}"):
        seed.number_pattern = pattern
        with pytest.raises(ValidationError) as refused:
            seed.full_clean()
        assert set(refused.value.message_dict) == {"number_pattern"}
