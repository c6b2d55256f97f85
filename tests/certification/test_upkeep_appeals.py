"""Appeals: four eyes, and days that can be. Whoever ended a title does not settle its appeal."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cultivation.access.models import Role, User
from cultivation.certification import services
from cultivation.certification.models import Appeal, Certification, EndKind
from cultivation.certification.selectors.appeals import decided_by, deciders
from cultivation.journal.services import revision
from cultivation.problems import Problem
from tests.factories import make_user
from tests.scenarios.story import certified, counted, day, given_firm

pytestmark = pytest.mark.django_db
ENDED, DECIDED, LAST, TODAY = (
    day("2026-06-01"), day("2026-06-05"), day("2026-06-12"), day("2026-06-15"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(dt.datetime(2026, 6, 5, 2, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def held() -> Certification:
    firm = given_firm("天津鲲鹏精密机械有限公司")
    certified(firm, "innovative", from_="2025-01-01", to="2028-01-01")
    return certified(firm, "specialized", from_="2025-01-01", to="2028-01-01")


@pytest.fixture
def two() -> tuple[User, User]:
    return make_user(Role.BUREAU), make_user(Role.BUREAU)


def ended(held: Certification, by: User | None, effective_on: dt.date = ENDED) -> None:
    with revision(reason="终止", actor=by):
        services.end(
            certification=held, kind=EndKind.WITHDRAWAL, effective_on=effective_on,
            reason="不再符合标准", appeal_by=max(LAST, effective_on),
        )  # fmt: skip


def appealed(held: Certification, on: dt.date = DECIDED) -> Appeal:
    with revision(reason="申诉"):
        return services.record_appeal(certification=held, filed_on=on, content="数据有出处")


def settled(appeal: Appeal, by: User | None, *, upheld: bool = True) -> Appeal:
    with revision(reason="处理申诉", actor=by):
        return services.settle_appeal(appeal=appeal, upheld=upheld, grounds="复查属实")


@pytest.mark.parametrize("upheld", [True, False])
def test_who_ended_it_does_not_settle_and_another_does(
    held: Certification, two: tuple[User, User], upheld: bool
) -> None:
    ended(held, two[0])
    appeal = appealed(held)
    with pytest.raises(Problem, match="该终止决定由您作出") as refused:
        settled(appeal, two[0], upheld=upheld)
    assert (refused.value.code, refused.value.params["status"]) == ("same_person", 409)
    appeal.refresh_from_db()
    assert appeal.state == Appeal.State.OPEN
    assert counted("specialized", on="2026-06-05") == 0
    assert settled(appeal, two[1], upheld=upheld).settled_on == DECIDED


def test_fraud_that_ended_every_title_binds_whoever_decided_it(
    held: Certification, two: tuple[User, User]
) -> None:
    with revision(reason="撤销", actor=two[0]):
        services.revoke(
            certification=held, cause="data_fraud", effective_on=ENDED, reason="虚报",
            appeal_by=LAST, every_title=True,
        )  # fmt: skip
    beside = held.firm.certifications.get(tier="innovative")
    with pytest.raises(Problem) as refused:
        settled(appealed(beside), two[0])
    assert refused.value.code == "same_person"


def test_only_the_last_decision_binds(held: Certification, two: tuple[User, User]) -> None:
    """Ended by one, taken back, ended again by the other: then the other is bound."""
    ended(held, two[0])
    settled(appealed(held), two[1])
    held.refresh_from_db()
    with revision(reason="再次终止", actor=two[1]):
        services.end(
            certification=held, kind=EndKind.SURRENDER, effective_on=DECIDED, reason="自愿"
        )
    held.refresh_from_db()
    assert deciders([held]) == {two[1].pk}


def test_what_the_registry_wrote_itself_binds_nobody(
    held: Certification, two: tuple[User, User]
) -> None:
    ended(held, None)
    assert settled(appealed(held), None).state == Appeal.State.UPHELD


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(offset=st.integers(-40, 40), effect=st.integers(-10, 10))
def test_an_appeal_is_dated_between_its_decision_and_its_last_day(
    held: Certification, clock: time_machine.Traveller, offset: int, effect: int
) -> None:
    """From the decision (effect or record, the earlier) to the last day, and never to come."""
    sure = {"recorded": DECIDED, "effective": DECIDED + dt.timedelta(days=effect)}
    filed = DECIDED + dt.timedelta(days=offset)
    fresh = certified(
        given_firm(f"天津申诉{Certification.objects.count()}有限公司"),
        "specialized", from_="2025-01-01", to="2028-01-01",
    )  # fmt: skip
    clock.move_to(dt.datetime(2026, 6, 5, 2, tzinfo=dt.UTC))
    ended(fresh, None, sure["effective"])
    last = max(LAST, sure["effective"])
    clock.move_to(dt.datetime(2026, 6, 15, 2, tzinfo=dt.UTC))
    fresh.refresh_from_db()
    assert decided_by(fresh) == min(sure.values())
    if filed > TODAY:
        expected = "filed_in_future"
    elif filed < min(sure.values()):
        expected = "before_the_end"
    else:
        expected = "appeal_late" if filed > last else ""
    try:
        appealed(fresh, filed)
        got = ""
    except Problem as problem:
        got = problem.code
    assert got == expected
