"""A row of a list on its way in: what it says, and what is to become of it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cultivation.exchange.matching import Known
    from cultivation.standards.services.facts import Entry


class Kind(StrEnum):
    """What a row comes to. Every row of a list is exactly one of these."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    DUPLICATE = "duplicate"
    ERROR = "error"
    CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a row: where, what stands there, a code, and a sentence."""

    sheet: str
    row: int
    column: str
    value: str
    code: str
    message: str
    candidates: tuple[str, ...] = ()
    field: str = ""

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }
        if self.sheet:
            found["sheet"] = self.sheet
        if self.candidates:
            found["candidates"] = list(self.candidates)
        return found


@dataclass(slots=True)
class ListedRow:
    """A row read and typed. ``values`` has an entry for each field that the row really fills.

    ``table`` and ``row`` say where it stands (the table's index, the row's number as Excel shows
    it); ``titles`` maps a field to the title of its column in the list. ``known`` is the firm that
    it means; ``candidates`` are those that it may mean where that is for a person to say, and
    ``choice`` is what the person said.
    """

    table: int
    sheet: str
    row: int
    values: dict[str, Any]
    titles: dict[str, str]
    years: dict[int, dict[str, Decimal | int]] = field(default_factory=dict)
    facts: "dict[str, Entry]" = field(default_factory=dict)
    listing: dict[str, str] = field(default_factory=dict)
    kind: Kind = Kind.SAME
    errors: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    known: "Known | None" = None
    candidates: "tuple[Known, ...]" = ()
    choice: str = ""

    @property
    def at(self) -> str:
        """Which row of its list this is; stays the same however often the file is read."""
        return f"{self.table}:{self.row}"

    def finding(
        self, name: str, code: str, message: str, candidates: tuple[str, ...] = ()
    ) -> Finding:
        """A finding about the field ``name`` of this row."""
        value = self.values.get(name)
        shown = value.isoformat() if isinstance(value, dt.date) else str(value or "")
        title = self.titles.get(name, "")
        return Finding(self.sheet, self.row, title, shown, code, message, candidates, name)

    def refuse(self, name: str, code: str, message: str, candidates: tuple[str, ...] = ()) -> None:
        """This row is an error, because of its field ``name``."""
        self.kind = Kind.ERROR
        self.errors.append(self.finding(name, code, message, candidates))

    def ask(self, name: str, code: str, message: str, candidates: tuple[str, ...]) -> None:
        """This row waits for a person to say which firm it means."""
        self.refuse(name, code, message, candidates)
        self.kind = Kind.CHOOSE

    def remark(self, name: str, code: str, message: str) -> None:
        """Something a person should know about this row that does not stop it."""
        self.notices.append(self.finding(name, code, message))
