"""What nobody can mean, and what is sent twice: refused in a sentence, and nothing is written."""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch, SiteVisit
from cultivation.certification.services import Given, batches, notices
from cultivation.certification.services.batches import Scored, Terms
from cultivation.certification.services.visits import record_visit
from cultivation.clock import today
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
    propose,
    sign,
)
from tests.certification.refusals import codes
from tests.factories import make_certification, make_firm, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=366)


def terms(batch: Batch) -> Terms:
    assert batch.files_from
    assert batch.files_to
    return Terms(batch.name, batch.kind, batch.files_from, batch.files_to)


def test_criteria_are_told_apart_and_fit_into_a_line() -> None:
    people, batch = People(), make_batch()
    edit = partial(batches.edit_batch, batch=batch, actor=people.reviewer, terms=terms(batch))
    half, whole = Decimal(50), Decimal(100)
    assert codes(
        partial(edit, criteria=[Scored("长" * 101, whole, whole)]),
        partial(edit, criteria=[Scored("创新", whole, half), Scored("创新", whole, half)]),
    ) == ["name_too_long", "criterion_twice"]


def test_a_visit_is_recorded_once_and_belongs_to_the_call() -> None:
    people, batch = People(), make_batch()
    made = make_application(batch, people.officer)
    assert batch.files_from
    visit = partial(
        record_visit,
        application=made,
        actor=people.officer,
        visitors="张三、李四",
        findings="人员到岗",
        conclusion=SiteVisit.Conclusion.CONFIRMED,
    )
    with writing():
        visit(visited_on=today())
    assert codes(
        partial(visit, visited_on=batch.files_from - DAY),
        partial(visit, visited_on=today(), visitors=" 张三、李四"),
    ) == ["visit_too_early", "visit_there"]


def test_an_objection_is_recorded_once() -> None:
    people, batch = People(), make_batch()
    one = make_application(batch, people.officer)
    propose(people, [one])
    said = partial(
        notices.raise_objection,
        notice=notice_of(batch, [one], people.reviewer),
        application=one,
        actor=people.reviewer,
        contact="022-0000 0000",
        content="营业收入与年报不符",
    )
    with writing():
        said(objector="王实名")
    assert codes(partial(said, objector=" 王实名"), partial(said, objector="匿名群众")) == [
        "objection_there",
        "objection_anonymous",
    ]


def act(one: Application, doing: Doing, actor: Any, **given: Any) -> Any:
    return partial(
        services.act, applications=[one.pk], doing=doing, actor=actor, given=Given(**given)
    )


def test_documents_are_promised_within_a_year() -> None:
    people = People()
    one = make_application(make_batch(), people.officer, documents=False)
    do(Doing.SUBMIT, one, people.officer)
    sign(one, people.officer)
    promise = partial(act, one, Doing.ACCEPT_INCOMPLETE, people.officer, missing=("form",))
    assert codes(promise(opinion="已承诺", due_on=today() + YEAR + DAY)) == ["due_on_far"]
    with writing():
        promise(opinion="已承诺", due_on=today() + YEAR)()


@pytest.fixture
def with_ministry() -> tuple[People, Application]:
    """A case that the ministry decides."""
    people = People()
    firm = make_firm()
    make_certification(
        firm, "specialized", valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2028, 1, 1)
    )
    one = make_application(make_batch("little_giant"), people.officer, firm)
    propose(people, [one])
    do(Doing.RECOMMEND_ABOVE, one, people.decider)
    return people, one


def test_the_days_of_a_title_lie_around_its_decision(
    with_ministry: tuple[People, Application],
) -> None:
    people, one = with_ministry
    enter = partial(act, one, Doing.ENTER_RESULT, people.decider)
    assert codes(
        enter(valid_from=today() - DAY),
        enter(valid_from=today() + YEAR + DAY),
        enter(valid_from=dt.date(9999, 12, 31)),
        enter(valid_from=today(), decided_on=today() + DAY),
        enter(valid_from=today(), decided_on=today() - DAY),
    ) == [*["valid_from_odd"] * 3, *["decided_on_odd"] * 2]
    do(Doing.ENTER_RESULT, one, people.decider, valid_from=today() + YEAR)
    assert one.certification
    assert one.certification.valid_from == dt.date(2027, 6, 16)
