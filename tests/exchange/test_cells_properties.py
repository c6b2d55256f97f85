"""What holds for any value: writing it in a form and reading it gives it back."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cultivation.exchange import cells
from cultivation.exchange.cells import CellError, Period

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SERIAL_DAYS = st.dates(date(1980, 1, 1), date(2100, 12, 31))
AMOUNTS = st.decimals(-99_999_999, 99_999_999, places=2)
FULL_WIDTH = str.maketrans(
    {**{chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}, " ": "\u3000"}
)
ANY_CELL = (
    st.text(max_size=40)
    | st.floats()
    | st.integers(-(10**18), 10**18)
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
)
FORMS = [
    "{0.year}/{0.month}/{0.day}",
    "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}{0.month:02}{0.day:02}",
]


@given(DAYS, st.sampled_from(FORMS), st.booleans())
def test_days_as_text(day: date, form: str, wide: bool) -> None:
    text = form.format(day)
    assert cells.parse_date(text.translate(FULL_WIDTH) if wide else text) == day


@given(SERIAL_DAYS, st.times(), st.booleans())
def test_days_as_serial_numbers(day: date, moment: time, as_text: bool) -> None:
    serial = (day - date(1899, 12, 30)).days
    share = (moment.hour * 60 + moment.minute) / 1440
    assert cells.parse_date(str(serial) if as_text else serial + share) == day


@given(DAYS, st.times())
def test_days_as_cells(day: date, moment: time) -> None:
    assert cells.parse_date(day) == day
    assert cells.parse_date(datetime.combine(day, moment)) == day


@given(
    DAYS,
    st.integers(0, 40_000),
    st.sampled_from(FORMS),
    st.sampled_from(["至", "-", "~", "—", "－"]),
)
def test_validities(first: date, days: int, form: str, joined: str) -> None:
    last = min(first + timedelta(days), date(2100, 12, 31))
    text = form.format(first) + joined + form.format(last)
    assert cells.parse_period(text) == Period(first, last + timedelta(days=1))


@given(AMOUNTS, st.booleans(), st.booleans(), st.sampled_from(["", "万元", "万"]))
def test_amounts_as_text(amount: Decimal, commas: bool, wide: bool, unit: str) -> None:
    text = (f"{amount:,}" if commas else str(amount)) + unit
    assert cells.parse_amount(text.translate(FULL_WIDTH) if wide else text) == amount


@given(AMOUNTS)
def test_amounts_as_numbers(amount: Decimal) -> None:
    assert cells.parse_amount(float(amount)) == amount


@given(
    st.decimals(-9_999, 9_999, places=2), st.sampled_from(["元", "千元", "万元", "百万元", "亿元"])
)
def test_the_unit_of_a_cell_goes_before_its_columns(amount: Decimal, unit: str) -> None:
    alone = cells.parse_amount(str(amount), unit)
    assert cells.parse_amount(f"{amount}{unit}", "亿元") == alone


@given(st.integers(0, 10_000_000), st.booleans())
def test_counts(count: int, wide: bool) -> None:
    text = f"{count:,}人"
    assert cells.parse_count(text.translate(FULL_WIDTH) if wide else text) == count
    assert cells.parse_count(float(count)) == count


@given(ANY_CELL)
def test_no_cell_makes_a_parser_fail(cell: object) -> None:
    for parse in (
        cells.parse_code, cells.parse_name, cells.parse_text, cells.parse_date,
        cells.parse_last_day, cells.parse_period, cells.parse_year, cells.parse_amount,
        cells.parse_count, cells.parse_share, cells.parse_capital,
    ):  # fmt: skip
        found = parse(cell)  # type: ignore[arg-type]
        assert not isinstance(found, CellError) or (found.code and found.message)


@given(st.text(st.sampled_from("天津沽上（）()AB 　\u200b\n'=-"), max_size=30))
def test_cleaning_a_name_twice_changes_nothing(text: str) -> None:
    once = cells.parse_name(text)
    if isinstance(once, str) and not once.startswith(("'=", "'-")):
        assert cells.parse_name(once) == once
