"""Headings between the rows: how far they reach, where they lead; rows that lack a name."""

from typing import Any

import pytest

from cultivation.exchange.reading import Merge

from .books import book_of, firm, lay_out
from .tables import HEAD, data, numbers, only

PLAIN: list[Any] = ["序号", "企业名称", "主导产品"]


def places(*rows: str, head: list[Any] | None = None) -> list[str]:
    """The places of the firms: a text stands for a heading, '*' for a firm."""
    made = [[n, firm(n), "阀"] if text == "*" else [text] for n, text in enumerate(rows, 1)]
    return [row.place for row in only([head or PLAIN, *made]).rows]


@pytest.mark.parametrize(
    "heading", ["其他", "附件2", "（二）外省企业", "其他企业", "市教委", "外省市企业名单", "天津市"]
)
@pytest.mark.parametrize("merged", [False, True])
def test_any_other_heading_ends_a_section(heading: str, merged: bool) -> None:
    rows = [PLAIN, ["西青区"], [1, firm(1), "阀"], [heading, "", ""], [2, firm(2), "阀"]]
    table = only(rows, [Merge(3, 0, 3, 2)] if merged else None)
    assert [(row.number, row.place) for row in table.rows] == [(3, "西青区"), (5, "")]
    assert [(note.row, note.text) for note in table.notes] == [(4, heading)]


@pytest.mark.parametrize("footer", ["注：以下复核", "小计：1家", "第1页，共2页", "2022年3月1日"])
def test_a_footer_ends_no_section(footer: str) -> None:
    assert places("西青区", "*", footer, "*") == ["西青区", "西青区"]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("河北省", "河北省"),
        ("（二）河北省（3家）", "河北省"),
        ("河北省企业名单", "河北省"),
        ("北京市", "北京市"),
        ("北京", "北京市"),
        ("三、上海", "上海市"),
        ("重庆市：", "重庆市"),
        ("内蒙古自治区", "内蒙古自治区"),
        ("天津", ""),
        ("河北区", "河北区"),
        ("河北", "河北"),
    ],
)
def test_where_a_heading_leads(heading: str, place: str) -> None:
    assert places("西青区", "*", heading, "*") == ["西青区", place]


@pytest.mark.parametrize("others", [("北京", "*"), ("天津", "*"), ("北京", "*", "天津", "*")])
def test_hebei_among_provinces_is_the_province(others: tuple[str, ...]) -> None:
    assert places(*others, "河北", "*")[-1] == "河北省"
    assert places("河北", "*", *others)[0] == "河北省"


def test_hebei_among_districts_is_the_district() -> None:
    assert places("天津市", "和平", "*", "河北", "*", "南开", "*") == ["和平", "河北", "南开"]


def test_a_further_table_inherits_no_place() -> None:
    rows: list[list[Any]] = [
        ["推荐单位：西青区工信局"],
        PLAIN,
        ["南开区"],
        [1, firm(1), "阀"],
        ["序号", "企业名称", "备注"],
        [1, firm(2), "无"],
    ]
    first, second = lay_out(book_of(rows)).tables
    assert (first.context.place, first.rows[0].place) == ("西青区", "南开区")
    assert (second.context.place, second.rows[0].place) == ("", "")


def test_the_same_header_below_a_heading_inherits_no_place() -> None:
    rows: list[list[Any]] = [
        ["西青区名单"], PLAIN, [1, firm(1), "阀"], ["其他企业名单"], PLAIN, [1, firm(2), "阀"],
    ]  # fmt: skip
    assert [t.context.place for t in lay_out(book_of(rows)).tables] == ["西青区", ""]


def test_a_page_break_does_not_end_a_section() -> None:
    rows: list[list[Any]] = [
        ["名单"], PLAIN, ["西青区"], [1, firm(1), "阀"], ["第1页"],
        ["名单（续）"], PLAIN, [2, firm(2), "阀"],
    ]  # fmt: skip
    assert [row.place for row in only(rows).rows] == ["西青区", "西青区"]


def test_a_row_with_only_a_place_lacks_its_name() -> None:
    table = only([HEAD, *data(1), ["", "", "南开区"], ["", "", "河北省"], [4, firm(4), ""]])
    assert [(row.number, row.place) for row in table.rows] == [(2, ""), (3, ""), (4, ""), (5, "")]


@pytest.mark.parametrize("heading", ["一、南开区", "南开区（1家）"])
def test_a_numbered_heading_may_stand_in_the_column_of_places(heading: str) -> None:
    table = only([["所属区", "企业名称"], [heading, ""], ["", firm(1)]])
    assert [(row.number, row.place) for row in table.rows] == [(3, "南开区")]


def test_an_office_below_the_last_firm_has_signed_in_the_column_of_places() -> None:
    table = only([HEAD, *data(1), ["", "", "西青区工业和信息化局"]])
    assert numbers(table) == [2]
    assert len(table.notes) == 1


def test_a_row_with_only_a_figure_lacks_its_name() -> None:
    rows: list[list[Any]] = [["序号", "企业名称", "营业收入"], [1, firm(1), 5], ["", "", 800.5]]
    assert numbers(only(rows)) == [2, 3]


def test_a_blank_row_inside_a_merge_stays_blank() -> None:
    rows: list[list[Any]] = [HEAD, [1, firm(1), "西青区"], ["", "", ""], [2, firm(2), ""]]
    table = only(rows, [Merge(1, 2, 3, 2)])
    assert [(row.number, row.cells[2]) for row in table.rows] == [(2, "西青区"), (4, "西青区")]


def test_a_name_merged_over_most_of_the_row_is_a_firm() -> None:
    rows: list[list[Any]] = [[*PLAIN, "备注"], [1, firm(1), "", ""]]
    assert numbers(only(rows, [Merge(1, 1, 1, 3)])) == [2]


def test_totals_are_noted_as_a_person_sees_them() -> None:
    table = only([HEAD, *data(1), ["合计", 14.0, 1.5]])
    assert [note.text for note in table.notes] == ["合计 14 1.5"]
