"""A published list is the decision: applications with the ministry are certified through it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Act, Application, Certificate, Certification
from cultivation.certification.services import Refused
from cultivation.counts.verification import differences
from cultivation.exchange.models import Import
from cultivation.exchange.models import State as ImportState
from cultivation.exchange.undoing import obstacles
from cultivation.firms.models import Firm
from tests.certification.cases import People, do, make_application, make_batch, propose
from tests.exchange.lists import import_list, kinds, write
from tests.exchange.staged import act, options, receive
from tests.factories import make_certification, make_firm, writing

pytestmark = pytest.mark.django_db
TITLES = ["企业名称", "统一社会信用代码"]
FIRST = dt.date(2026, 7, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC), tick=False) as moved:
        yield moved


def with_ministry(people: People, firm: Firm | None = None, batch: Any = None) -> Application:
    """An application for 小巨人, recommended to the ministry."""
    firm = firm or make_firm()
    if not Certification.objects.filter(firm=firm, tier="specialized").exists():
        make_certification(firm, "specialized", valid_to=dt.date(2028, 1, 1))
    one = make_application(batch or make_batch("little_giant", "第八批"), people.officer, firm)
    propose(people, [one])
    do(Doing.RECOMMEND_ABOVE, one, people.decider)
    assert one.state == State.WITH_MINISTRY
    return one


def listed(people: People, *firms: Firm, **further: Any) -> Import:
    given: dict[str, Any] = {"valid_from": FIRST} | further
    rows = [[firm.name, firm.uscc] for firm in firms]
    chosen = options("little_giant", "工信部第八批", **given)
    return receive(people.decider, TITLES, *rows, options=chosen)


def codes(importing: Import) -> list[str]:
    return [one["code"] for row in importing.rows.order_by("position") for one in row.notices]


def test_the_list_certifies_what_is_with_the_ministry() -> None:
    people = People()
    one, other = with_ministry(people), make_firm()
    importing = listed(people, one.firm, other)
    row = importing.rows.get(name=one.firm.name)
    assert any("第八批" in text for text in row.changes)
    assert len(importing.facts["cautions"]) == 1
    done = act("confirm", importing, people.decider)
    assert (done.state, done.problem) == (ImportState.DONE, {})
    one.refresh_from_db()
    held = one.certification
    assert held is not None
    assert one.state == State.CERTIFIED
    assert (held.valid_from, held.batch.name) == (FIRST, "工信部第八批")
    assert (held.filed_on, held.continues) == (one.filed_on, None)
    last = Act.objects.filter(application=one).latest("id")
    assert (last.doing, last.actor, last.from_state) == (
        Doing.ENTER_RESULT, people.decider, State.WITH_MINISTRY,
    )  # fmt: skip
    assert "名单.csv" in last.opinion
    assert one.assessment is not None
    assert one.assessment.decided == "met"
    # The ministry certifies: the registry issues nothing. The other firm is certified as ever.
    assert not Certificate.objects.exists()
    assert Certification.objects.filter(firm=other, tier="little_giant").count() == 1
    assert not list(differences([FIRST]))
    client = Client()
    client.force_login(people.decider)
    page = client.get(f"/imports/{done.pk}/").content.decode()
    assert "1" in page
    # Again, all is the same.
    assert listed(people, one.firm, other).counts["same"] == 2


def test_a_renewal_goes_on_from_what_it_renews() -> None:
    people, firm = People(), make_firm()
    old = make_certification(firm, "little_giant", valid_from=dt.date(2023, 7, 1), valid_to=FIRST)
    make_certification(firm, "specialized", valid_to=dt.date(2028, 1, 1))
    one = make_application(make_batch("little_giant", "第八批"), people.officer, firm, renews=old)
    propose(people, [one])
    do(Doing.RECOMMEND_ABOVE, one, people.decider)
    act("confirm", listed(people, firm), people.decider)
    one.refresh_from_db()
    assert one.certification is not None
    assert one.certification.continues == old


def test_a_list_by_command_decides_as_well(tmp_path: Path) -> None:
    one = with_ministry(People())
    path = write(tmp_path / "a.csv", TITLES, [one.firm.name, one.firm.uscc])
    status, report = import_list(path, tier="little_giant", batch="部八批", valid_from=FIRST)
    assert (status, kinds(report)) == (0, {"create": 1})
    assert [notice["code"] for notice in report["notices"]] == ["applications_decided"]
    one.refresh_from_db()
    assert one.state == State.CERTIFIED
    assert Act.objects.filter(application=one).latest("id").actor is None


def test_what_the_list_brought_first_is_linked_when_it_comes_again(tmp_path: Path) -> None:
    """The list was imported before the case had come to the ministry."""
    people = People()
    batch, firm = make_batch("little_giant", "第八批"), make_firm()
    make_certification(firm, "specialized", valid_to=dt.date(2028, 1, 1))
    one = make_application(batch, people.officer, firm)
    propose(people, [one])
    early = listed(people, firm)
    assert codes(early) == ["application_left"]
    act("confirm", early, people.decider)
    one.refresh_from_db()
    assert one.state == State.PROPOSED
    do(Doing.RECOMMEND_ABOVE, one, people.decider)
    again = listed(people, firm)
    assert again.counts["update"] == 1
    done = act("confirm", again, people.decider)
    one.refresh_from_db()
    assert one.state == State.CERTIFIED
    assert one.certification == Certification.objects.get(firm=firm, tier="little_giant")
    # Neither import is undone any more: what was decided stays.
    assert [one.final for one in obstacles(done)] == [True]
    assert obstacles(early)


@pytest.mark.parametrize("case", ["other state", "old list"])
def test_what_the_list_does_not_decide_is_said_and_left(case: str) -> None:
    people = People()
    if case == "old list":
        one = with_ministry(people)
        importing = listed(people, one.firm, valid_from=dt.date(2020, 7, 1))
    else:
        one = make_application(make_batch("little_giant", "第八批"), people.officer)
        importing = listed(people, one.firm)
    assert codes(importing) == ["application_left"]
    assert len(importing.facts["cautions"]) == 1
    before = one.state
    done = act("confirm", importing, people.decider)
    one.refresh_from_db()
    assert (done.state, one.state, one.certification) == (ImportState.DONE, before, None)
    # Nothing was decided: it can be undone as ever.
    assert act("undo", done, people.decider, reason="有误").state == ImportState.UNDONE


def test_a_firm_that_is_gone_is_not_decided_by_its_list(clock: Any) -> None:
    people = People()
    one = with_ministry(people)
    clock.move_to(dt.datetime(2026, 7, 20, 2, 0, tzinfo=dt.UTC))
    with writing():
        # Within the validity: the list certifies it up to then, and the case is left.
        Firm.objects.filter(pk=one.firm_id).update(closed_on=dt.date(2026, 7, 10))
    importing = listed(people, one.firm)
    assert set(codes(importing)) == {"ends_by_closing", "application_left"}
    act("confirm", importing, people.decider)
    one.refresh_from_db()
    assert one.state == State.WITH_MINISTRY
    assert Certification.objects.get(tier="little_giant").ended_on == dt.date(2026, 7, 10)


def test_other_tiers_are_certified_by_list_beside_an_open_application() -> None:
    people = People()
    one = make_application(make_batch("innovative", "第三批"), people.officer)
    chosen = options("innovative", "名单批", valid_from=dt.date(2026, 6, 15))
    importing = receive(people.decider, TITLES, [one.firm.name, one.firm.uscc], options=chosen)
    assert codes(importing) == ["application_left"]
    assert "第三批" in importing.rows.get().notices[0]["message"]
    act("confirm", importing, people.decider)
    one.refresh_from_db()
    assert one.state == State.DRAFT
    assert Certification.objects.filter(firm=one.firm, tier="innovative").count() == 1


def test_undoing_what_decided_is_refused_with_the_way_out() -> None:
    people = People()
    one = with_ministry(people)
    done = act("confirm", listed(people, one.firm), people.decider)
    (standing,) = obstacles(done)
    assert (standing.final, standing.rows, standing.firms) == (True, 1, (one.firm.name,))
    client = Client()
    client.force_login(people.decider)
    page = client.get(f"/imports/{done.pk}/undo/")
    assert page.status_code == 200
    assert one.firm.name in page.content.decode()
    undone = act("undo", done, people.decider, reason="有误")
    assert (undone.state, undone.problem["code"]) == (ImportState.DONE, "decided_already")
    one.refresh_from_db()
    assert one.state == State.CERTIFIED


def test_what_is_decided_meanwhile_is_shown_again() -> None:
    people = People()
    one = with_ministry(people)
    importing = listed(people, one.firm)
    do(Doing.ENTER_REFUSAL, one, people.decider)
    again = act("confirm", importing, people.decider)
    assert (again.state, again.changed) == (ImportState.READY, True)
    assert not Certification.objects.filter(tier="little_giant").exists()
    with pytest.raises(Refused):
        do(Doing.ENTER_RESULT, one, people.decider, valid_from=FIRST)
