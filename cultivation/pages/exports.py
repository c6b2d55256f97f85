"""A list as a file: xlsx or csv, with its filter named in it, and nothing that can run."""

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Protocol

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.clock import today
from cultivation.journal.selectors import data_version
from cultivation.pages import shown
from cultivation.pages.columns import Column, Text
from cultivation.problems import Problem
from cultivation.rest.refusals import unknown_value

FORMATS = ("xlsx", "csv")
# What a sheet of Excel holds, less the lines above the table.
MOST_ROWS = 1_048_000
LONGEST_CELL = 32_767
LONGEST_NAME = 80
# Beyond these a spreadsheet rounds: such an amount goes out as text.
EXACT_DIGITS = 15
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A Chinese spreadsheet takes the wide signs for the others.
_RISKY = tuple("=+-@＝＋－＠\t\r\n")
_HARMLESS = re.compile(r"[-+]?[\d,.\s]+%?|[-—–－]+")
# Earlier days are no numbers that Excel could show as a day.
FIRST_DAY = dt.date(1900, 3, 1)
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\s·：、]+')
BOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Exportable(Protocol):
    """What can go out as a file: a list, or a table of figures."""

    @property
    def heading(self) -> Text: ...
    @property
    def user(self) -> User: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def total(self) -> int: ...
    def in_words(self) -> str: ...
    def export_rows(self) -> Iterator[Any]: ...


def guarded(text: str) -> str:
    """Text that no spreadsheet runs as a formula, also after it was saved as CSV."""
    if text.startswith(_RISKY) and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text


def respond(page: Exportable, kind: str) -> HttpResponseBase:
    """The list of ``page`` as it is filtered, as a download of ``kind`` (xlsx or csv).

    Raises Problem ``invalid_parameters`` or ``too_many_rows``.
    """
    if kind not in FORMATS:
        record = unknown_value("export", kind, FORMATS)
        raise Problem("invalid_parameters", str(record["message"]), errors=[record])
    if page.total > MOST_ROWS:
        raise Problem(
            "too_many_rows",
            # zh: 共 %(n)s 行，超过一个工作表的容量；请先筛选再导出。
            _("There are %(n)s rows, more than a sheet holds; narrow the list first.")
            % {"n": shown.number(page.total)},
        )
    name = file_name(page)
    if kind == "csv":
        response: Any = StreamingHttpResponse(_csv(page), content_type="text/csv; charset=utf-8")
    else:
        response = FileResponse(_xlsx(page), content_type=XLSX)
    response.headers["Content-Disposition"] = disposition(f"{name}.{kind}")
    return response


def disposition(name: str) -> str:
    """The header that names a download, Chinese and all."""
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name) or "attachment"


def file_name(page: Exportable) -> str:
    """What the file is, which part of it, and the day: without its ending."""
    words = _NO_FILE_NAME.sub("-", f"{page.heading} {page.in_words()}").strip("-")
    return f"{words[:LONGEST_NAME].rstrip('-')}-{today():%Y%m%d}"


def head_lines(page: Exportable) -> tuple[str, str]:
    """The two lines above the table: what it is, and by which filter, day and data version."""
    # zh: 全部
    words = page.in_words() or _("all")
    # zh: 筛选：%(words)s；共 %(n)s 行；%(day)s，数据版本 %(version)s；导出人 %(who)s
    line = _("Filter: %(words)s; %(n)s rows; %(day)s, data version %(version)s; by %(who)s") % {
        "words": words,
        "n": shown.number(page.total),
        "day": today(),
        "version": data_version(),
        "who": page.user.shown_name,
    }
    return str(page.heading), line


def _rows(page: Exportable) -> Iterator[list[Any]]:
    for row in page.export_rows():
        yield [column.value(row) for column in page.columns]


def _csv(page: Exportable) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def taken() -> bytes:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text.encode()

    buffer.write("\ufeff")
    for line in head_lines(page):
        writer.writerow([guarded(line)])
    writer.writerow([guarded(column.head) for column in page.columns])
    yield taken()
    for values in _rows(page):
        writer.writerow([_plain(value) for value in values])
        if buffer.tell() > 64_000:
            yield taken()
    yield taken()


def _plain(value: Any) -> str:
    """A value in CSV: exact, and empty where nothing is known."""
    match value:
        case None | "":
            return ""
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return guarded(shown.shown(value))


def _xlsx(page: Exportable) -> Any:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    with xlsxwriter.Workbook(file, BOOK) as book:
        sheet = book.add_worksheet()
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"num_format": "@"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "money": book.add_format({"num_format": "#,##0.00####"}),
            "number": book.add_format({"num_format": "#,##0"}),
        }
        title, line = head_lines(page)
        sheet.write_string(0, 0, guarded(title), formats["title"])
        sheet.write_string(1, 0, guarded(line))
        sheet.freeze_panes(3, 0)
        for at, column in enumerate(page.columns):
            sheet.set_column(at, at, _width(column))
            sheet.write_string(2, at, guarded(column.head), formats["head"])
        for line_number, values in enumerate(_rows(page), 3):
            for at, value in enumerate(values):
                _write(sheet, line_number, at, value, formats)
        sheet.autofilter(2, 0, 2 + max(page.total, 1), len(page.columns) - 1)
    file.seek(0)
    return file


def _write(sheet: Any, row: int, at: int, value: Any, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, at, shown.shown(value), formats["text"])
        case int():
            sheet.write_number(row, at, value, formats["number"] if abs(value) > 9999 else None)
        case Decimal() if len(value.normalize().as_tuple().digits) <= EXACT_DIGITS:
            sheet.write_number(row, at, value, formats["money"])
        case dt.date() if not isinstance(value, dt.datetime) and value >= FIRST_DAY:
            sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), formats["day"])
        case _:
            sheet.write_string(row, at, guarded(shown.shown(value))[:LONGEST_CELL], formats["text"])


def _width(column: Column) -> int:
    return {"code": 22, "day": 12, "number": 12, "money": 16, "moment": 18}.get(column.kind, 24)
