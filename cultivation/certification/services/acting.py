"""The one way in which an application is acted on: lock, ask the table, write, tell.

For one application and for a thousand in the same number of queries. All of it happens inside a
revision that the caller has opened: all rows, or none.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.flow.asking import Given, lacking
from cultivation.certification.flow.cases import Case, Party, Person
from cultivation.certification.flow.deciding import not_theirs, obstacles, rule_for, target
from cultivation.certification.flow.guards import Obstacle
from cultivation.certification.flow.states import (
    WITH_BUREAU,
    WITH_DISTRICT,
    WITH_FIRM,
    Doing,
    State,
)
from cultivation.certification.flow.table import Rule
from cultivation.certification.models import Act, Application, Batch, Document
from cultivation.certification.selectors.cases import SELECTED, cases_of, person_of
from cultivation.certification.selectors.judging import Judgement, judge_applications
from cultivation.certification.services import bulk
from cultivation.clock import local, now, today
from cultivation.problems import Problem

JUDGED = (Doing.RECOMMEND, Doing.PROPOSE)


@dataclass
class Row:
    """One application in an act: what it is, whether it can be, and what became of it."""

    application: Application
    case: Case
    rule: Rule | None = None
    judgement: Judgement | None = None
    refused: tuple[Obstacle, ...] = ()
    status: int = 409
    act: Act | None = None


class Refused(Problem):
    """Nothing was written: some rows cannot be acted on. ``rows`` are all of them."""

    def __init__(self, rows: list[Row]) -> None:
        bad = [row for row in rows if row.refused]
        first = bad[0].refused[0]
        super().__init__(first.code, first.message, status=bad[0].status, rows=rows)
        self.rows = rows


Effect = Callable[[list[Row], Given, User | None], None]
_effects: dict[Doing, list[Effect]] = {}
_followers: list[Callable[[list[Row]], None]] = []


def effect_of(*doings: Doing) -> Callable[[Effect], Effect]:
    """Register what an act writes beside its own row and the application's state.

    It runs after the application has got its new state, before the acts are written.
    """

    def register(effect: Effect) -> Effect:
        for doing in doings:
            _effects.setdefault(doing, []).append(effect)
        return effect

    return register


def on_acts(follower: Callable[[list[Row]], None]) -> None:
    """Register who is told of the rows that were acted on, inside the same transaction."""
    _followers.append(follower)


def act(
    *,
    applications: Collection[int],
    doing: Doing,
    actor: User | None,
    given: Given | None = None,
    expected: Mapping[int, int] | None = None,
    keep_good: bool = False,
    files: bool = False,
) -> list[Row]:
    """Do ``doing`` with ``applications`` (ids that the actor sees), in the order of their ids.

    Parameters: ``actor`` (None: the registry itself, in the course of another act), ``expected``
    (versions that the actor saw), ``keep_good`` (act on those that can be, leave the others),
    ``files`` (a REST client whose token may write). Returns all rows, with what refuses them.
    Raises Refused when any is refused and not ``keep_good``, Problem when none is left.
    """
    given = given or Given()
    locked = list(
        Application.objects.select_for_update(of=("self",))
        .filter(pk__in=applications)
        .select_related(*SELECTED)
        .order_by("pk")
    )
    if any(one.batch.quota is not None for one in locked):
        # Places of a quota are counted: nobody else takes one meanwhile.
        list(Batch.objects.select_for_update().filter(applications__in=applications))
    rows = _looked_at(locked, doing, actor, given, expected or {}, files)
    good = [row for row in rows if not row.refused]
    if (len(good) < len(rows) and not keep_good) or (rows and not good):
        raise Refused(rows)
    if good:
        _write(good, doing, actor, given)
    return rows


def look(
    *,
    applications: Collection[int],
    doing: Doing,
    actor: User,
    given: Given | None = None,
) -> list[Row]:
    """What ``act`` would say of ``applications`` (ids that the actor sees), with nothing locked and
    nothing written: each row with what refuses it. Whatever effects alone find out is not told."""
    rows = Application.objects.filter(pk__in=applications).select_related(*SELECTED).order_by("pk")
    return _looked_at(list(rows), doing, actor, given or Given(), {}, files=False)


def _looked_at(
    locked: list[Application],
    doing: Doing,
    actor: User | None,
    given: Given,
    expected: Mapping[int, int],
    files: bool,
) -> list[Row]:
    cases = cases_of(locked, today())
    judgements = judge_applications(locked) if doing in JUDGED else {}
    rows = [Row(one, cases[one.pk], judgement=judgements.get(one.pk)) for one in locked]
    room: dict[int, int] = {}
    for row in rows:
        if row.judgement is not None:
            row.case = replace(row.case, computed=str(row.judgement.judged.result))
        version = expected.get(row.application.pk)
        if version is not None and version != row.application.version:
            row.refused, row.status = (changed_meanwhile(row.application),), 412
            continue
        _look(row, doing, actor, given, files)
        if not row.refused and doing is Doing.PROPOSE and row.case.room is not None:
            left = room.setdefault(row.application.batch_id, row.case.room)
            room[row.application.batch_id] = left - 1
            if left <= 0:
                # zh: 该批次名额已满；请先调整名额。
                message = _("The quota of the batch is used up; raise it first.")
                row.refused = (Obstacle("quota_used_up", message),)
    return rows


def _look(row: Row, doing: Doing, actor: User | None, given: Given, files: bool) -> None:
    person = (
        Person(None, frozenset({Party.REGISTRY}))
        if actor is None
        else person_of(actor, row.application.tier, files=files)
    )
    row.rule = rule_for(row.case, person, doing)
    if row.rule is None:
        # What others may do here, or what the person never does, is refused as such.
        if not_theirs(row.case, person, doing):
            # zh: 此事项不由您的账号办理。
            message = _("This is not for your account to do.")
            row.refused, row.status = (Obstacle("not_yours", message),), 403
        else:
            row.refused = (changed_meanwhile(row.application),)
        return
    row.refused = obstacles(row.rule, row.case, person)
    if not row.refused:
        row.refused = lacking(row.rule, row.case, given)
        row.status = 400 if row.refused else row.status


def changed_meanwhile(application: Application) -> Obstacle:
    """Says what happened last: somebody was faster, or the page is an old one."""
    last = application.acts.order_by("-id").first()
    if last is None:
        # zh: 该件状态已变化；请刷新后再看。
        return Obstacle("changed_meanwhile", _("It has changed; look at it again."))
    # zh: 该件现为“%(state)s”：%(who)s 于 %(when)s 办理了“%(what)s”；请刷新后再看。
    message = _("It is now “%(state)s”: %(who)s did “%(what)s” at %(when)s; look at it again.")
    names = {
        "state": application.get_state_display(),
        "who": last.actor_name,
        "what": last.get_doing_display(),
        "when": local(last.recorded_at).strftime("%Y-%m-%d %H:%M"),
    }
    return Obstacle("changed_meanwhile", message % names)


def _write(rows: list[Row], doing: Doing, actor: User | None, given: Given) -> None:
    moment, day = now(), today()
    for row in rows:
        one, rule = row.application, row.rule
        assert rule is not None
        to = target(rule, row.case)
        row.act = Act(
            application=one,
            firm_id=one.firm_id,
            doing=doing,
            from_state=one.state,
            to_state=to,
            actor=actor,
            actor_name=actor.shown_name if actor else "",
            acted_on=day,
            recorded_at=moment,
            opinion=given.opinion.strip(),
            reason=given.reason,
            differs_because=given.differs.strip(),
            document=given.document.strip(),
            opinions=dict(given.opinions),
        )
        if to != one.state:
            moved = _party_of(to) != _party_of(State(one.state))
            one.state, one.since = to, moment
            one.due_on = due_on(one, to)
            if moved:
                one.assigned_to = None
        one.version += 1
    for effect in _effects.get(doing, ()):
        effect(rows, given, actor)
    # With what was handed in together with the act.
    documents = _documents(rows)
    for row in rows:
        assert row.act is not None
        row.act.seen = {
            "assessment": row.application.assessment_id,
            "documents": documents.get(row.application.pk, []),
        }
    bulk.update(
        [row.application for row in rows],
        [
            "state", "since", "due_on", "filed_on", "assigned_to", "firm_returns", "city_returns",
            "district_notice_to", "assessment", "certification", "version",
        ],
    )  # fmt: skip
    Act.objects.bulk_create([row.act for row in rows if row.act])
    for follower in _followers:
        follower(rows)


def _documents(rows: list[Row]) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = {}
    there = Document.objects.filter(
        application__in=[row.application.pk for row in rows], withdrawn_on=None
    )
    for application, pk, sha256 in there.order_by("id").values_list(
        "application_id", "id", "sha256"
    ):
        found.setdefault(application, []).append([pk, sha256])
    return found


def _party_of(state: State) -> str:
    for name, states in (
        ("firm", WITH_FIRM),
        ("district", WITH_DISTRICT),
        ("bureau", WITH_BUREAU),
    ):
        if state in states:
            return name
    return ""


def due_on(application: Application, state: State) -> Any:
    batch = application.batch
    match _party_of(state):
        case "firm" | "district":
            return batch.district_due_on or batch.files_to
        case "bureau" if state not in (State.NOTICED, State.OBJECTED, State.WITH_MINISTRY):
            return batch.review_due_on
    return None
