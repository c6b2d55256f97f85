"""Importing a list of firms: every row is written or reported, and nothing is guessed."""

from decimal import Decimal
from pathlib import Path

import pytest

from cultivation.exchange.models import Import
from cultivation.firms.models import Firm, FirmEvent, FirmName, FirmYear, Residence
from cultivation.journal.models import Entry, Revision
from cultivation.journal.selectors import data_version
from tests.exchange.lists import codes, import_firms, kinds, write
from tests.factories import make_code, make_firm

pytestmark = pytest.mark.django_db
TITLES = ["企业名称", "统一社会信用代码", "注册日期", "注册资金", "地区", "经营范围"]


def test_new_firms_are_registered_with_all_that_the_list_says(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        TITLES,
        ["天津试甲科技有限公司", make_code(1), "2003-01-02", "1,350(万元人民币)", "西青", "软件"],
        ["天津试乙科技有限公司", "无", "2004年5月6日", "10(万美元)", "保税区", "N/A"],
    )
    status, report = import_firms(path)
    assert status == 0
    assert kinds(report) == {"create": 2}
    first, second = Firm.objects.order_by("id")
    assert (first.uscc, first.registered_capital, first.capital_currency) == (
        make_code(1),
        Decimal(1350),
        "CNY",
    )
    assert (second.uscc, second.capital_currency, second.business_scope) == (None, "USD", "")
    places = Residence.objects.order_by("firm_id").values_list("district_id", "zone_id")
    assert list(places) == [("120111", None), ("120116", "120116401")]


def test_the_same_file_again_changes_nothing_and_makes_no_revision(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, ["天津试甲有限公司", make_code(1), "", "", "南开", ""])
    import_firms(path)
    before = (data_version(), Entry.objects.count(), Import.objects.count())
    status, report = import_firms(path)
    assert (status, kinds(report)) == (0, {"same": 1})
    assert (data_version(), Entry.objects.count(), Import.objects.count()) == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, ["天津试甲有限公司", make_code(1), "", "", "", ""])
    status, report = import_firms(path, "--dry-run")
    assert (status, kinds(report)) == (0, {"create": 1})
    assert not Firm.objects.exists()


def test_two_firms_whose_names_differ_only_in_bracket_width_are_two_firms(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        TITLES[:2],
        ["飞燕车业(天津)销售公司", make_code(1)],
        ["飞燕车业（天津）销售公司", make_code(2)],
    )
    assert kinds(import_firms(path)[1]) == {"create": 2}
    assert kinds(import_firms(path)[1]) == {"same": 2}


def test_a_name_that_fits_several_firms_is_refused_with_the_candidates(tmp_path: Path) -> None:
    make_firm("飞燕车业(天津)销售公司", code=make_code(1))
    make_firm("飞燕车业（天津）销售公司", code=make_code(2))
    path = write(tmp_path / "a.csv", ["企业名称"], ["飞燕车业(天津)销售公司"])
    status, report = import_firms(path)
    assert (status, codes(report)) == (1, [(2, "name_ambiguous")])
    candidates = " ".join(report["errors"][0]["candidates"])
    assert make_code(1) in candidates
    assert make_code(2) in candidates
    assert report["errors"][0]["column"] == "企业名称"


def test_a_code_that_contradicts_the_name_is_refused_with_the_candidates(tmp_path: Path) -> None:
    make_firm("天津试甲有限公司", code=make_code(1))
    make_firm("天津试乙有限公司", code=make_code(2))
    path = write(
        tmp_path / "a.csv",
        TITLES[:2],
        ["天津试乙有限公司", make_code(1)],
        ["天津试甲有限公司", make_code(3)],
        ["天津从未见过有限公司", make_code(2)],
    )
    status, report = import_firms(path)
    assert codes(report) == [(n, "code_contradicts_name") for n in (2, 3, 4)]
    assert status == 1
    assert Firm.objects.count() == 2


def test_a_former_name_still_means_the_firm(tmp_path: Path) -> None:
    import datetime as dt

    from cultivation.firms.services import rename
    from tests.factories import writing

    firm = make_firm("天津旧名有限公司", code=make_code(1))
    with writing():
        rename(firm=firm, name="天津新名有限公司", effective_on=dt.date(2024, 1, 1))
    path = write(tmp_path / "a.csv", TITLES[:2], ["天津旧名有限公司", ""])
    assert kinds(import_firms(path)[1]) == {"same": 1}


def test_a_pending_code_is_filled_when_a_list_brings_it(tmp_path: Path) -> None:
    firm = make_firm("天津试甲（集团）有限公司", code=None)
    path = write(tmp_path / "a.csv", TITLES[:2], ["天津试甲(集团)有限公司", make_code(5)])
    assert kinds(import_firms(path)[1]) == {"update": 1}
    firm.refresh_from_db()
    assert firm.uscc == make_code(5)
    assert firm.name == "天津试甲（集团）有限公司"
    assert FirmEvent.objects.filter(firm=firm, kind="correct").exists()


def test_values_replace_what_is_on_file_and_blanks_leave_it(tmp_path: Path) -> None:
    firm = make_firm("天津试甲有限公司", code=make_code(1), legal_form="有限公司", address="旧址")
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "统一社会信用代码", "企业类型", "注册地址"],
        ["天津试甲有限公司", make_code(1), "", "新址1号"],
    )
    assert kinds(import_firms(path)[1]) == {"update": 1}
    firm.refresh_from_db()
    assert (firm.legal_form, firm.address) == ("有限公司", "新址1号")


def test_another_district_is_no_move(tmp_path: Path) -> None:
    make_firm("天津试甲有限公司", code=make_code(1), district="120101")
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "统一社会信用代码", "地区"],
        ["天津试甲有限公司", make_code(1), "西青"],
    )
    status, report = import_firms(path)
    assert (status, codes(report)) == (1, [(2, "place_differs")])
    assert Residence.objects.get().district_id == "120101"


def test_an_unknown_place_is_refused_by_name_and_a_blank_one_is_not(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "地区"],
        ["天津试甲有限公司", "石景山区"],
        ["天津试乙有限公司", ""],
    )
    _status, report = import_firms(path)
    assert codes(report) == [(2, "place_unknown")]
    assert "石景山区" in report["errors"][0]["message"]
    assert Firm.objects.get().name == "天津试乙有限公司"


def test_repeated_rows_are_duplicates_and_contradicting_rows_are_all_errors(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "统一社会信用代码", "注册日期"],
        ["天津试甲有限公司", make_code(1), "2003-01-02"],
        ["天津试甲有限公司", make_code(1), "2003年1月2日"],
        ["天津试乙有限公司", make_code(2), "2003-01-02"],
        ["天津试乙有限公司", make_code(2), "2013-01-02"],
    )
    _status, report = import_firms(path)
    assert kinds(report) == {"create": 1, "duplicate": 1, "error": 2}
    assert codes(report) == [
        (3, "duplicate_row"),
        (4, "rows_contradict"),
        (5, "rows_contradict"),
    ]
    assert Firm.objects.get().uscc == make_code(1)


def test_all_errors_are_reported_at_once_with_row_column_value_code_and_sentence(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path / "a.csv",
        TITLES,
        ["天津试甲有限公司", "120111000012345", "2003-02-30", "很多", "西青", ""],
        ["", "", "2003-01-02", "", "西青", ""],
    )
    status, report = import_firms(path)
    assert status == 1
    found = {(e["row"], e["column"], e["value"], e["code"]) for e in report["errors"]}
    assert (2, "统一社会信用代码", "120111000012345", "uscc_old_number") in found
    assert {e["column"] for e in report["errors"] if e["row"] == 2} == {
        "统一社会信用代码",
        "注册日期",
        "注册资金",
    }
    assert (3, "企业名称", "", "name_missing") in found
    assert all(len(e["message"]) > 5 for e in report["errors"])


def test_an_unknown_column_is_refused_by_name_unless_mapped(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "幸运数字"],
        ["天津试甲有限公司", "8"],
        ["天津试乙有限公司", "6"],
    )
    status, report = import_firms(path)
    assert status == 2
    assert report["rows"] == 0
    assert report["errors"][0]["column"] == "幸运数字"
    assert not Firm.objects.exists()
    assert import_firms(path, "--map", "幸运数字=ignore")[0] == 0
    assert Firm.objects.count() == 2


def test_figures_of_a_named_year_are_recorded_with_the_size_class(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "行业代码", "2021年营业收入(万元)", "2021年从业人数"],
        ["天津试甲有限公司", "C3562", "2,500.5", "350人"],
    )
    assert kinds(import_firms(path)[1]) == {"create": 1}
    year = FirmYear.objects.get()
    assert (year.year, year.revenue, year.staff) == (2021, Decimal("2500.5"), 350)
    assert year.size_class == "medium"
    assert kinds(import_firms(path)[1]) == {"same": 1}


def test_figures_without_a_year_are_said_not_to_be_recorded(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称", "营业收入(万元)"], ["天津试甲有限公司", "100"])
    status, report = import_firms(path)
    assert status == 0
    assert [notice["code"] for notice in report["notices"]] == ["figures_without_year"]
    assert not FirmYear.objects.exists()
    assert kinds(import_firms(path, "--figures-year", 2020)[1]) == {"update": 1}
    assert FirmYear.objects.get().year == 2020


def test_one_import_is_one_revision_that_names_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "名单.csv", ["企业名称"], *([f"天津试{n}号有限公司"] for n in range(20))
    )
    before = data_version()
    import_firms(path)
    assert data_version() == before + 1
    newest = Revision.objects.get(number=data_version())
    assert "名单.csv" in newest.reason
    run = Import.objects.get()
    assert (run.revision, run.counts["create"]) == (newest, 20)
    assert FirmName.objects.count() == 20


def test_the_bad_rows_come_back_and_can_be_mended_and_imported(tmp_path: Path) -> None:
    import openpyxl

    out = tmp_path / "bad.xlsx"
    path = write(
        tmp_path / "a.csv",
        ["序号", *TITLES],
        ["1", "天津试甲有限公司", make_code(1), "", "", "西青", ""],
        ["2", "天津试乙有限公司", make_code(2)[:-1] + "?", "", "", "西青", ""],
    )
    import_firms(path, "--errors", out)
    book = openpyxl.load_workbook(out)
    titles, bad = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert titles[: len(TITLES) + 1] == ["序号", *TITLES]
    assert bad[1] == "天津试乙有限公司"
    book.active.cell(2, 3).value = make_code(2)
    book.save(out)
    assert kinds(import_firms(out)[1]) == {"create": 1}
    assert Firm.objects.count() == 2
