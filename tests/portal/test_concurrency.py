"""Two clerks at one firm at the same moment: one wins or both in order, and nothing is lost."""

import threading
from typing import Any

import pytest
from django.test import Client

from cultivation.certification.flow.states import Doing
from cultivation.counts.verification import differences, turning_days
from cultivation.firms.models import Firm, FirmName, FirmYear, Residence
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from tests.certification.cases import People, do, make_application, make_batch
from tests.counts.concurrency import Act, until_somebody_waits_for_a_lock, wait
from tests.factories import make_code
from tests.portal.desk import address, bureau, text_of
from tests.scenarios.story import certified, corrected, counted, given_firm, reported

pytestmark = pytest.mark.django_db(transaction=True)

XIQING, NANKAI, HEPING = "120111", "120104", "120101"
DAYS = {"effective_on": "2025-06-01", "filed_on": "2025-06-02", "step": "confirm"}


@pytest.fixture
def firm() -> Firm:
    made = given_firm("天津鲲鹏有限公司", district=XIQING)
    certified(made, "seed", from_="2024-01-01", to=None)
    return made


def at_once(*posts: tuple[str, dict[str, Any]]) -> list[Any]:
    """All sent by clerks of their own, as close to one another as threads can be."""
    start = threading.Barrier(len(posts))
    clients = [bureau().client for _ in posts]

    def send(client: Client, where: str, data: dict[str, Any]) -> Any:
        client.raise_request_exception = False
        start.wait()
        return client.post(where, data)

    acts = [Act(send, client, *post) for client, post in zip(clients, posts, strict=True)]
    return [act.result() for act in acts]


def in_order() -> None:
    """Revisions are numbered without a gap, and the ledger says what the facts say."""
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(differences(turning_days())) == []


def statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_two_new_names_for_one_day(firm: Firm) -> None:
    where = address(firm, "rename")
    answers = at_once(*((where, DAYS | {"name": f"天津新名{n}有限公司"}) for n in range(3)))
    assert statuses(answers) == [302, 409, 409]
    assert "2025-06-01 已有一次变更登记" in text_of(
        next(answer for answer in answers if answer.status_code == 409)
    )
    assert FirmName.objects.filter(firm=firm).count() == 2
    firm.refresh_from_db()
    assert firm.name == FirmName.objects.get(firm=firm, valid_to=None).name
    assert firm.events.count() == 1
    in_order()


def test_two_new_names_for_two_days_come_in_order(firm: Firm) -> None:
    where = address(firm, "rename")
    answers = at_once(
        (where, DAYS | {"name": "天津甲名有限公司", "effective_on": "2025-03-01"}),
        (where, DAYS | {"name": "天津乙名有限公司", "effective_on": "2025-05-01"}),
    )
    assert statuses(answers) == [302, 302]
    names = FirmName.objects.filter(firm=firm).order_by("valid_to").values_list("name", flat=True)
    assert list(names) == ["天津鲲鹏有限公司", "天津甲名有限公司", "天津乙名有限公司"]
    firm.refresh_from_db()
    assert firm.name == "天津乙名有限公司"
    in_order()


def test_two_moves_on_one_day(firm: Firm) -> None:
    where = address(firm, "move")
    answers = at_once(*((where, DAYS | {"district": code}) for code in (NANKAI, HEPING)))
    assert statuses(answers) == [302, 409]
    there = Residence.objects.get(firm=firm, valid_to=None).district_id
    assert there in (NANKAI, HEPING)
    assert counted("seed", on="2025-06-01", district=str(there)) == 1
    assert counted("seed", on="2025-06-01") == 1
    assert counted("seed", on="2025-05-31", district=XIQING) == 1
    in_order()


def test_a_rename_and_a_move_and_figures_at_once(firm: Firm) -> None:
    answers = at_once(
        (address(firm, "rename"), DAYS | {"name": "天津新名有限公司"}),
        (address(firm, "move"), DAYS | {"district": NANKAI}),
        (f"{address(firm, 'figures')}?year=2024", {"staff": "30", "step": "confirm"}),
    )
    assert statuses(answers) == [302, 302, 302]
    assert counted("seed", on="2025-06-01", district=NANKAI) == 1
    assert FirmYear.objects.get(firm=firm).staff == 30
    in_order()


def test_two_firms_are_merged_into_one_another(firm: Firm) -> None:
    other = given_firm("天津大鹏有限公司", district=XIQING)
    answers = at_once(
        (address(firm, "merge"), DAYS | {"into": other.name}),
        (address(other, "merge"), DAYS | {"into": firm.name}),
    )
    assert statuses(answers) == [302, 409]
    assert Firm.objects.filter(closed_on__isnull=True).count() == 1
    in_order()


def test_a_merger_and_a_deregistration_at_once(firm: Firm) -> None:
    other = given_firm("天津大鹏有限公司", district=XIQING)
    answers = at_once(
        (address(firm, "merge"), DAYS | {"into": other.name}),
        (address(firm, "deregister"), DAYS),
    )
    assert statuses(answers) == [302, 409]
    in_order()


def test_a_firm_is_registered_twice_with_one_code() -> None:
    code = make_code()
    data = {"name": "天津新办有限公司", "district": XIQING, "code": code, "step": "confirm"}
    answers = at_once(*[("/firms/register/", data)] * 3)
    assert statuses(answers) == [302, 409, 409]
    assert Firm.objects.get().uscc == code
    in_order()


def test_two_firms_are_given_one_code_at_once() -> None:
    code = make_code()
    firms = [given_firm(f"天津{name}有限公司", district=XIQING) for name in ("甲", "乙")]
    posts = []
    for firm in firms:
        form = bureau().open(firm, "correct")
        data = form | {"uscc": code, "reason": "补录", "step": "confirm"}
        posts.append((address(firm, "correct"), data))
    assert statuses(at_once(*posts)) == [302, 409]
    assert Firm.objects.filter(uscc=code).count() == 1
    in_order()


def test_a_certification_is_ended_twice(firm: Firm) -> None:
    held = firm.certifications.get()
    data = {
        "kind": "revocation", "cause": "data_fraud", "reason": "造假", "document": "处理决定",
        "effective_on": "2025-06-01", "step": "confirm",
    }  # fmt: skip
    answers = at_once(*[(f"/certifications/{held.pk}/end/", data)] * 2)
    assert statuses(answers) == [302, 409]
    assert counted("seed", on="2025-06-01") == 0
    in_order()


@pytest.mark.parametrize("what", ["correct", "figures"])
def test_what_is_being_written_is_waited_for_and_not_overwritten(firm: Firm, what: str) -> None:
    """The form was filled in, and sent, before the other clerk's change could be seen."""
    query = {"year": "2024"} if what == "figures" else {}
    desk = bureau()
    form = desk.open(firm, what, **query)
    changed = {"address": "二号", "reason": "录入错误"} if what == "correct" else {"staff": "2"}
    written, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with revision(reason="first"):
            if what == "correct":
                corrected(firm, address="一号")
            else:
                reported(firm, 2024, staff=1)
            written.set()
            wait(go_on)

    before = Act(first)
    wait(written)
    where = address(firm, what) + ("?year=2024" if query else "")
    after = Act(desk.client.post, where, form | changed | {"step": "confirm"})
    until_somebody_waits_for_a_lock()
    go_on.set()
    before.result()
    answer = after.result()
    assert answer.status_code == 409
    assert "已被他人修改" in text_of(answer)
    firm.refresh_from_db()
    if what == "correct":
        assert firm.address == "一号"
    else:
        assert FirmYear.objects.get(firm=firm).staff == 1
    in_order()


def test_two_reviewers_propose_one_application_at_once() -> None:
    people = People()
    case = make_application(make_batch(), people.officer)
    do(Doing.SUBMIT, case, people.officer)
    do(Doing.RECOMMEND, case, people.officer)
    where = f"/cases/{case.pk}/acts/propose/"
    data = {"version": case.version, "opinion": "同意", "differs": "人工核实"}
    answers = at_once((where, data), (where, data))
    assert statuses(answers) == [302, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert "办理了“审核通过，拟认定”；请刷新后再看" in text_of(lost)
    assert case.acts.filter(doing=Doing.PROPOSE).count() == 1
    in_order()
