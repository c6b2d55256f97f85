"""What finding tables gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from ..reading import Cell, column_letter

IsPlace = Callable[[str], bool]


class Known(Protocol):
    """What the layout asks about titles (see ``catalogue.Titles``)."""

    def field(self, title: str, groups: tuple[str, ...] = ()) -> str:
        """The field a title means, ``?`` if known but ambiguous, '' if unknown."""

    def weak(self, title: str) -> bool:
        """Whether the title is too common a word to prove a header by itself."""


class Row(NamedTuple):
    """A data row: its physical number (1-based), its cells by column index, its section's place.

    ``place`` is '' under a heading that names none, and the full name of a province
    (河北省, 北京市) under a heading that leads outside the city.
    """

    number: int
    cells: list[Cell]
    place: str


class Note(NamedTuple):
    """A text around the data, with its physical row (0: about the whole sheet)."""

    row: int
    text: str


@dataclass(slots=True)
class Column:
    """A column: ``index`` in the table, ``position`` in the sheet (0-based), its titles.

    ``title`` is the lowest header cell, ``groups`` the titles above it, outermost first; ``unit``
    comes from a row of units under the titles, if there is one.
    """

    index: int
    position: int
    title: str
    groups: tuple[str, ...] = ()
    unit: str = ""

    @property
    def letter(self) -> str:
        """As Excel names it: A, B, …, AA."""
        return column_letter(self.position)

    @property
    def heading(self) -> str:
        """All titles in one line, for messages: ``经营情况 / 营业收入``."""
        return " / ".join((*self.groups, self.title)) if self.title else " / ".join(self.groups)


@dataclass(slots=True)
class Context:
    """What the texts above a table say about all of its rows.

    ``place``: of the district that sends the list, else the sheet's own name, else in the title.
    ``unit``: of the money columns (万元). ``title_year`` and ``batch``: as the title names them.
    """

    place: str = ""
    unit: str = ""
    title_year: int | None = None
    batch: str = ""


@dataclass(slots=True)
class Table:
    """One table: ``header`` are its first and last header row (1-based).

    ``headings`` are the places and provinces that headings between its rows name.
    """

    sheet: str
    header: tuple[int, int]
    columns: list[Column]
    rows: list[Row]
    preamble: list[str]
    notes: list[Note]
    context: Context
    panel: int = 1
    headings: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Layout:
    """All tables in reading order, and what was left out, sheet by sheet."""

    tables: list[Table]
    notes: list[Note] = field(default_factory=list)
