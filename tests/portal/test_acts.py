"""What a clerk files about a firm: told before it is done, and true afterwards."""

import datetime as dt
import re

import pytest

from cultivation.firms.models import Firm, FirmEvent, FirmName, Residence
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from tests.portal.desk import TODAY, address, auditor, bureau, officer
from tests.scenarios.story import certified, counted, given_firm, moved

pytestmark = pytest.mark.usefixtures("today")

XIQING, NANKAI = "120111", "120104"


@pytest.fixture
def firm() -> Firm:
    """A firm of 西青区 that holds a tier since 2024."""
    made = given_firm("天津鲲鹏精密机械有限公司", district=XIQING)
    certified(made, "seed", from_="2024-01-01", to="2027-01-01")
    return made


def test_a_rename_keeps_the_old_name_findable(firm: Firm) -> None:
    desk = officer()
    told = desk.file(
        firm, "rename", name="天津北冥装备有限公司", effective_on="2025-06-01", reason="增资"
    )
    assert told == [
        "自 2025-06-01 起名称为“天津北冥装备有限公司”；"
        "原名“天津鲲鹏精密机械有限公司”留作曾用名，仍可查到。",
        "变更应在三个月内报告：本次逾期，登记后在变更记录和复核名单中标明。",
        "在库认定（专精特新“种子”企业）继续有效；已发证书仍载原名，查验时显示现名。",
    ]
    for part in ("鲲鹏", "北冥"):
        listed = desk.get("/firms/", name=part)
        assert [line.cells[0].text for line in listed.context["lines"]] == ["天津北冥装备有限公司"]
    page = desk.read(address(firm))
    assert "更名为“天津北冥装备有限公司”" in page
    assert "曾用名： 天津鲲鹏精密机械有限公司" in page
    assert "增资" in page
    event = FirmEvent.objects.get(firm=firm, kind=FirmEvent.Kind.RENAME)
    assert (event.filed_on, event.effective_on) == (TODAY, dt.date(2025, 6, 1))
    revision = Revision.objects.latest("id")
    assert (revision.actor_name, revision.source) == (desk.user.username, "browser")
    assert revision.reason == "登记更名：增资"
    assert revision.request_id


def test_a_move_tells_the_counts_before_it_is_done(firm: Firm) -> None:
    certified(given_firm("天津别家有限公司", district=NANKAI), "seed", from_="2024-01-01")
    desk, before = bureau(), data_version()
    data = {"district": NANKAI, "effective_on": "2025-12-01", "filed_on": "2025-12-20"}
    told = desk.preview(address(firm, "move"), **data)
    assert told == [
        "自 2025-12-01 起按新住所统计；此前的统计不变。",
        "在库认定（专精特新“种子”企业）继续有效，随企业计入新所在区。",
        "专精特新“种子”企业在库数，南开区：1 → 2（+1）",
        "专精特新“种子”企业在库数，西青区：1 → 0（-1）",
    ]
    assert data_version() == before
    assert not FirmEvent.objects.exists()
    assert Residence.objects.get(firm=firm).district_id == XIQING
    past = counted("seed", on="2025-11-30", district=XIQING)

    assert desk.confirm(address(firm, "move"), **data) == ["已办理：登记迁移。"]
    assert data_version() == before + 1
    assert counted("seed", on="2025-12-01", district=NANKAI) == 2
    assert counted("seed", on="2025-12-01", district=XIQING) == 0
    assert counted("seed", on="2025-11-30", district=XIQING) == past == 1
    assert "迁至南开区" in desk.read(address(firm))
    # Its officer of yesterday no longer finds it, and the new one does.
    officer(XIQING).get(address(firm), status=404)
    assert "迁至南开区" in officer(NANKAI).read(address(firm))


def test_a_move_out_of_the_city_takes_it_from_the_districts(firm: Firm) -> None:
    told = bureau().file(firm, "move", district="outside", effective_on="2025-12-31")
    assert any("所属区不明或外地：0 → 1（+1）" in one for one in told)
    assert counted("seed", on="2025-12-31") == 1
    assert counted("seed", on="2025-12-31", district="") == 1
    assert "已迁出本市" in bureau().read(address(firm))


@pytest.mark.parametrize("district", [NANKAI, "outside"])
def test_an_officer_moves_no_firm_out_of_the_district(firm: Firm, district: str) -> None:
    desk = officer()
    before = data_version()
    told = desk.refused(firm, "move", district=district, effective_on="2025-12-31")
    assert "无效" in told or "有效" in told or "不在可用的选项中" in told
    assert data_version() == before


def test_an_officer_of_a_zone_moves_no_firm_out_of_the_zone() -> None:
    firm = given_firm("天津泰达光电有限公司", district="120116", zone="120116400")
    desk = officer("120116", zone="120116400")
    for zone in ("", "120116401"):
        desk.refused(firm, "move", district="120116", zone=zone, effective_on="2025-12-31")
    assert Residence.objects.get(firm=firm).zone_id == "120116400"


def test_a_move_inside_the_district_is_for_its_officer() -> None:
    firm = given_firm("天津滨海光电有限公司", district="120116")
    officer("120116").file(
        firm, "move", district="120116", zone="120116400", effective_on="2025-12-31"
    )
    assert Residence.objects.get(firm=firm, valid_to=None).zone_id == "120116400"


def test_a_merger_says_what_goes_on_and_what_ends(firm: Firm) -> None:
    into = given_firm("天津大鹏集团有限公司", district=XIQING)
    certified(into, "eaglet", from_="2024-01-01", to="2027-01-01")
    certified(firm, "eaglet", from_="2024-01-01", to="2027-01-01")
    told = officer().file(firm, "merge", into="天津大鹏集团有限公司", effective_on="2025-12-01")
    assert told[0] == "自 2025-12-01 起“天津鲲鹏精密机械有限公司”终止，并入“天津大鹏集团有限公司”。"
    assert any("由“天津大鹏集团有限公司”承继" in one for one in told)
    assert any("自 2025-12-01 起终止" in one for one in told)
    assert any("1（-1）" in one for one in told)
    assert not any("种子企业在库数" in one for one in told)
    assert counted("seed", on="2025-12-01", district=XIQING) == 1
    assert counted("eaglet", on="2025-12-01", district=XIQING) == 1
    page = officer().read(address(firm))
    assert "已合并" in page
    assert "并入“天津大鹏集团有限公司”" in page
    assert "登记更名" not in page
    assert "吸收合并“天津鲲鹏精密机械有限公司”" in officer().read(address(into))


def test_a_deregistration_ends_what_it_holds(firm: Firm) -> None:
    told = officer().file(firm, "deregister", effective_on="2025-12-15", reason="解散")
    assert told[0] == "“天津鲲鹏精密机械有限公司”自 2025-12-15 起终止。"
    assert any("西青区：1 → 0（-1）" in one for one in told)
    assert counted("seed", on="2025-12-14") == 1
    assert counted("seed", on="2025-12-15") == 0
    page = officer().read(address(firm))
    assert "已注销" in page
    assert "因注销终止" in page
    assert "已于 2025-12-15 终止" in officer().refused(
        firm, "deregister", effective_on="2025-12-20"
    )


def test_an_industry_changes_from_its_day_on() -> None:
    firm = given_firm("天津跨界有限公司", district=XIQING, industry="C")
    certified(firm, "seed", from_="2024-01-01")
    officer().file(firm, "industry", industry="I", effective_on="2025-07-01")
    assert counted("seed", on="2025-06-30", industry="C") == 1
    assert counted("seed", on="2025-07-01", industry="I") == 1
    assert "行业变更为" in officer().read(address(firm))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "天津鲲鹏精密机械有限公司", "effective_on": "2025-06-01"}, "与现有登记相同"),
        ({"name": "天津新名有限公司", "effective_on": "2026-01-01"}, "尚未到来"),
        ({"name": "天津新名有限公司", "effective_on": "2025-06-01", "filed_on": "2026-01-01"},
         "晚于今天"),
        ({"name": "\u200b", "effective_on": "2025-06-01"}, "请填写企业名称"),
        ({"name": "天津同名有限公司", "effective_on": "2025-06-01"}, "已使用名称"),
        ({"name": "㈱" * 150, "effective_on": "2025-06-01"}, "最多200个字"),
        ({"name": "天津新名有限公司", "effective_on": "昨天"}, "日期"),
        ({"name": "天津新名有限公司"}, "必填"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(
    firm: Firm, data: dict[str, str], said: str
) -> None:
    given_firm("天津同名有限公司", district=XIQING)
    assert said in officer().refused(firm, "rename", **data)
    assert FirmName.objects.get(firm=firm).valid_to is None


@pytest.mark.parametrize("act", ["rename", "move", "industry", "merge", "deregister"])
@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "9999-12-31"])
def test_no_day_is_too_odd(firm: Firm, act: str, day: str) -> None:
    given_firm("天津存续有限公司", district=XIQING)
    data = {"name": "天津新名有限公司", "district": XIQING, "zone": "120116402", "industry": "C"}
    data |= {"into": "天津存续有限公司", "effective_on": day, "filed_on": day}
    answer = officer().client.post(address(firm, act), data)
    assert answer.status_code in (200, 400)


def test_a_zone_of_another_district_is_refused_with_where_it_lies(firm: Firm) -> None:
    told = bureau().refused(
        firm, "move", district="120110", zone="120116400", effective_on="2025-06-01"
    )
    assert told == (
        "功能区“天津经济技术开发区”位于滨海新区，不在东丽区；请核对所属区，或改选功能区（不在功能区的留空）。"
    )
    # 华苑 of 高新区 lies in 南开 and 西青.
    bureau().file(firm, "move", district="120104", zone="120116402", effective_on="2025-06-01")
    desk = officer("120104")
    wrong = {**desk.open(firm, "correct"), "zone_id": "120116401", "reason": "登记有误"}
    (told,) = desk.preview(address(firm, "correct"), status=400, **wrong)
    assert "位于滨海新区，不在南开区" in told


def test_an_end_before_a_later_change_is_doubted_before_it_is_done(firm: Firm) -> None:
    given_firm("天津存续有限公司", district=XIQING)
    officer().file(firm, "rename", name="天津新名有限公司", effective_on="2025-06-01")
    days = {"effective_on": "2025-03-01", "filed_on": "2025-12-31"}
    doubt = (
        "请核对日期：“天津新名有限公司”在 2025-06-01 还有更名登记，晚于本次终止日期 2025-03-01。"
    )
    assert doubt in officer().preview(address(firm, "deregister"), **days)
    assert doubt in officer().preview(address(firm, "merge"), into="天津存续有限公司", **days)
    days["effective_on"] = "2025-06-02"
    assert doubt not in officer().preview(address(firm, "deregister"), **days)


def test_the_same_split_twice_is_refused(firm: Firm) -> None:
    data = {"name": "天津分立有限公司", "district": XIQING, "effective_on": "2025-06-01"}
    officer().file(firm, "split", **data)
    assert "已使用名称“天津分立有限公司”" in officer().refused(firm, "split", **data)
    own = officer().refused(firm, "split", **{**data, "name": firm.name})
    assert "须有自己的名称" in own
    assert Firm.objects.count() == 2


def test_no_district_is_chosen_beforehand(firm: Firm) -> None:
    assert bureau().open(firm, "move")["district"] == ""


def test_what_was_edited_after_the_preview_is_shown_again_and_not_done(firm: Firm) -> None:
    desk, where = officer(), address(firm, "rename")
    data = {"effective_on": "2025-06-01", "filed_on": "2025-06-02"}
    page = desk.client.post(where, data | {"name": "天津甲名有限公司", "step": "preview"})
    data["shown"] = re.findall('name="shown" value="([0-9a-f]+)"', page.content.decode())[0]
    told = desk.confirm(where, status=200, **data, name="天津乙名有限公司")
    assert "天津乙名有限公司" in told[0]
    assert FirmName.objects.filter(firm=firm).count() == 1
    desk.confirm(where, **data, name="天津甲名有限公司")
    assert FirmName.objects.get(firm=firm, valid_to=None).name == "天津甲名有限公司"


def test_a_day_that_is_none_is_told_with_how_to_write_one(firm: Firm) -> None:
    said = officer().refused(firm, "rename", name="天津新名有限公司", effective_on="2025-02-29")
    assert said == "没有这一天；请按“2025-12-31”的样式填写日期。"


def test_an_auditor_reads_and_files_nothing(firm: Firm) -> None:
    desk = auditor()
    assert "登记更名" not in desk.read(address(firm))
    for act in ("rename", "move", "correct", "figures", "merge", "deregister", "industry"):
        desk.get(address(firm, act), status=403)


def test_an_act_is_one_revision_and_its_preview_none(firm: Firm) -> None:
    desk = officer()
    before = data_version()
    desk.file(firm, "rename", name="天津新名有限公司", effective_on="2025-06-01")
    assert data_version() == before + 1
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_officer_files_nothing_for_days_on_which_the_firm_was_elsewhere() -> None:
    firm = given_firm("天津先在和平有限公司", district="120101")
    moved(firm, to=XIQING, on="2025-03-01")
    name = {"name": "天津新名有限公司", "effective_on": "2024-06-01"}
    assert "不在您的辖区" in officer(XIQING).refused(firm, "rename", **name)
    officer(XIQING).file(firm, "rename", **(name | {"effective_on": "2025-03-01"}))
    bureau().file(firm, "rename", **(name | {"name": "天津旧名有限公司"}))
    assert FirmName.objects.filter(firm=firm).count() == 3
