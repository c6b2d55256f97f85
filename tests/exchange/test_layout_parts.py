"""Panels, sheets, sections and what stands around the tables."""

from pathlib import Path
from typing import Any

import pytest

from cultivation.exchange.reading import Merge, Sheet
from cultivation.problems import Problem

from .books import CODES, book_of, firm, lay_out, write_xls, write_xlsx
from .tables import HEAD, data, names, numbers, only


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
