"""Columns of a list: the same on the page and in its exports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from cultivation.pages import shown

Text = str | Promise
Kind = Literal[
    "text", "number", "money", "day", "moment", "code", "state", "tags", "wrap", "narrow"
]
State = Literal["good", "attention", "trouble", "info", ""]


@dataclass(frozen=True)
class Column:
    """One column.

    ``value`` takes a row and gives the plain value (exports keep numbers and days as such).
    ``unit`` stands in the head (万元, %). ``link`` takes a row and gives an address. ``order`` is
    the field to sort by, if that is offered. ``state`` colours the value of a column of kind
    ``state``; the word itself says it too. Texts of kind ``narrow`` are broken where the list would
    not fit. ``exported_only`` leaves it out of the page.
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    kind: Kind = "text"
    unit: Text = ""
    link: Callable[[Any], str] | None = None
    order: str = ""
    state: Callable[[Any], State] | None = None
    exported_only: bool = False

    @property
    def numeric(self) -> bool:
        """Whether its values stand to the right, figure under figure."""
        return self.kind in ("number", "money")

    @property
    def head(self) -> str:
        """The label with its unit, as a list on paper has it."""
        return f"{self.label}（{self.unit}）" if self.unit else str(self.label)

    def cell(self, row: Any) -> "Cell":
        """What the page shows of ``row`` in this column."""
        value = self.value(row)
        text = shown.number(value) if self.kind == "number" and value else shown.shown(value)
        return Cell(
            column=self,
            text=text,
            state=self.state(row) if self.state and text != shown.NOTHING else "",
            link=self.link(row) if self.link else "",
        )


@dataclass(frozen=True)
class Cell:
    """One cell as the page shows it."""

    column: Column
    text: str
    state: State = ""
    link: str = ""
