"""A small world in which people do things with cases at random, and what must hold in it."""

import datetime as dt
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.db import connection

from cultivation.access.models import Role, User
from cultivation.certification.flow.asking import lacking
from cultivation.certification.flow.cases import Case
from cultivation.certification.flow.deciding import obstacles, rule_for
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import Rule
from cultivation.certification.models import (
    Act,
    Application,
    Certification,
    Notice,
    NoticeRow,
    Objection,
    Procedure,
    Scoring,
    SiteVisit,
)
from cultivation.certification.selectors.cases import cases_of, person_of
from cultivation.certification.services import Given, Refused, act, open_application
from cultivation.certification.services.acting import SELECTED
from cultivation.certification.services.notices import (
    publish,
    raise_objection,
    settle_objection,
    withdraw_notice,
)
from cultivation.clock import now, today
from cultivation.counts.selectors import Query, count
from cultivation.journal.history import exact, replay
from cultivation.journal.models import Entry
from cultivation.problems import Problem
from tests.certification.cases import attach, make_batch, sign
from tests.factories import make_firm, make_user, writing

TIERS = ("innovative", "seed", "specialized", "little_giant", "leading", "makerspace_municipal")
# Acts that have services of their own.
OWN = (
    Doing.PUBLISH,
    Doing.UNPUBLISH,
    Doing.OBJECT,
    Doing.DISMISS_OBJECTION,
    Doing.UPHOLD_OBJECTION,
)
ACTS = tuple(doing for doing in Doing if doing not in (*OWN, Doing.OPEN))


class World:
    """Two firms apply for each tier; people of every kind stand by."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {
            "officer": make_user(Role.DISTRICT, district="120101"),
            "officer of another district": make_user(Role.DISTRICT, district="120111"),
            "reviewer": make_user(Role.BUREAU),
            "decider": make_user(Role.BUREAU),
            "scientist": make_user(Role.BUREAU, authority="sti_tianjin"),
            "other scientist": make_user(Role.BUREAU, authority="sti_tianjin"),
            "auditor": make_user(Role.AUDITOR),
            "expert": make_user(Role.EXPERT),
            "client": make_user(Role.CLIENT),
            "nobody": None,
        }
        self.applications: list[Application] = []
        by = {"miit_tianjin": self.people["reviewer"], "sti_tianjin": self.people["scientist"]}
        with writing():
            Procedure.objects.filter(pk="specialized").update(
                district_notice=True, district_notice_days=3, second_signature=True
            )
        for tier in TIERS:
            batch = make_batch(tier, publicity_days=5)
            opener = by[batch.tier.ladder.authority_id]
            assert opener is not None
            for _ in range(2):
                with writing():
                    firm = make_firm(district="120101")
                    made = open_application(batch=batch, firm=firm, actor=opener)
                    attach(made, opener)
                self.applications.append(made)
            # One firm of each tier has signed that it hands in what is missing.
            sign(made, opener)

    def case(self, application: Application) -> tuple[Application, Case]:
        """The application as it is on file, and its case."""
        one = Application.objects.select_related(*SELECTED).get(pk=application.pk)
        return one, cases_of([one], today())[one.pk]


def do(world: World, who: str, doing: Doing, application: Application) -> str:
    """One person tries one act; returns the code of the refusal, empty when it was done.

    What the table says beforehand is what happens: an act that it has not is never done.
    """
    one, case = world.case(application)
    actor = world.people[who]
    rule: Rule | None = None
    if actor is not None:
        person = person_of(actor, one.tier)
        rule = rule_for(case, person, doing)
    before = one.version, one.state, Act.objects.filter(application=one).count()
    given = Given(
        opinion="核实",
        reason=next(iter(rule.reasons), "") if rule else "",
        differs="人工核实",
        due_on=today(),
        missing=("form",),
        experts=(world.people["expert"].pk,),  # type: ignore[union-attr]
        valid_from=today() if doing is Doing.ENTER_RESULT else None,
    )
    # Judged anew while acting, so the assessment in hand may not be what is asked about.
    expected = bool(rule and not obstacles(rule, case, person) and not lacking(rule, case, given))
    code = tried(
        lambda: act(applications=[one.pk], doing=doing, actor=actor or world.people["client"],
                    given=given)
    )  # fmt: skip
    after = Application.objects.get(pk=one.pk)
    if code:
        assert (after.version, after.state, Act.objects.filter(application=one).count()) == before
        if expected:
            assert code in ("title_missing", "held_already", "differs_missing"), code
    else:
        assert expected, (who, doing, one.state)
        assert rule is not None
        assert after.state == (rule.to or one.state)
        assert after.version == one.version + 1
    return code


def tried(write: Callable[[], Any]) -> str:
    """The code of the Problem that ``write`` raises inside a revision; empty when it is done."""
    try:
        with writing():
            write()
            # What the database looks at when a transaction ends, it looks at now.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except Refused as refused:
        return refused.code if refused.rows else "refused without a row"
    except Problem as problem:
        return problem.code
    return ""


def publish_some(world: World, who: str, application: Application) -> str:
    """Everything of the batch that is proposed goes into a notice."""
    batch = application.batch
    ids = Application.objects.filter(batch=batch, state=State.PROPOSED).values_list("pk", flat=True)
    actor = world.people[who] or world.people["client"]
    assert actor is not None
    return tried(
        lambda: publish(
            batch=batch, applications=list(ids), actor=actor, title="公示", contact="书面实名"
        )
    )


def object_to(world: World, who: str, application: Application) -> str:
    row = NoticeRow.objects.filter(application=application).order_by("-pk").first()
    actor = world.people[who]
    if row is None or actor is None:
        return "not_in_notice"
    return tried(
        lambda: raise_objection(
            notice=row.notice, application=application, actor=actor, objector="张三",
            contact="电话", content="数据不实",
        )
    )  # fmt: skip


def settle(world: World, who: str, application: Application, *, upheld: bool) -> str:
    found = Objection.objects.filter(application=application, state="open").first()
    actor = world.people[who]
    if found is None or actor is None:
        return "none_open"
    return tried(
        lambda: settle_objection(objection=found, upheld=upheld, grounds="核查", actor=actor)
    )


def withdraw(world: World, who: str, application: Application) -> str:
    row = NoticeRow.objects.filter(application=application).order_by("-pk").first()
    actor = world.people[who]
    if row is None or actor is None:
        return "not_in_notice"
    return tried(lambda: withdraw_notice(notice=row.notice, actor=actor, reason="有误"))


def visit(application: Application, by: User) -> None:
    with writing():
        SiteVisit.objects.create(
            application=application, firm_id=application.firm_id, visited_on=today(),
            visitors="甲、乙", findings="属实", conclusion="confirmed", recorded_by=by,
            recorded_at=now(),
        )  # fmt: skip


def score(application: Application) -> None:
    with writing():
        waiting = Scoring.objects.filter(application=application, scored_on=None)
        waiting.update(scored_on=today(), total="80.00")


def everything_holds(world: World) -> None:
    """What must be so after anything that anybody did."""
    for one in Application.objects.select_related("tier__procedure", "certification"):
        acts = list(Act.objects.filter(application=one).order_by("pk"))
        assert acts[-1].to_state == one.state
        assert all(a.to_state == b.from_state for a, b in pairwise(acts))
        if one.state != State.CERTIFIED:
            continue
        deciding = acts[-1]
        assert one.certification is not None
        assert one.certification.decided_on == deciding.acted_on
        eyes = {a.actor_id for a in acts if a.doing in (Doing.RECOMMEND, Doing.PROPOSE)}
        stages = one.tier.procedure.stages
        if not stages.above:
            assert deciding.actor_id not in eyes
        if stages.notice and not stages.above:
            stood = Notice.objects.filter(rows__application=one, withdrawn_on=None)
            assert any(notice.last_day < deciding.acted_on for notice in stood)
        if stages.second_signature and not stages.above:
            signed = {a.actor_id for a in acts if a.doing == Doing.SIGN}
            assert signed - {deciding.actor_id}
        assert not Objection.objects.filter(application=one, state="open").exists()
    assert_counts_are_the_certifications()
    assert_the_journal_replays()


def assert_counts_are_the_certifications() -> None:
    day = today()
    held = Certification.objects.as_of(day).values_list("tier", flat=True)
    counted = {row["tier"]: row["count"] for row in count(Query(by=("tier",)), day).rows}
    assert counted == {tier: list(held).count(tier) for tier in set(held)}
    assert Application.objects.filter(state="certified").count() == Certification.objects.count()


def assert_the_journal_replays() -> None:
    """What the journal recorded of the applications is what is on file."""
    table = Application._meta.db_table
    rows = replay(exact(Entry.objects.filter(table_name=table)).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id::text, jsonb_strip_nulls(to_jsonb(a)) FROM {table} a")
        onfile = {key: json.loads(row) for key, row in cursor.fetchall()}
    recorded = {
        key: {name: value for name, value in row.items() if value is not None}
        for (_table, key), row in rows.items()
    }
    assert recorded == onfile


def tomorrow(clock: Any) -> None:
    clock.shift(dt.timedelta(days=1))
