"""The bad rows of a list as a file: in the list's own columns, with what is wrong beside each.

Whoever sent the list mends the rows in it and imports the file again as it is. What stood above
the table (unit, district, year) is written into the columns, so that nothing is lost on the way.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, Protocol

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxFileError

from cultivation.pages.exports import guarded
from cultivation.problems import Problem

from .cells import cell_text
from .layout import Row
from .mapping import Mapping
from .reading import Cell, is_blank

# Read and ignored when the file comes back; see the field ``report`` of the vocabulary.
ROW_TITLE, ERROR_TITLE = "原行号", "错误说明"
PLACE_TITLE = "所属区"
LONGEST_CELL = 32_767

_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


class Wrong(Protocol):
    """What is wrong with a row: the column's title ('' for the whole row), and a sentence."""

    @property
    def column(self) -> str: ...

    @property
    def message(self) -> str: ...


class BadRow(Protocol):
    """A row with its errors: ``table`` is the index of its mapping, ``row`` its sheet row."""

    @property
    def table(self) -> int: ...

    @property
    def row(self) -> int: ...

    @property
    def errors(self) -> "Iterable[Any]": ...


def write_bad_rows(
    target: Path | IO[bytes], mappings: list[Mapping], rows: Iterable[BadRow]
) -> int:
    """Write the rows that have errors to an .xlsx file; rows without errors are passed over.

    Parameters: ``target`` a path or a binary stream; ``mappings`` of the list's tables, in
    the order that ``BadRow.table`` counts.
    Returns how many rows were written. Raises ``Problem`` ``cannot_write``.
    """
    bad: dict[int, list[BadRow]] = {}
    for row in rows:
        if any(True for _error in row.errors):
            bad.setdefault(row.table, []).append(row)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    try:
        with xlsxwriter.Workbook(
            str(target) if isinstance(target, Path) else target, options
        ) as book:
            return _Writer(book, mappings).write(bad)
    except (XlsxFileError, OSError) as error:
        # zh: 无法写入文件 %(path)s（%(detail)s）。
        message = _("The file %(path)s cannot be written (%(detail)s).")
        words = {"path": target, "detail": error}
        raise Problem("cannot_write", message % words) from error


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, mappings: list[Mapping]) -> None:
        self.book, self.mappings = book, mappings
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"num_format": "@"})
        self.wrong = book.add_format({"num_format": "@", "bg_color": "#FDE2E0"})
        self.wrong_number = book.add_format({"bg_color": "#FDE2E0"})
        self.said = book.add_format({"text_wrap": True, "font_color": "#A61B1B"})
        self.names: set[str] = set()

    def write(self, bad: dict[int, list[BadRow]]) -> int:
        """One sheet per set of columns: sheets of the list with the same columns come together."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for index in sorted(bad):
            groups.setdefault(self._titles(index), []).append(index)
        written = 0
        for titles, indexes in groups.items():
            written += self._sheet(titles, indexes, bad)
        if not groups:
            self.book.add_worksheet().write_row(0, 0, [ROW_TITLE, ERROR_TITLE], self.head)
        return written

    def _titles(self, index: int) -> tuple[str, ...]:
        mapping = self.mappings[index]
        titles = list(mapping.flat_titles)
        if self._adds_place(mapping):
            titles.append(PLACE_TITLE)
        return (*titles, ROW_TITLE, ERROR_TITLE)

    def _adds_place(self, mapping: Mapping) -> bool:
        table = mapping.table
        around = table.context.place or any(row.place for row in table.rows)
        return bool(around) and mapping.get("place") is None

    def _sheet(
        self, titles: tuple[str, ...], indexes: list[int], bad: dict[int, list[BadRow]]
    ) -> int:
        sheet = self.book.add_worksheet(self._sheet_name(self.mappings[indexes[0]].table.sheet))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 3, 18)
        sheet.set_column(len(titles) - 1, len(titles) - 1, 60)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, guarded(title), self.head)
        several = len({mapping.table.sheet for mapping in self.mappings}) > 1
        at = 0
        for index in indexes:
            mapping = self.mappings[index]
            rows = {row.number: row for row in mapping.table.rows}
            for found in bad[index]:
                at += 1
                self._row(sheet, at, mapping, rows[found.row], found)
                label = f"{mapping.table.sheet}!{found.row}" if several else str(found.row)
                sheet.write_string(at, len(titles) - 2, guarded(label), self.plain)
                text = guarded(_sentences(found.errors))
                sheet.write_string(at, len(titles) - 1, text[:LONGEST_CELL], self.said)
        return at

    def _row(self, sheet: Any, at: int, mapping: Mapping, row: Row, found: BadRow) -> None:
        blamed = {error.column for error in found.errors}
        wrong = {column.index for column in mapping.columns if column.title in blamed}
        cells = list(row.cells)
        place = row.place or mapping.table.context.place
        own_place = mapping.index("place")
        if self._adds_place(mapping):
            cells.append(place)
        elif own_place >= 0 and is_blank(cells[own_place]):
            cells[own_place] = place
        for column, cell in enumerate(cells):
            self._cell(sheet, at, column, cell, column in wrong)

    def _cell(self, sheet: Any, at: int, column: int, cell: Cell, wrong: bool) -> None:
        if isinstance(cell, bool):
            sheet.write_boolean(at, column, cell, self.wrong_number if wrong else None)
        elif isinstance(cell, (int, float)) and cell == cell:
            sheet.write_number(at, column, cell, self.wrong_number if wrong else None)
        elif isinstance(cell, (date, datetime, time, timedelta)) or cell != "" or wrong:
            text = guarded(cell_text(cell))[:LONGEST_CELL]
            sheet.write_string(at, column, text, self.wrong if wrong else self.plain)

    def _sheet_name(self, name: str) -> str:
        base = _NO_SHEET_NAME.sub(" ", name).strip()[:28] or "Sheet1"
        unique, number = base, 1
        while unique.lower() in self.names:
            number += 1
            unique = f"{base} {number}"
        self.names.add(unique.lower())
        return unique


def _sentences(errors: Iterable[Wrong]) -> str:
    """All that is wrong with a row, each with its column."""
    parts = [
        f"{error.column}：{error.message}" if error.column else error.message for error in errors
    ]
    return "；".join(dict.fromkeys(parts))
