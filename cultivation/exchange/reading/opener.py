"""Open a file and read its sheets."""

import hashlib
import re
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from xml.etree import ElementTree
from zipfile import ZipFile

import python_calamine
from django.utils.translation import gettext as _

from cultivation.problems import Problem

from . import guard
from .book import Book, Cell, Merge, Sheet
from .delimited import encoding_of, read_delimited

MAX_ROWS = 200_000
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read_book(path: Path, *, file_name: str = "") -> Book:
    """Read a workbook or a delimited text file.

    Parameters: ``path`` of the file; ``file_name`` to show instead of the path's own name (an
    uploaded file lies under a name of the server's choice).
    Returns every sheet, hidden ones marked, each from its row 1 and column A on.
    Raises ``Problem``: ``no_file``, ``file_too_large``, ``empty_file``, ``wrong_type``,
    ``encrypted``, ``zip_bomb``, ``sheet_too_large``, ``too_many_rows``, ``unreadable``.
    """
    if not path.is_file():
        # zh: 找不到文件 %(path)s。
        raise Problem("no_file", _("There is no file %(path)s.") % {"path": path})
    size = path.stat().st_size
    if size > guard.MAX_BYTES:
        # zh: 文件为 %(size)s MB，超过 %(limit)s MB 的上限。请拆分后再导入。
        message = _("The file has %(size)s MB, more than the limit of %(limit)s MB. Split it.")
        numbers = {"size": round(size / 1024**2), "limit": guard.MAX_BYTES // 1024**2}
        raise Problem("file_too_large", message % numbers)
    return read_data(path.read_bytes(), file_name or path.name)


def read_data(data: bytes, file_name: str) -> Book:
    """As ``read_book``, of a file's bytes."""
    kind = guard.kind_of(data)
    form = kind
    if kind == "text":
        sheets = [Sheet("", read_delimited(data))]
        form = encoding_of(data)
    else:
        faults = guard.check_xlsx(data) if kind == "xlsx" else {}
        sheets = _read_workbook(data)
        if faults:
            _restore_faults(data, sheets, faults)
    if sum(_filled(sheet) for sheet in sheets) > MAX_ROWS:
        # zh: 文件超过 %(limit)s 行。请拆分后再导入。
        message = _("The file has more than %(limit)s rows. Split it.")
        raise Problem("too_many_rows", message % {"limit": MAX_ROWS})
    return Book(file_name, hashlib.sha256(data).hexdigest(), len(data), sheets, form)


def _filled(sheet: Sheet) -> int:
    return sum(1 for row in sheet.rows if row)


def _read_workbook(data: bytes) -> list[Sheet]:
    try:
        book = python_calamine.load_workbook(BytesIO(data))
        kinds = python_calamine.SheetTypeEnum
        visible = python_calamine.SheetVisibleEnum.Visible
        sheets = []
        for index, known in enumerate(book.sheets_metadata):
            if known.typ != kinds.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            merges = [Merge(*a, *b) for a, b in sheet.merged_cell_ranges or ()]
            sheets.append(Sheet(known.name, _rows(sheet), known.visible != visible, merges))
        return sheets
    except python_calamine.PasswordError:
        raise guard._encrypted() from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise guard.unreadable(str(error)) from None
    except BaseException as error:
        # The reader is written in Rust: on damaged files it may panic, which is no Exception.
        if type(error).__name__ == "PanicException":
            raise guard.unreadable("panic") from None
        raise


def _rows(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    if sheet.start is None:
        return []
    # The reader gives the blank rows above the first cell, but not the blank columns before it.
    before: list[Cell] = [""] * sheet.start[1]
    rows: list[list[Cell]] = []
    for cells in sheet.iter_rows():
        while cells and cells[-1] == "":
            cells.pop()
        rows.append(before + cells if before and cells else cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _restore_faults(data: bytes, sheets: list[Sheet], faults: dict[str, list[guard.Fault]]) -> None:
    """Put the Excel errors back where the reader left empty cells."""
    archive = ZipFile(BytesIO(data))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id", ""): normpath("xl/" + target)
        if not (target := relation.get("Target", "")).startswith("/")
        else target.lstrip("/")
        for relation in relations
    }
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    parts = {
        element.get("name", ""): targets.get(element.get(_RELATIONS + "id", ""), "")
        for element in book.iter()
        if re.fullmatch(r"\{.*\}sheet", element.tag)
    }
    for sheet in sheets:
        for row, column, text in faults.get(parts.get(sheet.name, ""), ()):
            while len(sheet.rows) <= row:
                sheet.rows.append([])
            cells = sheet.rows[row]
            cells.extend([""] * (column + 1 - len(cells)))
            if cells[column] == "":
                cells[column] = text
