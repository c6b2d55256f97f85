"""Delimited text: which encoding, which delimiter, and no row swallowed by a stray quote."""

import csv
import re
from collections import Counter
from io import StringIO
from typing import Literal

from django.utils.translation import gettext as _

from cultivation.problems import Problem

from .book import Cell

DELIMITERS = ",\t;|"
_QUOTED = re.compile(r'^"([^"]*)"$')
_FORMULA_TEXT = re.compile(r'="(.*)"', re.S)  # how some systems keep Excel from reading a number


def read_delimited(data: bytes) -> list[list[Cell]]:
    """The rows of a delimited text file; a blank line is an empty row, as in Excel.

    UTF-8 (with or without mark), UTF-16 with mark, GB18030; comma, tab, semicolon or bar.
    Raises ``Problem`` (``unreadable``) with the line when bytes or quotes are broken.
    """
    text = decode(data)
    first, _line_end, rest = text.partition("\n")
    if match := re.fullmatch(r"sep=(.)\s*", first):
        return _parse(rest, match[1])
    return _parse(text, sniff(text))


def decode(data: bytes) -> str:
    """Text of a file in UTF-8, UTF-16 with mark, or GB18030 (which Chinese Excel writes)."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    failed: UnicodeDecodeError | None = None
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError as error:
            failed = failed or error
            if encoding == "utf-8-sig" and _mostly_utf8(data):
                raise _broken_bytes(data, error) from None
    else:
        assert failed is not None
        raise _broken_bytes(data, failed)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """The name of the encoding that ``decode`` reads ``data`` in, as people know it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _mostly_utf8(data: bytes) -> bool:
    """Damaged UTF-8 reads as GB18030 without complaint, and every name would be rubbish."""
    if data.startswith(b"\xef\xbb\xbf"):
        return True
    text = data.decode("utf-8", "replace")
    beyond_ascii = sum(1 for character in text if character > "\x7f")
    return text.count("\ufffd") * 10 < beyond_ascii


def _broken_bytes(data: bytes, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    # zh: 第 %(line)s 行含有无法识别的字符。请将文件另存为 UTF-8 编码的 CSV 或 .xlsx 再导入。
    message = _(
        "Line %(line)s holds bytes that are neither UTF-8 nor GB18030. Save the file as .xlsx or "
        "as CSV in UTF-8 and import that."
    )
    return Problem("unreadable", message % {"line": line}, line=line)


def sniff(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells."""
    lines = [line for line in text[:200_000].split("\n")[:200] if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            continue
        width, times = (
            Counter(w for w in widths if w > 1).most_common(1)[0]
            if any(w > 1 for w in widths)
            else (1, 0)
        )
        # A few commas inside texts must not beat a tab in every line.
        score = times / len(widths) * min(width, 50) ** 0.5 if widths else 0.0
        if score > best_score * 1.001:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> list[list[Cell]]:
    try:
        rows = _records(text, delimiter, strict=True)
        _refuse_swallowed_rows(rows, delimiter)
    except csv.Error as error:
        # A quotation mark that opens a cell but does not enclose it ("小巨人"企业…). Read quotes as
        # letters, if that gives an even table; otherwise rows may have run into each other.
        rows = _records(text, delimiter, quoting=csv.QUOTE_NONE)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        even = widths.most_common(1)[0][1] if widths else 0
        if not widths or even < sum(widths.values()) * 0.9 or len(widths) > 3:
            line = getattr(error, "line", 0)
            # zh: 第 %(line)s 行附近的引号不成对。请用 Excel 或 WPS 另存为 .xlsx 再导入。
            message = _(
                "A quotation mark near line %(line)s is not closed. Save the file as .xlsx and "
                "import that."
            )
            raise Problem("unreadable", message % {"line": line}, line=line) from None
    for cells in rows:
        while cells and cells[-1] == "":
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows  # type: ignore[return-value]  # every cell is a text, and a text is a Cell


class _Swallowed(csv.Error):
    """Two stray quotes, lines apart, have made one cell of the rows between them."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def _refuse_swallowed_rows(rows: list[list[str]], delimiter: str) -> None:
    width = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows, 1):
        for cell in row:
            lines = cell.count("\n")
            if lines and width > 2 and cell.count(delimiter) == lines * (width - 1):
                raise _Swallowed(number)


def _records(
    text: str, delimiter: str, *, strict: bool = False, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> list[list[str]]:
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=delimiter, strict=strict, quoting=quoting
    )
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error as error:
        error.line = reader.line_num  # type: ignore[attr-defined]
        raise
    if quoting == csv.QUOTE_NONE:
        rows = [[_QUOTED.sub(r"\1", cell) for cell in row] for row in rows]
    if '="' in text:
        for row in rows:
            for at, cell in enumerate(row):
                if cell.startswith('="') and (match := _FORMULA_TEXT.fullmatch(cell)):
                    row[at] = match[1].replace('""', '"')
    return rows
