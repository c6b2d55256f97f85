"""The bad rows come back as a file that can be mended and imported again."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cultivation.exchange import report
from cultivation.exchange.catalogue import LIST
from cultivation.exchange.columns import Mapping
from cultivation.exchange.reading import Book, Merge, Sheet, read_book
from cultivation.exchange.report import guarded, write_bad_rows
from cultivation.problems import Problem

from .books import CODES, book_of, firm, map_file


@dataclass
class Wrong:
    column: str
    message: str


@dataclass
class Bad:
    table: int
    row: int
    errors: list[Wrong] = field(default_factory=list)


def all_bad(mappings: Sequence[Mapping]) -> list[Bad]:
    return [
        Bad(index, row.number, [Wrong("", "有误")])
        for index, mapping in enumerate(mappings)
        for row in mapping.table.rows
    ]


def written(path: Path, book: Book, bad: list[Bad] | None = None) -> list[Sheet]:
    mappings = map_file(book)
    write_bad_rows(path, mappings, all_bad(mappings) if bad is None else bad)
    return read_book(path).sheets


SUMMARY = Sheet(
    "汇总表",
    [
        ["推荐单位：西青区工信局", "", "", "", "单位：万元"],
        ["序号", "企业基本情况", "", "经营情况（上年度）", ""],
        ["", "企业名称", "成立时间", "营业收入", "从业人数"],
        [1.0, firm(1), date(2009, 8, 6), "1,200", "139人"],
        [2.0, firm(2), "2009年", 800.5, 20.0],
    ],
    merges=[Merge(1, 0, 2, 0), Merge(1, 1, 1, 2), Merge(1, 3, 1, 4)],
)


def test_only_rows_with_errors_in_the_lists_own_columns(tmp_path: Path) -> None:
    book = book_of(
        [["企业名称", "统一社会信用代码"], [firm(1), "x"], [firm(2), CODES[0]], [firm(3), "y"]]
    )
    bad = [
        Bad(0, 2, [Wrong("统一社会信用代码", "太短"), Wrong("", "不明")]),
        Bad(0, 3),
        Bad(0, 4, [Wrong("统一社会信用代码", "太短")]),
    ]
    (sheet,) = written(tmp_path / "bad.xlsx", book, bad)
    assert sheet.rows == [
        ["企业名称", "统一社会信用代码", "原行号", "错误说明"],
        [firm(1), "x", "2", "统一社会信用代码：太短；不明"],
        [firm(3), "y", "4", "统一社会信用代码：太短"],
    ]


def test_what_stood_above_the_table_is_kept(tmp_path: Path) -> None:
    (sheet,) = written(tmp_path / "bad.xlsx", book_of(SUMMARY))
    assert sheet.rows[0] == [
        "序号", "企业名称", "成立时间", "营业收入(上年度,万元)", "从业人数(上年度)",
        "所属区", "原行号", "错误说明",
    ]  # fmt: skip
    assert sheet.rows[1][:7] == [1.0, firm(1), "2009-08-06", "1,200", "139人", "西青区", "4"]


@pytest.mark.parametrize(
    "rows",
    [
        [["企业名称", "2021年营业收入（亿元）", "研发费用"], [firm(1), 1, 2]],
        [["2022年名单"], ["单位：元"], ["企业名称", "上年度营业收入"], [firm(1), 1]],
        [["名称", "编号", "类型"], [firm(1), "T-1", "种子"], [firm(2), "T-9", "种子"]],
        [["编号", "企业名称"], [1, firm(1)], [2, firm(2)]],
        [["", "企业名称", "所属区"], [1, firm(1), "西青区"], [2, firm(2), "南开区"]],
        [["企业名称", "推荐单位", "法定代表人"], [firm(1), "西青区", "某"]],
        [["企业名称", "认定日期", "有效期起"], [firm(1), "2021/1/1", "2021/2/1"]],
    ],
)
def test_the_file_means_the_same_when_it_comes_back(tmp_path: Path, rows: list[list[Any]]) -> None:
    (before,) = map_file(book_of(rows))
    path = tmp_path / "bad.xlsx"
    last = before.table.rows[-1].number
    write_bad_rows(path, [before], [Bad(0, last, [Wrong("", "有误")])])
    (after,) = map_file(path)
    meant = [(c.field, c.unit, c.year) for c in before.columns]
    assert [(c.field, c.unit, c.year) for c in after.columns] == meant


def test_groups_and_years_are_written_into_the_titles(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["企业名称", "营业收入（万元）", "", "有效期", ""],
        ["", "2020年", "2021年", "起", "止"],
        [firm(1), 1.0, 2.0, "2023/7/1", "2026/6/30"],
    ]
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 0, 4)]
    (before,) = map_file(book_of(Sheet("表", [list(row) for row in rows], merges=merges)))
    path = tmp_path / "bad.xlsx"
    write_bad_rows(path, [before], all_bad([before]))
    (after,) = map_file(path)
    assert [(c.field, c.unit, c.year) for c in after.columns] == [
        ("name", "", None),
        ("revenue", "万元", 2020),
        ("revenue", "万元", 2021),
        ("valid_from", "", None),
        ("valid_to", "", None),
    ]


def test_a_sections_place_becomes_a_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["序号", "企业名称"],
        ["西青区"],
        [1, firm(1)],
        ["南开区"],
        [2, firm(2)],
    ]
    (sheet,) = written(tmp_path / "bad.xlsx", book_of(rows))
    assert [row[2] for row in sheet.rows] == ["所属区", "西青区", "南开区"]


def test_sheets_and_panels_with_the_same_columns_come_together(tmp_path: Path) -> None:
    head: list[Any] = ["序号", "企业名称"]
    book = book_of(
        Sheet("西青区", [head, [1, firm(1)]]),
        Sheet("南开区", [head + head, [1, firm(2), 2, firm(3)]]),
        Sheet("另表", [["企业名称", "备注"], [firm(4), "x"]]),
    )
    first, second = written(tmp_path / "bad.xlsx", book)
    assert [row[1:4] for row in first.rows[1:]] == [
        [firm(1), "西青区", "西青区!2"],
        [firm(2), "南开区", "南开区!2"],
        [firm(3), "南开区", "南开区!2"],
    ]
    assert first.name == "西青区"
    assert second.rows[1][0] == firm(4)


def test_nothing_in_the_file_is_a_formula(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["企业名称", "备注"],
        ['=HYPERLINK("http://x")', "+1+1"],
        ["@SUM(A1)", "-2+3"],
        ["http://x.example", "—"],
    ]
    path = tmp_path / "bad.xlsx"
    mappings = map_file(book_of(rows))
    bad = all_bad(mappings)
    bad[0].errors = [Wrong("", "=1+1")]
    write_bad_rows(path, mappings, bad)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    cells = [cell.value for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert not [c for c in cells if str(c).startswith(("=", "+", "@"))]
    assert "—" in cells


def test_a_guarded_name_is_itself_again(tmp_path: Path) -> None:
    from cultivation.exchange.cells import parse_name

    path = tmp_path / "bad.xlsx"
    (mapping,) = map_file(book_of([["企业名称", "备注"], ["=天津沽上公司", "x"]]))
    write_bad_rows(path, [mapping], all_bad([mapping]))
    (again,) = map_file(path)
    assert parse_name(again.table.rows[0].cells[0]) == "=天津沽上公司"


@pytest.mark.parametrize("text", ["-5", "+1,000.5", "-12%", "—", "-", "--", "普通", "1+1"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_into_a_stream() -> None:
    (mapping,) = map_file(book_of([["企业名称", "备注"], [firm(1), "x"]]))
    stream = BytesIO()
    assert write_bad_rows(stream, [mapping], all_bad([mapping])) == 1
    assert openpyxl.load_workbook(stream).active["A2"].value == firm(1)


def test_no_bad_row_gives_an_empty_file(tmp_path: Path) -> None:
    (mapping,) = map_file(book_of([["企业名称", "备注"], [firm(1), "x"]]))
    assert write_bad_rows(tmp_path / "bad.xlsx", [mapping], []) == 0
    assert read_book(tmp_path / "bad.xlsx").sheets[0].rows == [["原行号", "错误说明"]]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (mapping,) = map_file(book_of([["企业名称", "备注"], [firm(1), "x"]]))
    with pytest.raises(Problem) as caught:
        write_bad_rows(tmp_path / "no" / "bad.xlsx", [mapping], all_bad([mapping]))
    assert caught.value.code == "cannot_write"


def test_the_two_added_columns_are_recognised() -> None:
    for title in (report.ROW_TITLE, report.ERROR_TITLE):
        found = LIST.resolve(title)
        assert found is not None
        assert found.field == "report"
