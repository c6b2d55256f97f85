"""The procedure of a tier is edited while cases are under way: none sticks, none slips through."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cultivation.access.models import Authority
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Application, Certificate, Objection, Procedure
from cultivation.certification.services import Refused, scoring
from cultivation.certification.services.notices import (
    raise_objection,
    settle_objection,
    withdraw_notice,
)
from cultivation.problems import Problem
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
    propose,
)
from tests.certification.conftest import MORNING
from tests.factories import make_user, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AFTER = MORNING + dt.timedelta(days=10)


@pytest.fixture
def people() -> People:
    return People()


def cases(people: People, n: int = 1) -> list[Application]:
    batch = make_batch()
    made = [make_application(batch, people.officer) for _ in range(n)]
    propose(people, made)
    return made


def edited(tier: str = "innovative", **settings: Any) -> None:
    with writing(), transaction.atomic():
        Procedure.objects.filter(pk=tier).update(**settings)


def forced(tier: str = "innovative", **settings: Any) -> None:
    """As ``edited``, past the trigger that refuses it: what if it had come to be all the same?"""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE certification_procedure DISABLE TRIGGER USER")
        Procedure.objects.filter(pk=tier).update(**settings)
        cursor.execute("ALTER TABLE certification_procedure ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def held(one: Application) -> Any:
    one.refresh_from_db()
    return one.state


def test_cases_that_wait_for_their_notice_keep_it(people: People) -> None:
    (one,) = cases(people)
    with pytest.raises(IntegrityError, match="wait for their notice"):
        edited(notice=False)
    procedure = Procedure.objects.get(pk="innovative")
    procedure.notice = False
    with pytest.raises(ValidationError) as refused:
        procedure.clean()
    assert set(refused.value.message_dict) == {"notice"}
    # Taken back into review, it follows the procedure as it will be then.
    do(Doing.REVIEW_AGAIN, one, people.reviewer)
    edited(notice=False)
    do(Doing.PROPOSE, one, people.reviewer)
    do(Doing.CERTIFY, one, people.decider)
    assert held(one) == State.CERTIFIED
    connection.check_constraints()  # as at the end of its transaction
    edited(notice=True)


def test_the_signature_of_cases_that_wait_for_it_stays_too(people: People) -> None:
    edited(second_signature=True)
    (one,) = cases(people)
    with pytest.raises(IntegrityError):
        edited(second_signature=False)
    notice_of(one.batch, [one], people.decider)
    with pytest.raises(IntegrityError):
        edited(second_signature=False)
    with pytest.raises(IntegrityError):
        edited(above="miit")
    procedure = Procedure.objects.get(pk="innovative")
    procedure.above = Authority.objects.get(pk="miit")
    with pytest.raises(ValidationError) as refused:
        procedure.clean()
    assert set(refused.value.message_dict) == {"above"}
    edited(publicity_days=7, experts="mandatory")


def test_the_admin_says_what_to_do(people: People) -> None:
    cases(people)
    client = Client()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    address = "/admin/certification/procedure/innovative/change/"
    form = client.get(address).context["adminform"].form
    data = {
        name: [str(one) for one in value] if isinstance(value, list) else value
        for name, value in form.initial.items()
        if value not in (None, False)
    }
    data.pop("notice")
    answer = client.post(address, data | {"reason": "试"})
    assert answer.status_code == 200
    assert "notice" in answer.context["adminform"].form.errors
    assert Procedure.objects.get(pk="innovative").notice


def test_what_stands_in_a_notice_is_decided_out_of_it(people: People, clock: Any) -> None:
    first, second, third = cases(people, 3)
    notice = notice_of(first.batch, [first, second, third], people.decider)
    forced(notice=False)
    with pytest.raises(Refused) as refused:
        do(Doing.CERTIFY, first, people.decider)
    assert refused.value.code == "notice_running"
    with writing():
        objection = raise_objection(
            notice=notice, application=second, actor=people.reviewer,
            objector="张某", contact="1", content="据",
        )  # fmt: skip
        settle_objection(objection=objection, upheld=True, grounds="实", actor=people.decider)
    do(Doing.REFUSE, third, people.decider, reason="standard_not_met")
    clock.move_to(AFTER)
    do(Doing.CERTIFY, first, people.decider)
    assert [held(one) for one in (first, second, third)] == ["certified", "refused", "refused"]


def test_a_notice_is_taken_back_also_where_the_tier_has_none_now(people: People) -> None:
    (one,) = cases(people)
    notice = notice_of(one.batch, [one], people.decider)
    forced(above="miit")
    assert not Application.objects.filter(state=State.PROPOSED).exists()
    with writing():
        withdraw_notice(notice=notice, actor=people.decider, reason="由部认定")
    do(Doing.RECOMMEND_ABOVE, one, people.decider)
    # And the ministry's decision is entered, whatever the procedure says by then.
    edited(above=None)
    do(Doing.ENTER_RESULT, one, people.decider, valid_from=dt.date(2026, 7, 1), number="MIIT-1")
    assert held(one) == State.CERTIFIED
    assert one.certification is not None
    assert one.certification.number == "MIIT-1"
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("state", "settings"),
    [
        ("district_notice", {"district_notice": False}),
        ("district_notice", {"district": False, "district_notice": False}),
        ("expert_review", {"experts": "none"}),
        ("site_visit", {"visit": "none"}),
        ("returned_to_district", {"district": False}),
        ("submitted", {"district": False}),
    ],
)
def test_a_stage_that_is_no_longer_there_is_left(
    people: People, state: str, settings: dict[str, Any]
) -> None:
    edited(district_notice=True, district_notice_days=3)
    batch = make_batch()
    one = make_application(batch, people.officer)
    do(Doing.SUBMIT, one, people.officer)
    if state == "district_notice":
        do(Doing.START_DISTRICT_NOTICE, one, people.officer)
    elif state != "submitted":
        edited(district_notice=False, visit="mandatory", experts="mandatory")
        do(Doing.RECOMMEND, one, people.officer)
        expert = make_user("expert")
        acts: dict[str, tuple[Doing, dict[str, Any]]] = {
            "expert_review": (Doing.SEND_TO_EXPERTS, {"experts": (expert.pk,)}),
            "site_visit": (Doing.ORDER_VISIT, {}),
            "returned_to_district": (Doing.RETURN_TO_DISTRICT, {"reason": "figures_differ"}),
        }
        doing, given = acts[state]
        do(doing, one, people.reviewer, **given)
    assert held(one) == state
    edited(**({"visit": "none", "experts": "none"} | settings))
    if state in ("district_notice", "returned_to_district", "submitted"):
        edited(district_notice=False)
        do(Doing.RECOMMEND, one, people.officer)
    if state == "expert_review":
        with pytest.raises(Refused) as refused:
            do(Doing.PROPOSE, one, people.reviewer)
        assert refused.value.code == "scores_waiting"
        with writing():
            (given_out,) = one.scorings.all()
            scoring.take_back(scoring=given_out, actor=people.reviewer, reason="不再评审")
    do(Doing.PROPOSE, one, people.reviewer)
    assert held(one) == State.PROPOSED


# --- objections beside the usual way ---


def objected(people: People, one: Application, notice: Any) -> Objection:
    with writing():
        return raise_objection(
            notice=notice, application=one, actor=people.reviewer,
            objector="张某", contact="1", content=f"据{Objection.objects.count()}",
        )  # fmt: skip


def settled(people: People, objection: Objection, *, upheld: bool) -> None:
    with writing():
        settle_objection(objection=objection, upheld=upheld, grounds="查明", actor=people.decider)


def test_an_objection_is_settled_after_another_one_was_upheld(people: People, clock: Any) -> None:
    (one,) = cases(people)
    notice = notice_of(one.batch, [one], people.decider)
    first, second, third = (objected(people, one, notice) for _ in range(3))
    settled(people, first, upheld=True)
    assert held(one) == State.REFUSED
    settled(people, second, upheld=False)
    assert held(one) == State.REFUSED
    # Taken up again, it goes into a notice of its own; the last objection still blocks it there.
    do(Doing.REOPEN, one, people.reviewer)
    do(Doing.PROPOSE, one, people.reviewer)
    later = notice_of(one.batch, [one], people.decider)
    clock.move_to(AFTER)
    with pytest.raises(Refused) as refused:
        do(Doing.CERTIFY, one, people.decider)
    assert refused.value.code == "objection_open"
    # The earlier notice is taken back: what stands in the later one is not touched.
    with writing():
        withdraw_notice(notice=notice, actor=people.decider, reason="重新公示")
    assert held(one) == State.NOTICED
    assert Objection.objects.get(pk=third.pk).state == "rejected"
    do(Doing.CERTIFY, one, people.decider)
    assert later.rows.filter(application__state=State.CERTIFIED).exists()


def test_an_upheld_one_refuses_also_what_was_published_anew(people: People) -> None:
    (one,) = cases(people)
    notice = notice_of(one.batch, [one], people.decider)
    first, second = (objected(people, one, notice) for _ in range(2))
    settled(people, first, upheld=True)
    do(Doing.REOPEN, one, people.reviewer)
    do(Doing.PROPOSE, one, people.reviewer)
    notice_of(one.batch, [one], people.decider)
    settled(people, second, upheld=True)
    assert held(one) == State.REFUSED


def test_nobody_objects_to_a_notice_that_was_taken_back(people: People) -> None:
    (one,) = cases(people)
    notice = notice_of(one.batch, [one], people.decider)
    with writing():
        withdraw_notice(notice=notice, actor=people.decider, reason="有误")
    notice_of(one.batch, [one], people.decider)
    with pytest.raises(Problem) as refused:
        objected(people, one, notice)
    assert refused.value.code == "withdrawn_already"
    assert held(one) == State.NOTICED
