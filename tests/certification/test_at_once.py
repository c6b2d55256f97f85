"""Two act on one case at the same moment, and a process dies in the middle of a bulk act."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection

from cultivation.access.models import User
from cultivation.certification import services
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Application, Certificate, Certification, Procedure
from cultivation.certification.services import Given, Refused
from cultivation.certification.services.notices import raise_objection
from cultivation.problems import Problem
from registry.database.base import cluster_of
from tests.certification.cases import People, do, make_application, make_batch, notice_of, propose
from tests.counts.concurrency import Act, until_somebody_waits_for_a_lock, wait
from tests.factories import writing

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(first: Any, second: Any) -> list[str]:
    """Both write at the same moment: the second waits for what the first has locked.

    Returns the code of the refusal of each, empty where there was none.
    """
    locked, go_on = threading.Event(), threading.Event()

    def slow() -> str:
        with writing():
            first()
            locked.set()
            wait(go_on)
        return ""

    def other() -> str:
        try:
            with writing():
                second()
        except Problem as problem:
            return problem.code
        return ""

    one = Act(slow)
    wait(locked)
    two = Act(other)
    until_somebody_waits_for_a_lock()
    go_on.set()
    return [one.result(), two.result()]


def acting(one: Application, doing: Doing, actor: User, **given: Any) -> Any:
    filled = Given(**({"opinion": "核实", "differs": "人工核实"} | given))
    return lambda: services.act(applications=[one.pk], doing=doing, actor=actor, given=filled)


def proposed(tier: str = "seed", **batch: Any) -> tuple[People, Application]:
    people = People()
    one = make_application(make_batch(tier, **batch), people.officer)
    propose(people, [one])
    return people, one


@pytest.fixture
def free_seed() -> None:
    """种子 without the title that comes first: what is tried here is another matter."""
    with writing():
        Procedure.objects.get(pk="seed").prior.clear()


@pytest.mark.usefixtures("free_seed")
def test_one_certifies_while_another_refuses() -> None:
    people, one = proposed()
    other = People().decider
    codes = at_once(
        acting(one, Doing.CERTIFY, people.decider),
        acting(one, Doing.REFUSE, other, reason="standard_not_met"),
    )
    assert codes == ["", "changed_meanwhile"]
    one.refresh_from_db()
    assert (one.state, Certification.objects.count()) == (State.CERTIFIED, 1)
    with pytest.raises(Refused) as refused:
        do(Doing.REFUSE, one, other, reason="standard_not_met")
    # The one who came too late is told what happened.
    assert "认定" in str(refused.value.message)
    assert people.decider.username in str(refused.value.message)
    assert refused.value.params["status"] == 409


def test_whoever_saw_an_older_version_is_told() -> None:
    people, one = proposed()
    seen = one.version
    do(Doing.REVIEW_AGAIN, one, people.decider)
    with pytest.raises(Refused) as refused, writing():
        services.act(
            applications=[one.pk], doing=Doing.REVIEW_AGAIN, actor=people.reviewer,
            given=Given(opinion="再核"), expected={one.pk: seen},
        )  # fmt: skip
    assert refused.value.params["status"] == 412


@pytest.mark.usefixtures("free_seed")
def test_two_titles_given_at_once_have_two_numbers() -> None:
    people, first = proposed()
    second = make_application(first.batch, people.officer)
    propose(people, [second])
    codes = at_once(
        acting(first, Doing.CERTIFY, people.decider), acting(second, Doing.CERTIFY, people.decider)
    )
    assert codes == ["", ""]
    assert len(set(Certificate.objects.values_list("number", flat=True))) == 2


def test_the_last_place_of_a_quota_is_given_once() -> None:
    people, batch = People(), make_batch("seed", quota=1)
    both = [make_application(batch, people.officer) for _ in range(2)]
    do(Doing.SUBMIT, both, people.officer)
    do(Doing.RECOMMEND, both, people.officer)
    codes = at_once(
        acting(both[0], Doing.PROPOSE, people.reviewer),
        acting(both[1], Doing.PROPOSE, people.decider),
    )
    assert codes == ["", "quota_used_up"]


def test_an_objection_and_a_decision_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The objection came first: the decision waits for it, and is then refused."""
    people, one = proposed("innovative")
    notice = notice_of(one.batch, [one], people.reviewer, days=1)
    codes = at_once(
        lambda: raise_objection(
            notice=notice, application=one, actor=people.reviewer, objector="张三",
            contact="电话", content="数据不实",
        ),
        acting(one, Doing.CERTIFY, people.decider),
    )  # fmt: skip
    assert codes == ["", "changed_meanwhile"]
    assert not Certification.objects.exists()


BULK = """
import django; django.setup()
from cultivation.access.models import User
from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application
from cultivation.journal.services import revision
with revision(reason="bulk"):
    services.act(
        applications=list(Application.objects.values_list("pk", flat=True)),
        doing=Doing.SUBMIT, actor=User.objects.get(username="officer"),
    )
"""


def test_killed_in_the_middle_of_a_bulk_act_nothing_is_done() -> None:
    people, batch = People(), make_batch("seed")
    with writing():
        people.officer.username = "officer"
        people.officer.save()
    cases = [make_application(batch, people.officer) for _ in range(20)]
    address = {"DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": "registry.settings.test"}
    blocker = psycopg2.connect(**_parameters())
    with blocker.cursor() as cursor:
        # The applications are written already when the acts are about to be.
        cursor.execute("LOCK TABLE certification_act IN EXCLUSIVE MODE")
        process = subprocess.Popen(
            [sys.executable, "-c", BULK], cwd=ROOT, env={**os.environ, **address}
        )
        until_somebody_waits_for_a_lock()
        process.send_signal(signal.SIGKILL)
        process.wait()
    blocker.rollback()
    blocker.close()
    states = Application.objects.filter(pk__in=[one.pk for one in cases])
    assert set(states.values_list("state", flat=True)) == {State.DRAFT}
    again = subprocess.run(
        [sys.executable, "-c", BULK], cwd=ROOT, env={**os.environ, **address}, check=True
    )
    assert again.returncode == 0
    assert set(states.values_list("state", flat=True)) == {State.SUBMITTED}


def _parameters() -> dict[str, Any]:
    found = connection.get_connection_params()
    return {name: found[name] for name in ("host", "port", "user", "dbname") if name in found}


def _address() -> str:
    return str(cluster_of(connection.settings_dict).url(str(connection.settings_dict["NAME"])))
