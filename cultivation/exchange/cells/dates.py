"""Days, years and periods, in all the ways people write them."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from ..reading import Cell
from .base import CellError, cell_text, excel_error, folded, is_empty, refuse

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
# A bare number is only taken for an Excel day (1900 system) from 1980 to 2100.
FIRST_SERIAL, LAST_SERIAL = 29221, 73415
_EPOCH = date(1899, 12, 30)
OPEN_END = frozenset({"长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限"})

# Year, then month and day: by 年月日, by - / or . (the same one twice), or as eight digits.
_MARKED = r"年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?"
_PARTED = r"([-/.])\s*(\d{1,2})\s*\4\s*(\d{1,2})"
_TIME = r"(?:(?:\s*T|\s+|(?<=日))\s*\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)?)?"
_DATE = re.compile(rf"(\d{{4}})\s*(?:{_MARKED}|{_PARTED}|(\d\d)(\d\d)){_TIME}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTH = re.compile(
    r"\d{4}\s*(?:年\s*\d{1,2}\s*月?|[-/.]\s*\d{1,2})|(?:19|20)\d{2}(?:0[1-9]|1[0-2])"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:年度?|年份)?")
_DAY_FIRST = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2,4}" + _TIME)
# The shape of a day only: whether it is one, ``parse_date`` says of each end.
_ANY_DAY = (
    r"\d{4}\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|([-/.])\s*\d{1,2}\s*[-/.]\s*\d{1,2}|\d{4})"
    + _TIME
)
_JOINED = r"\s*(?:至|到|~|-+|—+|–|−|―|起至|起到|起|,)\s*"
_PERIOD = re.compile(
    rf"(?:自|从|由)?\s*(?P<a>{_ANY_DAY})\s*(?:起|开始|始)?{_JOINED}"
    rf"(?:至|到)?\s*(?P<b>{_ANY_DAY})\s*(?:止|为止|结束)?"
)
_UNTIL = re.compile(
    r"(?:有效期)?(?:至|到|截至|截止)\s*:?\s*(?P<b>.+?)\s*(?:止)?|(?P<c>.+?)\s*(?:止|为止|到期)"
)
_YEARS = re.compile(
    r"(?:有效期)?\s*(\d{1,2}|[一二两三四五六七八九十叁伍壹贰])\s*个?\s*(年|个月|月)(?:期|有效)?"
)
_HAN = {han: number for number, han in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "伍": 5,
}


class Period(NamedTuple):
    """A validity, half-open: ``valid_to`` is the printed last day plus one.

    Either end may be missing; ``months`` is set where only a duration was written (三年 is 36).
    """

    valid_from: date | None
    valid_to: date | None
    months: int | None = None

    def from_day(self, start: date) -> "Period":
        """The period of ``months`` that begins on a day."""
        if self.months is None:
            return self
        month = start.month - 1 + self.months
        year, month = start.year + month // 12, month % 12 + 1
        day = min(start.day, calendar.monthrange(year, month)[1])
        return Period(start, date(year, month, day))


def parse_date(cell: Cell) -> date | CellError | None:
    """A day from a date cell, an Excel day number, or text such as 2021/9/30 or 2021年9月30日.

    Errors: ``date_month_only``, ``date_year_only`` (a day is never guessed), ``date_order``
    (30/9/2021), ``date_impossible`` (2021-02-30), ``date_out_of_range`` (before 1900, after 2100),
    ``date_unreadable``, ``excel_error``.
    """
    if isinstance(cell, datetime):
        return _in_range(cell.date(), cell)
    if isinstance(cell, date):
        return _in_range(cell, cell)
    if isinstance(cell, str):
        return _text_date(cell)
    if isinstance(cell, (bool, time, timedelta)):
        return _unreadable(cell)
    if FIRST_SERIAL <= cell < LAST_SERIAL + 1:
        return _EPOCH + timedelta(days=int(cell))
    if 18_000_000 < cell < 21_020_000 and cell == int(cell):
        return _text_date(str(int(cell)))
    if cell == 0:
        return None
    return _text_date(cell_text(cell))


def _text_date(raw: str) -> date | CellError | None:
    known = _known_date(raw)
    return _why_no_date(raw) if known is False else known


@lru_cache(maxsize=16384)
def _known_date(raw: str) -> date | Literal[False] | None:
    """A day, None for blank, False if the text is no day.

    Refusals are not kept here: their sentence is in the language of whoever asks.
    """
    text = folded(raw)
    if is_empty(text):
        return None
    if match := _DATE.fullmatch(text):
        day = _build(match.groups())
        return day if day and FIRST_DAY <= day <= LAST_DAY else False
    if _SERIAL.fullmatch(text) and FIRST_SERIAL <= float(text) < LAST_SERIAL + 1:
        return _EPOCH + timedelta(days=int(float(text)))
    return False


def _why_no_date(raw: str) -> CellError:
    text = folded(raw)
    if error := excel_error(raw):
        return error
    if match := _DATE.fullmatch(text):
        if _build(match.groups()):
            return _out_of_range(raw)
        # zh: 没有“%(value)s”这一天。
        return refuse("date_impossible", _("There is no day “%(value)s”."), raw)
    if _YEAR.fullmatch(text):
        # zh: “%(value)s”只有年份，请填写完整日期。
        return refuse("date_year_only", _("“%(value)s” is only a year. Write the day."), raw)
    if _MONTH.fullmatch(text):
        # zh: “%(value)s”只有年月，请填写完整日期。
        return refuse("date_month_only", _("“%(value)s” is only a month. Write the day."), raw)
    if _DAY_FIRST.fullmatch(text):
        # zh: “%(value)s”的年月日顺序不明，请写作 2021-09-30。
        message = _("In “%(value)s” it is not clear what is day and month. Write 2021-09-30.")
        return refuse("date_order", message, raw)
    return _unreadable(raw)


def _unreadable(cell: Cell) -> CellError:
    # zh: “%(value)s”不是日期，请写作 2021-09-30。
    return refuse("date_unreadable", _("“%(value)s” is no date. Write it as 2021-09-30."), cell)


def _build(groups: tuple[str | None, ...]) -> date | None:
    """The day of a match of ``_DATE``; None if the calendar has no such day."""
    # Groups: the year; month and day by 年月; the separator; month and day by it; the same in MMDD.
    year, *rest = groups
    month, day = [int(part) for part in (*rest[:2], *rest[3:]) if part is not None]
    try:
        return date(int(year or 0), month, day)
    except ValueError:
        return None


def _out_of_range(raw: Cell) -> CellError:
    # zh: 日期“%(value)s”超出范围（1900 至 2100 年）。
    return refuse("date_out_of_range", _("The date “%(value)s” is not from 1900 to 2100."), raw)


def _in_range(day: date, raw: Cell) -> date | CellError:
    return day if FIRST_DAY <= day <= LAST_DAY else _out_of_range(raw)


def parse_last_day(cell: Cell) -> date | CellError | None:
    """The printed last day of a validity (有效期至) as its exclusive end: the day after.

    None also for 长期 (no end). Errors as ``parse_date``.
    """
    if isinstance(cell, str):
        text = folded(cell)
        if text in OPEN_END:
            return None
        if match := _UNTIL.fullmatch(text):
            day = parse_date(match["b"] or match["c"])
            return day + timedelta(days=1) if isinstance(day, date) else parse_date(cell)
    day = parse_date(cell)
    return day + timedelta(days=1) if isinstance(day, date) else day


def parse_year(cell: Cell) -> int | CellError | None:
    """A year: 2021, 2021年, 2021年度. Error: ``year_unreadable``, ``excel_error``."""
    if isinstance(cell, date):
        return cell.year
    text = folded(cell)
    if is_empty(text):
        return None
    if match := _YEAR.fullmatch(text):
        return int(match[1])
    # zh: “%(value)s”不是年份，请写作 2021。
    message = _("“%(value)s” is no year. Write it as 2021.")
    return excel_error(cell) or refuse("year_unreadable", message, cell)


def parse_period(cell: Cell) -> Period | CellError | None:
    """A validity such as 2023年7月1日至2026年6月30日, 至2026年6月30日, 长期 or 三年.

    Errors: ``period_reversed`` (ends before it begins), ``period_one_date`` (a single day says not
    whether it is the first or the last), those of ``parse_date``, ``period_unreadable``.
    """
    if isinstance(cell, str):
        return _text_period(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in range(1, 11):
        return Period(None, None, int(cell) * 12)
    day = parse_date(cell)
    return _one_date(cell) if isinstance(day, date) else day


def _text_period(raw: str) -> Period | CellError | None:
    text = folded(raw)
    if is_empty(text):
        return None
    if text in OPEN_END:
        return Period(None, None)
    if error := excel_error(raw):
        return error
    if match := _PERIOD.fullmatch(text):
        first, last = _text_date(match["a"]), _text_date(match["b"])
        for end in (first, last):
            if isinstance(end, CellError):
                return end._replace(value=raw)
        assert isinstance(first, date)
        assert isinstance(last, date)
        if last < first:
            # zh: 有效期“%(value)s”的止期早于起期。
            message = _("The validity “%(value)s” ends before it begins.")
            return refuse("period_reversed", message, raw)
        return Period(first, last + timedelta(days=1))
    if match := _YEARS.fullmatch(text):
        number = _HAN.get(match[1]) or int(match[1])
        return Period(None, None, number * 12 if match[2] == "年" else number)
    if match := _UNTIL.fullmatch(text):
        day = _text_date(match["b"] or match["c"])
        if isinstance(day, date):
            return Period(None, day + timedelta(days=1))
    day = _text_date(raw)
    if isinstance(day, date):
        return _one_date(raw)
    if isinstance(day, CellError) and day.code != "date_unreadable":
        return day
    months = re.findall(r"\d{4}\s*(?:年\s*\d{1,2}\s*月|[./]\d{1,2})", text)
    if len(months) == 2 and not re.search("[日号]", text):
        # zh: “%(value)s”只有年月，请填写完整日期。
        return refuse("date_month_only", _("“%(value)s” is only a month. Write the day."), raw)
    # zh: 无法识别有效期“%(value)s”，请写作 2023-07-01至2026-06-30。
    message = _("The validity “%(value)s” cannot be read. Write 2023-07-01至2026-06-30.")
    return refuse("period_unreadable", message, raw)


def _one_date(cell: Cell) -> CellError:
    # zh: 有效期“%(value)s”只有一个日期，请写明起止日期。
    message = _("The validity “%(value)s” has one date only. Write its first and its last day.")
    return refuse("period_one_date", message, cell)
