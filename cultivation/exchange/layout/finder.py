"""From a book to its tables."""

from operator import itemgetter

from django.utils.translation import gettext as _

from cultivation.problems import Problem

from ..cells import cell_text
from ..reading import Book, Cell, Sheet, is_blank
from ..titles import fold
from .body import (
    BLANK,
    DATA,
    EXAMPLE,
    HEADER,
    HEADING,
    NUMBER_ONLY,
    SECTION,
    SIGNATURE,
    Shape,
    cell_at,
    describe,
    fill_merges,
    judge,
    spanning_rows,
)
from .context import read_context, text_of
from .header import KEYS, Header, Sniffer, looks_like_firm
from .headings import CITY, settle_hebei
from .model import Column, Context, IsPlace, Known, Layout, Note, Row, Table

_SHOWN = 12  # titles named in a refusal


def find_tables(book: Book, *, known: Known, is_place: IsPlace) -> Layout:
    """Every table of a book, in reading order.

    Parameters: ``known`` says which texts are column titles, ``is_place`` which are places.
    Returns the tables (one per panel, sheet and block with a header of its own; a header repeated
    on every page continues its table) and notes on what was skipped.
    Raises ``Problem``: ``no_header`` with what was seen, ``sheet_without_header`` for a sheet that
    holds firms below no header, ``no_rows`` if there are headers but no rows.
    """
    layout = Layout([])
    headless: list[Sheet] = []
    for sheet in book.sheets:
        if not any(sheet.rows):
            continue
        if sheet.hidden:
            # zh: 隐藏的工作表“%(sheet)s”未读取。
            message = _("The hidden sheet “%(sheet)s” was not read.")
            layout.notes.append(Note(0, message % {"sheet": sheet.name}))
            continue
        tables = _tables_of(sheet, known, is_place)
        if tables:
            layout.tables += tables
        else:
            headless.append(sheet)
    if not layout.tables:
        raise _no_header(headless)
    for sheet in headless:
        if _holds_firms(sheet):
            # zh: 工作表“%(sheet)s”中有企业，但找不到表头。请补上表头（至少“企业名称”）后再导入。
            message = _(
                "The sheet “%(sheet)s” holds firms but no header. Add a header (at least 企业名称)."
            )
            raise Problem("sheet_without_header", message % {"sheet": sheet.name}, sheet=sheet.name)
        # zh: 工作表“%(sheet)s”中没有表格，未读取。
        message = _("The sheet “%(sheet)s” holds no table and was not read.")
        layout.notes.append(Note(0, message % {"sheet": sheet.name}))
    if not any(table.rows for table in layout.tables):
        # zh: 找到了表头，但下面没有数据行。
        raise Problem("no_rows", _("There is a header but no row below it."))
    layout.tables = [table for table in layout.tables if table.rows]
    return layout


def _no_header(sheets: list[Sheet]) -> Problem:
    seen = []
    for sheet in sheets:
        for row in sheet.rows[:30]:
            texts = [text_of(cell)[:20] for cell in row if not is_blank(cell)]
            if len(texts) > 1:
                seen.append("、".join(texts[:_SHOWN]))
                break
    # zh: 找不到表头：没有任何一行含有“企业名称”或“统一社会信用代码”这样的列名。看到的是：%(seen)s
    message = _(
        "No header was found: no row holds a column title such as 企业名称 or 统一社会信用代码. "
        "Seen instead: %(seen)s"
    )
    return Problem("no_header", message % {"seen": "；".join(seen[:3]) or "—"}, seen=seen)


def _holds_firms(sheet: Sheet) -> bool:
    rows = [row for row in sheet.rows if any(not is_blank(cell) for cell in row)]
    firms = sum(1 for row in rows if any(looks_like_firm(cell) for cell in row))
    return firms >= 2 and firms * 2 >= len(rows)


def _tables_of(sheet: Sheet, known: Known, is_place: IsPlace) -> list[Table]:
    sniffer = Sniffer(sheet.rows, sheet.merges, known)
    anchor = next((at for at in range(len(sheet.rows)) if sniffer.is_anchor(at)), None)
    header = None if anchor is None else sniffer.header_at(anchor)
    tables: list[Table] = []
    start = 0
    inherited = Context()
    sections: list[str] = []
    above: _Block | None = None
    while header is not None:
        lines = [
            [cell_text(cell) for cell in row if not is_blank(cell)]
            for row in sheet.rows[start : header.first]
        ]
        lines = [line for line in lines if line]
        if start:  # a further table of the sheet: only the lines right above it belong to it
            lines = lines[-3:]
        context = read_context(lines, sheet.name, is_place)
        continues = above is not None and _titles(above.header.columns) == _titles(header.columns)
        if not continues or context.place not in {"", inherited.place}:
            sections = []
        if above is not None and continues and not above.left:
            context.place = context.place or inherited.place
        context.unit = context.unit or inherited.unit
        context.title_year = context.title_year or inherited.title_year
        preamble = [" ".join(map(text_of, line)) for line in lines]
        block = _Block(sheet, sniffer, header, context, preamble, is_place)
        start, header = block.read(sections)
        above, inherited, sections = block, context, block.sections
        for table in block.tables:
            _append(tables, table)
    for table in tables:
        settle_hebei(table)
    return tables


def _titles(columns: list[Column]) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(column.position, column.title, column.groups) for column in columns]


def _append(tables: list[Table], table: Table) -> None:
    """Join a table to the one it continues (the same header again on the next page)."""
    for before in reversed(tables):
        if _titles(before.columns) == _titles(table.columns) and before.panel == table.panel:
            if before.context.place == table.context.place:
                before.rows += table.rows
                before.notes += table.notes
                before.headings |= table.headings
                return
            break
    tables.append(table)


class _Block:
    """A header with the rows below it, up to the next different header."""

    def __init__(
        self,
        sheet: Sheet,
        sniffer: Sniffer,
        header: Header,
        context: Context,
        preamble: list[str],
        is_place: IsPlace,
    ) -> None:
        self.sheet, self.sniffer, self.header = sheet, sniffer, header
        self.is_place = is_place
        panels = _panels(header.columns, sniffer)
        raw = tuple(fold(str(cell)) for cell in sheet.rows[header.last] if not is_blank(cell))
        self.tables = []
        self.shapes = []
        for number, columns in enumerate(panels, 1):
            rows = (header.first + 1, header.last + 1)
            self.tables.append(Table(sheet.name, rows, columns, [], preamble, [], context, number))
            self.shapes.append(_shape(columns, sniffer))
        self.sections = [""] * len(panels)
        self.left = False  # a heading below the last firm starts something else
        self.key_titles = {
            cell
            for row in sheet.rows[header.first : header.last + 1]
            for cell in row
            if isinstance(cell, str) and sniffer.field(cell) in KEYS
        } | set(_COMMON_KEYS)
        for shape in self.shapes:
            shape.header_rows.add(raw)
            shape.lines_above.update(fold(line) for line in preamble)

    def read(self, sections: list[str]) -> tuple[int, Header | None]:
        """Read the rows.

        Parameters: ``sections``, the place of the section that a page break has cut, by panel.
        Returns the row after the last firm, and the next header of the sheet, if any.
        """
        rows = self.sheet.rows
        first = self.header.last + 1
        if len(sections) == len(self.tables):
            self.sections = list(sections)
        following = self._next_header(first)
        end = following.first if following else len(rows)
        fill_merges(rows, self.sheet.merges, first, end - 1)
        self._add_columns_beyond(first, end)
        last_data = self._sort_rows(first, end)
        for table in self.tables:
            _drop_empty_untitled(table)
        return max(last_data + 1, first), following

    def _next_header(self, first: int) -> Header | None:
        for at in range(first, len(self.sheet.rows)):
            row = self.sheet.rows[at]
            if self.key_titles.isdisjoint(row) or not self.sniffer.is_anchor(at):
                continue
            repeat = self.sniffer.repeat_at(at, self.header)
            return repeat or self.sniffer.header_at(at, first)
        return None

    def _add_columns_beyond(self, first: int, end: int) -> None:
        """Columns right of the header may hold something too; the last panel gets them."""
        table, shape = self.tables[-1], self.shapes[-1]
        width = max((len(row) for row in self.sheet.rows[first:end]), default=0)
        for position in range(shape.right, min(width, shape.right + 50)):
            table.columns.append(Column(len(table.columns), position, ""))
            shape.right = position + 1

    def _sort_rows(self, first: int, end: int) -> int:
        rows, panels = self.sheet.rows, list(zip(self.tables, self.shapes, strict=True))
        getters = [_getter(table.columns) for table in self.tables]
        spanned = (
            spanning_rows(self.sheet.merges, self.shapes[0].left, self.shapes[-1].right)
            if self.sheet.merges
            else set()
        )
        numbers_only = 0
        last_data = first - 1
        for at in range(first, end):
            row = rows[at]
            if not row:
                continue
            for number, (table, shape) in enumerate(panels):
                kind, place = judge(row, shape, self.is_place, at in spanned)
                if kind == SIGNATURE and self._firm_follows(at, end, shape, spanned):
                    kind = DATA
                if kind == DATA:
                    table.rows.append(Row(at + 1, getters[number](row), self.sections[number]))
                    last_data, self.left = at, False
                elif kind in (SECTION, HEADING):
                    alone = sum(1 for cell in row if not is_blank(cell)) == 1
                    for other in range(len(panels)) if alone else (number,):
                        self.sections[other] = "" if place == CITY else place
                        self.tables[other].headings.update({place} - {""})
                    if kind == HEADING:
                        self.left = True
                        table.notes.append(Note(at + 1, describe(row, shape.left, shape.right)))
                elif kind == NUMBER_ONLY:
                    numbers_only += 1
                elif kind not in (BLANK, HEADER):
                    text = describe(row, shape.left, shape.right)
                    if kind == EXAMPLE:
                        # zh: 示例行，未读取：%(text)s
                        text = _("An example row, not read: %(text)s") % {"text": text}
                    table.notes.append(Note(at + 1, text))
        if numbers_only:
            # zh: 有 %(count)s 行只有序号，没有内容，未读取。
            message = _("%(count)s rows hold only a number and were not read.")
            self.tables[0].notes.append(Note(0, message % {"count": numbers_only}))
        return last_data

    def _firm_follows(self, at: int, end: int, shape: Shape, spanned: set[int]) -> bool:
        return any(
            judge(self.sheet.rows[below], shape, self.is_place, below in spanned)[0] == DATA
            for below in range(at + 1, end)
        )


_COMMON_KEYS = ("企业名称", "单位名称", "公司名称", "统一社会信用代码", "社会信用代码", "信用代码")


def _panels(columns: list[Column], sniffer: Sniffer) -> list[list[Column]]:
    """Cut the columns where the titles begin anew (two lists side by side on one page)."""
    panels: list[list[Column]] = [[]]
    seen: set[tuple[object, ...]] = set()
    for column in columns:
        title = (fold(column.title), *map(fold, column.groups[-1:]))
        if column.title and title in seen:
            panels.append([])
            seen = set()
        if column.title:
            seen.add(title)
        panels[-1].append(column)
    if len(panels) > 1 and all(_shape(panel, sniffer).name >= 0 for panel in panels):
        for panel in panels[:-1]:  # a blank column between two panels belongs to neither
            while panel and not panel[-1].title:
                panel.pop()
    else:
        panels = [columns]
    for panel in panels:
        for index, column in enumerate(panel):
            column.index = index
    return panels


def _shape(columns: list[Column], sniffer: Sniffer) -> Shape:
    found: dict[str, int] = {}
    places: set[int] = set()
    for column in columns:
        if column.title:
            meaning = sniffer.known.field(column.title, column.groups)
            if meaning in {"place", "zone"}:
                places.add(column.position)
            if meaning in KEYS and meaning in found and not sniffer.known.weak(column.title):
                found[meaning] = column.position
            found.setdefault(meaning, column.position)
    left, right = columns[0].position, columns[-1].position + 1
    sequence = found.get("sequence", -1)
    name, uscc = found.get("name", -1), found.get("uscc", -1)
    return Shape(left, right, name, uscc, sequence, frozenset(places))


def _drop_empty_untitled(table: Table) -> None:
    """Columns without a title that hold nothing beside a firm are only space on the page."""
    kept = [
        column
        for column in table.columns
        if column.title or any(not is_blank(row.cells[column.index]) for row in table.rows)
    ]
    if len(kept) == len(table.columns):
        return
    pick = [column.index for column in kept]
    table.rows = [row._replace(cells=[row.cells[i] for i in pick]) for row in table.rows]
    table.columns = kept
    for index, column in enumerate(kept):
        column.index = index


def _getter(columns: list[Column]):  # type: ignore[no-untyped-def]
    """A function that takes the table's cells out of a sheet row."""
    positions = [column.position for column in columns]
    width = positions[-1] + 1
    blanks: list[Cell] = [""] * width
    if positions == list(range(width)):

        def whole(row: list[Cell]) -> list[Cell]:
            return row + blanks[len(row) :] if len(row) <= width else row[:width]

        return whole
    if len(positions) == 1:
        only = positions[0]
        return lambda row: [cell_at(row, only)]
    pick = itemgetter(*positions)

    def some(row: list[Cell]) -> list[Cell]:
        return list(pick(row if len(row) >= width else row + blanks[len(row) :]))

    return some
