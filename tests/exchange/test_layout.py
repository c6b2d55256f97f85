"""Tables found in the layouts that bureaus publish."""

from pathlib import Path
from typing import Any

import pytest

from cultivation.exchange.layout import Table
from cultivation.exchange.reading import Merge, Sheet
from cultivation.problems import Problem

from .books import CODES, book_of, firm, lay_out, write_csv, write_xls, write_xlsx

HEAD: list[Any] = ["序号", "企业名称", "所属区"]


def data(count: int, start: int = 1) -> list[list[Any]]:
    return [[n, firm(n), "西青区"] for n in range(start, start + count)]


def only(rows: list[list[Any]], merges: list[Merge] | None = None, name: str = "Sheet1") -> Table:
    made = [["" if cell is None else cell for cell in row] for row in rows]
    (table,) = lay_out(book_of(Sheet(name, made, merges=merges or []))).tables
    return table


def numbers(table: Table) -> list[int]:
    return [row.number for row in table.rows]


def names(table: Table, column: int = 1) -> list[Any]:
    return [row.cells[column] for row in table.rows]


def test_a_publicity_list(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2022年天津市第一批专精特新中小企业公示名单"],
        ["（排名不分先后）"],
        HEAD,
        *data(3),
        ["共3家"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"Sheet1": rows}, merges={"Sheet1": ["A1:C1", "A2:C2"]})
    (table,) = lay_out(path).tables
    assert table.header == (3, 3)
    assert numbers(table) == [4, 5, 6]
    assert (table.context.title_year, table.context.batch) == (2022, "第一批")
    assert [note.text for note in table.notes] == ["共3家"]


def test_a_recommendation_summary(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["天津市专精特新种子企业推荐汇总表"],
        ["推荐单位（盖章）：西青区工业和信息化局", None, None, None, "单位：万元"],
        ["序号", "企业基本情况", None, "经营情况（上年度）", None, "推荐意见"],
        [None, "企业名称", "统一社会信用代码", "营业收入", "从业人数", None],
        [1, firm(1), CODES[0], "1,200.5", "139人", "同意推荐"],
        [2, firm(2), CODES[1], 800, 20, "同意推荐"],
    ]
    merges = ["A1:F1", "B3:C3", "D3:E3", "A3:A4", "F3:F4"]
    path = write_xlsx(tmp_path / "a.xlsx", {"表": rows}, merges={"表": merges}, hidden_columns=[4])
    (table,) = lay_out(path).tables
    assert table.header == (3, 4)
    assert [column.heading for column in table.columns] == [
        "序号",
        "企业基本情况 / 企业名称",
        "企业基本情况 / 统一社会信用代码",
        "经营情况（上年度） / 营业收入",
        "经营情况（上年度） / 从业人数",
        "推荐意见",
    ]
    assert (table.context.place, table.context.unit) == ("西青区", "万元")
    assert numbers(table) == [5, 6]


def test_the_same_header_saved_as_csv_has_no_merges(tmp_path: Path) -> None:
    text = (
        "天津市推荐汇总表,,,,,\n"
        "序号,企业基本情况,,经营情况（上年度）,,推荐意见\n"
        ",企业名称,统一社会信用代码,营业收入,从业人数,\n"
        f"1,{firm(1)},{CODES[0]},5,6,同意\n"
    )
    (table,) = lay_out(write_csv(tmp_path / "a.csv", text)).tables
    assert table.header == (2, 3)
    assert [column.heading for column in table.columns] == [
        "序号",
        "企业基本情况 / 企业名称",
        "企业基本情况 / 统一社会信用代码",
        "经营情况（上年度） / 营业收入",
        "经营情况（上年度） / 从业人数",
        "推荐意见",
    ]


def test_a_header_of_three_rows_with_years_and_units() -> None:
    rows: list[list[Any]] = [
        ["序号", "企业名称", "经营情况", "", "", ""],
        ["", "", "营业收入", "", "研发费用", ""],
        ["", "", "2020年", "2021年", "2020年", "2021年"],
        ["", "", "万元", "万元", "万元", "万元"],
        [1, firm(1), 1, 2, 3, 4],
    ]
    merges = [Merge(0, 0, 2, 0), Merge(0, 1, 2, 1), Merge(0, 2, 0, 5)]
    merges += [Merge(1, 2, 1, 3), Merge(1, 4, 1, 5)]
    table = only(rows, merges)
    assert table.header == (1, 4)
    assert [(c.title, c.groups, c.unit) for c in table.columns[2:]] == [
        ("2020年", ("经营情况", "营业收入"), "万元"),
        ("2021年", ("经营情况", "营业收入"), "万元"),
        ("2020年", ("经营情况", "研发费用"), "万元"),
        ("2021年", ("经营情况", "研发费用"), "万元"),
    ]
    assert numbers(table) == [5]


def test_the_counting_row_of_statistics_is_no_firm() -> None:
    table = only([HEAD, ["甲", "乙", "丙"], *data(2)])
    assert table.header == (1, 2)
    assert numbers(table) == [3, 4]


def test_the_header_repeated_on_every_page() -> None:
    rows: list[list[Any]] = [
        ["名单"],
        HEAD,
        *data(3),
        ["第1页，共2页"],
        ["名单"],
        HEAD,
        *data(2, 4),
        ["合计", "5家"],
    ]
    table = only(rows)
    assert numbers(table) == [3, 4, 5, 9, 10]


@pytest.mark.parametrize(
    "footer",
    [
        ["共120家"],
        ["合计", "120家", ""],
        ["合计", "", "120"],
        ["", "合计", ""],
        ["小计：2家"],
        ["以上共计2家企业。"],
        ["注：以上排名不分先后"],
        ["备注：按区排列，区内不分先后。"],
        ["填表人：某某", "", "审核人：某某"],
        ["填表人：", "某某", "填表日期：2022年3月1日"],
        ["制表日期", "2022年3月1日"],
        ["联系人：某某 联系电话：022-00000000"],
        ["", "天津市工业和信息化局", ""],
        ["", "天津市中小企业服务中心", ""],
        ["", "", "2022年3月15日"],
        ["（以下空白）"],
        ["第1页"],
        ["西青区小计", "2", ""],
    ],
)
def test_what_stands_below_is_no_firm(footer: list[str]) -> None:
    table = only([HEAD, *data(2), footer])
    assert numbers(table) == [2, 3]
    assert len(table.notes) == 1


@pytest.mark.parametrize(
    "name",
    [
        "天津合计科技有限公司",
        "合计天下（天津）商务咨询有限公司",
        "天津共计测试中心",
        "天津注册通代理有限公司",
        "天津总计仪表厂",
        "西青区沽上阀门有限公司",
        "天津市西青区测试养殖专业合作社",
        "小计（天津）软件有限公司",
    ],
)
def test_a_firm_whose_name_sounds_like_a_footer_stays(name: str) -> None:
    table = only([HEAD, [1, name, "西青区"], ["", name, ""], *data(1, 3)])
    assert names(table)[:2] == [name, name]


def test_a_row_with_a_code_is_never_a_total() -> None:
    rows: list[list[Any]] = [
        ["序号", "企业名称", "统一社会信用代码"],
        ["", "合计", CODES[0]],
        [2, firm(2), ""],
    ]
    assert numbers(only(rows)) == [2, 3]


def test_blank_rows_and_columns() -> None:
    rows: list[list[Any]] = [
        [],
        ["", "序号", "", "企业名称", "所属区"],
        [],
        ["", 1, "", firm(1), "西青区"],
        ["", ""],
    ]
    table = only(rows)
    assert [column.letter for column in table.columns] == ["B", "D", "E"]
    assert table.rows[0].cells == [1, firm(1), "西青区"]


def test_numbers_without_a_firm_are_counted_not_listed() -> None:
    table = only([HEAD, *data(2), [3], [4]])
    assert numbers(table) == [2, 3]
    assert "2" in table.notes[-1].text


def test_a_row_that_lacks_only_the_name_is_kept_for_its_error() -> None:
    assert numbers(only([HEAD, *data(1), [2, "", "西青区"]])) == [2, 3]


def test_an_example_row_is_skipped_and_said() -> None:
    table = only([HEAD, ["示例", firm(9), "西青区"], *data(1)])
    assert numbers(table) == [3]
    assert firm(9) in table.notes[0].text


def test_two_panels_side_by_side() -> None:
    rows: list[list[Any]] = [
        ["名单"],
        [*HEAD, "", *HEAD],
        [1, firm(1), "西青区", "", 3, firm(3), "南开区"],
        [2, firm(2), "河北区", "", 4, firm(4), "河东区"],
        ["", "", "", "", 5, firm(5), "河东区"],
        ["共5家"],
    ]
    left, right = lay_out(book_of(rows)).tables
    assert [names(table) for table in (left, right)] == [
        [firm(1), firm(2)],
        [firm(3), firm(4), firm(5)],
    ]
    assert numbers(right) == [3, 4, 5]
    assert [column.letter for column in right.columns] == ["E", "F", "G"]
    assert (left.panel, right.panel) == (1, 2)


def test_three_panels_without_a_gap() -> None:
    rows: list[list[Any]] = [
        ["企业名称", "所属区"] * 3,
        [firm(1), "西青区", firm(2), "和平区", firm(3), "河东区"],
    ]
    tables = lay_out(book_of(rows)).tables
    assert [names(table, 0) for table in tables] == [[firm(1)], [firm(2)], [firm(3)]]


def test_years_side_by_side_are_no_panels() -> None:
    rows: list[list[Any]] = [["企业名称", "营业收入", "营业收入"], [firm(1), 1, 2]]
    assert len(lay_out(book_of(rows)).tables) == 1


def test_sheets_of_districts(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "填表说明": [["1. 本表由各区汇总后报送。"], ["2. 企业名称须与营业执照一致。"]],
        "西青区": [["序号", "企业名称"], [1, firm(1)]],
        "南开区(1家)": [["序号", "企业名称"], [1, firm(2)]],
        "底稿": [["序号", "企业名称"], [1, firm(3)]],
        "空": [],
    }
    layout = lay_out(write_xlsx(tmp_path / "a.xlsx", sheets, hidden_sheets=["底稿"]))
    assert [(t.sheet, t.context.place, names(t)) for t in layout.tables] == [
        ("西青区", "西青区", [firm(1)]),
        ("南开区(1家)", "南开区", [firm(2)]),
    ]
    assert len(layout.notes) == 2
    assert all(any(word in n.text for n in layout.notes) for word in ("填表说明", "底稿"))


def test_a_field_list_among_the_instructions_is_no_table() -> None:
    instructions: list[list[Any]] = [
        ["字段", "说明"],
        ["企业名称", "与营业执照一致"],
        ["统一社会信用代码", "18位"],
    ]
    layout = lay_out(book_of(Sheet("表", [HEAD, *data(1)]), Sheet("说明", instructions)))
    assert [table.sheet for table in layout.tables] == ["表"]


def test_a_sheet_of_firms_without_header_is_refused() -> None:
    book = book_of(Sheet("一", [HEAD, *data(1)]), Sheet("二", data(3, 2)))
    with pytest.raises(Problem) as caught:
        lay_out(book)
    assert (caught.value.code, caught.value.params["sheet"]) == ("sheet_without_header", "二")


@pytest.mark.parametrize(
    "section",
    [
        "西青区",
        "一、西青区",
        "（一）西青区",
        "西青区(12家)",
        "西青区（共2家）",
        "西青区：",
        "1.西青区",
    ],
)
def test_a_section_names_the_place_of_its_rows(section: str) -> None:
    rows: list[list[Any]] = [
        ["序号", "企业名称"],
        [section],
        [1, firm(1)],
        ["二、南开区"],
        [2, firm(2)],
    ]
    table = only(rows)
    assert [row.place for row in table.rows] == ["西青区", "南开区"]
    assert numbers(table) == [3, 5]


def test_a_merged_section() -> None:
    rows: list[list[Any]] = [
        ["序号", "企业名称", "主导产品"],
        ["和平区", "", ""],
        [1, firm(1), "阀"],
    ]
    table = only(rows, [Merge(1, 0, 1, 2)])
    assert [(row.number, row.place) for row in table.rows] == [(3, "和平区")]


def test_blocks_with_a_header_of_their_own() -> None:
    rows: list[list[Any]] = [
        ["和平区名单"], ["序号", "企业名称"], [1, firm(1)], [],
        ["河东区名单"], ["序号", "企业名称"], [1, firm(2)],
    ]  # fmt: skip
    first, second = lay_out(book_of(rows)).tables
    assert [(t.context.place, names(t)) for t in (first, second)] == [
        ("和平区", [firm(1)]),
        ("河东区", [firm(2)]),
    ]


def test_a_second_header_with_other_columns() -> None:
    rows: list[list[Any]] = [
        HEAD,
        *data(1),
        ["序号", "统一社会信用代码", "企业名称"],
        [1, CODES[0], firm(2)],
    ]
    first, second = lay_out(book_of(rows)).tables
    assert names(first) == [firm(1)]
    assert names(second, 2) == [firm(2)]


def test_cells_merged_downwards_fill_their_rows_only(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["所属区", "企业名称", "备注"],
        ["西青区", firm(1), ""],
        ["", firm(2), ""],
        ["", firm(3), ""],
    ]
    merged = only(rows, [Merge(1, 0, 2, 0)])
    assert [row.cells[0] for row in merged.rows] == ["西青区", "西青区", ""]
    assert [row.cells[0] for row in only(rows).rows] == ["西青区", "", ""]
    old = [[cell or None for cell in row] for row in rows]
    path = write_xls(tmp_path / "a.xls", {"表": old}, merges=[(1, 3, 0, 0)])
    assert [row.cells[0] for row in lay_out(path).tables[0].rows] == ["西青区"] * 3


def test_a_name_merged_over_two_columns() -> None:
    rows: list[list[Any]] = [["序号", "企业名称", "", "所属区"], [1, firm(1), "", "西青区"]]
    table = only(rows, [Merge(0, 1, 0, 2), Merge(1, 1, 1, 2)])
    assert [column.title for column in table.columns] == ["序号", "企业名称", "所属区"]
    assert table.rows[0].cells == [1, firm(1), "西青区"]


def test_a_list_of_names_only() -> None:
    table = only([["企业名称"], [firm(1)], [firm(2)], ["共2家"]])
    assert names(table, 0) == [firm(1), firm(2)]


@pytest.mark.parametrize(
    ("line", "place", "unit"),
    [
        (["推荐单位（盖章）：西青区工业和信息化局"], "西青区", ""),
        (["报送单位：", "", "南开区科技局"], "南开区", ""),
        (["填报单位:天津经济技术开发区管理委员会", "单位：万元"], "天津经济技术开发区", "万元"),
        (["所属区：滨海高新区   填报日期：2022年3月"], "滨海高新区", ""),
        (["", "", "（金额单位：人民币亿元）"], "", "亿元"),
        (["单位：元"], "", "元"),
        (["填报单位：某某协会"], "", ""),
    ],
)
def test_what_the_lines_above_say(line: list[str], place: str, unit: str) -> None:
    table = only([["推荐汇总表"], line, ["序号", "企业名称"], [1, firm(1)]])
    assert (table.context.place, table.context.unit) == (place, unit)
    assert numbers(table) == [4]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2022年第二批名单", 2022),
        ("二〇二一年度名单", 2021),
        ("名单", None),
        ("附件：1999年度", 1999),
    ],
)
def test_the_year_of_the_title(title: str, year: int | None) -> None:
    assert only([[title], HEAD, *data(1)]).context.title_year == year


def test_a_place_in_the_title() -> None:
    assert (
        only([["西青区2022年推荐名单"], ["序号", "企业名称"], [1, firm(1)]]).context.place
        == "西青区"
    )


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "b"], ["c", "d"]], "no_header"),
        ([[1, firm(1), "西青区"], [2, firm(2), "西青区"]], "no_header"),
        ([HEAD], "no_rows"),
        ([HEAD, ["共0家"]], "no_rows"),
        ([[]], "no_header"),
    ],
)
def test_nothing_to_read(rows: list[list[Any]], code: str) -> None:
    with pytest.raises(Problem) as caught:
        lay_out(book_of(rows))
    assert caught.value.code == code


def test_no_header_says_what_was_seen() -> None:
    with pytest.raises(Problem, match="甲列、乙列"):
        lay_out(book_of([["标题"], ["甲列", "乙列"], ["1", "2"]]))
