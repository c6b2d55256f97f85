"""Reading the files and checking them whole, before anything is compared or written."""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, DateField, Field, IntegerField, Model
from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.portal.reference.tables import DOCUMENTS, TABLES, Folder, Table
from cultivation.standards.files import read_file, unknown_tiers

SEPARATOR = ";"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: file, row (1 is the header; 0 the whole file), column."""

    path: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        # zh: %(path)s，第%(row)d行，%(column)s列：%(message)s
        return _("%(path)s, row %(row)d, column %(column)s: %(message)s") % {
            "path": self.path,
            "row": self.row,
            "column": self.column or "-",
            "message": self.message,
        }


class ReferenceFaults(Exception):
    """The files cannot be loaded; ``faults`` says why, all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """A row of a file: ``values`` by column name (codes for references), ``many`` sets of codes."""

    number: int
    key: str
    values: dict[str, Any]
    many: dict[str, frozenset[str]]


Content = dict[Table, list[Row]]


class _Refused(ValueError):
    """A cell that cannot be read; the text is for people."""


def read(folder: Path) -> Content:
    """All tables of ``folder``. Raises ReferenceFaults with every fault of every file."""
    faults: list[Fault] = []
    content: Content = {table: _read_table(folder, table, faults) for table in TABLES}
    for documents in DOCUMENTS:
        content[documents] = _read_documents(folder, documents, faults)
    _check_references(content, faults)
    if faults:
        raise ReferenceFaults(faults)
    return content


def _read_table(folder: Path, table: Table, faults: list[Fault]) -> list[Row]:
    try:
        # Excel writes a byte order mark before UTF-8, and needs one to read it.
        with (folder / table.path).open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = [name.strip() for name in next(lines, [])]
            faults.extend(_header_faults(table, header))
            found = [
                (lines.line_num, cells) for cells in lines if any(cell.strip() for cell in cells)
            ]
    except FileNotFoundError:
        # zh: 文件不存在
        faults.append(Fault(table.path, 0, "", _("the file is missing")))
        return []
    except UnicodeDecodeError:
        # zh: 文件不是UTF-8编码，请另存为“CSV UTF-8”
        faults.append(Fault(table.path, 0, "", _("the file is not UTF-8; save it as CSV UTF-8")))
        return []
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, cells in found:
        row = _read_row(table, number, header, cells, faults)
        if row is None:
            continue
        if row.key in seen:
            # zh: 代码“%(key)s”与第%(row)d行重复
            message = _("the code “%(key)s” stands in row %(row)d already") % {
                "key": row.key,
                "row": seen[row.key],
            }
            faults.append(Fault(table.path, number, table.key, message))
            continue
        seen[row.key] = number
        rows.append(row)
    return rows


def _read_documents(folder: Path, documents: Folder, faults: list[Fault]) -> list[Row]:
    rows = []
    for path in sorted((folder / documents.path).glob("*.json")):
        name = f"{documents.path}/{path.name}"
        values, mistakes = read_file(path)
        faults.extend(Fault(name, 0, one.place, one.message) for one in mistakes)
        if values is not None:
            rows.append(Row(0, values["key"], values, {}))
    return rows


def _header_faults(table: Table, header: list[str]) -> list[Fault]:
    expected = [*table.fields, *table.many]
    faults = []
    for column in dict.fromkeys([*header, *expected]):
        if column not in expected:
            # zh: 多余的列
            faults.append(Fault(table.path, 1, column, _("unknown column")))
        elif column not in header:
            # zh: 缺少该列
            faults.append(Fault(table.path, 1, column, _("the column is missing")))
        elif header.count(column) > 1:
            # zh: 该列出现两次
            faults.append(Fault(table.path, 1, column, _("the column stands there twice")))
    return faults


def _read_row(
    table: Table, number: int, header: list[str], cells: list[str], faults: list[Fault]
) -> Row | None:
    if len(cells) != len(header):
        # zh: 该行有%(found)d个单元格，表头有%(expected)d列
        message = _("the row has %(found)d cells, the header %(expected)d") % {
            "found": len(cells),
            "expected": len(header),
        }
        faults.append(Fault(table.path, number, "", message))
        return None
    values: dict[str, Any] = {}
    many: dict[str, frozenset[str]] = {}
    for column, cell in zip(header, cells, strict=True):
        text = cell.strip()
        if column in table.many:
            many[column] = frozenset(_split(text))
            if not many[column] and not table.many[column].blank:
                # zh: 不能为空
                faults.append(Fault(table.path, number, column, _("must not be empty")))
        elif column in table.fields:
            try:
                values[column] = _value(table.fields[column], text)
            except _Refused as refused:
                faults.append(Fault(table.path, number, column, str(refused)))
    key = values.get(table.key)
    return Row(number, key, values, many) if key else None


def _value(field: "Field[Any, Any]", text: str) -> Any:
    if not text:
        if field.null:
            return None
        if field.blank:
            return ""
        # zh: 不能为空
        raise _Refused(_("must not be empty"))
    if isinstance(field, DateField):
        return _date(text)
    if isinstance(field, BooleanField):
        return _truth(text)
    if isinstance(field, IntegerField):
        return _number(text)
    if isinstance(field, ArrayField):
        return _split(text)
    if field.max_length and len(text) > field.max_length:
        # zh: 超过%(length)d个字符
        raise _Refused(_("longer than %(length)d characters") % {"length": field.max_length})
    codes = [str(code) for code, _label in field.flatchoices]
    if codes and text not in codes:
        # zh: “%(value)s”不在可选值之列：%(codes)s
        message = _("“%(value)s” is none of %(codes)s")
        raise _Refused(message % {"value": text, "codes": ", ".join(codes)})
    return text


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def _date(text: str) -> dt.date:
    # Excel turns 2022-10-10 into 2022/10/10 when it saves.
    for form in ("%Y-%m-%d", "%Y/%m/%d"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    # zh: “%(value)s”不是日期，应如2022-10-10
    raise _Refused(_("“%(value)s” is not a date like 2022-10-10") % {"value": text})


def _truth(text: str) -> bool:
    # Excel writes TRUE and FALSE.
    if text.lower() not in ("true", "false"):
        # zh: “%(value)s”应为 true 或 false
        raise _Refused(_("“%(value)s” is neither true nor false") % {"value": text})
    return text.lower() == "true"


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        # zh: “%(value)s”不是非负整数
        raise _Refused(_("“%(value)s” is not a whole number") % {"value": text})
    return int(text)


def _check_references(content: Content, faults: list[Fault]) -> None:
    keys: dict[type[Model], set[str]] = {
        table.model: {row.key for row in rows} for table, rows in content.items()
    }
    for table, rows in content.items():
        for row in rows:
            for column, model in table.references.items():
                single = row.values.get(column)
                named: set[str] = set(row.many.get(column, () if single is None else (single,)))
                for code in sorted(named - keys[model]):
                    # zh: “%(code)s”在%(table)s中不存在
                    message = _("“%(code)s” is none of the codes of %(table)s") % {
                        "code": code,
                        "table": model._meta.verbose_name_plural,
                    }
                    faults.append(Fault(table.path, row.number, column, message))
    _check_titles(content, faults)


def _check_titles(content: Content, faults: list[Fault]) -> None:
    tiers = {row.key for table, rows in content.items() if table.model is Tier for row in rows}
    for documents in DOCUMENTS:
        for row in content[documents]:
            for code in unknown_tiers(row.values["content"], tiers):
                # zh: “%(code)s”在%(table)s中不存在
                message = _("“%(code)s” is none of the codes of %(table)s") % {
                    "code": code,
                    "table": Tier._meta.verbose_name_plural,
                }
                faults.append(Fault(f"{documents.path}/{row.key}", 0, "titles", message))
