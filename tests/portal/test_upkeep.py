"""The renewal campaign at the desk: rows are picked, shown with what becomes of each, then done."""

import datetime as dt
from typing import Any

import pytest

from cultivation.access.models import Message, Role
from cultivation.certification.models import Appeal, Application, Ban, Batch, Certification, EndKind
from cultivation.certification.services import end, record_updates, revoke
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from cultivation.journal.services import revision
from tests.factories import make_user, writing
from tests.portal.desk import TODAY, Desk, address, auditor, bureau, officer, text_of
from tests.scenarios.story import certified, counted, day, given_firm, moved, renamed

pytestmark = pytest.mark.usefixtures("today")
XIQING, NANKAI = "120111", "120104"


def running(name: str, tier: str = "specialized", **more: Any) -> Certification:
    return certified(given_firm(name, **more), tier, from_="2023-03-01", to="2026-03-01")


def batch(tier: str = "specialized") -> Batch:
    with writing():
        return Batch.objects.create(
            tier_id=tier,
            name="2026年复核",
            kind="renewal",
            files_from=TODAY,
            files_to=TODAY + dt.timedelta(days=60),
        )


def pick(
    desk: Desk, where: str, rows: list[Any] | None = None, status: int = 200, **more: Any
) -> Any:
    data: dict[str, Any] = {"step": "choose", **more}
    data |= {"of": "filtered"} if rows is None else {"row": [row.pk for row in rows]}
    answer = desk.client.post(where, data)
    assert answer.status_code == status, text_of(answer)
    return answer


def names(answer: Any) -> list[str]:
    return [line.cells[0].text for line in answer.context["lines"]]


def picked(answer: Any) -> str:
    return str(answer.context["form"].initial["rows"])


def test_drafts_are_opened_for_all_that_the_filter_leaves() -> None:
    good, closing = running("天津甲有限公司"), running("天津乙有限公司", district=NANKAI)
    moved(closing.firm, to=None, on="2025-12-01")
    running("天津丙有限公司", "gazelle")
    desk, called = bureau(), batch()
    page = desk.get("/upkeep/", tier="specialized")
    assert names(page) == ["天津甲有限公司", "天津乙有限公司"]
    chosen = pick(desk, "/upkeep/open/", narrowed="tier=specialized")
    words = {one.name: one.words for one in chosen.context["verdicts"]}
    assert words == {"天津甲有限公司": "开立草稿", "天津乙有限公司": "企业已迁出本市"}
    data = {"rows": picked(chosen), "batch": called.pk}
    before = data_version()
    assert desk.preview("/upkeep/open/", **data) == [
        "在“2026年复核”为 1 家企业开立复核申报（草稿）：天津甲有限公司",
        "未列入 1 家：天津乙有限公司（原因见名单）",
    ]
    assert data_version() == before
    desk.confirm("/upkeep/open/", **data)
    made = Application.objects.get()
    assert (made.firm_id, made.renews_id, made.state) == (good.firm_id, good.pk, "draft")
    assert "草稿" in desk.read("/upkeep/", name="天津甲")
    assert Revision.objects.latest("id").reason == "开立复核申报：2026年复核"
    assert names(desk.get("/upkeep/", renewal="none", tier="specialized")) == ["天津乙有限公司"]


def test_an_officer_opens_only_for_the_own_firms() -> None:
    own, foreign = running("天津甲有限公司"), running("天津别家有限公司", district=NANKAI)
    desk = officer(XIQING)
    assert names(desk.get("/upkeep/")) == ["天津甲有限公司"]
    pick(desk, "/upkeep/open/", [own])
    assert "别家" not in text_of(pick(desk, "/upkeep/open/", [foreign], status=404))
    sent = {"rows": f"{own.pk},{foreign.pk}", "batch": batch().pk, "step": "confirm"}
    assert desk.client.post("/upkeep/open/", sent).status_code == 404
    assert not Application.objects.exists()
    assert not auditor().get("/upkeep/").context["page"].picks
    assert auditor().client.post("/upkeep/open/", {"step": "choose"}).status_code == 403


def test_the_other_bureau_opens_none_on_this_ladder() -> None:
    held = running("天津甲有限公司")
    desk = bureau(authority="sti_tianjin")
    (verdict,) = pick(desk, "/upkeep/open/", [held]).context["verdicts"]
    assert verdict.words == "该层级由其他部门办理"
    desk.preview("/upkeep/open/", status=400, rows=held.pk, batch=batch().pk)
    assert not Application.objects.exists()


@pytest.mark.parametrize("rows", ["", "x", "1,,2", "9" * 40, "²"])
def test_rows_that_are_none_are_refused(rows: str) -> None:
    desk = bureau()
    answer = desk.client.post("/upkeep/open/", {"rows": rows, "batch": "1"})
    assert answer.status_code in (400, 404)
    assert desk.client.post("/upkeep/open/", {"step": "choose"}).status_code == 400
    assert desk.client.post(
        "/upkeep/open/", {"step": "choose", "of": "filtered", "narrowed": "tiers=seed"}
    ).status_code == 400  # fmt: skip


def test_counts_by_month_and_by_right_are_those_of_the_list() -> None:
    running("天津甲有限公司")
    late = running("天津乙有限公司")
    renamed(late.firm, "天津新乙有限公司", on="2025-01-01")
    page = bureau().get("/upkeep/")
    facets = {
        facet.name: {one.code: one.count for one in found}
        for facet, found in page.context["facet_options"]
    }
    assert facets["month"] == {"2026-02": 2}
    assert facets["right"] == {"kept": 1, "change_late": 1}
    assert names(bureau().get("/upkeep/", right="change_late")) == ["天津新乙有限公司"]
    assert "逾期报告" in text_of(bureau().get("/events/", late="true"))
    assert "逾期报告" in bureau().read(address(late.firm))


def test_late_reports_are_listed_and_stand_on_the_case_of_the_renewal() -> None:
    held = running("天津甲有限公司")
    renamed(held.firm, "天津新甲有限公司", on="2025-01-31")
    renamed(running("天津乙有限公司").firm, "天津新乙有限公司", on="2025-12-01")
    far = running("天津外区有限公司", district=NANKAI)
    renamed(far.firm, "天津新外区有限公司", on="2025-06-01")
    desk = bureau()
    page = desk.get("/upkeep/reported-late/", district=XIQING)
    ((line),) = page.context["lines"]
    cells = [cell.text for cell in line.cells]
    # Due by 2025-04-30.
    assert cells[:2] == ["天津新甲有限公司", "西青区"]
    assert cells[3:6] == ["2025-01-31", "2025-12-31", "245"]
    taken = desk.get("/upkeep/reported-late/", export="csv")
    assert "2025-04-30" in b"".join(taken.streaming_content).decode("utf-8-sig")
    assert "更名" in cells[2]
    assert "专精特新" in text_of(page)
    assert names(desk.get("/upkeep/reported-late/", kind="move")) == []
    assert names(officer(NANKAI).get("/upkeep/reported-late/")) == ["天津新外区有限公司"]
    assert "新乙" not in desk.read("/upkeep/reported-late/")
    desk.get("/upkeep/reported-late/", status=400, late="true")
    # It stands in nobody's way, and on the case it is to be read.
    data = {"rows": picked(pick(desk, "/upkeep/open/", [held])), "batch": batch().pk}
    desk.confirm("/upkeep/open/", **data)
    told = desk.read(f"/cases/{Application.objects.get().pk}/")
    assert "更名（2025-01-31 生效）于 2025-12-31 才报告，超过三个月" in told


def test_lapsed_firms_are_taken_into_the_seed_library() -> None:
    held = certified(
        given_firm("天津甲有限公司"), "specialized", from_="2022-12-01", to="2025-12-01"
    )
    desk = bureau()
    assert names(desk.get("/upkeep/lapsed/")) == ["天津甲有限公司"]
    chosen = pick(desk, "/upkeep/lapsed/seed/", [held])
    data = {
        "rows": picked(chosen),
        "batch": "2025年期满转入",
        "valid_from": "2025-12-31",
        "document": "津工信〔2025〕8号",
        "reason": "期满转入",
        "checked": "on",
    }
    told = desk.preview("/upkeep/lapsed/seed/", **data)
    assert told == [
        "1 家企业自 2025-12-31 起认定为专精特新“种子”企业（批次“2025年期满转入”，"
        "有效期至 2028-12-30）：天津甲有限公司",
        "专精特新“种子”企业在库数，西青区：0 → 1（+1）",
    ]
    desk.preview("/upkeep/lapsed/seed/", status=400, **{**data, "checked": ""})
    desk.confirm("/upkeep/lapsed/seed/", **data)
    assert counted("seed", on="2025-12-31") == 1
    assert Revision.objects.latest("id").reason == "期满转入：期满转入"
    for other in (officer(), auditor(), bureau(authority="sti_tianjin")):
        assert other.client.post("/upkeep/lapsed/seed/", data).status_code == 403


def test_updates_are_recorded_let_count_and_reminded_of() -> None:
    done, late, lazy = (running(f"天津{one}有限公司") for one in "甲乙丙")
    with writing():
        record_updates(firms=[late.firm_id], year=2025, updated_on=day("2025-06-01"), actor=None)
    desk = officer(XIQING)
    page = desk.get("/upkeep/updates/")
    assert {line.cells[0].text: line.cells[3].text for line in page.context["lines"]} == {
        "天津甲有限公司": "逾期未更新",
        "天津乙有限公司": "逾期更新",
        "天津丙有限公司": "逾期未更新",
    }
    chosen = pick(desk, "/upkeep/updates/2025/record/", [done.firm, late.firm])
    data = {"rows": picked(chosen), "updated_on": "2025-04-30"}
    assert desk.preview("/upkeep/updates/2025/record/", **data) == [
        "登记 1 家企业于 2025-04-30 完成 2025 年度更新：天津甲有限公司",
        "不办理 1 家：天津乙有限公司（原因见名单）",
    ]
    desk.confirm("/upkeep/updates/2025/record/", **data)
    assert names(desk.get("/upkeep/updates/", state="in_time")) == ["天津甲有限公司"]
    assert desk.client.post("/upkeep/updates/2025/accept/", data).status_code == 403
    city = bureau()
    accept = {"rows": str(late.firm_id), "reason": "平台故障"}
    assert city.preview("/upkeep/updates/2025/accept/", **accept) == [
        "认可 1 家企业 2025 年度的逾期更新，恢复复核资格：天津乙有限公司"
    ]
    city.confirm("/upkeep/updates/2025/accept/", **accept)
    assert names(city.get("/upkeep/updates/", state="accepted")) == ["天津乙有限公司"]
    remind = {"rows": str(lazy.firm_id)}
    make_user(Role.DISTRICT, district=NANKAI)
    for _twice in range(2):
        city.confirm("/upkeep/updates/2025/remind/", **remind)
    message = Message.objects.get()
    assert (message.account_id, "天津丙有限公司" in message.body) == (desk.user.pk, True)


def test_an_appeal_from_the_end_to_its_settlement() -> None:
    held = running("天津甲有限公司")
    ender = bureau()
    with revision(reason="终止", actor=ender.user):
        end(
            certification=held,
            kind=EndKind.WITHDRAWAL,
            effective_on=day("2025-12-01"),
            reason="不再符合标准",
            appeal_by=day("2026-01-31"),
        )
    desk, where = bureau(), f"/certifications/{held.pk}/appeal/"
    assert where in desk.get(f"/upkeep/appeals/{Appeal.objects.get().pk}/").content.decode()
    data = {"filed_on": "2025-12-20", "content": "数据有出处"}
    (early,) = desk.preview(where, status=400, **{**data, "filed_on": "2025-11-30"})
    assert early == "终止决定于 2025-12-01 作出或生效，申诉不能早于决定；请核对提出日期。"
    desk.confirm(where, **data)
    appeal = Appeal.objects.get()
    settle = f"/upkeep/appeals/{appeal.pk}/settle/"
    # Four eyes: who ended it is told so in the place of the button, and refused by the service.
    own = ender.get(f"/upkeep/appeals/{appeal.pk}/")
    assert "由本部门其他人员处理" in text_of(own)
    assert settle not in own.content.decode()
    assert settle in desk.get(f"/upkeep/appeals/{appeal.pk}/").content.decode()
    ender.confirm(settle, status=409, outcome="rejected", grounds="维持")
    assert desk.preview(settle, outcome="upheld", grounds="复查属实") == [
        "撤销原决定：专精特新中小企业视同未终止，自原终止之日起恢复计入在库数。",
        "专精特新中小企业在库数，西青区：0 → 1（+1）",
    ]
    for other in (officer(), bureau(authority="sti_tianjin"), auditor()):
        assert other.client.post(settle, {"outcome": "upheld"}).status_code == 403
    assert "数据有出处" in officer().read(f"/upkeep/appeals/{appeal.pk}/")
    officer(NANKAI).get(f"/upkeep/appeals/{appeal.pk}/", status=404)
    desk.confirm(settle, outcome="upheld", grounds="复查属实")
    assert counted("specialized", on="2025-12-01") == 1
    # What it was against is still told, from the journal: the title itself holds no trace of it.
    page = desk.read(f"/upkeep/appeals/{appeal.pk}/")
    assert "2025-12-01" in page
    assert "不再符合标准" in page


def test_a_ban_is_seen_and_lifted() -> None:
    held = running("天津甲有限公司")
    with writing():
        revoke(certification=held, cause="accident", effective_on=day("2025-12-01"), reason="火灾")
    ban = Ban.objects.get()
    assert "禁止申报，2028-12-01 起方可再申报： 重大安全、质量、环境等事故：火灾" in officer().read(
        address(held.firm)
    )
    assert names(officer().get("/upkeep/bans/", state="in_force")) == ["天津甲有限公司"]
    assert not names(officer(NANKAI).get("/upkeep/bans/"))
    lift = f"/upkeep/bans/{ban.pk}/lift/"
    for other in (officer(), bureau(authority="sti_tianjin"), auditor()):
        assert other.client.post(lift, {"reason": "x"}).status_code == 403
    desk = bureau()
    desk.confirm(lift, reason="责任不在企业")
    assert "起方可再申报" not in desk.read(address(held.firm))
    assert names(desk.get("/upkeep/bans/", state="lifted")) == ["天津甲有限公司"]


def test_a_firm_that_left_is_a_task_with_its_list() -> None:
    held = running("天津甲有限公司")
    told = bureau().file(held.firm, "move", district="outside", effective_on="2025-12-31")
    assert "在库认定（专精特新中小企业）不自动终止，列入“已迁出待处理”，由主管部门决定。" in told
    page = bureau().get("/workbench/").content.decode()
    assert "/upkeep/departed/?tier=" in page
    (line,) = bureau().get("/upkeep/departed/").context["lines"]
    assert line.address == f"/certifications/{held.pk}/end/"


def test_a_split_is_filed_on_the_firms_page() -> None:
    held = running("天津甲有限公司")
    desk = officer()
    told = desk.file(
        held.firm,
        "split",
        name="天津分立有限公司",
        district=XIQING,
        effective_on="2025-12-01",
    )
    assert told == [
        "登记新企业“天津分立有限公司”，自 2025-12-01 起由“天津甲有限公司”分立；"
        "两家企业的页面互相链接。",
        "在库认定（专精特新中小企业）暂留存续企业，是否继续符合条件由主管部门决定；不随分立转给新企业。",
    ]
    made = Firm.objects.get(name="天津分立有限公司")
    assert "由“天津甲有限公司”分立" in desk.read(address(made))
    assert "分立出“天津分立有限公司”" in desk.read(address(held.firm))
    assert counted("specialized", on="2025-12-31") == 1
