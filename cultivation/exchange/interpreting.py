"""From cells to values: each row of a mapped table, typed and checked by itself."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.exchange import cells
from cultivation.exchange.columns import MappedColumn, Mapping
from cultivation.exchange.fact_rows import check_facts
from cultivation.exchange.layout import Row
from cultivation.exchange.meanings import (
    Meanings,
    bare_name,
    has_note,
    means_certified,
    means_refused,
)
from cultivation.exchange.rows import Finding, Kind, ListedRow
from cultivation.firms import uscc
from cultivation.firms.services.years import FIGURES
from cultivation.problems import Problem
from cultivation.standards.vocabulary import FACTS

Progress = Callable[[str, int, int], None]
PLAIN_TEXT = ("address", "legal_form", "business_scope")
DATES = ("decided_on", "valid_from")
# What a row of facts says of all of them.
OF_FACTS = ("holds_on", "checked_on", "source", "proof")
_PLAIN = {"number", "batch", *DATES, *PLAIN_TEXT, *OF_FACTS}
LIMITS = {
    "address": 300, "legal_form": 80, "name": 200, "number": 60, "batch": 100,
    "source": 200, "proof": 300,
}  # fmt: skip
STEP = 5000
MOST = 2_000_000_000  # people, or 万元: more than any firm has, less than a column holds
NOT_NEGATIVE = {"revenue", "main_revenue", "rd_expense", "assets", "liabilities"}
_UNDECIDED = {"待定", "待补", "待补充", "×", "无"}
PLACES = Decimal("0.000001")  # 万元 to the 分


def exact(value: Decimal | int) -> Decimal | int:
    """An amount as it is kept: to the 分, so that the same file again is the same."""
    return value.quantize(PLACES, ROUND_HALF_UP) if isinstance(value, Decimal) else value


Put = Callable[[ListedRow, MappedColumn, Any], None]
Reader = tuple[MappedColumn, Callable[[Any], Any], Put]

_PARSERS: dict[str, Callable[..., Any]] = {
    "name": cells.parse_name,
    "uscc": cells.parse_code,
    "place": cells.parse_text,
    "text": cells.parse_text,
    "date": cells.parse_date,
    "last_day": cells.parse_last_day,
    "period": cells.parse_period,
    "money": cells.parse_amount,
    "capital": cells.parse_capital,
    "count": cells.parse_count,
    "year": cells.parse_year,
    "fact": cells.parse_text,  # of a list of facts: see ``Interpreter._parser``
}


def _last_day(cell: Any) -> cells.Period | cells.CellError | None:
    """有效期至 as the end of a period; 长期 is a period without one."""
    if isinstance(cell, str) and cells.folded(cell) in cells.OPEN_END:
        return cells.Period(None, None)
    day = cells.parse_last_day(cell)
    return cells.Period(None, day) if isinstance(day, dt.date) else day


def _written(cell: Any) -> str | None:
    """A status as it is written: 待定 is no blank there."""
    return cells.cell_text(cell).strip() or None


def _parser(column: MappedColumn) -> Callable[[Any], Any]:
    if column.field in ("status", "recommendation"):
        return _written
    if column.kind == "last_day":
        return _last_day
    parse = _PARSERS[column.kind]
    if column.kind == "money":
        return partial(parse, unit=column.unit or "万元")
    return partial(parse, unit=column.unit) if column.kind == "capital" else parse


def _put_plain(listed: ListedRow, column: MappedColumn, value: Any) -> None:
    listed.values[column.field] = value
    _check_length(listed, column, value)


def _check_length(listed: ListedRow, column: MappedColumn, value: Any) -> None:
    limit = LIMITS.get(column.field)
    if limit and len(value) > limit:
        # zh: 内容过长（最多%(limit)d个字符）。
        message = _("Too long (at most %(limit)d characters).") % {"limit": limit}
        listed.refuse(column.field, "too_long", message)


def _put_listing(listed: ListedRow, column: MappedColumn, value: Any) -> None:
    listed.listing[column.field] = str(value)


@dataclass
class Interpreter:
    """Reads rows of one import.

    Parameters: ``kind`` (``firms``, ``facts`` or ``list``), ``meanings`` (places, industries and
    tiers by the words of lists), ``figures_year`` (the accounting year of figures whose column
    names none).
    ``remarks`` collects what concerns whole columns.
    """

    kind: str
    meanings: Meanings
    figures_year: int | None = None
    remarks: list[Finding] = field(default_factory=list)
    today: dt.date = field(default_factory=today)

    def rows(self, index: int, mapping: Mapping, progress: Progress) -> Iterator[ListedRow]:
        """The rows of one table, in order; each with its errors, if any."""
        table = mapping.table
        readers = [
            (column, self._parser(column), self._filer(column))
            for column in mapping.columns
            if column.kind in _PARSERS and not self._left_out(table.sheet, column)
        ]
        titles = {column.field: column.title for column in mapping.columns}
        place = self.meanings.place_inside(table.context.place)
        for n, row in enumerate(table.rows):
            if n % STEP == 0:
                progress("check", n, len(table.rows))
            listed = ListedRow(index, table.sheet, row.number, {}, titles)
            self._read(listed, row, readers)
            self._fall_back(listed, row, place)
            if self.kind == "facts":
                check_facts(listed)
            yield listed

    def _parser(self, column: MappedColumn) -> Callable[[Any], Any]:
        if self._is_fact(column):
            return partial(cells.parse_fact, fact=FACTS[column.field], unit=column.unit)
        return _parser(column)

    def _is_fact(self, column: MappedColumn) -> bool:
        """Whether a column of a list of facts is one of them."""
        return self.kind == "facts" and column.field in FACTS

    def _left_out(self, sheet: str, column: MappedColumn) -> bool:
        """Whether a column is recognised but cannot be recorded; says so once."""
        if column.field in FIGURES:
            if (column.year or 0) > self.today.year:
                # zh: 列“%(title)s”未登记：年度尚未到来；请核对列名。
                text = _("The column “%(title)s” was not recorded: its year is still to come.")
                self._remark(sheet, column, "year_in_future", text)
                return True
            if column.year is None and self.figures_year is None:
                # zh: 列“%(title)s”未登记：没有注明年度；请指定数据年度。
                text = _("The column “%(title)s” was not recorded: it names no year; say which.")
                self._remark(sheet, column, "figures_without_year", text)
                return True
            return False
        if self.kind == "firms" and column.field not in _FIRM_FIELDS:
            # zh: 列“%(title)s”已识别，但企业信息中不登记此项。
            text = _("The column “%(title)s” is known, but nothing of it is recorded for a firm.")
            self._remark(sheet, column, "not_recorded", text)
            return True
        return False

    def _remark(self, sheet: str, column: MappedColumn, code: str, text: str) -> None:
        message = text % {"title": column.title}
        if all(found.message != message for found in self.remarks):
            self.remarks.append(Finding(sheet, 0, column.title, "", code, message))

    def _read(self, listed: ListedRow, row: Row, readers: list[Reader]) -> None:
        for column, parse, put in readers:
            cell = row.cells[column.index]
            if cell == "" or cell is None:
                continue
            value = parse(cell)
            if value is None:
                continue
            if isinstance(value, cells.CellError):
                self._refuse(listed, column, value.value, value.code, value.message)
            else:
                put(listed, column, value)

    def _filer(self, column: MappedColumn) -> Put:
        """What files the values of ``column`` under the field they belong to."""
        special: dict[str, Put] = {
            "uscc": self._put_code,
            "place": self._put_place,
            "zone": self._put_place,
            "name": self._put_name,
            "established_on": self._put_established,
            "registered_capital": self._put_capital,
            "industry": self._put_industry,
            "validity": self._put_validity,
            "valid_to": self._put_validity,
            "province": self._put_province,
            "tier": self._put_tier,
            "status": self._put_status,
            "recommendation": self._put_status,
        }
        if column.field in FIGURES:
            return self._put_figure
        if self._is_fact(column):
            return _put_plain
        return special.get(column.field) or (_put_plain if column.field in _PLAIN else _put_listing)

    def _refuse(
        self, listed: ListedRow, column: MappedColumn, value: str, code: str, message: str
    ) -> None:
        listed.kind = Kind.ERROR
        found = Finding(
            listed.sheet, listed.row, column.title, value, code, message, (), column.field
        )
        listed.errors.append(found)

    def _put_figure(self, listed: ListedRow, column: MappedColumn, value: Decimal | int) -> None:
        year = column.year or self.figures_year
        if not -MOST < value < MOST:
            self._refuse_large(listed, column, value)
        elif value < 0 and column.field in NOT_NEGATIVE:
            # zh: “%(value)s”是负数，该指标不能为负；请核对。
            message = _("“%(value)s” is negative, which this figure cannot be; check it.")
            self._refuse(listed, column, str(value), "negative_figure", message % {"value": value})
        elif year:
            listed.years.setdefault(year, {})[column.field] = exact(value)

    def _put_capital(self, listed: ListedRow, column: MappedColumn, value: cells.Capital) -> None:
        if value.amount >= MOST:
            self._refuse_large(listed, column, value.amount)
            return
        listed.values["registered_capital"] = exact(value.amount)
        listed.values["capital_currency"] = value.currency

    def _refuse_large(self, listed: ListedRow, column: MappedColumn, value: Decimal | int) -> None:
        # zh: 数值过大，请核对单位。
        message = _("The number is too large; check the unit.")
        self._refuse(listed, column, str(value), "number_too_large", message)

    def _put_code(self, listed: ListedRow, _column: MappedColumn, value: str) -> None:
        listed.values["uscc"] = value
        try:
            listed.values["uscc"] = uscc.check(value)
        except Problem as problem:
            listed.refuse("uscc", problem.code, str(problem))

    def _put_place(self, listed: ListedRow, column: MappedColumn, text: str) -> None:
        name = column.field
        place = self.meanings.place(text)
        if place is None:
            if self.meanings.is_city(text):
                return
            listed.values[name] = text
            # zh: “%(value)s”不是本市的区或功能区；请填写区名，如“西青区”。
            message = _(
                "“%(value)s” is no district or zone of the city; write its name, as 西青区."
            )
            listed.refuse(name, "place_unknown", message % {"value": text[:60]})
            listed.values.pop(name)
            return
        if place.via in ("alias", "successor"):
            # zh: “%(value)s”按“%(place)s”登记。
            message = _("“%(value)s” is recorded as “%(place)s”.")
            words = {"value": text, "place": self.meanings.district_name(place.district)}
            listed.remark(name, "place_by_alias", message % words)
        before = listed.values.get("place")
        if before and place.zone:
            listed.values["place"] = (before[0], before[1] or place.zone)
        elif not before:
            listed.values["place"] = (place.district, place.zone)

    def _put_industry(self, listed: ListedRow, _column: MappedColumn, text: str) -> None:
        code = self.meanings.industry(text)
        if code:
            listed.values["industry"] = code
        else:
            listed.listing["industry"] = text
            # zh: “%(value)s”不是国民经济行业的代码或名称，未登记行业。
            message = _("“%(value)s” is no code or name of GB/T 4754; no industry recorded.")
            listed.remark("industry", "industry_unknown", message % {"value": text[:60]})

    def _put_validity(self, listed: ListedRow, _column: MappedColumn, period: cells.Period) -> None:
        if period.valid_from:
            listed.values["valid_from"] = period.valid_from
        if period.months and not period.valid_to:
            listed.values["months"] = period.months
        else:
            # None is said, not missing: 长期 has no end.
            listed.values["valid_to"] = period.valid_to

    def _put_name(self, listed: ListedRow, column: MappedColumn, text: str) -> None:
        listed.values["name"] = bare_name(text)
        if has_note(text):
            # zh: 企业名称“%(value)s”中带有说明；请只填写企业名称，曾用名等另列一栏。
            message = _("A note hangs on the name “%(value)s”; give the name alone.")
            listed.refuse("name", "name_with_note", message % {"value": text[:80]})
        _check_length(listed, column, text)

    def _put_established(self, listed: ListedRow, _column: MappedColumn, day: dt.date) -> None:
        listed.values["established_on"] = day
        if day > self.today:
            # zh: 成立日期 %(day)s 晚于今天；请核对。
            message = _("The day of establishment %(day)s is after today; check it.")
            listed.refuse("established_on", "date_in_future", message % {"day": day})

    def _put_province(self, listed: ListedRow, _column: MappedColumn, text: str) -> None:
        if not self.meanings.is_city(text):
            # zh: 企业不在本市（%(value)s）。
            message = _("The firm is not in the city (%(value)s).") % {"value": text[:60]}
            listed.refuse("province", "outside_city", message)

    def _put_tier(self, listed: ListedRow, _column: MappedColumn, text: str) -> None:
        listed.listing["tier"] = text
        code = self.meanings.tier(text)
        if code:
            listed.values["tier"] = code
        else:
            # zh: 无法识别本行层级“%(value)s”，按所选层级登记；请核对。
            message = _("The tier “%(value)s” is not known; recorded as the tier chosen. Check it.")
            listed.remark("tier", "tier_unknown", message % {"value": text[:60]})

    def _put_status(self, listed: ListedRow, column: MappedColumn, text: str) -> None:
        name = column.field
        listed.listing[name] = text
        if self.kind != "list" or (cells.is_empty(text) and text not in _UNDECIDED):
            return
        if means_refused(text) or (name == "status" and not means_certified(text)):
            # zh: “%(value)s”不能视为已认定，本行不予登记（公示、推荐不等于认定）；如确为认定结果，请改正该栏，或不导入该列。
            message = _(
                "“%(value)s” is no certification that stands, so the row is not recorded (a"
                " proposal is not a decision). If it is one, mend the cell or leave out the column."
            )
            self._refuse(listed, column, text, "not_certified", message % {"value": text[:60]})

    def _fall_back(self, listed: ListedRow, row: Row, place: tuple[str, str | None] | None) -> None:
        """What a section or the sheet says, for rows that do not say it themselves."""
        values = listed.values
        if "place" not in values and listed.kind is not Kind.ERROR:
            around = self.meanings.place_inside(row.place)
            if row.place and around is None and self.meanings.is_outside(row.place):
                # zh: 企业不在本市（%(value)s）。
                message = _("The firm is not in the city (%(value)s).") % {"value": row.place[:60]}
                listed.refuse("place", "outside_city", message)
                return
            around = around or place
            if around:
                values["place"] = around
        if not values.get("name") and not values.get("uscc") and not listed.errors:
            # zh: 企业名称和统一社会信用代码均为空；请至少填写一项。
            message = _("Neither a name nor a credit code; give at least one.")
            listed.refuse("name", "name_missing", message)


_FIRM_FIELDS = frozenset(
    {
        "name",
        "uscc",
        "place",
        "zone",
        "registered_capital",
        "industry",
        "province",
        "established_on",
    }
    | set(PLAIN_TEXT)
)
