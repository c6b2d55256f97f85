"""Cells in, one good and one bad example for every check."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from cultivation.exchange import cells
from cultivation.exchange.cells import Capital, CellError, Period


def code_of(value: Any) -> str:
    assert isinstance(value, CellError), value
    assert value.message
    return value.code


@pytest.mark.parametrize(
    "text", ["", " ", "　", "无", "暂无", "N/A", "n/a", "/", "-", "—", "——", "－"]
)
@pytest.mark.parametrize(
    "parse",
    [
        cells.parse_code, cells.parse_text, cells.parse_date, cells.parse_last_day,
        cells.parse_year, cells.parse_amount, cells.parse_count, cells.parse_capital,
        cells.parse_period, cells.parse_share, cells.parse_name,
    ],
)  # fmt: skip
def test_blank_words_are_nothing(parse: Any, text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#VALUE!"])
@pytest.mark.parametrize(
    "parse",
    [
        cells.parse_code, cells.parse_name, cells.parse_text, cells.parse_date, cells.parse_amount,
        cells.parse_count, cells.parse_capital, cells.parse_period, cells.parse_year,
    ],
)  # fmt: skip
def test_excel_errors_are_errors(parse: Any, text: str) -> None:
    assert code_of(parse(text)) == "excel_error"


@pytest.mark.parametrize(
    "cell",
    [
        "91120000MA00000T0X",
        " 91120000 ma00000t0x\u3000",
        "９１１２００００ＭＡ０００００Ｔ０Ｘ",
        "91120000-MA00000T0-X",
        "\u200b91120000MA00000T0X\ufeff",
        "'91120000MA00000T0X",
        "91120000\nMA00000T0X",
    ],
)
def test_a_code_is_normalised(cell: str) -> None:
    assert cells.parse_code(cell) == "91120000MA00000T0X"


def test_a_code_is_not_judged_here() -> None:
    assert cells.parse_code("120102345678901") == "120102345678901"
    assert cells.parse_code(120102345678901.0) == "120102345678901"
    assert cells.parse_code("91120000MA00000TOX") == "91120000MA00000TOX"


@pytest.mark.parametrize("cell", [9.1120116600585e17, "9.1120116600585E+17", 911201166005850304])
def test_a_code_kept_as_a_number_has_lost_its_end(cell: Any) -> None:
    assert code_of(cells.parse_code(cell)) == "uscc_number_lost_digits"


def test_a_date_is_no_code() -> None:
    assert code_of(cells.parse_code(date(2021, 9, 30))) == "uscc_not_text"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("　天津沽上阀门（集团）有限公司 ", "天津沽上阀门（集团）有限公司"),
        ("天津沽上\n阀门有限公司", "天津沽上阀门有限公司"),
        ("天津  沽上", "天津 沽上"),
        ("天津\u200b沽上\xa0", "天津沽上"),
        ("GUSHANG\nVALVES Ltd", "GUSHANG VALVES Ltd"),
        ("天津ABC(中国)公司", "天津ABC(中国)公司"),
        ("'-号测试公司", "-号测试公司"),
    ],
)
def test_a_name_keeps_its_letters(cell: str, name: str) -> None:
    assert cells.parse_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (12.0, "name_not_text"),
        ("120", "name_not_text"),
        (date(2021, 1, 1), "name_not_text"),
        ("91120000MA00000T0X", "name_is_code"),
        ("天津\ufffd\ufffd公司", "name_unreadable"),
        ("津" * 201, "name_too_long"),
        ("㈱" * 67, "name_too_long"),  # three characters each when folded
    ],
)
def test_what_is_no_name(cell: Any, code: str) -> None:
    assert code_of(cells.parse_name(cell)) == code


def test_text_of_any_cell() -> None:
    assert cells.parse_text(12345.0) == "12345"
    assert cells.parse_text(0.5) == "0.5"
    assert cells.parse_text(date(2021, 9, 30)) == "2021-09-30"
    assert cells.parse_text(datetime(2021, 9, 30, 10, 5)) == "2021-09-30 10:05:00"
    assert cells.parse_text(" 两行\n文字 ") == "两行\n文字"
    assert code_of(cells.parse_text("字" * 20_001)) == "text_too_long"


@pytest.mark.parametrize(
    "cell",
    [
        date(2021, 9, 30),
        datetime(2021, 9, 30, 23, 59),
        44469,
        44469.0,
        44469.75,
        "44469",
        20210930.0,
        "20210930",
        "2021/9/30",
        "2021/09/30",
        "2021-09-30",
        "2021.9.30",
        "2021年9月30日",
        "2021 年 9 月 30 日",
        "２０２１年９月３０日",
        "2021-09-30 10:20:30",
        "2021-09-30T10:20:30+08:00",
        "2021/9/30 0:00",
    ],
)
def test_one_day_in_many_forms(cell: Any) -> None:
    assert cells.parse_date(cell) == date(2021, 9, 30)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2021年9月", "date_month_only"),
        ("2021.9", "date_month_only"),
        (2021.9, "date_month_only"),
        ("202109", "date_month_only"),
        ("2021", "date_year_only"),
        (2021.0, "date_year_only"),
        ("30/9/2021", "date_order"),
        ("21-9-30", "date_order"),
        ("2021-02-30", "date_impossible"),
        ("2021/13/1", "date_impossible"),
        ("20211301", "date_impossible"),
        ("1899-12-31", "date_out_of_range"),
        ("2101-01-01", "date_out_of_range"),
        (29220.0, "date_unreadable"),
        (73416.0, "date_unreadable"),
        ("2021-9.30", "date_unreadable"),
        ("九月三十日", "date_unreadable"),
        (True, "date_unreadable"),
        (time(3, 4), "date_unreadable"),
    ],
)
def test_what_is_no_day(cell: Any, code: str) -> None:
    assert code_of(cells.parse_date(cell)) == code


def test_serial_numbers_at_their_ends() -> None:
    assert cells.parse_date(29221) == date(1980, 1, 1)
    assert cells.parse_date("73415") == date(2100, 12, 31)


def test_a_printed_last_day_ends_the_day_after() -> None:
    assert cells.parse_last_day("2026-06-30") == date(2026, 7, 1)
    assert cells.parse_last_day("至2026年12月31日") == date(2027, 1, 1)
    assert cells.parse_last_day(date(2028, 2, 28)) == date(2028, 2, 29)
    assert cells.parse_last_day("长期") is None
    assert code_of(cells.parse_last_day("2026年6月")) == "date_month_only"


@pytest.mark.parametrize(
    "cell",
    [
        "2023年7月1日至2026年6月30日",
        "2023年7月1日 至 2026年6月30日",
        "自2023年7月1日起至2026年6月30日止",
        "2023.7.1-2026.6.30",
        "2023.07.01——2026.06.30",
        "2023-07-01 - 2026-06-30",
        "2023-07-01-2026-06-30",
        "2023/7/1~2026/6/30",
        "20230701-20260630",
        "２０２３年７月１日－２０２６年６月３０日",
        "2023年7月1日到2026年6月30日",
    ],
)
def test_one_validity_in_many_forms(cell: str) -> None:
    assert cells.parse_period(cell) == Period(date(2023, 7, 1), date(2026, 7, 1))


def test_validities_that_say_one_end_or_a_duration() -> None:
    assert cells.parse_period("至2026年6月30日") == Period(None, date(2026, 7, 1))
    assert cells.parse_period("长期") == Period(None, None)
    for text in ("三年", "3年", "36个月", "有效期三年"):
        assert cells.parse_period(text) == Period(None, None, 36)
    assert cells.parse_period(3.0) == Period(None, None, 36)


def test_a_duration_from_a_day() -> None:
    start = date(2024, 2, 29)
    assert Period(None, None, 36).from_day(start) == Period(start, date(2027, 2, 28))
    assert Period(None, None, 10).from_day(date(2023, 5, 1)).valid_to == date(2024, 3, 1)
    fixed = Period(start, None)
    assert fixed.from_day(date(2000, 1, 1)) is fixed


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026.6.30-2023.7.1", "period_reversed"),
        ("2026-06-30", "period_one_date"),
        (date(2026, 6, 30), "period_one_date"),
        ("2023年7月-2026年6月", "date_month_only"),
        ("2023.7.1-2026.6.31", "date_impossible"),
        ("另行通知", "period_unreadable"),
    ],
)
def test_what_is_no_validity(cell: Any, code: str) -> None:
    assert code_of(cells.parse_period(cell)) == code


@pytest.mark.parametrize(("cell", "year"), [("2021年度", 2021), (2021.0, 2021), ("２０２１", 2021)])
def test_years(cell: Any, year: int) -> None:
    assert cells.parse_year(cell) == year


def test_what_is_no_year() -> None:
    assert code_of(cells.parse_year("去年")) == "year_unreadable"


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("1,234.5", "万元", "1234.5"),
        ("１，２３４．５", "万元", "1234.5"),
        ("1 234", "万元", "1234"),
        ("(1,234)", "万元", "-1234"),
        ("－5", "万元", "-5"),
        ("−5.5", "万元", "-5.5"),
        (4868.16, "万元", "4868.16"),
        (0.1 + 0.2, "万元", "0.3"),
        ("5000元", "万元", "0.5"),
        ("3亿元", "万元", "30000"),
        ("¥100万", "万元", "100"),
        ("人民币100万元", "元", "100"),
        (5000, "元", "0.5"),
        ("5000", "元", "0.5"),
        (5, "百万元", "500"),
        (5, "千元", "0.5"),
        ("2.5", "亿元", "25000"),
        (7, "", "7"),
    ],
)
def test_amounts(cell: Any, unit: str, amount: str) -> None:
    assert cells.parse_amount(cell, unit) == Decimal(amount)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,23", "number_unreadable"),
        ("约100", "number_unreadable"),
        ("100-200", "number_unreadable"),
        (True, "number_unreadable"),
        (date(2021, 1, 1), "number_unreadable"),
        (float("nan"), "number_unreadable"),
        ("1.2E+08", "number_rounded"),
        ("139人", "amount_unit"),
        ("5%", "amount_unit"),
        (1e9, "amount_too_large"),
        ("1000000亿", "amount_too_large"),
    ],
)
def test_what_is_no_amount(cell: Any, code: str) -> None:
    assert code_of(cells.parse_amount(cell)) == code


@pytest.mark.parametrize(
    ("cell", "count"),
    [("139人", 139), ("139 人", 139), ("１３９名", 139), ("1,200", 1200), (139.0, 139), (0, 0)],
)
def test_counts(cell: Any, count: int) -> None:
    assert cells.parse_count(cell) == count


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("139.5", "count_fraction"),
        (0.5, "count_fraction"),
        (-1, "count_negative"),
        (1e8, "count_too_large"),
        ("几十人", "number_unreadable"),
        ("139万元", "number_unreadable"),
        (float("inf"), "number_unreadable"),
    ],
)
def test_what_is_no_count(cell: Any, code: str) -> None:
    assert code_of(cells.parse_count(cell)) == code


def test_shares() -> None:
    assert cells.parse_share("5%") == Decimal("0.05")
    assert cells.parse_share("5", "%") == Decimal("0.05")
    assert cells.parse_share(0.05) == Decimal("0.05")
    assert code_of(cells.parse_share("五成")) == "number_unreadable"


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("174(万元人民币)", "174", "CNY"),
        ("1,350.5(万元人民币)", "1350.5", "CNY"),
        ("64(万元)", "64", ""),
        ("1(万)", "1", ""),
        ("10(万美元)", "10", "USD"),
        ("1,300(万日元)", "1300", "JPY"),
        ("5.5(万欧元)", "5.5", "EUR"),
        ("5(万港币)", "5", "HKD"),
        ("3(万英镑)", "3", "GBP"),
        ("5万人民币", "5", "CNY"),
        ("12万元人民币", "12", "CNY"),
        ("12万人民币元", "12", "CNY"),
        ("5万元（人民币）", "5", "CNY"),
        ("1000元人民币", "0.1", "CNY"),
        ("人民币500万元整", "500", "CNY"),
        ("1亿元", "10000", ""),
        ("100万USD", "100", "USD"),
        (500.0, "500", ""),
        ("500", "500", ""),
    ],
)
def test_registered_capital(cell: Any, amount: str, currency: str) -> None:
    assert cells.parse_capital(cell) == Capital(Decimal(amount), currency)


def test_registered_capital_in_the_columns_unit() -> None:
    assert cells.parse_capital("50000", "元") == Capital(Decimal(5), "")
    assert cells.parse_capital(10, "万美元") == Capital(Decimal(10), "USD")
    assert cells.parse_capital("10万元", "元") == Capital(Decimal(10), "")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("若干", "capital_unreadable"),
        ("-5", "capital_unreadable"),
        ("5万贝壳", "capital_unreadable"),
        ("5万xyz", "capital_unreadable"),
        ("174(万元", "capital_unreadable"),
        ("1.2E+08", "number_rounded"),
        (-1.0, "capital_unreadable"),
        (1e10, "amount_too_large"),
    ],
)
def test_what_is_no_capital(cell: Any, code: str) -> None:
    assert code_of(cells.parse_capital(cell)) == code


def test_an_error_speaks_the_language_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was refused once is not answered again from a memory in the first asker's language."""
    asked: list[str | None] = []

    def said(text: str) -> str:
        asked.append(translation.get_language())
        return text

    monkeypatch.setattr("cultivation.exchange.cells.dates._", said)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            cells.parse_date("某年某月某日")
    assert asked == ["en", "zh-hans"]
