"""Importing a list of dated facts: every row is written or reported, and nothing is guessed."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cultivation.clock import today
from cultivation.exchange.catalogue import FACTS as CATALOGUE
from cultivation.exchange.models import Import, State
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from cultivation.standards.models import FirmFact
from cultivation.standards.services import record_fact
from cultivation.standards.services.facts import entered_by_hand
from cultivation.standards.vocabulary import FACTS
from tests.exchange.lists import codes, import_facts, kinds, write
from tests.exchange.staged import act, bureau, receive, shown
from tests.exchange.test_pages import desk, text, upload
from tests.exchange.test_undoing import everything
from tests.factories import make_code, make_firm, make_user, writing

pytestmark = pytest.mark.django_db
COMMON = ["企业名称", "统一社会信用代码", "所述日期", "来源"]
SHARE, BRAND, LEVEL = "主导产品细分市场占有率（%）", "拥有自主品牌", "经认定的研发机构级别"
TITLES = [*COMMON, SHARE, BRAND, LEVEL, "证明材料"]
DAY = "2025-12-31"


@pytest.fixture
def firm() -> Firm:
    return make_firm("天津试甲有限公司", code=make_code(1), district="120111")


def kept() -> dict[str, Any]:
    return dict(FirmFact.objects.values_list("name", "value"))


def said(*values: Any) -> list[Any]:
    """A row about the firm: share, brand, level, proof."""
    return ["天津试甲有限公司", make_code(1), DAY, "企业填报", *values]


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS.values() if entered_by_hand(fact)], ids=lambda one: one.name
)
def test_every_fact_is_known_by_its_label_and_name(fact: Any) -> None:
    for title in (fact.text.zh, f"{fact.text.zh}（{fact.unit or '必填'}）", fact.name):
        found = CATALOGUE.resolve(title)
        assert found, title
        assert found.field == fact.name


def test_facts_are_recorded_with_their_day_and_source(firm: Firm, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, said("12.50%", "是", "省部级", "报告第3页"))
    status, report = import_facts(path)
    assert (status, kinds(report)) == (0, {"create": 1})
    assert kept() == {
        "market_share": "12.5", "own_brand": True, "rd_institution_level": "provincial",
    }  # fmt: skip
    one = FirmFact.objects.get(name="market_share")
    assert (one.firm_id, one.holds_on, one.checked_on) == (firm.pk, dt.date(2025, 12, 31), today())
    assert (one.source, one.proof) == ("企业填报", "报告第3页")
    assert Import.objects.get().kind == "facts"
    assert "a.csv" in Revision.objects.latest("pk").reason


def test_the_same_again_is_the_same_and_makes_no_revision(firm: Firm, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, said("12.5", "是", "", ""))
    import_facts(path)
    before = data_version()
    assert import_facts(path)[1]["same"] == 1
    assert data_version() == before


def test_what_is_on_file_is_mended_and_blank_cells_say_nothing(firm: Firm, tmp_path: Path) -> None:
    import_facts(write(tmp_path / "a.csv", TITLES, said("12.5", "是", "", "")))
    _status, report = import_facts(write(tmp_path / "b.csv", TITLES, said("13", "-", "", "")))
    assert kinds(report) == {"update": 1}
    assert kept() == {"market_share": "13", "own_brand": True}


def test_a_share_that_excel_shows_as_percent_is_not_guessed(firm: Firm, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (TITLES, said(0.125, "", "", ""), [*said()[:2], "2024-12-31", "填报", 12.5]):
        book.active.append(row)
    book.active["E2"].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    _status, report = import_facts(tmp_path / "a.xlsx")
    assert codes(report) == [(2, "percent_unclear")]
    assert "12.5%" in report["errors"][0]["message"]
    assert kept() == {"market_share": "12.5"}


def test_lists_are_written_record_by_record(firm: Firm, tmp_path: Path) -> None:
    titles = [*COMMON, "科技奖励", "其他资质证书", "创新创业大赛"]
    row = [
        *said()[:4],
        "国家级|2|2023；省部级 - 2021",
        "高新技术企业|2024/1/1|2027年1月1日",
        "无",
    ]
    status, report = import_facts(write(tmp_path / "a.csv", titles, row))
    assert (status, report["errors"]) == (0, [])
    assert kept() == {
        "awards": [
            {"level": "national", "rank": 2, "year": 2023}, {"level": "provincial", "year": 2021},
        ],
        "outside_titles": [{"code": "high_tech", "from": "2024-01-01", "to": "2027-01-01"}],
        "contests": [],
    }  # fmt: skip


WRONG: list[tuple[list[Any], str, str]] = [
    (said("很多", "", "", ""), SHARE, "number_unreadable"),
    (said("-1", "", "", ""), SHARE, "wrong_fact"),
    (said("1.12345678", "", "", ""), SHARE, "wrong_fact"),
    (said("#N/A", "", "", ""), SHARE, "excel_error"),
    (said("", "也许", "", ""), BRAND, "not_yes_or_no"),
    (said("", "", "宇宙级", ""), LEVEL, "unknown_value"),
    (said("", "", "", ""), "企业名称", "no_facts"),
    (["天津试甲有限公司", "", "", "填报", "1", "", "", ""], "所述日期", "holds_on_missing"),
    (["天津试甲有限公司", "", "2099-01-01", "填报", "1", "是", "", ""], "所述日期", "day_to_come"),
    (["天津试甲有限公司", "", "昨天", "填报", "1", "", "", ""], "所述日期", "date_unreadable"),
    (["天津试甲有限公司", "", DAY, "", "1", "是", "", ""], "来源", "source_missing"),
    (["天津试甲有限公司", "", DAY, "源" * 201, "1", "", "", ""], "来源", "too_long"),
    (["天津没有有限公司", "", DAY, "填报", "1", "", "", ""], "企业名称", "firm_unknown"),
    (["", make_code(9), DAY, "填报", "1", "", "", ""], "统一社会信用代码", "firm_unknown"),
    (["", "91120111", DAY, "填报", "1", "", "", ""], "统一社会信用代码", "uscc_length"),
]


@pytest.mark.parametrize(("row", "column", "code"), WRONG)
def test_a_bad_row_is_reported_by_its_cell(
    firm: Firm, tmp_path: Path, row: list[Any], column: str, code: str
) -> None:
    good = ["天津试甲有限公司", "", "2024-12-31", "填报", "9", "", "", ""]
    path = write(tmp_path / "a.csv", TITLES, row, good)
    out = tmp_path / "bad.xlsx"
    status, report = import_facts(path, "--errors", out)
    assert (status, kinds(report)) == (1, {"create": 1, "error": 1})
    (error,) = report["errors"]
    assert (error["row"], error["column"], error["code"]) == (2, column, code)
    assert error["message"]
    assert kept() == {"market_share": "9"}
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    assert error["message"] in str([cell.value for cell in sheet[2]])


def test_a_pending_code_is_not_filled_and_nobody_registered(tmp_path: Path) -> None:
    firm = make_firm("天津试甲有限公司", code=None)
    import_facts(write(tmp_path / "a.csv", TITLES, said("1", "", "", "")))
    firm.refresh_from_db()
    assert firm.uscc is None
    assert kept() == {"market_share": "1"}


def test_rows_that_repeat_and_rows_that_contradict(firm: Firm, tmp_path: Path) -> None:
    other = make_firm("天津试乙有限公司", code=make_code(2))
    about = [other.name, make_code(2), DAY, "企业填报"]
    path = write(
        tmp_path / "a.csv", TITLES,
        said("1", "是", "", ""), said("1", "", "", ""), said("", "", "国家级", ""),
        [*about, "2", "", "", ""], [*about, "3", "", "", ""],
    )  # fmt: skip
    _status, report = import_facts(path)
    assert kinds(report) == {"create": 2, "duplicate": 1, "error": 2}
    assert codes(report) == [
        (3, "duplicate_row"), (5, "rows_contradict"), (6, "rows_contradict"),
    ]  # fmt: skip
    assert FirmFact.objects.filter(firm=other).count() == 0
    assert FirmFact.objects.filter(firm=firm).count() == 3


def test_unknown_columns_are_refused_until_they_are_explained(firm: Firm, tmp_path: Path) -> None:
    titles = [*COMMON, "份额", "幸运数字"]
    path = write(tmp_path / "a.csv", titles, [*said()[:4], "5", "7"])
    status, report = import_facts(path)
    assert (status, report["refused"]["code"]) == (2, "unknown_columns")
    status, report = import_facts(path, "--map", "份额=market_share", "--map", "幸运数字=ignore")
    assert (status, kept()) == (0, {"market_share": "5"})


def test_a_dry_run_writes_nothing(firm: Firm, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, said("1", "", "", ""))
    assert import_facts(path, "--dry-run")[1]["create"] == 1
    assert kept() == {}


# --- In the browser ---


def test_from_preview_to_undo(firm: Firm) -> None:
    with writing():
        record_fact(
            firm=firm, name="market_share", value="8", holds_on=dt.date(2025, 12, 31), source="旧"
        )
    user = bureau()
    before = everything()
    importing = receive(user, TITLES, said("12", "是", "", ""), kind="facts")
    assert shown(importing) == [(2, "update", [])]
    row = importing.rows.get()
    assert row.days == DAY
    assert row.changes[0].startswith("主导产品细分市场占有率：8")
    assert "12" in row.changes[0]
    importing = act("confirm", importing, user)
    assert (importing.state, importing.problem) == (State.DONE, {})
    assert kept() == {"market_share": "12", "own_brand": True}
    importing = act("undo", importing, user, reason="名单有误")
    assert (importing.state, importing.problem) == (State.UNDONE, {})
    assert everything() == before


def test_it_is_not_undone_when_something_builds_on_it(firm: Firm) -> None:
    user = bureau()
    importing = act("confirm", receive(user, TITLES, said("1", "", "", ""), kind="facts"), user)
    import_again = receive(user, TITLES, said("2", "", "", ""), kind="facts")
    act("confirm", import_again, user)
    importing = act("undo", importing, user, reason="名单有误")
    assert importing.problem["code"] == "built_upon"
    assert kept() == {"market_share": "2"}


def test_an_officer_reaches_the_firms_of_the_own_district_only(firm: Firm) -> None:
    make_firm("天津外甲有限公司", code=make_code(2), district="120104")
    user = make_user("district", district="120111")
    importing = receive(
        user, TITLES, said("1", "", "", ""),
        ["天津外甲有限公司", "", DAY, "填报", "2", "", "", ""], kind="facts",
    )  # fmt: skip
    assert shown(importing) == [(2, "create", []), (3, "error", ["outside_scope"])]
    act("confirm", importing, user)
    assert FirmFact.objects.get().firm == firm


def test_the_pages_offer_it_and_show_what_follows(firm: Firm) -> None:
    for user in (bureau(), make_user("district", district="120111")):
        client = desk(user)
        page = text(client.get("/imports/new/?kind=facts"))
        assert "企业数据项名单" in page
        assert "/imports/templates/facts.xlsx" in page
        assert "figures_year" not in page
    page = text(upload(client, TITLES, said("1", "", "", ""), kind="facts"))
    assert "1 行，全部可导入" in page
    assert "所述日期" in page
    importing = Import.objects.get()
    done = text(client.post(f"/imports/{importing.pk}/confirm/", follow=True))
    assert "登记数据项 1 项" in done
    assert kept() == {"market_share": "1"}
