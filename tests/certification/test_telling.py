"""Who is told of an act: one message for an account and an act, never of another district."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.access.models import Message, Role, User
from cultivation.certification.flow.states import Doing
from cultivation.certification.services.notices import raise_objection, settle_objection
from tests.certification.cases import People, do, make_application, make_batch, notice_of, propose
from tests.factories import make_firm, make_user, writing

pytestmark = pytest.mark.django_db


def told(account: User) -> list[str]:
    """What the account was told since the last look."""
    found = Message.objects.filter(account=account, read_at=None).order_by("id")
    words = [one.subject for one in found]
    found.delete()
    return words


def test_each_step_is_told_to_those_whose_turn_it_is(clock: Any) -> None:
    people, batch = People(), make_batch()
    colleague, elsewhere = make_user(Role.DISTRICT), make_user(Role.DISTRICT, district="120111")
    firm = make_firm("天津甲有限公司")
    one = make_application(batch, people.officer, firm)
    name = "天津甲有限公司（创新型中小企业）："
    do(Doing.SUBMIT, one, people.officer)
    assert told(colleague) == [name + "待区级审核"]
    assert told(people.officer) == []  # who does it knows it
    do(Doing.RETURN_TO_FIRM, one, colleague, reason="documents_missing")
    assert told(people.officer) == [name + "已退回，请补正后重新提交"]
    do(Doing.RESUBMIT, one, people.officer)
    do(Doing.RECOMMEND, one, people.officer)
    assert told(people.reviewer) == told(people.decider) == [name + "待市级审核"]
    do(Doing.RETURN_TO_DISTRICT, one, people.reviewer, reason="documents_missing")
    assert told(people.officer) == [name + "市级已退回，请核实补正后重新推荐"]
    assert told(people.scientist) == told(elsewhere) == []


def test_objections_and_decisions(clock: Any) -> None:
    people, batch = People(), make_batch()
    one = make_application(batch, people.officer)
    propose(people, [one])
    notice = notice_of(batch, [one], people.reviewer)
    Message.objects.all().delete()
    for content in ("数据不实", "研发费用不实"):  # a second objection is told as well
        with writing():
            objection = raise_objection(
                notice=notice, application=one, actor=people.reviewer,
                objector="王某", contact="1380000", content=content,
            )  # fmt: skip
    for account in (people.officer, people.decider):
        assert len(told(account)) == 2
    assert not Message.objects.filter(body__contains="王某").exists()
    assert not Message.objects.filter(subject__contains="王某").exists()
    for each in one.objections.filter(state="open"):
        with writing():
            settle_objection(objection=each, upheld=False, grounds="不属实", actor=people.reviewer)
    assert objection.pk
    clock.move_to(dt.datetime(2026, 6, 23, 2, 0, tzinfo=dt.UTC))
    do(Doing.CERTIFY, one, people.decider)
    assert told(people.officer)[-1].endswith("已认定")


def test_officers_of_a_zone_are_told_of_their_zone_only(clock: Any) -> None:
    zone, other = "120116400", "120116401"
    inside = make_user(Role.DISTRICT, district="120116", zone=zone)
    outside = make_user(Role.DISTRICT, district="120116", zone=other)
    whole = make_user(Role.DISTRICT, district="120116")
    bureau = make_user(Role.BUREAU)
    one = make_application(make_batch(), bureau, make_firm(district="120116", zone=zone))
    do(Doing.SUBMIT, one, bureau)
    assert [len(told(account)) for account in (inside, outside, whole)] == [1, 0, 1]


def test_a_bulk_act_is_one_message_in_the_same_number_of_queries(clock: Any) -> None:
    people, batch = People(), make_batch()
    colleague = make_user(Role.DISTRICT)

    def submitted(number: int) -> int:
        cases = [make_application(batch, people.officer) for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            do(Doing.SUBMIT, cases, people.officer)
        return len(captured) - number  # refreshed one by one

    few = submitted(2)
    assert submitted(30) == few
    message = Message.objects.filter(account=colleague).first()
    assert message is not None
    assert message.subject == "30 件申报：待区级审核"
    assert message.body.endswith("…… 等 30 家")
    assert message.address == "/cases/"
    assert Message.objects.filter(account=colleague).count() == 2


def test_experts_are_told_that_something_waits(clock: Any) -> None:
    people, batch = People(), make_batch("leading")
    expert = make_user(Role.EXPERT)
    one = make_application(batch, people.officer)
    do(Doing.SUBMIT, one, people.officer)
    do(Doing.RECOMMEND, one, people.officer)
    do(Doing.SEND_TO_EXPERTS, one, people.scientist, experts=(expert.pk,))
    assert told(expert)[0].endswith("请评审打分")
