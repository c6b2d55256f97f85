"""What a person should know of a file: its sheets and headers, and what each column means."""

from collections.abc import Iterator, Mapping
from typing import Any

from cultivation.exchange.catalogue import IGNORE
from cultivation.exchange.cells import cell_text
from cultivation.exchange.layout import Column, Table
from cultivation.exchange.opening import Opened
from cultivation.exchange.reading import is_blank

SAMPLES = 3
LONGEST_SAMPLE = 40
PERSONAL = "personal"  # recognised and never kept, not even as a sample
READ, LEFT_OUT, UNKNOWN = "read", "left_out", "unknown"


def facts(opened: Opened, overrides: Mapping[str, str]) -> dict[str, Any]:
    """The facts of a list as an import keeps them.

    ``columns`` have ``key`` (what an override names them by), ``title``, ``letter``, ``sheet``,
    ``state`` (read, left_out, unknown), ``field``, ``given`` (said by a person), ``samples``, and
    where they are unknown ``code`` and ``candidates``. ``troubles`` concern no single column.
    """
    columns: dict[str, dict[str, Any]] = {}
    for column in _columns(opened, overrides):
        before = columns.get(column["key"])
        if before is None or column["state"] == UNKNOWN:
            columns[column["key"]] = column
    return {
        "form": opened.book.form,
        "tables": [
            {
                "sheet": mapping.table.sheet,
                "header": list(mapping.table.header),
                "rows": len(mapping.table.rows),
            }
            for mapping in opened.mappings
        ],
        "columns": list(columns.values()),
        "troubles": [one.message for one in opened.troubles if one.column is None],
    }


def _columns(opened: Opened, overrides: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for mapping in opened.mappings:
        table = mapping.table
        read = {column.index: column.field for column in mapping.columns}
        left_out = {column.index: key for column, key in mapping.ignored}
        troubles = {
            one.column.index: one
            for one in opened.troubles
            if one.column is not None and any(one.column is column for column in table.columns)
        }
        titles = [column.heading for column in table.columns]
        for column in table.columns:
            unique = column.title and titles.count(column.heading) == 1
            key = column.heading if unique else column.letter
            trouble = troubles.get(column.index)
            field = read.get(column.index) or left_out.get(column.index, IGNORE)
            samples = [] if field == PERSONAL else _samples(table, column)
            if trouble is None and column.index not in read and not column.title and not samples:
                continue
            yield {
                "key": key,
                "title": column.heading,
                "letter": column.letter,
                "sheet": table.sheet,
                "state": UNKNOWN if trouble else READ if column.index in read else LEFT_OUT,
                "field": field,
                "given": key in overrides,
                "samples": samples,
                "code": trouble.code if trouble else "",
                "candidates": list(trouble.candidates) if trouble else [],
            }


def _samples(table: Table, column: Column) -> list[str]:
    """Some different values, as the column has them."""
    found: dict[str, None] = {}
    for row in table.rows:
        cell = row.cells[column.index]
        if not is_blank(cell):
            found[cell_text(cell).strip()[:LONGEST_SAMPLE]] = None
        if len(found) == SAMPLES:
            break
    return list(found)
