"""Where a header is: its rows, and the title of every column."""

import re
from dataclasses import replace
from typing import NamedTuple

from ..reading import Cell, Merge, is_blank
from ..titles import fold, parse_title, unit_of
from .model import Column, Known

KEYS = {"name", "uscc"}
_LONGEST_TITLE = 40
_MAX_ROWS = 4  # of one header
_NOT_A_GROUP = re.compile(r":[^()]*$|局$|名单|汇总表|明细表|统计表|\d月|\d日|^\d+$")
_FIRM = re.compile(
    r"(?:公司|厂|店|社|中心|部|所|院|集团|企业|合伙\)?|工作室|商行|农场|基地)(?:\([^()]*\))?$"
)
_CODE = re.compile(r"[0-9A-Z]{18}")
_COUNTING = re.compile(r"[甲乙丙丁戊己庚辛]|\(?\d{1,3}\)?|[a-z]|[①-⑳]")


def looks_like_firm(cell: Cell) -> bool:
    """Whether a cell holds what firms are called, or a credit code."""
    if not isinstance(cell, str) or not 4 <= len(cell) <= 100:
        return False
    text = fold(cell)
    return bool(_FIRM.search(text) or _CODE.fullmatch(text.upper()))


class Header(NamedTuple):
    """Header rows (0-based, both included), the one that names the firm, and the columns."""

    first: int
    last: int
    anchor: int
    columns: list[Column]


class Sniffer:
    """Looks for headers in one sheet."""

    def __init__(self, rows: list[list[Cell]], merges: list[Merge], known: Known) -> None:
        self.rows = rows
        self.known = known
        self._fields: dict[str, str] = {}
        self._merges_at: dict[int, list[Merge]] = {}
        for merge in merges:
            for row in range(merge.top, min(merge.bottom, merge.top + 50) + 1):
                self._merges_at.setdefault(row, []).append(merge)

    def field(self, cell: Cell) -> str:
        """The field a cell would mean as a title."""
        if not isinstance(cell, str) or len(cell) > _LONGEST_TITLE:
            return ""
        if (found := self._fields.get(cell)) is None:
            found = self._fields[cell] = self.known.field(cell)
        return found

    def is_anchor(self, at: int) -> bool:
        """Whether a row names the firm's column (name or code) as a header would."""
        cells = [cell for cell in self.rows[at] if not is_blank(cell)]
        fields = [self.field(cell) for cell in cells]
        keys = [i for i, found in enumerate(fields) if found in KEYS]
        if not keys:
            return False
        if any(not isinstance(cell, str) or len(cell) > _LONGEST_TITLE for cell in cells):
            return False
        known = sum(1 for found in fields if found)
        if all(self.known.weak(str(cells[i])) for i in keys):
            return known >= 3 or (known == len(cells) and known > 1)
        # One title alone also stands in instructions; then a firm must follow below it.
        return known >= 2 or self._firm_below(at) or (len(cells) > 1 and self._titles_below(at))

    def _firm_below(self, at: int) -> bool:
        key = next(i for i, cell in enumerate(self.rows[at]) if self.field(cell) in KEYS)
        below = [row[key] for row in self.rows[at + 1 : at + 6] if key < len(row)]
        return any(looks_like_firm(cell) for cell in below)

    def _titles_below(self, at: int) -> bool:
        """Whether the next row goes on with titles and leaves the firm's column blank."""
        key = next(i for i, cell in enumerate(self.rows[at]) if self.field(cell) in KEYS)
        below = self.rows[at + 1] if at + 1 < len(self.rows) else []
        return (key >= len(below) or is_blank(below[key])) and any(map(self.field, below))

    def header_at(self, anchor: int, floor: int = 0) -> Header:
        """The whole header around the row that names the firm's column, from row ``floor`` on."""
        key = next(i for i, cell in enumerate(self.rows[anchor]) if self.field(cell) in KEYS)
        first, last = anchor, anchor
        for merge in self._merges_at.get(anchor, ()):
            if merge.left <= key <= merge.right:
                last = max(last, min(merge.bottom, anchor + _MAX_ROWS))
        while (
            first > floor
            and anchor - first < _MAX_ROWS - 1
            and self._extends_up(first - 1, first, anchor)
        ):
            first -= 1
        while last + 1 < len(self.rows) and last - first < _MAX_ROWS + 1:
            if not self._extends_down(first, last + 1, key):
                break
            last += 1
        return Header(first, last, anchor, self._columns(first, last))

    def repeat_at(self, anchor: int, header: Header) -> Header | None:
        """The same header once more, as on every printed page; None if it is another one."""
        first = anchor - (header.anchor - header.first)
        last = first + header.last - header.first
        if first <= header.last or last >= len(self.rows):
            return None
        for before, again in zip(
            self.rows[header.first : header.last + 1], self.rows[first : last + 1], strict=True
        ):
            if _titles(before) != _titles(again):
                return None
        columns = [replace(column) for column in header.columns]
        return Header(first, last, anchor, columns)

    def _extends_up(self, above: int, below: int, anchor: int) -> bool:
        cells = [(i, cell) for i, cell in enumerate(self.rows[above]) if not is_blank(cell)]
        if not cells or any(not isinstance(cell, str) for _i, cell in cells):
            return False
        texts = [str(cell) for _i, cell in cells]
        if any(len(text) > _LONGEST_TITLE or _NOT_A_GROUP.search(fold(text)) for text in texts):
            return False
        if any(looks_like_firm(text) for text in texts):
            return False
        for merge in self._merges_at.get(above, ()):
            reaches = merge.top <= above and below <= merge.bottom <= anchor + 1
            if reaches and any(i == merge.left for i, _cell in cells):
                return True
        if len(cells) < 2:
            return False
        low = self.rows[anchor]
        completes = [i for i, _cell in cells if i >= len(low) or is_blank(low[i])]
        spans = [m for m in self._merges_at.get(above, ()) if m.right > m.left and m.top == above]
        known = [text for text in texts if self.field(text)]
        # Without merges: group titles stand over titles, with blanks between them.
        gaps = any(is_blank(cell) for cell in self.rows[above][cells[0][0] :])
        return bool((known and completes) or spans or (gaps and not completes))

    def _extends_down(self, first: int, at: int, key: int) -> bool:
        row = self.rows[at]
        cells = [(i, cell) for i, cell in enumerate(row) if not is_blank(cell)]
        if not cells:
            return False
        if self._is_counting(row, key):
            return True
        if key < len(row) and not is_blank(row[key]):
            return False
        if any(not isinstance(cell, (str, int, float)) for _i, cell in cells):
            return False
        good = 0
        for i, cell in cells:
            text = _year_text(cell)
            if not text or len(text) > _LONGEST_TITLE:
                return False
            title = parse_title(text)
            above = [str(c) for r in range(first, at) if not is_blank(c := self._spread(r, i))]
            dated = title.year is not None or title.years_back is not None
            trimming = not title.bare and (title.unit or dated)
            known = self.field(text) not in KEYS | {""}
            grouped = above and self.known.field(text, tuple(above))
            good += bool(trimming or unit_of(fold(text).strip("()")) or known or grouped)
        return good * 2 >= len(cells)

    def _is_counting(self, row: list[Cell], key: int) -> bool:
        """The row 甲 乙 1 2 3 that statistical tables put under the titles."""
        cells = [fold(str(int(c) if isinstance(c, float) else c)) for c in row if not is_blank(c)]
        return (
            len(cells) >= 3
            and key < len(row)
            and not is_blank(row[key])
            and all(_COUNTING.fullmatch(cell) for cell in cells)
            and len(set(cells)) == len(cells)
        )

    def _spread(self, row: int, column: int) -> Cell:
        """The cell as a person sees it: the content of the merge it lies in."""
        for merge in self._merges_at.get(row, ()):
            if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
                row, column = merge.top, merge.left
                break
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def _columns(self, first: int, last: int) -> list[Column]:
        width = max(len(self.rows[row]) for row in range(first, last + 1))
        merged = any(self._merges_at.get(row) for row in range(first, last + 1))
        for row in range(first, last + 1):
            for merge in self._merges_at.get(row, ()):
                width = max(width, merge.right + 1)
        counting = [
            row
            for row in range(first + 1, last + 1)
            if any(self._is_counting(self.rows[row], key) for key in range(len(self.rows[row])))
        ]
        titles = [row for row in range(first, last + 1) if row not in counting]
        columns = []
        for position in range(width):
            path: list[str] = []
            for row in titles:
                cell = self._spread(row, position)
                if is_blank(cell) and not merged and row != titles[-1]:
                    cell = self._group_to_the_left(row, position, titles)
                elif self._beside_in_merge(row, position, titles):
                    cell = ""
                text = _year_text(cell) if not is_blank(cell) else ""
                if text and (not path or path[-1] != text):
                    path.append(text)
            unit = ""
            while len(path) > 1 and (named := unit_of(fold(path[-1]).strip("()"))):
                unit = unit or named
                path.pop()
            title = path[-1] if path else ""
            columns.append(Column(position, position, title, tuple(path[:-1]), unit))
        return columns

    def _group_to_the_left(self, row: int, position: int, titles: list[int]) -> Cell:
        """Without merges a group title stands over its first column only."""
        below = titles[titles.index(row) + 1]
        cells, low = self.rows[row], self.rows[below]
        if position >= len(low) or is_blank(low[position]):
            return ""
        for at in range(min(position, len(cells)) - 1, -1, -1):
            if not is_blank(cells[at]):
                return cells[at] if at < len(low) and not is_blank(low[at]) else ""
        return ""

    def _beside_in_merge(self, row: int, position: int, titles: list[int]) -> bool:
        """A title merged over several columns with nothing below belongs to the first of them."""
        for merge in self._merges_at.get(row, ()):
            if merge.top <= row <= merge.bottom and merge.left < position <= merge.right:
                return not any(
                    later > merge.bottom and not is_blank(self._spread(later, position))
                    for later in titles
                )
        return False


def _titles(row: list[Cell]) -> list[tuple[int, str]]:
    return [(i, fold(str(cell))) for i, cell in enumerate(row) if not is_blank(cell)]


def _year_text(cell: Cell) -> str:
    """A header cell as text; a number that is a year is written as one."""
    if isinstance(cell, (int, float)):
        return f"{int(cell)}年" if 1949 <= cell <= 2100 and cell == int(cell) else ""
    return re.sub(r"\s+", "" if re.search("[一-鿿]", str(cell)) else " ", str(cell)).strip()
