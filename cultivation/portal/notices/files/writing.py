"""A published list written as xlsx, docx or PDF."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cultivation.pages.exports import XLSX
from cultivation.pages.glyphs import lacking, named
from cultivation.pages.pdf import pdf
from cultivation.portal.notices.files.sheet import HEAD, Sheet
from cultivation.portal.notices.files.word import DOCX, as_docx
from cultivation.portal.notices.files.workbook import as_xlsx
from cultivation.problems import Problem

TEMPLATE = Path(__file__).with_name("list.typ")


@dataclass(frozen=True)
class Kind:
    """A kind of file: what browsers call it, and who writes it."""

    content_type: str
    write: Callable[[Sheet], bytes]


def as_pdf(sheet: Sheet) -> bytes:
    """The list on A4, the head of the table on every page.

    Raises Problem ``signs_missing`` where a sign is in neither font: no box is printed in a name.
    """
    texts = (sheet.title, sheet.objecting, *(name for _n, name, _district in sheet.rows))
    missing = lacking("".join(texts).replace("\n", "").replace("\r", ""))
    if missing:
        # zh: PDF 字体中没有这些字：%(signs)s；请下载 docx 或 xlsx 版名单。
        message = _("The fonts of PDFs lack %(signs)s; take the list as docx or xlsx.")
        # zh: 、
        signs = _(", ").join(map(named, missing))
        raise Problem("signs_missing", message % {"signs": signs}, status=409)
    day = dt.date.fromisoformat(sheet.published_on)
    return pdf(TEMPLATE, asdict(sheet) | {"head": HEAD, "made": [day.year, day.month, day.day]})


KINDS = {
    "xlsx": Kind(XLSX, as_xlsx),
    "docx": Kind(DOCX, as_docx),
    "pdf": Kind("application/pdf", as_pdf),
}
