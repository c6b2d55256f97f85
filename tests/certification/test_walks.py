"""Random acts by random people: what the table does not know never happens."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application
from tests.certification import walks
from tests.certification.walks import ACTS, World

pytestmark = pytest.mark.django_db

# A walk is told step by step anyhow; making a failing one shorter takes minutes.
FEW = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
START = dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def world() -> World:
    with time_machine.travel(START, tick=False):
        return World()


steps = st.lists(
    st.tuples(
        st.sampled_from(["act"] * 8 + ["publish", "object", "settle", "withdraw", "help", "days"]),
        st.sampled_from(
            ["officer", "reviewer", "decider", "scientist", "other scientist"] * 3
            + ["officer of another district", "auditor", "expert", "client", "nobody"]
        ),
        st.sampled_from(ACTS),
        st.integers(0, 11),
        st.booleans(),
    ),
    min_size=10,
    max_size=30,
)
# Most random acts are refused, as they should be: these bring the walk forward.
FORWARD = (
    Doing.SUBMIT, Doing.START_DISTRICT_NOTICE, Doing.RECOMMEND, Doing.SEND_TO_EXPERTS,
    Doing.PROPOSE, Doing.SIGN, Doing.RECOMMEND_ABOVE, Doing.CERTIFY, Doing.ENTER_RESULT,
)  # fmt: skip


@FEW
@given(walk=steps, pushed=st.lists(st.integers(0, 11), max_size=2))
def test_only_what_the_table_knows_is_done(world: World, walk: Any, pushed: list[int]) -> None:
    with time_machine.travel(START, tick=False) as clock, transaction.atomic():
        point = transaction.savepoint()
        for number in pushed:
            push(world, clock, world.applications[number])
        for kind, who, doing, number, flag in walk:
            step(world, clock, kind, who, doing, world.applications[number], flag)
        walks.everything_holds(world)
        transaction.savepoint_rollback(point)


def step(
    world: World, clock: Any, kind: str, who: str, doing: Doing, one: Application, flag: bool
) -> None:
    match kind:
        case "act":
            walks.do(world, who, doing, one)
        case "publish":
            walks.publish_some(world, who, one)
        case "object":
            walks.object_to(world, who, one)
        case "settle":
            walks.settle(world, who, one, upheld=flag)
        case "withdraw":
            walks.withdraw(world, who, one)
        case "help":
            officer = world.people["officer"]
            assert officer is not None
            walks.visit(one, officer)
            walks.score(one)
        case "days":
            walks.tomorrow(clock)


def push(world: World, clock: Any, one: Application) -> None:
    """The usual way of a case, as far as it goes."""
    officer = world.people["officer"]
    assert officer is not None
    science = one.tier.ladder.authority_id == "sti_tianjin"
    reviewer, decider = ("scientist", "other scientist") if science else ("reviewer", "decider")
    for doing in FORWARD:
        by = "officer" if doing in (Doing.START_DISTRICT_NOTICE, Doing.RECOMMEND) else reviewer
        if doing in (Doing.RECOMMEND_ABOVE, Doing.CERTIFY):
            by = decider
        walks.do(world, by, doing, one)
        if doing is Doing.START_DISTRICT_NOTICE and one.tier_id == "specialized":
            clock.shift(dt.timedelta(days=5))
        if doing is Doing.SEND_TO_EXPERTS:
            walks.visit(one, officer)
            walks.score(one)
        if doing is Doing.PROPOSE:
            walks.publish_some(world, reviewer, one)
            clock.shift(dt.timedelta(days=9))


def test_the_usual_way_leads_every_tier_to_its_title(world: World) -> None:
    """The walk is no walk on the spot: pushed, a case of each tier is certified."""
    states = {}
    for one in world.applications[::2]:
        with time_machine.travel(START, tick=False) as clock:
            push(world, clock, one)
        states[one.tier_id] = Application.objects.get(pk=one.pk).state
    # 种子 and 小巨人 wait for the title that comes first, which these firms never had.
    waiting = {"seed": "proposed", "little_giant": "proposed", "specialized": "noticed"}
    assert states == dict.fromkeys(walks.TIERS, "certified") | waiting
    walks.everything_holds(world)
