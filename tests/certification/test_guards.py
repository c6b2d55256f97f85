"""Each guard of the table: where it speaks, where it is just silent, and that the act waits for it.

Without a database: the flow is pure.
"""

import datetime as dt
import inspect
from dataclasses import replace
from typing import Any

import pytest

from cultivation.certification.flow import guards as G
from cultivation.certification.flow.asking import Given, lacking
from cultivation.certification.flow.cases import Case, Party, Person, Visit
from cultivation.certification.flow.deciding import obstacles, offers, rule_for
from cultivation.certification.flow.guards import Guard
from cultivation.certification.flow.stages import Need, Stages
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import RULES, Rule
from tests.certification.refusals import says_what_to_do

DAY = dt.date(2026, 6, 15)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
ME, OTHER = 1, 2

# Nothing stands against anything here.
CLEAR = Case(
    pk=1,
    state=State.RECOMMENDED,
    kind="new",
    stages=Stages(),
    day=DAY,
    tier="innovative",
    authority="miit_tianjin",
    window=(BEFORE, AFTER),
    notice_to=BEFORE,
)


def stages(**further: Any) -> dict[str, Any]:
    """A case of a tier with such stages."""
    return {"stages": Stages(**further)}


# Guard, code, a case of which it speaks, and one that differs by a hair, of which it does not.
Changes = dict[str, Any]
SPOKEN: list[tuple[Guard, str, Changes, Changes]] = [
    (G.window_open, "batch_closed", {"batch_closed": True}, {}),
    (G.window_open, "batch_takes_none", {"window": None}, {"window": (DAY, DAY)}),
    (G.window_open, "outside_window", {"window": (AFTER, AFTER)}, {"window": (DAY, AFTER)}),
    (G.window_open, "outside_window", {"window": (BEFORE, BEFORE)}, {"window": (BEFORE, DAY)}),
    (G.batch_takes_kind, "batch_takes_other", {"batch_takes": "renewal"}, {"batch_takes": "new"}),
    (
        G.batch_takes_kind,
        "batch_takes_other",
        {"batch_takes": "new", "kind": "renewal"},
        {"batch_takes": "both", "kind": "renewal"},
    ),
    (G.not_banned, "firm_banned", {"banned_until": AFTER}, {"banned_until": DAY}),
    (G.firm_alive, "firm_closed", {"firm_closed_on": DAY}, {"firm_closed_on": AFTER}),
    (G.firm_alive, "firm_outside", {"firm_outside": True}, {}),
    (
        G.updates_done,
        "update_missing",
        {"updates_missing": (2024, 2025), "kind": "renewal"},
        {"updates_missing": (2024, 2025), "kind": "new"},
    ),
    (G.documents_there, "documents_missing", {"missing": ("申报书", "审计报告")}, {}),
    (G.something_missing, "nothing_missing", {}, {"missing": ("审计报告",)}),
    # What is promised already may be promised for longer.
    (G.something_missing, "nothing_missing", {}, {"promised": (AFTER,)}),
    (G.promises_kept, "promise_open", {"promised": (AFTER,)}, {}),
    (G.promises_kept, "promise_open", {"promised": (BEFORE, AFTER)}, {}),
    (
        G.district_notice_over,
        "district_notice_missing",
        stages(district_notice=True),
        stages(district_notice=False),
    ),
    (
        G.district_notice_over,
        "district_notice_running",
        stages(district_notice=True) | {"district_notice_to": DAY},
        stages(district_notice=True) | {"district_notice_to": BEFORE},
    ),
    (
        G.returns_left,
        "returns_used_up",
        stages(return_limit=3) | {"city_returns": 3},
        stages(return_limit=3) | {"city_returns": 2},
    ),
    (
        G.visit_done,
        "visit_missing",
        stages(visit=Need.MANDATORY),
        stages(visit=Need.MANDATORY) | {"visit": Visit(done=True)},
    ),
    (G.scores_there, "scores_waiting", {"scores": 1, "scores_waiting": 1}, {"scores": 1}),
    (
        G.scores_there,
        "scores_missing",
        stages(experts=Need.MANDATORY),
        stages(experts=Need.MANDATORY) | {"scores": 1},
    ),
    (G.room_left, "quota_used_up", {"room": 0}, {"room": 1}),
    (G.notice_over, "notice_missing", {"notice_to": None}, stages(notice=False)),
    (G.notice_over, "notice_running", {"notice_to": DAY}, {"notice_to": BEFORE}),
    (G.no_open_objection, "objection_open", {"open_objections": 1}, {}),
    (
        G.other_eyes,
        "same_person",
        {"recommenders": frozenset({ME})},
        {"recommenders": frozenset({OTHER})},
    ),
    (
        G.other_eyes,
        "same_person",
        {"reviewers": frozenset({OTHER, ME})},
        {"reviewers": frozenset({OTHER})},
    ),
    (
        G.signed_by_another,
        "signature_missing",
        stages(second_signature=True) | {"signers": frozenset({ME})},
        stages(second_signature=True) | {"signers": frozenset({OTHER})},
    ),
    (
        G.not_signed_yet,
        "signed_already",
        {"signers": frozenset({ME})},
        {"signers": frozenset({OTHER})},
    ),
    (
        G.titles_held,
        "title_missing",
        {"titles_lacking": ("创新型中小企业",)},
        {"titles_lacking": ("创新型中小企业",), "kind": "renewal"},
    ),
]
NAMES = [f"{code}-{n}" for n, (_guard, code, _speaks, _silent) in enumerate(SPOKEN)]
table = pytest.mark.parametrize(("guard", "code", "speaks", "silent"), SPOKEN, ids=NAMES)


def person_for(rule: Rule) -> Person:
    return Person(ME, frozenset({rule.party}))


def case_for(rule: Rule, changes: Changes) -> Case:
    """A clear case in the first state of ``rule``, changed."""
    return replace(CLEAR, state=rule.sources[0], **changes)


@table
def test_a_guard_speaks_where_it_must_and_nowhere_else(
    guard: Guard, code: str, speaks: Changes, silent: Changes
) -> None:
    me = Person(ME, frozenset({Party.BUREAU}))
    told = guard(replace(CLEAR, **speaks), me)
    assert told is not None
    assert told.code == code
    assert says_what_to_do(told.message), told.message
    assert guard(replace(CLEAR, **silent), me) is None


@table
def test_whatever_a_guard_stands_before_waits_for_it(
    guard: Guard, code: str, speaks: Changes, silent: Changes
) -> None:
    guarded = [rule for rule in RULES if guard in rule.guards]
    assert guarded
    for rule in guarded:
        person = person_for(rule)
        assert code in [one.code for one in obstacles(rule, case_for(rule, speaks), person)]
        assert code not in [one.code for one in obstacles(rule, case_for(rule, silent), person)]


def test_every_guard_and_every_code_is_in_this_table() -> None:
    known = {
        one
        for name, one in inspect.getmembers(G, inspect.isfunction)
        if one.__module__ == G.__name__ and not name.startswith("_")
    }
    assert known == {guard for guard, _code, _speaks, _silent in SPOKEN}
    assert known == {guard for rule in RULES for guard in rule.guards}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.doing}-{rule.sources[0]}")
def test_nothing_stands_against_a_clear_case(rule: Rule) -> None:
    # The tier of each rule, with whatever the rule is there for.
    changes: Changes = {}
    if not rule.when(Stages()):
        changes = next(
            found
            for found in (
                stages(district=False),
                stages(district_notice=True),
                stages(notice=False),
                stages(above=True),
                stages(second_signature=True),
                stages(second_signature=True, notice=False),
            )
            if rule.when(found["stages"])
        )
    changes |= {"signers": frozenset({OTHER})}
    if rule.doing is Doing.ACCEPT_INCOMPLETE:
        changes |= {"missing": ("审计报告",)}
    case, person = case_for(rule, changes), person_for(rule)
    assert obstacles(rule, case, person) == ()
    assert rule_for(case, person, rule.doing) is rule
    shown = {offer.rule.doing: offer.possible for offer in offers(case, person)}
    assert shown.get(rule.doing, False) == (rule.party is not Party.REGISTRY)


def test_all_that_stands_against_an_act_is_told_at_once() -> None:
    case = replace(
        CLEAR, state=State.NOTICED, notice_to=DAY, open_objections=1, promised=(AFTER,),
        recommenders=frozenset({ME}), titles_lacking=("创新型中小企业",),
    )  # fmt: skip
    me = Person(ME, frozenset({Party.BUREAU}))
    rule = rule_for(case, me, Doing.CERTIFY)
    assert rule is not None
    assert [one.code for one in obstacles(rule, case, me)] == [
        "notice_running", "objection_open", "promise_open", "same_person", "title_missing",
    ]  # fmt: skip


# Act, its state, the code, what is given and what is given with it; with the case changed.
SAID: dict[str, Any] = {"opinion": "材料齐全", "reason": "other", "differs": "人工核实"}
PROMISE: dict[str, Any] = {
    "opinion": "同意", "missing": ("audit",), "due_on": DAY, "commitment": "a file",
}  # fmt: skip
LACKING: list[tuple[Doing, State, str, dict[str, Any], dict[str, Any], Changes]] = [
    (Doing.WITHDRAW, State.PROPOSED, "reason_missing", {"reason": ""}, {"reason": "other"}, {}),
    (Doing.WITHDRAW, State.PROPOSED, "reason_missing", {"reason": "x"}, {"reason": "other"}, {}),
    (Doing.RETURN_TO_FIRM, State.RECOMMENDED, "opinion_missing", SAID | {"opinion": " "}, SAID, {}),
    (
        Doing.PROPOSE, State.RECOMMENDED, "opinion_missing",
        {"opinion": " "}, {"opinion": "同意"}, {"computed": "person"},
    ),
    (
        Doing.PROPOSE, State.RECOMMENDED, "differs_missing",
        {"differs": " "}, {"differs": "人工核实"}, {"computed": "not_met"},
    ),
    (
        Doing.REFUSE, State.RECOMMENDED, "differs_missing",
        SAID | {"differs": ""}, SAID, {"computed": "met"},
    ),
    (
        Doing.ACCEPT_INCOMPLETE, State.RECOMMENDED, "commitment_missing",
        PROMISE | {"commitment": None}, PROMISE, stages(district=False),
    ),
    (
        Doing.ACCEPT_INCOMPLETE, State.RECOMMENDED, "missing_missing",
        PROMISE | {"missing": ()}, PROMISE, stages(district=False),
    ),
    (
        Doing.ACCEPT_INCOMPLETE, State.RECOMMENDED, "due_on_missing",
        PROMISE | {"due_on": None}, PROMISE, stages(district=False),
    ),
    (
        Doing.ACCEPT_INCOMPLETE, State.RECOMMENDED, "due_on_missing",
        PROMISE | {"due_on": BEFORE}, PROMISE, stages(district=False),
    ),
    (Doing.SEND_TO_EXPERTS, State.RECOMMENDED, "experts_missing", {}, {"experts": (3,)}, {}),
    (
        Doing.ENTER_RESULT, State.WITH_MINISTRY, "valid_from_missing",
        {}, {"valid_from": DAY}, stages(above=True),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("doing", "state", "code", "short", "enough", "changes"),
    LACKING,
    ids=[f"{doing}-{code}-{n}" for n, (doing, _s, code, *_r) in enumerate(LACKING)],
)
def test_what_an_act_asks_is_missed(
    doing: Doing,
    state: State,
    code: str,
    short: dict[str, Any],
    enough: dict[str, Any],
    changes: Changes,
) -> None:
    case = replace(CLEAR, state=state, **changes)
    rule = rule_for(case, Person(ME, frozenset({Party.BUREAU})), doing)
    assert rule is not None
    (told,) = lacking(rule, case, Given(**short))
    assert told.code == code
    assert says_what_to_do(told.message), told.message
    assert lacking(rule, case, Given(**enough)) == ()
