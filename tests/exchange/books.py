"""Builders of workbooks as bureaus publish them. All firms are invented."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.utils import get_column_letter

from cultivation.exchange import columns
from cultivation.exchange.catalogue import LIST, Catalogue
from cultivation.exchange.layout import Layout, find_tables
from cultivation.exchange.reading import Book, Sheet, read_book
from cultivation.exchange.titles import fold

Rows = Sequence[Sequence[Any]]

# Well-formed codes of no firm: check digits are right, numbers are made up.
CODES = ["91120000MA00000T0X", "91120000MA00001T1U", "91120000MA00002T2Q"]
PLACES = {
    name
    for short in ("和平", "河东", "河西", "南开", "河北", "东丽", "西青", "津南", "武清", "静海")
    for name in (short, short + "区")
} | {"滨海新区", "滨海", "经开区", "保税区", "高新区", "滨海高新区", "天津经济技术开发区"}


def is_place(text: str) -> bool:
    """Stands in for the registry's own places."""
    return fold(text) in PLACES


def firm(number: int) -> str:
    """An invented name."""
    words = ["沽上", "海津", "津门", "渤海湾", "燕南", "直沽", "潞河", "丁沽"]
    trades = ["阀门", "传感器", "轴承", "涂料", "软件", "电缆", "模具", "仪表", "泵业"]
    return f"天津{words[number % 8]}{trades[number % 9]}{number}号测试有限公司"


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    merges: Mapping[str, Sequence[str]] | None = None,
    hidden_sheets: Sequence[str] = (),
    hidden_columns: Sequence[int] = (),
) -> Path:
    """A workbook; dates become date cells, None an empty cell. ``merges`` as Excel writes them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column, value)
        for merge in (merges or {}).get(name, ()):
            sheet.merge_cells(merge)
        if name in hidden_sheets:
            sheet.sheet_state = "hidden"
        for column in hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    book.save(path)
    return path


def write_typed_xlsx(path: Path, rows: Rows) -> Path:
    """A workbook as Excel keeps it: shared strings, typed dates, errors of formulas."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        day = book.add_format({"num_format": "yyyy/m/d"})
        moment = book.add_format({"num_format": "yyyy/m/d h:mm"})
        clock = book.add_format({"num_format": "h:mm"})
        share = book.add_format({"num_format": "0.0%"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, time):
                    sheet.write_datetime(at, column, value, clock)
                elif isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(at, column, "=NA()", None, value)
                elif isinstance(value, str) and value.endswith("%share"):
                    sheet.write_number(at, column, float(value[:-6]) / 100, share)
                elif value is not None:
                    sheet.write(at, column, value)
    return path


def write_xls(
    path: Path, sheets: Mapping[str, Rows], *, merges: Sequence[Sequence[int]] = ()
) -> Path:
    """A workbook of Excel 97 to 2003; a merge is top, bottom, left, right, 0-based."""
    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.XFStyle()
    style.num_format_str = "yyyy/m/d"
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        covered = {(merge[0], merge[2]): merge for merge in merges}
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None:
                    continue
                if merge := covered.get((at, column)):
                    sheet.write_merge(*merge, value)
                elif isinstance(value, date):
                    sheet.write(at, column, value, style)
                else:
                    sheet.write(at, column, value)
    book.save(str(path))
    return path


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A delimited file, exactly these characters."""
    path.write_bytes(text.encode(encoding))
    return path


def book_of(*sheets: Sheet | Rows, name: str = "list.xlsx") -> Book:
    """A read book, without a file."""
    made = [
        sheet
        if isinstance(sheet, Sheet)
        else Sheet("Sheet1", [["" if cell is None else cell for cell in row] for row in sheet])
        for sheet in sheets
    ]
    return Book(name, "0" * 64, 1, made)


def lay_out(source: Path | Book, catalogue: Catalogue = LIST) -> Layout:
    """Read and find the tables."""
    book = read_book(source) if isinstance(source, Path) else source
    return find_tables(book, known=catalogue.known_to_layout(), is_place=is_place)


def map_file(
    source: Path | Book, catalogue: Catalogue = LIST, overrides: dict[str, str] | None = None
) -> list[columns.Mapping]:
    """Read, find the tables, map their columns."""
    book = read_book(source) if isinstance(source, Path) else source
    known = catalogue.known_to_layout(overrides or {})
    found = find_tables(book, known=known, is_place=is_place)
    return columns.map_tables(found.tables, catalogue, overrides)
