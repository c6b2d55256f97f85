"""Experts at work: what they see, what they mark, what the bureau sees of it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from cultivation.access.models import Message, Role, User
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Criterion, Document, Scoring
from cultivation.certification.services import Refused
from cultivation.clock import today
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import make_firm, make_user, token_for, writing
from tests.portal.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC), tick=False) as travel:
        yield travel


class Panel:
    """A 领军 case with two experts, of a batch with two criteria."""

    def __init__(self, criteria: bool = True) -> None:
        self.people = People()
        self.experts = [make_user(Role.EXPERT, last_name=name) for name in ("甲", "乙")]
        self.batch = make_batch("leading")
        if criteria:
            with writing():
                for position, name, full, weight in (
                    (1, "创新能力", 50, 60),
                    (2, "成长性", 40, 40),
                ):
                    Criterion.objects.create(
                        batch=self.batch,
                        position=position,
                        name=name,
                        full_marks=full,
                        weight=weight,
                    )
        self.case = make_application(self.batch, self.people.officer, make_firm("天津被评有限公司"))
        do(Doing.SUBMIT, self.case, self.people.officer)
        do(Doing.RECOMMEND, self.case, self.people.officer)
        do(Doing.SEND_TO_EXPERTS, self.case, self.people.scientist,
           experts=tuple(one.pk for one in self.experts))  # fmt: skip

    def scoring(self, number: int = 0) -> Scoring:
        return Scoring.objects.get(application=self.case, expert=self.experts[number])

    def desk(self, number: int = 0) -> Desk:
        return Desk(self.experts[number])

    def page(self, number: int = 0) -> str:
        return f"/scoring/{self.scoring(number).pk}/"

    @property
    def bureau(self) -> Desk:
        return Desk(self.people.scientist)

    @property
    def case_page(self) -> str:
        return f"/cases/{self.case.pk}/scoring/"


def test_marks_are_kept_then_submitted_and_stay() -> None:
    panel = Panel()
    desk, page = panel.desk(), panel.page()
    assert "1 件待评分" in desk.read("/scoring/")
    answer = desk.client.post(page, {"step": "save", "mark_1": "40", "comment": "好"})
    assert answer.status_code == 302
    assert panel.scoring().marks == {"1": "40"}
    assert "已保存草稿" in desk.read("/scoring/")
    # Nothing is submitted while a mark lacks.
    assert "成长性" in desk.preview(page, status=400, mark_1="40")[0]
    marks = {"mark_1": "40", "mark_2": "33.33", "comment": "较好"}
    assert "81.33" in desk.preview(page, **marks)[0]
    assert panel.scoring().total is None
    desk.confirm(page, **marks)
    one = panel.scoring()
    assert (one.total, one.scored_on) == (Decimal("81.33"), dt.date(2026, 6, 15))
    assert "81.33" in desk.read(page)
    # What is submitted stays.
    assert desk.client.post(page, {"step": "save", "mark_1": "1"}).status_code == 409
    desk.confirm(page, status=409, **marks)
    assert panel.scoring().marks == one.marks == {"1": "40", "2": "33.33"}


@pytest.mark.parametrize("mark", ["-1", "50.01", "1.001", "NaN", "Infinity", "1e9", "abc"])
def test_a_mark_out_of_range_is_refused(mark: str) -> None:
    panel = Panel()
    answer = panel.desk().client.post(panel.page(), {"step": "save", "mark_1": mark})
    assert answer.status_code == 400
    assert panel.scoring().marks == {}


def test_without_criteria_there_is_one_mark_of_100() -> None:
    panel = Panel(criteria=False)
    assert "72.50" in panel.desk().preview(panel.page(), mark_1="72.5")[0]


def test_weights_that_do_not_make_up_100_are_told() -> None:
    panel = Panel()
    with writing():
        Criterion.objects.filter(batch=panel.batch, position=1).update(weight=50)
    told = panel.desk().preview(panel.page(), status=400, mark_1="1", mark_2="1")
    assert "100%" in told[0]


def test_an_expert_sees_its_own_and_nothing_else() -> None:
    panel = Panel()
    stranger = make_application(panel.batch, panel.people.officer, make_firm("天津别家有限公司"))
    do(Doing.SUBMIT, stranger, panel.people.officer)
    do(Doing.RECOMMEND, stranger, panel.people.officer)
    do(Doing.SEND_TO_EXPERTS, stranger, panel.people.scientist, experts=(panel.experts[1].pk,))
    desk = panel.desk()
    assert "别家" not in desk.read("/scoring/")
    other = Scoring.objects.get(application=stranger)
    for pk in (other.pk, panel.scoring(1).pk, 999_999):
        assert desk.client.get(f"/scoring/{pk}/").status_code == 404
        assert desk.client.post(f"/scoring/{pk}/", {"step": "save"}).status_code == 404
    firm = panel.case.firm_id
    for address in ("/firms/", f"/firms/{firm}/", "/certifications/", "/journal/", "/admin/",
                    "/targets/", "/imports/", "/account/tokens/", panel.case_page):  # fmt: skip
        assert desk.client.get(address).status_code == 403, address
    assert desk.get("/workbench/", status=302)["Location"] == "/scoring/"
    for address in ("/", "/account/", "/messages/", "/standards/", "/self-test/"):
        assert desk.get(address).status_code == 200
    assert Application.objects.visible_to(desk.user).get() == panel.case


def test_an_expert_asks_nothing_over_rest() -> None:
    expert = make_user(Role.EXPERT)
    client = APIClient()
    client.force_login(expert)
    token = APIClient(headers={"Authorization": f"Token {token_for(expert)}"})
    for address in ("/api/v1/firms/", "/api/v1/certifications/", "/api/v1/screening/"):
        assert client.get(address).status_code == 403, address
        assert token.get(address).status_code == 403, address
    assert client.get("/api/v1/counts/").status_code == 200


def test_documents_for_the_bureau_only_are_not_named() -> None:
    panel = Panel()
    shown = panel.case.documents.first()
    assert shown is not None
    with writing():
        Document.objects.create(
            application=panel.case, firm_id=panel.case.firm_id, kind="evidence", name="密.pdf",
            content_type="application/pdf", size=1, sha256="0" * 64, reserved=True,
            uploaded_by=panel.people.scientist, uploaded_at=dt.datetime(2026, 6, 15, tzinfo=dt.UTC),
        )  # fmt: skip
    text = panel.desk().read(panel.page())
    assert shown.name in text
    assert "密.pdf" not in text


def test_a_conflict_takes_the_case_out_of_sight_and_tells_the_bureau() -> None:
    panel = Panel()
    desk, page = panel.desk(), panel.page()
    desk.client.post(page, {"step": "save", "mark_1": "40"})
    desk.confirm(f"{page}conflict/", status=400, note=" ")
    desk.confirm(f"{page}conflict/", note="持有其股份")
    assert desk.client.get(page).status_code == 404
    assert not Application.objects.visible_to(desk.user).exists()
    one = panel.scoring()
    assert (one.conflict, one.marks, one.total) == (True, {}, None)
    told = Message.objects.filter(account=panel.people.science_decider).latest("id")
    assert "回避" in told.subject
    assert "股份" not in told.subject + told.body
    assert "持有其股份" in panel.bureau.read(panel.case_page)
    # Nobody gives it back to that expert, and the declaration stays.
    scoring = f"{panel.case_page}{one.pk}/take-back/"
    panel.bureau.confirm(scoring, status=409, reason="x")


def submit(panel: Panel, number: int, first: str, second: str) -> None:
    panel.desk(number).confirm(panel.page(number), mark_1=first, mark_2=second)


def test_the_bureau_sees_who_gave_what_and_how_far_apart_they_lie() -> None:
    panel = Panel()
    with pytest.raises(Refused) as refused:
        do(Doing.PROPOSE, panel.case, panel.people.scientist)
    assert "scores_waiting" in {one.code for row in refused.value.rows for one in row.refused}
    submit(panel, 0, "50", "40")
    assert not Message.objects.filter(subject__contains="均已评分").exists()
    submit(panel, 1, "25", "20")
    assert Message.objects.filter(
        account=panel.people.science_decider, subject__contains="均已评分"
    ).exists()
    text = panel.bureau.read(panel.case_page)
    assert "75.00" in text
    assert "最低 50.00，最高 100.00，相差 50.00" in text
    assert "尚未决定" in text
    assert Desk(make_user(Role.AUDITOR)).read(panel.case_page)
    Desk(panel.people.officer).get(panel.case_page, status=403)


def test_experts_are_added_taken_back_and_their_marks_opened_again_with_a_reason() -> None:
    panel = Panel()
    third = make_user(Role.EXPERT, last_name="丙")
    assign = f"{panel.case_page}assign/"
    panel.bureau.confirm(assign, status=400, experts=[third.pk], reason="")
    panel.bureau.confirm(assign, experts=[third.pk], reason="增加技术专家")
    assert Message.objects.filter(account=third, subject__contains="请评审打分").exists()
    panel.bureau.confirm(assign, status=400, experts=[panel.experts[0].pk], reason="再派")
    given = Scoring.objects.get(expert=third)
    panel.bureau.confirm(f"{panel.case_page}{given.pk}/take-back/", reason="不需要")
    assert not Scoring.objects.filter(expert=third).exists()
    submit(panel, 0, "50", "40")
    one = panel.scoring()
    panel.bureau.confirm(f"{panel.case_page}{one.pk}/take-back/", status=409, reason="x")
    panel.bureau.confirm(f"{panel.case_page}{one.pk}/reopen/", reason="填错")
    assert (panel.scoring().total, panel.scoring().scored_on) == (None, None)
    assert panel.scoring().marks == {"1": "50", "2": "40"}
    submit(panel, 0, "40", "40")
    for stranger in (panel.people.reviewer, make_user(Role.AUDITOR), panel.people.officer):
        desk = Desk(stranger)
        for act in ("assign/", f"{one.pk}/take-back/", f"{one.pk}/reopen/"):
            assert desk.client.get(panel.case_page + act).status_code == 403
            assert desk.client.post(panel.case_page + act).status_code == 403
    panel.bureau.get(f"/cases/999999/scoring/{one.pk}/reopen/", status=404)


def test_a_case_that_went_back_waits() -> None:
    panel = Panel()
    do(Doing.RETURN_TO_DISTRICT, panel.case, panel.people.scientist, reason="documents_missing")
    desk = panel.desk()
    assert "暂停评分" in desk.read("/scoring/")
    assert desk.client.post(panel.page(), {"step": "save", "mark_1": "1"}).status_code == 409


def test_queries_do_not_grow_with_what_an_expert_has(django_assert_max_num_queries: Any) -> None:
    panel = Panel()
    desk = panel.desk()
    for _ in range(4):
        case = make_application(panel.batch, panel.people.officer)
        with writing():
            Scoring.objects.create(
                application=case,
                firm_id=case.firm_id,
                expert=desk.user,
                assigned_on=today(),
            )
    with django_assert_max_num_queries(4):
        desk.get("/scoring/")
    with django_assert_max_num_queries(25):
        desk.get(panel.page())
    bureau = panel.bureau
    with django_assert_max_num_queries(12):
        bureau.get(panel.case_page)


def test_experts_are_made_on_the_pages_of_officers() -> None:
    administrator = Desk(make_user(is_superuser=True))
    form = {"username": "expert.li", "name": "李教授", "role": "expert", "email": "li@example.cn"}
    told = administrator.preview("/officers/new/", **form)
    assert "仅见指派评审的申报" in told[0]
    administrator._post("/officers/new/", "confirm", 200, form)  # the page with the password
    made = User.objects.get(username="expert.li")
    assert (made.role, made.email, made.is_staff) == ("expert", "li@example.cn", False)
    refused = administrator.preview(
        "/officers/new/", status=400, **(form | {"username": "x", "district": "120111"})
    )
    assert "面向全市" in refused[0]


def test_after_the_decision_an_expert_sees_its_own_sheet_and_nothing_else() -> None:
    panel = Panel()
    expert, late, firm = panel.experts[0], panel.experts[1], panel.case.firm
    sheet = panel.page()
    panel.desk().confirm(sheet, mark_1="40", mark_2="33.33", comment="较好")
    assert Application.objects.visible_to(expert).get() == panel.case
    paper = Document.objects.visible_to(expert).get(name="申请书.pdf")
    for told in (str(firm.uscc), "申请书.pdf"):
        assert told in panel.desk().read(sheet)
    # Each sees what it gave itself, and never what another did.
    assert list(Scoring.objects.visible_to(expert)) == [panel.scoring()]
    do(
        Doing.REFUSE,
        panel.case,
        panel.people.scientist,
        reason="standard_not_met",
        opinion="不符合",
    )
    panel.case.refresh_from_db()
    assert not Application.objects.visible_to(expert).exists()
    assert not Document.objects.visible_to(expert).exists()
    panel.desk().get(f"/cases/{panel.case.pk}/documents/{paper.pk}/", status=404)
    text = panel.desk().read(sheet)
    for told in ("81.33", "较好", "该件已办结"):
        assert told in text
    for kept in (str(firm.uscc), "申请书.pdf", "企业概况", "对照标准", "不予认定", "不符合"):
        assert kept not in text
    assert "81.33" in panel.desk().read("/scoring/")
    # What was never submitted is no finished work.
    assert firm.name not in Desk(late).read("/scoring/")
    assert "不再评分" in panel.desk(1).read(panel.page(1))
    answer = panel.desk(1).client.post(panel.page(1), {"step": "save", "mark_1": "4"})
    assert answer.status_code == 409
    assert "不予认定" not in answer.content.decode()
    # Taken up again, it is before the experts again.
    do(Doing.REOPEN, panel.case, panel.people.scientist, opinion="复议", document="津科〔2026〕1号")
    assert Application.objects.visible_to(expert).get() == panel.case
