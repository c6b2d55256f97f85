"""Titles without their trimmings."""

import pytest

from cultivation.exchange.titles import parse_title


@pytest.mark.parametrize(
    ("raw", "bare", "unit", "year", "back"),
    [
        ("企 业\n名 称", "企业名称", "", None, None),
        ("*企业名称（必填）", "企业名称", "", None, None),
        ("１．企业名称（全称）", "企业名称", "", None, None),
        ("二、统一社会信用代码(18位)", "统一社会信用代码", "", None, None),
        ("营业收入（万元）", "营业收入", "万元", None, None),
        ("营业收入/万元", "营业收入", "万元", None, None),
        ("营业收入：亿元", "营业收入", "亿元", None, None),
        ("注册资本(单位：万元)", "注册资本", "万元", None, None),
        ("注册资本(万美元)", "注册资本", "万美元", None, None),
        ("从业人数（人）", "从业人数", "人", None, None),
        ("研发占比(%)", "研发占比", "%", None, None),
        ("2021年营业收入(万元)", "营业收入", "万元", 2021, None),
        ("营业收入（２０２１年度，万元）", "营业收入", "万元", 2021, None),
        ("2021年12月31日资产总额", "资产总额", "", 2021, None),
        ("2021年末从业人员", "从业人员", "", 2021, None),
        ("revenue_2021", "revenue", "", 2021, None),
        ("2021", "", "", 2021, None),
        ("上年度营业收入", "营业收入", "", None, 1),
        ("经营情况（上年度）", "经营情况", "", None, 1),
        ("本年度", "", "", None, 0),
        ("（万元）", "", "万元", None, None),
        # A part of a year, or several years, are not a year's figure.
        ("2021年1-9月营业收入", "2021年1-9月营业收入", "", None, None),
        ("近两年营业收入", "近两年营业收入", "", None, None),
        ("认定年度", "认定年度", "", None, None),
        ("单元", "单元", "", None, None),
    ],
)
def test_parse(raw: str, bare: str, unit: str, year: int | None, back: int | None) -> None:
    title = parse_title(raw)
    assert (title.bare, title.unit, title.year, title.years_back) == (bare, unit, year, back)


def test_several_years_are_never_one_year() -> None:
    assert parse_title("2020-2022年营业收入").bare != "营业收入"


def test_a_bracket_that_says_something_stays_in_the_full_title() -> None:
    assert parse_title("所属区（功能区）")[:2] == ("所属区(功能区)", "所属区")
