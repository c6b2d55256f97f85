"""Writing many rows at once: COPY in, and one statement for what changed."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": None})


def encode(value: Any) -> str:
    """``value`` as a field of COPY's text format."""
    if value.__class__ is str:
        return value if _plain(value) else value.translate(_ESCAPES)
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(_ESCAPES) if value else "{}"
    return str(value)


def _plain(text: str) -> bool:
    # All that COPY has a meaning for is a control character or a backslash.
    return text.isprintable() and "\\" not in text


class _Lines(io.TextIOBase):
    """Rows as a file that COPY reads, without holding their text in memory."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.lines = ("\t".join(map(encode, row)) + "\n" for row in rows)
        self.rest = ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        parts, length = [self.rest], len(self.rest)
        for line in self.lines:
            parts.append(line)
            length += len(line)
            if size is not None and 0 <= size <= length:
                break
        text = "".join(parts)
        if size is None or size < 0:
            self.rest = ""
            return text
        self.rest = text[size:]
        return text[:size]


def texts(values: Iterable[str]) -> RawSQL:
    """``column__in=texts(…)``: one array, where Django would number each of 100,000 parameters."""
    return RawSQL("SELECT unnest(%s::text[])", [list(values)])


def numbers(values: Iterable[int | None]) -> RawSQL:
    """As ``texts``, for primary keys."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(values)])


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY ``rows`` into ``table``; all constraints and triggers hold."""
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", _Lines(rows))


def update(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set ``columns`` of the rows of ``table`` whose ``id`` is the first of each of ``rows``."""
    with staged(table, ["id", *columns], rows) as stage, connection.cursor() as cursor:
        values = ", ".join(f"{name} = s.{name}" for name in columns)
        cursor.execute(f"UPDATE {table} t SET {values} FROM {stage} s WHERE t.id = s.id")


class staged:
    """``rows`` in a temporary table shaped like ``columns`` of ``table``, while the block lasts."""

    def __init__(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        self.table, self.columns, self.rows = table, columns, rows
        self.name = f"stage_{table}"

    def __enter__(self) -> str:
        names = ", ".join(self.columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE {self.name} ON COMMIT DROP AS"
                f" SELECT {names} FROM {self.table} WITH NO DATA"
            )
            copy(self.name, self.columns, self.rows)
            cursor.execute(f"ANALYZE {self.name}")
        return self.name

    def __exit__(self, *_exception: object) -> None:
        if not _exception[0]:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE {self.name}")


def new_ids(table: str, n: int) -> Iterator[int]:
    """``n`` fresh primary keys of ``table``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, n],
        )
        return iter([pk for (pk,) in cursor.fetchall()])
