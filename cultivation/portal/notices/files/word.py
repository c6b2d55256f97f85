"""A published list as a Word document, to be worked into an announcement."""

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from cultivation.portal.notices.files.sheet import HEAD, Sheet

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTHS = (Cm(1.6), Cm(11.2), Cm(3.2))
BODY, TITLE = "仿宋", "黑体"


def as_docx(sheet: Sheet) -> bytes:
    """Title, number and window, the table, how to object, authority and day."""
    document = Document()
    created = dt.datetime.fromisoformat(sheet.published_on)
    about = document.core_properties
    about.title, about.author, about.comments = sheet.title, sheet.authority, ""
    about.created = about.modified = created
    about.last_modified_by = sheet.authority
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.size = Pt(12)
    _font(style, BODY)
    _paragraph(document, sheet.title, ALIGN.CENTER, size=18, font=TITLE)
    _paragraph(document, sheet.number, ALIGN.CENTER)
    _paragraph(document, sheet.window, ALIGN.CENTER)
    _table(document, sheet)
    document.add_paragraph()
    for line in sheet.objecting.splitlines():
        _paragraph(document, line, ALIGN.LEFT)
    document.add_paragraph()
    _paragraph(document, sheet.authority, ALIGN.RIGHT)
    _paragraph(document, sheet.day, ALIGN.RIGHT)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: Any, sheet: Sheet) -> None:
    table = document.add_table(rows=1 + len(sheet.rows), cols=len(HEAD))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    # A table of python-docx looks its cells up anew each time: with 1,500 rows that takes minutes.
    for line, values in zip(table.rows, (HEAD, *sheet.rows), strict=True):
        cells = line.cells
        for at, text in enumerate(values):
            cells[at].width = WIDTHS[at]
            paragraph = cells[at].paragraphs[0]
            paragraph.add_run(text).bold = values is HEAD
            if at != 1 or values is HEAD:
                paragraph.alignment = ALIGN.CENTER
    # The head stands on every page.
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _paragraph(
    document: Any, text: str, alignment: Any, *, size: float = 0, font: str = ""
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    run = paragraph.add_run(text)
    if size:
        run.font.size, run.bold = Pt(size), True
    if font:
        _font(run, font)


def _font(owner: Any, name: str) -> None:
    owner.font.name = name
    fonts = owner.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
