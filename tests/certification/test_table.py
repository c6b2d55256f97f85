"""The table of acts itself: nothing unreachable, nothing without a way out, nothing twice."""

from itertools import product

import pytest

from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.stages import Need, Stages
from cultivation.certification.flow.states import CLOSED, OPEN, Doing, State
from cultivation.certification.flow.table import RULES, rules_of


def all_stages(above: bool) -> list[Stages]:
    """Every tier that could be set up."""
    return [
        Stages(
            district=district,
            district_notice=district_notice,
            experts=experts,
            visit=visit,
            notice=notice,
            above=above,
            second_signature=second_signature,
        )
        for district, district_notice, notice, second_signature in product((True, False), repeat=4)
        for experts, visit in product(Need, repeat=2)
    ]


USUAL = {State.DRAFT, State.RECOMMENDED, State.PROPOSED, State.CERTIFIED, State.REFUSED}


def reached(stages: Stages) -> set[State]:
    """The states that a case with ``stages`` can come into."""
    found, new = set(), {State.DRAFT}
    while new:
        found |= new
        new = {
            rule.to for state in found for rule in rules_of(stages, state) if rule.to is not None
        } - found
    return found


@pytest.mark.parametrize("above", [False, True])
def test_every_way_leads_to_an_end(above: bool) -> None:
    for stages in all_stages(above):
        states = reached(stages)
        ends = set(CLOSED) & states
        # Backwards from the ends: whatever is not met on this way would be a dead state.
        safe, size = set(ends), 0
        while len(safe) != size:
            size = len(safe)
            safe |= {
                state
                for state in states
                for rule in rules_of(stages, state)
                if rule.to in safe and rule.doing not in (Doing.CLOSE, Doing.WITHDRAW)
            }
        assert states - safe == set()
        assert not USUAL - states


@pytest.mark.parametrize("above", [False, True])
def test_a_tier_never_comes_into_a_stage_that_it_has_not(above: bool) -> None:
    for stages in all_stages(above):
        states = reached(stages)
        assert (State.SUBMITTED in states) == stages.district
        assert (State.DISTRICT_NOTICE in states) == (stages.district and stages.district_notice)
        assert (State.EXPERT_REVIEW in states) == (stages.experts is not Need.NONE)
        assert (State.SITE_VISIT in states) == (stages.visit is not Need.NONE)
        noticed = stages.notice and not stages.above
        assert (State.NOTICED in states) == (State.OBJECTED in states) == noticed
        assert (State.WITH_MINISTRY in states) == stages.above


@pytest.mark.parametrize("above", [False, True])
def test_a_party_has_one_rule_for_an_act_in_a_state(above: bool) -> None:
    for stages in all_stages(above):
        for state in reached(stages):
            rules = [(rule.doing, rule.party) for rule in rules_of(stages, state)]
            assert len(rules) == len(set(rules)), state


@pytest.mark.parametrize("above", [False, True])
def test_a_title_with_a_notice_is_only_given_out_of_it(above: bool) -> None:
    for stages in all_stages(above):
        givers = {
            state
            for state in reached(stages)
            for rule in rules_of(stages, state)
            if rule.to is State.CERTIFIED
        }
        expected = State.WITH_MINISTRY if stages.above else State.NOTICED if stages.notice else None
        assert givers == {expected or State.PROPOSED}


@pytest.mark.parametrize("above", [False, True])
def test_no_state_is_dead_when_the_procedure_was_edited(above: bool) -> None:
    """Also in states that the tier no longer has, a person leads every case on to a decision."""
    for stages in all_stages(above):
        safe: set[State] = {State.CERTIFIED}
        size = 0
        while len(safe) != size:
            size = len(safe)
            safe |= {
                state
                for state in OPEN
                for rule in rules_of(stages, state)
                if rule.to in safe and rule.party is not Party.REGISTRY
            }
        assert set(OPEN) - safe == set(), stages
        refusing = {
            state
            for state in OPEN
            for rule in rules_of(stages, state)
            if rule.to in CLOSED and rule.party is not Party.REGISTRY
        }
        assert set(OPEN) == refusing, stages


def test_every_state_and_every_act_is_used() -> None:
    assert set().union(*map(reached, all_stages(True) + all_stages(False))) == set(State)
    assert {rule.doing for rule in RULES} | {Doing.OPEN} == set(Doing)


def test_an_open_case_can_always_be_closed_when_its_firm_changes() -> None:
    (rule,) = [rule for rule in RULES if rule.doing is Doing.CLOSE]
    assert (set(rule.sources), rule.party) == (set(OPEN), Party.REGISTRY)


def test_whoever_decides_is_another_person() -> None:
    names = {
        rule.doing for rule in RULES if "other_eyes" in {guard.__name__ for guard in rule.guards}
    }
    assert names == {
        Doing.CERTIFY, Doing.REFUSE, Doing.UPHOLD_OBJECTION, Doing.RECOMMEND_ABOVE, Doing.SIGN,
    }  # fmt: skip
