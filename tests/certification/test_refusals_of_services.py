"""What the services refuse: by which code, in which words, and that nothing is written.

Few cases are set up, and much is tried on each: a refusal leaves them as they were.
"""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import time_machine

from cultivation.access.models import Role
from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch, Criterion, EndKind, Scoring
from cultivation.certification.services import Given, appealing, assigning, batches, notices
from cultivation.certification.services import scoring as experts_service
from cultivation.certification.services.batches import Scored, Terms
from cultivation.certification.services.calendar import enter_calendar
from cultivation.clock import today
from cultivation.ladders.models import Tier
from cultivation.standards.models import Standard
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
    propose,
)
from tests.certification.refusals import codes, refused
from tests.factories import make_certification, make_firm, make_user, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=365)


def terms(batch: Batch, **changes: Any) -> Terms:
    """What the call of ``batch`` says, changed."""
    assert batch.files_from
    assert batch.files_to
    same: dict[str, Any] = {
        "name": batch.name,
        "kind": batch.kind,
        "files_from": batch.files_from,
        "files_to": batch.files_to,
    }
    return Terms(**(same | changes))


WRONG_TERMS: list[tuple[str, str, dict[str, Any]]] = [
    ("window_order", "files_to", {"files_to": dt.date(2026, 6, 4)}),
    ("window_order", "district_due_on", {"district_due_on": dt.date(2026, 6, 24)}),
    ("window_order", "review_due_on", {"review_due_on": dt.date(2026, 6, 24)}),
    (
        "window_order",
        "review_due_on",
        {"district_due_on": dt.date(2026, 7, 2), "review_due_on": dt.date(2026, 7, 1)},
    ),
    ("not_positive", "quota", {"quota": 0}),
    ("not_positive", "publicity_days", {"publicity_days": -1}),
    ("too_large", "quota", {"quota": 1_000_001}),
    ("too_large", "publicity_days", {"publicity_days": 61}),
]
WRONG_CRITERIA = [
    [Scored("创新", Decimal(0), Decimal(100))],
    [Scored("创新", Decimal(100), Decimal(0)), Scored("市场", Decimal(100), Decimal(100))],
    [Scored("创新", Decimal(100), Decimal(60)), Scored("市场", Decimal(100), Decimal("39.99"))],
    # They make up 100, and would not any more in two decimals.
    [
        Scored(name, Decimal(9), Decimal(w))
        for name, w in (("甲", "33.334"), ("乙", "33.334"), ("丙", "33.332"))
    ],
    [Scored("创新", Decimal("NaN"), Decimal(100))],
]


def test_what_no_call_can_say() -> None:
    people, batch = People(), make_batch()
    tier = Tier.objects.get(pk="innovative")
    other = next(one for one in Standard.objects.all() if one.read.tier != tier.pk)
    edit = partial(batches.edit_batch, batch=batch, actor=people.reviewer)
    new = partial(batches.open_batch, tier=tier, actor=people.reviewer)
    for code, field, changes in [*WRONG_TERMS, ("standard_other", "standard", {"standard": other})]:
        for call in (
            partial(edit, terms=terms(batch, **changes)),
            partial(new, terms=terms(batch, **({"name": "另一批次"} | changes))),
        ):
            told = refused(call)
            assert (told.code, told.params["field"]) == (code, field)
    for criteria in WRONG_CRITERIA:
        told = refused(partial(edit, terms=terms(batch), criteria=criteria))
        assert (told.code, told.params["field"]) == ("weights", "criteria")
    assert not Criterion.objects.filter(batch=batch).exists()
    assert codes(partial(batches.reopen_batch, batch=batch, actor=people.reviewer)) == [
        "not_closed"
    ]
    with writing():
        batches.close_batch(batch=batch, actor=people.reviewer)
    assert codes(partial(batches.close_batch, batch=batch, actor=people.reviewer)) == [
        "closed_already"
    ]


def test_what_is_in_a_batch_keeps_its_place() -> None:
    people, batch = People(), make_batch()
    rows = [make_application(batch, people.officer) for _ in range(2)]
    propose(people, rows)
    with writing():
        Scoring.objects.create(
            application=rows[0], firm_id=rows[0].firm_id, expert=make_user(Role.EXPERT),
            assigned_on=today(), scored_on=today(), total=80,
        )  # fmt: skip
    edit = partial(batches.edit_batch, batch=batch, actor=people.reviewer)
    for code, field, changes in (
        ("quota_taken", "quota", {"quota": 1}),
        ("filed_outside", "files_from", {"files_from": today() + DAY}),
        ("filed_outside", "files_to", {"files_to": today() - DAY}),
        ("kind_in_use", "kind", {"kind": "renewal"}),
    ):
        told = refused(partial(edit, terms=terms(batch, **changes)))
        assert (told.code, told.params["field"], told.params["status"]) == (code, field, 409)
    # Just so much is possible.
    with writing():
        edit(terms=terms(batch, quota=2, files_from=today(), files_to=today(), kind="new"))
    one = [Scored("创新", Decimal(100), Decimal(100))]
    assert codes(
        lambda: edit(terms=terms(batch), criteria=one),
        lambda: batches.close_batch(batch=batch, actor=people.reviewer),
    ) == ["scored_already", "cases_open"]


def test_a_batch_that_takes_no_such_application() -> None:
    officer, firm = People().officer, make_firm()
    opened = partial(services.open_application, firm=firm, actor=officer)
    assert codes(
        partial(opened, batch=make_batch(name="名单", files_from=None, files_to=None)),
        partial(opened, batch=make_batch(name="已办结", closed_on=today())),
        partial(opened, batch=make_batch(name="复核", kind="renewal")),
    ) == ["batch_takes_none", "batch_closed", "batch_takes_other"]
    assert not Application.objects.exists()


def test_what_is_no_calendar() -> None:
    friday, sunday = dt.date(2031, 10, 3), dt.date(2031, 9, 28)
    enter = partial(enter_calendar, year=2031, document="试验通知")
    for code, field, holidays, worked in (
        ("other_year", "holidays", {dt.date(2030, 12, 31): "元旦"}, {}),
        ("other_year", "worked", {friday: "国庆节"}, {dt.date(2032, 1, 3): "元旦"}),
        ("day_twice", "worked", {sunday: "国庆节"}, {sunday: "国庆节"}),
        ("not_a_weekend", "worked", {friday: "国庆节"}, {dt.date(2031, 9, 29): "国庆节"}),
        ("holidays_missing", "holidays", {}, {sunday: "国庆节"}),
    ):
        told = refused(partial(enter, holidays=holidays, worked=worked))
        assert (told.code, told.params["field"]) == (code, field)


def test_experts_and_their_marks() -> None:
    people, batch = People(), make_batch()
    one, waiting = (make_application(batch, people.officer) for _ in range(2))
    do(Doing.SUBMIT, [one, waiting], people.officer)
    do(Doing.RECOMMEND, [one, waiting], people.officer)
    accounts = [make_user(Role.EXPERT, last_name=name) for name in ("甲", "乙", "丙", "丁")]
    do(Doing.SEND_TO_EXPERTS, one, people.reviewer, experts=tuple(a.pk for a in accounts))
    scored, conflicted, waits, gone = Scoring.objects.filter(application=one).order_by("expert")
    bureau: dict[str, Any] = {"actor": people.reviewer, "reason": "调整专家"}
    with writing():
        experts_service.mark(scoring=scored, actor=accounts[0], marks={1: Decimal(80)}, submit=True)
        experts_service.declare_conflict(scoring=conflicted, actor=accounts[1], note="任其顾问")
        experts_service.take_back(scoring=gone, **bureau)
    assign, take_back, reopen = (
        partial(act, **bureau)
        for act in (experts_service.assign, experts_service.take_back, experts_service.reopen)
    )
    gone.pk = waits.pk + 1_000  # what a page that was open meanwhile still has
    mark = partial(experts_service.mark, scoring=waits, actor=accounts[2])
    no_expert = [people.decider.pk]
    assert codes(
        partial(assign, application=waiting, experts=[accounts[3].pk]),
        partial(assign, application=one, experts=[]),
        partial(assign, application=one, experts=no_expert),
        partial(assign, application=one, experts=[accounts[0].pk]),
        partial(take_back, scoring=conflicted),
        partial(take_back, scoring=scored),
        partial(take_back, scoring=gone),
        partial(reopen, scoring=waits),
    ) == [
        "not_with_experts", "experts_missing", "not_an_expert", "expert_has_it",
        "conflict_declared", "scored_already", "taken_back", "not_scored",
    ]  # fmt: skip
    act = partial(services.act, applications=[waiting.pk], actor=people.reviewer)
    assert codes(
        partial(act, doing=Doing.SEND_TO_EXPERTS, given=Given(experts=tuple(no_expert)))
    ) == ["not_an_expert"]
    for value in ("-0.01", "100.01", "1.001", "NaN", "Infinity"):
        told = refused(partial(mark, marks={1: Decimal(value)}))
        assert (told.code, told.params["field"]) == ("mark_out_of_range", "mark_1")
    assert codes(
        partial(mark, marks={2: Decimal(1)}),
        partial(mark, marks={1: None}, submit=True),
        partial(mark, marks={}, comment="好" * 2001),
        partial(experts_service.mark, scoring=scored, actor=accounts[0], marks={}),
        partial(experts_service.mark, scoring=gone, actor=accounts[3], marks={}),
        partial(experts_service.declare_conflict, scoring=waits, actor=accounts[2], note=" "),
        partial(experts_service.declare_conflict, scoring=scored, actor=accounts[0], note="有"),
    ) == [
        "mark_out_of_range", "mark_missing", "comment_too_long", "scored_already", "taken_back",
        "note_missing", "scored_already",
    ]  # fmt: skip
    with writing():
        # No service keeps such weights; what was written past them is told, and not totalled.
        Criterion.objects.create(batch=batch, position=1, name="创新", full_marks=9, weight=90)
    assert codes(partial(mark, marks={1: Decimal(9)}, submit=True)) == ["weights_wrong"]
    do(Doing.WITHDRAW, one, people.reviewer, reason="firm_asks")
    assert codes(partial(mark, marks={1: Decimal(1)}), partial(reopen, scoring=scored)) == [
        "not_under_review", "not_under_review",
    ]  # fmt: skip
    waits.refresh_from_db()
    assert (waits.marks, waits.scored_on) == ({}, None)


def test_a_notice_and_what_is_said_against_it() -> None:
    people, batch = People(), make_batch()
    one = make_application(batch, people.officer)
    propose(people, [one])
    publish = partial(
        notices.publish, batch=batch, actor=people.reviewer, title="公示", contact="书面", days=5
    )
    assert codes(partial(publish, applications=[])) == ["notice_empty"]
    notice = notice_of(batch, [one], people.reviewer)
    said: dict[str, Any] = {
        "objector": "王实名",
        "contact": "022-0000 0000",
        "content": "营业收入与年报不符",
    }
    for name in said:
        told = refused(
            partial(
                notices.raise_objection,
                notice=notice,
                application=one,
                actor=people.reviewer,
                **(said | {name: " "}),
            )
        )
        assert told.code == "objection_anonymous"
    one.refresh_from_db()
    assert one.state == "noticed"


def test_what_another_has_taken() -> None:
    people = People()
    colleague = make_user(Role.DISTRICT, district="120101")
    one = make_application(make_batch(), people.officer)
    do(Doing.SUBMIT, one, people.officer)
    with writing():
        assigning.take(applications=[one.pk], actor=people.officer)
    act: dict[str, Any] = {"applications": [one.pk], "actor": colleague}
    told = refused(partial(assigning.take, **act))
    assert (told.code, told.params["holders"]) == ("taken_by_another", [people.officer.username])
    assert codes(partial(assigning.hand_back, **act)) == ["taken_by_another"]
    with writing():
        assert assigning.take(**act, from_others=True).changed == [one]


def test_titles_that_ended() -> None:
    held = make_certification(tier="specialized", valid_from=today() - YEAR, valid_to=None)
    with writing():
        revoked = services.revoke(
            certification=held, cause="accident", effective_on=today(), reason="事故",
            appeal_by=today() + 30 * DAY,
        )  # fmt: skip
    appeal = partial(appealing.record_appeal, certification=held, filed_on=today())
    assert codes(partial(appeal, content=" ")) == ["content_missing"]
    running = make_certification(tier="specialized", valid_from=today() - YEAR, valid_to=None)
    over = partial(
        services.take_over, into=Tier.objects.get(pk="seed"), batch="2026年期满转入",
        valid_from=today(), document="津工信〔2026〕10号",
    )  # fmt: skip
    assert codes(partial(over, certifications=[held]), partial(over, certifications=[running])) == [
        "nobody_left",
        "nobody_left",
    ]
    with time_machine.travel(dt.datetime(2029, 6, 15, 2, tzinfo=dt.UTC), tick=False):
        assert codes(partial(services.lift_ban, ban=revoked.ban, reason="期满")) == ["ban_over"]
    held.refresh_from_db()
    assert held.end_kind == EndKind.REVOCATION
