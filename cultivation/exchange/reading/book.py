"""What a read file is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

# An empty cell is ''. An Excel error is its text ('#N/A'), whatever the file format.
Cell = str | int | float | bool | date | datetime | time | timedelta


class Merge(NamedTuple):
    """A merged range, 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet: ``rows[0]`` is row 1 and its first cell is column A; trailing blanks are cut."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """A file that has been read: its name, its SHA-256, its size in bytes and its sheets.

    ``form`` says what it is in a word: an encoding (UTF-8, GB18030) or a kind of workbook.
    """

    file_name: str
    sha256: str
    size: int
    sheets: list[Sheet]
    form: str = ""


def column_letter(position: int) -> str:
    """The letter of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing: empty, or only blanks."""
    return cell == "" or (isinstance(cell, str) and not cell.strip())
