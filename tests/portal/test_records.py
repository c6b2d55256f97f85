"""What is on file: put there, corrected, its yearly figures; two clerks at one form."""

from decimal import Decimal
from typing import Any

import pytest

from cultivation.firms.models import Firm, FirmEvent, FirmYear
from cultivation.journal.models import Entry, Revision
from cultivation.journal.selectors import data_version
from tests.factories import make_code
from tests.portal.desk import address, bureau, officer
from tests.scenarios.story import certified, corrected, counted, given_firm, renamed, reported

pytestmark = pytest.mark.usefixtures("today")

XIQING, NANKAI = "120111", "120104"
SCOPE = "精密机械制造\n（依法须经批准的项目除外）"


@pytest.fixture
def firm() -> Firm:
    made = given_firm("天津鲲鹏精密机械有限公司", district=XIQING, industry="C", code=make_code())
    certified(made, "seed", from_="2024-01-01")
    return made


def registered(name: str = "天津新办科技有限公司", **data: Any) -> dict[str, Any]:
    return {"name": name, "district": XIQING} | data


# --- Correct ---


def test_only_what_was_changed_is_written(firm: Firm) -> None:
    desk = officer()
    form = desk.open(firm, "correct")
    data = form | {"address": "中北镇一号", "reason": "录入遗漏"}
    assert desk.preview(address(firm, "correct"), **data) == ["地址：— → 中北镇一号"]
    desk.confirm(address(firm, "correct"), **data)
    firm.refresh_from_db()
    assert firm.address == "中北镇一号"
    event = FirmEvent.objects.get(firm=firm)
    assert (event.before, event.after, event.reason) == (
        {"address": ""},
        {"address": "中北镇一号"},
        "录入遗漏",
    )
    entries = Entry.objects.filter(revision=Revision.objects.latest("id"))
    assert set(entries.values_list("table_name", flat=True)) == {
        "firms_firm",
        "firms_firmevent",
    }


def test_what_a_second_clerk_changed_meanwhile_is_not_overwritten(firm: Firm) -> None:
    desk = officer()
    form = desk.open(firm, "correct")
    corrected(firm, address="学府工业区二号")
    before = data_version()
    told = desk.confirm(
        address(firm, "correct"),
        status=409,
        **form | {"address": "中北镇一号", "reason": "录入错误"},
    )
    assert told == ["“地址”已被他人修改（现为：学府工业区二号）；请重新打开本页再改。"]
    firm.refresh_from_db()
    assert firm.address == "学府工业区二号"
    assert data_version() == before
    # Another field is nobody else's.
    desk.confirm(
        address(firm, "correct"), **form | {"legal_form": "股份公司", "reason": "录入错误"}
    )
    firm.refresh_from_db()
    assert (firm.address, firm.legal_form) == ("学府工业区二号", "股份公司")


def test_a_text_of_several_lines_is_corrected(firm: Firm) -> None:
    """A browser sends line breaks as CR LF, whatever stands on file."""
    corrected(firm, business_scope=SCOPE)
    desk = officer()
    form = {name: text.replace("\n", "\r\n") for name, text in desk.open(firm, "correct").items()}
    unchanged = desk.preview(address(firm, "correct"), status=400, **form | {"reason": "未改"})
    assert unchanged == ["与现有登记相同；无须变更。"]
    data = form | {"business_scope": form["business_scope"] + "。", "reason": "补句号"}
    desk.confirm(address(firm, "correct"), **data)
    firm.refresh_from_db()
    assert firm.business_scope == SCOPE + "。"


def test_a_corrected_place_mends_the_past(firm: Firm) -> None:
    desk = bureau()
    form = desk.open(firm, "correct")
    told = desk.preview(
        address(firm, "correct"), **form | {"district_id": NANKAI, "reason": "录入错误"}
    )
    assert told[0] == "所属区：西青区 → 南开区"
    assert any("南开区：0 → 1（+1）" in one for one in told)
    desk.confirm(address(firm, "correct"), **form | {"district_id": NANKAI, "reason": "录入错误"})
    assert counted("seed", on="2024-01-01", district=NANKAI) == 1
    assert counted("seed", on="2024-01-01", district=XIQING) == 0


def test_an_officer_corrects_no_firm_out_of_the_district(firm: Firm) -> None:
    desk = officer()
    form = desk.open(firm, "correct") | {"reason": "录入错误"}
    told = desk.preview(address(firm, "correct"), status=400, **form | {"district_id": "outside"})
    assert "迁出本区请由市级主管部门办理" in told[0]
    desk.preview(address(firm, "correct"), status=400, **form | {"district_id": NANKAI})
    assert counted("seed", on="2024-01-01", district=XIQING) == 1


def test_the_industry_is_corrected_by_its_code(firm: Firm) -> None:
    reported(firm, 2024, staff=30, revenue=Decimal(900))
    desk = officer()
    form = desk.open(firm, "correct") | {"reason": "录入错误"}
    told = desk.preview(address(firm, "correct"), **form | {"industry_id": "I"})
    assert told[0].startswith("行业：C 制造业 → I ")
    desk.confirm(address(firm, "correct"), **form | {"industry_id": "I"})
    assert counted("seed", on="2024-06-01", industry="I") == 1


@pytest.mark.parametrize(
    ("field", "garbage"),
    [
        ("established_on", "昨天"),
        ("registered_capital", "很多"),
        ("registered_capital", "NaN"),
        ("registered_capital", "1e99"),
        ("district_id", "西青"),
        ("uscc", "X" * 400),
        ("business_scope", "\x00"),
    ],
)
def test_a_hidden_field_of_nonsense_is_no_error_of_ours(
    firm: Firm, field: str, garbage: str
) -> None:
    desk = officer()
    form = desk.open(firm, "correct")
    hidden = next(name for name in form if name.startswith("initial-") and name.endswith(field))
    data = form | {hidden: garbage, field: "", "reason": "录入错误"}
    for step in ("preview", "confirm"):
        answer = desk.client.post(address(firm, "correct"), data | {"step": step})
        assert answer.status_code in (200, 302, 400, 409)


# --- Yearly figures ---


def test_figures_give_the_size_class(firm: Firm) -> None:
    desk = officer()
    where = address(firm, "figures") + "?year=2024"
    form = desk.open(firm, "figures", year="2024")
    data = form | {"staff": "25", "revenue": "1234.56"}
    assert desk.preview(where, **data) == ["2024 年：登记 2 项数据；划型：小型"]
    assert not FirmYear.objects.exists()
    desk.confirm(where, **data)
    assert counted("seed", on="2025-06-01", size="small") == 1
    assert "小型（2024 年：" in desk.read(address(firm))
    form = desk.open(firm, "figures", year="2024")
    assert desk.preview(where, **form | {"staff": "400", "revenue": "3000"}) != []
    desk.confirm(where, **form | {"staff": "400", "revenue": "3000"})
    assert counted("seed", on="2025-06-01", size="medium") == 1
    row = FirmYear.objects.get(firm=firm)
    assert (row.year, row.staff, row.revenue) == (2024, 400, Decimal(3000))


def test_nothing_and_zero_are_told_apart(firm: Firm) -> None:
    """A second clerk emptied what was a zero: that is a change too."""
    reported(firm, 2024, rd_expense=Decimal(0))
    desk = officer()
    form = desk.open(firm, "figures", year="2024")
    assert Decimal(form["rd_expense"]) == 0
    reported(firm, 2024, rd_expense=None)
    where = address(firm, "figures") + "?year=2024"
    told = desk.confirm(where, status=409, **form | {"rd_expense": "5"})
    assert "已被他人修改" in told[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "没有改动"),
        ({"revenue": "-1"}, "不能为负数"),
        ({"staff": "2.5"}, "整数"),
        ({"staff": "99999999999"}, "小于"),
        ({"revenue": "1" * 30}, "数字"),
        ({"revenue": "NaN"}, "数字"),
        ({"net_profit": "-1e-7"}, "小数"),
    ],
)
def test_figures_that_cannot_be(firm: Firm, data: dict[str, str], said: str) -> None:
    desk = officer()
    form = desk.open(firm, "figures", year="2024")
    where = address(firm, "figures") + "?year=2024"
    assert said in " ".join(desk.preview(where, status=400, **form | data))
    assert not FirmYear.objects.exists()


@pytest.mark.parametrize("year", ["1948", "2026", "20 24", "abcd", "99999"])
def test_a_year_that_cannot_be(firm: Firm, year: str) -> None:
    desk = officer()
    desk.get(address(firm, "figures"), status=400, year=year)
    assert desk.client.post(f"{address(firm, 'figures')}?year={year}", {}).status_code == 400


# --- Register ---


def test_a_firm_goes_on_file(today: object) -> None:
    desk = officer()
    data = registered(code=make_code(), industry="C", established_on="2020-05-06",
                      registered_capital="500")  # fmt: skip
    assert desk.preview("/firms/register/", **data) == ["“天津新办科技有限公司”将登记入库。"]
    assert not Firm.objects.exists()
    desk.confirm("/firms/register/", **data)
    firm = Firm.objects.get()
    assert (firm.registered_capital, firm.capital_currency) == (Decimal(500), "CNY")
    assert desk.get(address(firm)).context["place"] == "西青区"


def test_a_twin_is_told_of(firm: Firm) -> None:
    renamed(firm, "天津北冥装备有限公司", on="2025-01-01")
    for name in ("天津鲲鹏精密机械有限公司", "天津北冥装备有限公司", "天津 北冥装备有限公司"):
        told = officer().preview("/firms/register/", **registered(name))
        assert told[1] == (
            f"请注意：已有同名企业“天津北冥装备有限公司”（{firm.uscc}）；如是同一家，请勿重复登记。"
        )
    # The officer of another district hears nothing of it.
    assert (
        len(officer(NANKAI).preview("/firms/register/", **registered(firm.name, district=NANKAI)))
        == 1
    )


def test_a_code_that_is_taken_names_the_firm_only_to_whom_may_see_it(firm: Firm) -> None:
    data = registered(code=firm.uscc)
    told = officer().preview("/firms/register/", status=400, **data)
    assert told == [
        f"统一社会信用代码 {firm.uscc} 已登记给“{firm.name}”；请核对代码，或在该企业名下办理。"
    ]
    told = officer(NANKAI).preview("/firms/register/", status=400, **data | {"district": NANKAI})
    assert told == ["与辖区以外已登记的一家企业冲突；请核对，或联系市级主管部门。"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"code": "91120111MA00000000"}, "校验"),
        ({"code": "1"}, "18"),
        ({"name": ""}, "必填"),
        ({"name": "㈱" * 100}, "最多200个字"),
        ({"district": NANKAI}, "有效"),
        ({"zone": "nowhere"}, "有效"),
        ({"established_on": "2026-01-01"}, "晚于今天"),
        ({"registered_capital": "-5"}, "大于"),
        ({"registered_capital": "1e30"}, "数字"),
    ],
)
def test_what_cannot_go_on_file(today: object, data: dict[str, str], said: str) -> None:
    told = officer().preview("/firms/register/", status=400, **registered() | data)
    assert said in " ".join(told)
    assert not Firm.objects.exists()


def test_an_officer_registers_in_the_own_place_only(today: object) -> None:
    desk = officer("120116", zone="120116400")
    choices = desk.get("/firms/register/").context["form"].fields
    assert [code for code, _name in choices["district"].choices] == ["120116"]
    assert [code for code, _name in choices["zone"].choices] == ["120116400"]
    for zone in ("", "120116401"):
        desk.preview("/firms/register/", status=400, **registered(district="120116", zone=zone))
