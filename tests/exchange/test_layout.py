"""Headers, footers and rows found in the layouts that bureaus publish."""

from pathlib import Path
from typing import Any

import pytest

from cultivation.exchange.reading import Merge

from .books import CODES, firm, lay_out, write_csv, write_xlsx
from .tables import HEAD, data, names, numbers, only


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
