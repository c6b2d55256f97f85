"""A published list written as xlsx, docx or PDF."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from cultivation.pages.exports import XLSX
from cultivation.pages.pdf import pdf
from cultivation.portal.notices.files.sheet import HEAD, Sheet
from cultivation.portal.notices.files.word import DOCX, as_docx
from cultivation.portal.notices.files.workbook import as_xlsx

TEMPLATE = Path(__file__).with_name("list.typ")


@dataclass(frozen=True)
class Kind:
    """A kind of file: what browsers call it, and who writes it."""

    content_type: str
    write: Callable[[Sheet], bytes]


def as_pdf(sheet: Sheet) -> bytes:
    """The list on A4, the head of the table on every page."""
    day = dt.date.fromisoformat(sheet.published_on)
    return pdf(TEMPLATE, asdict(sheet) | {"head": HEAD, "made": [day.year, day.month, day.day]})


KINDS = {
    "xlsx": Kind(XLSX, as_xlsx),
    "docx": Kind(DOCX, as_docx),
    "pdf": Kind("application/pdf", as_pdf),
}
