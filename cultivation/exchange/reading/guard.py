"""What a file is, by its content, and what is refused before anything opens it.

The limits protect the server: a spreadsheet reader asks for memory for the whole rectangle up to
the farthest cell, so a file of a few kilobytes can stop the process.
"""

import re
from typing import NamedTuple
from zipfile import ZipFile

from django.utils.translation import gettext as _

from cultivation import packed
from cultivation.packed import Limits, Unfit, Why
from cultivation.problems import Problem

MAX_BYTES = 50 * 1024 * 1024
# Parts of less than 20 MB may well be repetitive.
LIMITS = Limits(unpacked=200 * 1024 * 1024, parts=10_000, ratio=100, ratio_from=20 * 1024 * 1024)
MAX_CELLS = 12_000_000  # the rectangle up to the farthest cell

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL_WITHOUT_REFERENCE_FIRST = re.compile(rb'<c[\s/>](?!r=")')
_WIDE_REFERENCE = re.compile(rb'<c r="([A-Z]{2,3})\d')
_ROW_NUMBER = re.compile(rb'<row [^>]*?\br="(\d{1,9})"')
_ANY_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,9})["']""", re.IGNORECASE)
_ANY_ROW = re.compile(rb"""[<:]row\b[^>]*?\br\s*=\s*["'](\d{1,9})["']""")
_ROW_START = re.compile(rb"[<:]row\b")
_CELL_START = re.compile(rb"[<:]c[\s/>]")
_FAULT = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*?\bt="e"[^>]*>(?:(?!</c>).)*?<v>(#[^<]*)</v>', re.S
)


class Fault(NamedTuple):
    """An Excel error in a sheet part: 0-based row and column, and its text, such as ``#N/A``."""

    row: int
    column: int
    text: str


def kind_of(data: bytes) -> str:
    """``xlsx``, ``xls`` or ``text``, by content; raises ``Problem`` for everything else."""
    if not data.strip(b"\x00 \t\r\n"):
        # zh: 文件是空的。
        raise Problem("empty_file", _("The file is empty."))
    head = data[:8]
    if head.startswith(b"PK"):
        return _kind_of_zip(data)
    if head == _OLE:
        return _kind_of_ole(data)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise _wrong_type(name)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
            # zh: 这是 XML 格式的表格（Excel 2003 XML）。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。
            message = _(
                "This is an XML spreadsheet of Excel 2003. Open it in Excel or WPS, save it as "
                ".xlsx and import that."
            )
            raise Problem("wrong_type", message)
        # zh: 这是网页文件，只是扩展名像表格。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。
        message = _(
            "This is a web page with the file name of a spreadsheet. Open it in Excel or WPS, "
            "save it as .xlsx and import that."
        )
        raise Problem("wrong_type", message)
    if start.startswith(b"mime-version:"):
        raise _wrong_type("MHTML")
    is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not is_utf16 and b"\x00" in data:
        # zh: 这不是表格文件。可导入 .xlsx、.xls 和 .csv。
        message = _("This is not a spreadsheet. Accepted are .xlsx, .xls and .csv.")
        raise Problem("wrong_type", message)
    return "text"


_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"SQLite f", "SQLite"),
)


def _wrong_type(name: str) -> Problem:
    # zh: 这是 %(name)s 文件，不是表格。可导入 .xlsx、.xls 和 .csv。
    message = _("This is a %(name)s file, not a spreadsheet. Accepted are .xlsx, .xls and .csv.")
    return Problem("wrong_type", message % {"name": name}, found=name)


def _encrypted() -> Problem:
    # zh: 工作簿设有打开密码。请取消密码后再导入。
    message = _("The workbook is protected by a password. Remove it and import again.")
    return Problem("encrypted", message)


def unreadable(detail: str) -> Problem:
    """The refusal for a damaged file; ``detail`` is what the reader said, for programs."""
    # zh: 文件无法读取，可能已损坏。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。
    message = _(
        "The file cannot be read, it may be damaged. Open it in Excel or WPS, save it as .xlsx and"
        " import that."
    )
    return Problem("unreadable", message, detail=detail[:200])


def _kind_of_ole(data: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise _encrypted()
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("WordDocument"):
        raise _wrong_type("Word")
    if holds("PowerPoint Document"):
        raise _wrong_type("PowerPoint")
    if holds("__substg1.0_"):
        raise _wrong_type("Outlook")
    raise unreadable("OLE")


def _kind_of_zip(data: bytes) -> str:
    try:
        with packed.opened(data) as archive:
            names = {name.lower() for name in archive.namelist()}
    except Unfit as unfit:
        raise _refused(unfit) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise _wrong_type("XLSB")
    if any(name.startswith("word/") for name in names):
        raise _wrong_type("Word")
    if any(name.startswith("ppt/") for name in names):
        raise _wrong_type("PowerPoint")
    if "ofd.xml" in names:
        raise _wrong_type("OFD")
    if "mimetype" in names and "content.xml" in names:
        raise _wrong_type("OpenDocument")
    raise _wrong_type("ZIP")


def _bomb() -> Problem:
    # zh: 文件解压后过大，已拒绝打开。请另存为普通的 .xlsx，或拆分后再导入。
    message = _(
        "The file is far too large once unpacked and was not opened. Save it anew or split it."
    )
    return Problem("zip_bomb", message)


def check_xlsx(data: bytes) -> dict[str, list[Fault]]:
    """Look through a workbook before it is opened, and find its Excel errors on the way.

    Returns the errors by sheet part (``xl/worksheets/sheet1.xml``): the reader gives them as
    empty cells, and an empty cell that was ``#N/A`` is a loss nobody would see.

    Raises ``Problem``: ``zip_bomb``, ``sheet_too_large``, ``encrypted``, ``unreadable``.
    """
    try:
        with packed.opened(data) as archive:
            return _faults(archive)
    except Unfit as unfit:
        raise _refused(unfit) from None


def _refused(unfit: Unfit) -> Problem:
    if unfit.why is Why.BROKEN:
        return unreadable(str(unfit))
    return _encrypted() if unfit.why is Why.ENCRYPTED else _bomb()


def _faults(archive: ZipFile) -> dict[str, list[Fault]]:
    faults: dict[str, list[Fault]] = {}
    for part in packed.looked_through(archive, LIMITS):
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        body = b"".join(packed.unpacked(archive, part))
        if _SHEET_PART.fullmatch(part.filename):
            _check_area(body)
            if b't="e"' in body:
                faults[part.filename] = [
                    Fault(int(row) - 1, _column(letters), text.decode("utf-8", "replace"))
                    for letters, row, text in _FAULT.findall(body)
                ]
    return faults


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _check_area(body: bytes) -> None:
    """Refuse a sheet whose farthest row times farthest column is beyond reason."""
    columns: set[bytes]
    if b":c " in body or b":row" in body or _CELL_WITHOUT_REFERENCE_FIRST.search(body):
        # Not as Excel, WPS and the usual libraries write it: count with care.
        references = _ANY_REFERENCE.findall(body)
        columns = {letters for letters, _row in references}
        numbers = [int(row) for _letters, row in references]
        numbers += map(int, _ANY_ROW.findall(body))
        starts = [match.start() for match in _ROW_START.finditer(body)]
        ends = [*starts[1:], len(body)]
        widest = max(
            (len(_CELL_START.findall(body, a, b)) for a, b in zip(starts, ends, strict=True)),
            default=0,
        )
        rows = max([*numbers, len(starts)], default=0)
    else:
        columns = set(_WIDE_REFERENCE.findall(body))
        rows = max(map(int, _ROW_NUMBER.findall(body)), default=0)
        rows, widest = max(rows, body.count(b"<row")), 26
    width = max([*(_column(letters) + 1 for letters in columns), widest])
    if rows * width > MAX_CELLS:
        # zh: 工作表的有效区域过大（%(rows)s 行、%(columns)s 列）。请删除数据以外的空行、空列后再导入。
        message = _(
            "A sheet reaches to row %(rows)s and column %(columns)s. Delete the rows and columns "
            "beyond the data and import again."
        )
        raise Problem("sheet_too_large", message % {"rows": rows, "columns": width})
