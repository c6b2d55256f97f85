"""The case page, and everything that is done on it, in the bureau's words."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from cultivation.access.models import Role
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import (
    Application,
    Commitment,
    Document,
    Scoring,
)
from cultivation.certification.services.documents import attach
from cultivation.certification.services.notices import raise_objection
from cultivation.clock import today
from cultivation.firms.models import Firm
from tests.certification import samples
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
    propose,
    sign,
)
from tests.factories import make_user, writing
from tests.portal.cases.conftest import DAY
from tests.portal.casework import act, at, sent
from tests.portal.desk import Desk, filled_in, text_of

pytestmark = pytest.mark.django_db


def test_the_page_says_where_it_stands_and_what_can_be_done(
    case: Application, people: People
) -> None:
    desk = Desk(people.officer)
    page = desk.read(at(case))
    for said in (
        "天津鲲鹏精密机械有限公司", "创新型中小企业", "新申报", "草稿 · 剩 ", "2026年第一批",
        "申报", "区初审", "专家评审 可选", "市级审核", "公示", "认定",
        "系统测评", "必须提交的材料已齐", "登记实地核查", "办理经过", "登记申报",
        "我的待办第 1 件，共 1 件",
    ):  # fmt: skip
        assert said in page, said
    assert ">提交</a>" in desk.get(at(case)).content.decode()
    assert "推荐至市级" not in page


def test_from_submission_to_the_proposal(case: Application, people: People) -> None:
    officer, reviewer = Desk(people.officer), Desk(people.reviewer)
    act(officer, case, Doing.SUBMIT)
    form = filled_in(officer.get(at(case, "acts/recommend/")))
    criterion = next(name for name in form if name.startswith("opinion_on_"))
    act(
        officer, case, Doing.RECOMMEND, opinion="经营正常", differs="数据由区核实",
        **{criterion: "agrees", criterion.replace("opinion", "note"): "附行业协会证明"},
    )  # fmt: skip
    assert case.state == "recommended"
    page = reviewer.read(at(case))
    for said in (
        "待市审",
        "经营正常",
        "数据由区核实",
        "区 同意 · 附行业协会证明",
        "留存：",
        "办理时所见",
    ):
        assert said in page, said
    assert case.acts.latest("pk").opinions == {
        criterion.removeprefix("opinion_on_"): {"agrees": True, "note": "附行业协会证明"}
    }
    # What goes against the assessment is not done without saying why.
    told = act(reviewer, case, Doing.PROPOSE, status=400, opinion="同意", differs="")
    assert "与系统测评结果不一致，请说明理由" in text_of(told)
    act(reviewer, case, Doing.PROPOSE, opinion="同意", differs="人工核实")
    assert case.state == "proposed"
    assert "推荐人或审核人不能作出决定" in reviewer.read(at(case))


def test_it_is_returned_with_a_reason_and_comes_back(case: Application, people: People) -> None:
    officer = Desk(people.officer)
    do(Doing.SUBMIT, case, people.officer)
    told = act(officer, case, Doing.RETURN_TO_FIRM, status=400, opinion="请补审计报告")
    assert "请选择原因" in text_of(told)
    act(officer, case, Doing.RETURN_TO_FIRM, reason="documents_missing", opinion="请补审计报告")
    page = officer.read(at(case))
    assert "退回补正" in page
    assert "原因： 材料不全" in page
    act(officer, case, Doing.RESUBMIT)
    assert case.state == "submitted"


def test_what_is_missing_is_said_and_accepted_under_a_promise(people: People, firm: Firm) -> None:
    case = make_application(make_batch(), people.officer, firm, documents=False)
    do(Doing.SUBMIT, case, people.officer)
    officer = Desk(people.officer)
    page = officer.get(at(case))
    assert "缺少材料：申请书、真实性声明（盖章）；请上传，或办理容缺受理" in text_of(page)
    assert 'disabled aria-describedby="why-recommend"' in page.content.decode()
    refused = officer.get(at(case, "acts/recommend/"), status=409)
    assert "缺少材料" in text_of(refused)
    due = today() + dt.timedelta(days=4)
    for file, told in (
        (None, "请上传企业签署的容缺承诺书"),
        (sent(b"MZ", "承诺书.pdf"), "只接受 PDF"),
    ):
        answer = act(
            officer, case, Doing.ACCEPT_INCOMPLETE, 400, missing=["form"], due_on=due.isoformat(),
            opinion="已签承诺书", **({"commitment": file} if file else {}),
        )  # fmt: skip
        assert told in answer.context["form"].errors["commitment"][0]
    act(
        officer, case, Doing.ACCEPT_INCOMPLETE,
        missing=["form", "statement"], due_on=due.isoformat(), opinion="已签承诺书",
        commitment=sent(samples.PDF, "承诺书.pdf"),
    )  # fmt: skip
    assert "容缺承诺书" in officer.read(at(case))
    # It is there: another one may be sent, and need not.
    again = officer.get(at(case, "acts/accept_incomplete/"))
    assert "该件已有容缺承诺书" in text_of(again)
    assert not again.context["form"].fields["commitment"].required
    assert f"容缺，{due} 前补齐" in officer.read(at(case))
    with time_machine.travel(DAY + dt.timedelta(days=5), tick=False):
        late = Desk(people.officer).read(at(case))
        assert "容缺 2 种已逾期" in late
        assert f"应于 {due} 前补齐，已逾期" in late
    where = at(case, "documents/attach/")
    officer.get(where, kind="form")
    answer = officer.client.post(where, {"kind": "form", "file": sent(samples.PDF, "申请书.pdf")})
    assert answer.status_code == 302
    assert Commitment.objects.get(application=case, kind="form").fulfilled_on == today()


def test_a_grave_act_is_shown_before_it_is_done(
    case: Application, people: People, clock: Any
) -> None:
    propose(people, [case])
    notice_of(case.batch, [case], people.reviewer)
    decider = Desk(people.decider)
    assert "公示至 2026-06-22 止；请在期满后认定" in decider.read(at(case))
    decider.get(at(case, "acts/certify/"), status=409)
    clock.move_to(dt.datetime(2026, 6, 23, 2, 0, tzinfo=dt.UTC))
    decider = Desk(people.decider)
    where = at(case, "acts/certify/")
    form = filled_in(decider.get(where))
    told = decider.preview(where, **form)
    assert told == [
        "办理后状态为“已认定”。",
        "有效期 2026-06-23 至 2029-06-22，编号 TJ-CX-2026-00001。",
        "创新型中小企业在库数，和平区：0 → 1（+1）",
    ]
    case.refresh_from_db()
    assert case.state == "noticed"
    decider.confirm(where, **form)
    page = decider.read(at(case))
    assert "已认定" in page
    assert "认定结果：符合" in page


def test_two_at_once_one_wins_and_the_other_sees_what_happened(
    case: Application, people: People
) -> None:
    first, second = Desk(people.officer), Desk(make_user(Role.DISTRICT, district="120101"))
    do(Doing.SUBMIT, case, people.officer)
    where = at(case, "acts/accept_incomplete/")
    same = Document.objects.filter(application=case)
    with writing():
        same.update(withdrawn_on=today())
    sign(case, people.officer)
    data = {"missing": ["form"], "due_on": today().isoformat(), "opinion": "容缺"}
    stale = filled_in(second.get(where)) | data | {"step": "confirm"}
    act(first, case, Doing.ACCEPT_INCOMPLETE, **data)
    answer = second.client.post(where, stale)
    assert answer.status_code == 409
    assert "办理了“容缺受理”；请刷新后再看" in text_of(answer)
    # And where the state is another one by now, too.
    act(first, case, Doing.RETURN_TO_FIRM, reason="other", opinion="补正")
    answer = second.client.post(where, stale)
    assert answer.status_code == 409
    assert "办理了“退回补正”" in text_of(answer)
    assert case.acts.filter(doing=Doing.ACCEPT_INCOMPLETE).count() == 1


def test_who_gets_where(case: Application, people: People) -> None:
    do(Doing.SUBMIT, case, people.officer)
    stranger = Desk(make_user(Role.DISTRICT, district="120111"))
    other_bureau, auditor = Desk(people.scientist), Desk(make_user(Role.AUDITOR))
    client, reviewer = Desk(make_user(Role.CLIENT)), Desk(people.reviewer)
    writes = ("acts/recommend/", "documents/attach/", "visits/record/")
    for further in ("", *writes):
        stranger.get(at(case, further), status=404)
        client.get(at(case, further), status=403)
    for desk in (other_bureau, auditor):
        page = desk.get(at(case)).content.decode()
        assert "/acts/" not in page
        assert "documents/attach" not in page
        for further in writes:
            desk.get(at(case, further), status=403)
            assert desk.client.post(at(case, further), {}).status_code == 403
    # The bureau sees what the district has to do, and does not do it.
    reviewer.get(at(case, "acts/recommend/"), status=403)
    reviewer.get(at(case, "acts/propose/"), status=409)
    for name in ("nonsense", "publish", "close", "open"):
        reviewer.get(at(case, f"acts/{name}/"), status=404)
    assert case.acts.count() == 2


def test_what_is_reserved_is_not_for_districts(case: Application, people: People) -> None:
    expert = make_user(Role.EXPERT, last_name="评审人")
    do(Doing.SUBMIT, case, people.officer)
    do(Doing.RECOMMEND, case, people.officer)
    do(Doing.SEND_TO_EXPERTS, case, people.reviewer, experts=(expert.pk,))
    other = make_user(Role.EXPERT, last_name="回避人")
    with writing():
        Scoring.objects.filter(application=case).update(total="81.50", scored_on=today())
        Scoring.objects.create(
            application=case, firm=case.firm, expert=other, assigned_on=today(), conflict=True,
            conflict_note="曾任顾问",
        )  # fmt: skip
        secret = attach(
            application=case, kind="other", name="内部意见.pdf", content=samples.PDF,
            actor=people.reviewer, reserved=True,
        )  # fmt: skip
    do(Doing.RETURN_TO_DISTRICT, case, people.reviewer, reason="other")
    where = at(case, f"documents/{secret.pk}/")
    for user in (people.reviewer, make_user(Role.AUDITOR)):
        page = Desk(user).read(at(case))
        for said in ("评审人", "平均 81.50 分", "回避人", "曾任顾问", "内部意见.pdf"):
            assert said in page, said
        Desk(user).get(where)
    for user in (people.officer, people.scientist):
        page = Desk(user).read(at(case))
        for said in ("评审人", "81.50", "回避人", "曾任顾问", "内部意见"):
            assert said not in page, said
        Desk(user).get(where, status=404)
    # An expert has the documents of what was given to it, but for those.
    open_one = Document.objects.filter(application=case, reserved=False).first()
    assert open_one is not None
    Desk(expert).get(where, status=404)
    Desk(expert).get(at(case), status=403)
    Desk(other).get(at(case, f"documents/{open_one.pk}/"), status=404)


def test_objections_and_notices_of_the_case(case: Application, people: People) -> None:
    propose(people, [case])
    notice = notice_of(case.batch, [case], people.reviewer)
    with writing():
        raise_objection(
            notice=notice, application=case, actor=people.reviewer, objector="王五",
            contact="022-00000000", content="专利已失效，附检索报告",
        )  # fmt: skip
    for user in (people.officer, people.decider, make_user(Role.AUDITOR)):
        page = Desk(user).read(at(case))
        assert f"公示 {notice.number}：2026-06-15 至 2026-06-22" in page
        assert "王五" in page
        assert "专利已失效" in page


def test_a_page_that_was_tampered_with_says_so(case: Application, people: People) -> None:
    officer = Desk(people.officer)
    act(officer, case, Doing.SUBMIT)
    answer = act(officer, case, Doing.RETURN_TO_FIRM, 400, version="x", reason="other",
                 opinion="请补充")  # fmt: skip
    assert "请重新打开该页后再办理" in text_of(answer)
    assert case.state == "submitted"


def test_documents_are_not_promised_for_ever(people: People, firm: Firm) -> None:
    made = make_application(make_batch(), people.officer, firm, documents=False)
    officer = Desk(people.officer)
    act(officer, made, Doing.SUBMIT)
    sign(made, people.officer)
    answer = act(officer, made, Doing.ACCEPT_INCOMPLETE, 400, missing="form", due_on="2028-01-01",
                 opinion="已签承诺书")  # fmt: skip
    assert "最迟为一年之内" in text_of(answer)
