"""Kept rows as the file of bad rows takes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cultivation.exchange.models import ImportRow


@dataclass(frozen=True)
class Reason:
    """Why a row is not imported."""

    column: str
    message: str


@dataclass(frozen=True)
class BadRow:
    """A row that is not imported: ``table`` and ``row`` say where it stands in the file."""

    table: int
    row: int
    errors: tuple[Reason, ...]


def bad_rows(kept: Iterable[ImportRow]) -> Iterator[BadRow]:
    """The rows of ``kept`` that have errors, in the order of the list."""
    for row in sorted(kept, key=lambda one: one.position):
        table, _colon, number = row.at.partition(":")
        errors = tuple(Reason(one["column"], one["message"]) for one in row.findings)
        yield BadRow(int(table), int(number), errors)
