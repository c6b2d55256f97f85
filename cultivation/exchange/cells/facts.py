"""A fact in a cell, as JSON writes it: 是, 国家级, 12.5%, or records, one a line."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cultivation.standards.vocabulary import Fact, Kind

from ..reading import Cell
from .base import CellError, cell_text, excel_error, folded, is_empty, refuse
from .dates import parse_date
from .numbers import parse_amount, parse_count, parse_number
from .texts import parse_text

YES = frozenset({"是", "有", "√", "✓", "yes", "y", "true"})
NO = frozenset({"否", "无", "没有", "×", "no", "n", "false"})
# A list of which a person says that there is nothing.
NOTHING = frozenset({"无", "没有"})
BETWEEN_RECORDS = re.compile(r"[;\n\r]+")
BETWEEN_FIELDS = re.compile(r"[|,\s]+")


def parse_fact(cell: Cell, fact: Fact, unit: str = "") -> Any:
    """The value of ``fact`` as JSON writes it, None for a blank cell, or a ``CellError``.

    Parameters: ``unit`` of the column, for amounts. Records stand one a line (or between ``;``),
    their fields in the order of the vocabulary between ``|``, commas or blanks, ``-`` for one that
    is not known; 无 says that there are none. Errors beside those of numbers and days:
    ``not_yes_or_no``, ``unknown_value``, ``too_many_fields``.
    """
    if error := excel_error(cell):
        return error
    match fact.kind:
        case Kind.YES_NO:
            return _yes_or_no(cell)
        case Kind.CHOICE:
            return _choice(cell, fact)
        case Kind.AMOUNT:
            return _written(parse_amount(cell, unit or "万元"))
        case Kind.NUMBER:
            return _written(parse_number(cell, fact.unit))
        case Kind.COUNT:
            return parse_count(cell)
        case Kind.DAY:
            return _written(parse_date(cell))
        case Kind.CODE:
            return parse_text(cell)
        case Kind.RECORDS:
            return _records(cell, fact)


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _yes_or_no(cell: Cell) -> bool | CellError | None:
    text = folded(cell).lower()
    if text in YES or text in NO:
        return text in YES
    if is_empty(text):
        return None
    # zh: “%(value)s”应填“是”或“否”。
    return refuse("not_yes_or_no", _("“%(value)s” should be 是 or 否."), cell)


def _choice(cell: Cell, fact: Fact) -> str | CellError | None:
    text = folded(cell).lower()
    for code, label in fact.choices.items():
        if text in (code, folded(label.zh).lower(), label.en.lower()):
            return code
    if is_empty(text):
        return None
    # zh: “%(value)s”应为下列之一：%(allowed)s。
    message = _("“%(value)s” should be one of: %(allowed)s.")
    allowed = "、".join(label.zh for label in fact.choices.values())
    return refuse("unknown_value", message, cell, allowed=allowed)


def _records(cell: Cell, fact: Fact) -> list[dict[str, Any]] | CellError | None:
    text = folded(cell)
    if text in NOTHING:
        return []
    if is_empty(text):
        return None
    found = []
    for line in filter(None, map(str.strip, BETWEEN_RECORDS.split(text))):
        record = _record(line, fact)
        if isinstance(record, CellError):
            return record._replace(value=cell_text(cell))
        found.append(record)
    return found


def _record(line: str, fact: Fact) -> dict[str, Any] | CellError:
    parts, fields = BETWEEN_FIELDS.split(line), list(fact.fields.values())
    if len(parts) > len(fields):
        # zh: “%(value)s”的内容多于%(fields)s；各项之间用“|”隔开。
        message = _("“%(value)s” has more than %(fields)s; put “|” between them.")
        labels = "、".join(one.text.zh for one in fields)
        return refuse("too_many_fields", message, line, fields=labels)
    record: dict[str, Any] = {}
    for one, part in zip(fields, parts, strict=False):
        value = parse_fact(part, one)
        if isinstance(value, CellError):
            return value
        if value is not None:
            record[one.name] = value
    return record
