"""A published list as a workbook."""

import datetime as dt
import io

import xlsxwriter

from cultivation.pages.exports import BOOK, guarded
from cultivation.portal.notices.files.sheet import HEAD, Sheet

WIDTHS = (8, 56, 16)
PER_LINE = 44


def as_xlsx(sheet: Sheet) -> bytes:
    """Title, number and window, the table, how to object, authority and day."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, BOOK) as book:
        created = dt.datetime.fromisoformat(sheet.published_on)
        book.set_properties({"title": sheet.title, "author": sheet.authority, "created": created})
        page = book.add_worksheet("公示名单")
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(3)
        page.set_footer("&C第 &P 页，共 &N 页")
        font = {"font_name": "宋体", "font_size": 11}
        title = book.add_format(
            {**font, "font_size": 16, "bold": True, "align": "center", "text_wrap": True}
        )
        middle = book.add_format({**font, "align": "center"})
        head = book.add_format({**font, "bold": True, "border": 1, "align": "center"})
        cell = book.add_format({**font, "border": 1, "num_format": "@", "text_wrap": True})
        centred = book.add_format({**font, "border": 1, "align": "center"})
        note = book.add_format({**font, "text_wrap": True, "valign": "top"})
        signed = book.add_format({**font, "align": "right"})
        for at, width in enumerate(WIDTHS):
            page.set_column(at, at, width)
        last = len(HEAD) - 1
        page.set_row(0, 24 * -(-len(sheet.title) // 26))
        page.merge_range(0, 0, 0, last, guarded(sheet.title), title)
        page.merge_range(1, 0, 1, last, sheet.number, middle)
        page.merge_range(2, 0, 2, last, sheet.window, middle)
        for at, name in enumerate(HEAD):
            page.write_string(3, at, name, head)
        for line, (number, name, district) in enumerate(sheet.rows, 4):
            page.write_number(line, 0, int(number), centred)
            page.write_string(line, 1, guarded(name), cell)
            page.write_string(line, 2, district, centred)
        below = 5 + len(sheet.rows)
        lines = sum(max(1, -(-len(one) // PER_LINE)) for one in sheet.objecting.splitlines())
        page.set_row(below, 15.5 * max(1, lines))
        page.merge_range(below, 0, below, last, guarded(sheet.objecting), note)
        page.merge_range(below + 2, 0, below + 2, last, sheet.authority, signed)
        page.merge_range(below + 3, 0, below + 3, last, sheet.day, signed)
    return made.getvalue()
