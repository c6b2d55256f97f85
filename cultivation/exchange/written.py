"""The rows that one revision wrote, by its journal, and how to take them back."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from cultivation.firms.models import Firm
from cultivation.journal.words import models_by_table

Row = tuple[str, str]  # the name of a table, the key of a row


def tracked_tables() -> set[str]:
    """The tables that are journalled; all others are derived from them, or working paper."""
    return {
        str(name)
        for (name,) in _rows(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = 'journal_insert'"
        )
    }


class Written:
    """What the revision ``pk`` inserted and changed."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.models = models_by_table()
        self.tracked = tracked_tables()

    @cached_property
    def tables(self) -> dict[str, list[tuple[str, int]]]:
        """By table: the operations on it, with how many rows."""
        found: dict[str, list[tuple[str, int]]] = {}
        for table, operation, n in _rows(
            "SELECT table_name, operation, count(*) FROM journal_entry"
            " WHERE revision_id = %s GROUP BY 1, 2",
            self.pk,
        ):
            # What was journalled once and is working paper now is none of the registry's facts.
            if table in self.tracked:
                found.setdefault(table, []).append((operation, n))
        return found

    def _key(self, table: str) -> str:
        return str(self.models[table]._meta.pk.column)

    def _inserted(self) -> list[str]:
        return [table for table, done in self.tables.items() if "insert" in dict(done)]

    def lock(self) -> None:
        """Hold the rows, so that nobody changes them between looking and taking back."""
        for table in sorted(self.tables):
            key = self._key(table)
            _rows(
                f"SELECT count(*) FROM (SELECT 1 FROM {table} t WHERE t.{key}::text IN"
                " (SELECT row_key FROM journal_entry WHERE revision_id = %s AND table_name = %s)"
                " FOR UPDATE) held",
                self.pk,
                table,
            )

    def changed_later(self) -> Iterator[Row]:
        """The rows that are no longer as this revision left them.

        A column that was written later and given back since is as it was left.
        """
        parts, values = [], []
        for table in self.tables:
            key = self._key(table)
            parts.append(
                "(WITH later AS (SELECT l.id, l.row_key, l.before FROM journal_entry mine"
                " JOIN journal_entry l USING (table_name, row_key)"
                " WHERE mine.revision_id = %s AND mine.table_name = %s AND l.id > mine.id"
                " AND l.revision_id <> mine.revision_id)"
                f" SELECT DISTINCT %s, l.row_key FROM later l LEFT JOIN {table} t"
                f" ON t.{key}::text = l.row_key WHERE t.{key} IS NULL OR EXISTS (SELECT 1 FROM"
                " (SELECT DISTINCT ON (b.key) b.key, b.value FROM later o, jsonb_each(o.before) b"
                " WHERE o.row_key = l.row_key ORDER BY b.key, o.id) was"
                " WHERE to_jsonb(t) -> was.key IS DISTINCT FROM was.value))"
            )
            values += [self.pk, table, table]
        if parts:
            yield from _rows(" UNION ALL ".join(parts), *values)

    def built_upon(self) -> Iterator[Row]:
        """The rows of others that refer to a row that this revision inserted."""
        parts, values = [], []
        for table in self._inserted():
            for field in _referring(self.models[table]):
                other = field.model._meta.db_table
                if other not in self.tracked:
                    continue
                key = self._key(other)
                parts.append(
                    f"SELECT %s, o.{key}::text FROM {other} o"
                    f" JOIN journal_entry mine ON mine.row_key = o.{field.column}::text"
                    " WHERE mine.revision_id = %s AND mine.table_name = %s"
                    " AND mine.operation = 'insert' AND NOT EXISTS (SELECT 1 FROM journal_entry e"
                    f" WHERE e.table_name = %s AND e.row_key = o.{key}::text"
                    " AND e.revision_id = %s AND e.operation = 'insert')"
                )
                values += [other, self.pk, table, other, self.pk]
        if parts:
            yield from _rows(" UNION ALL ".join(parts), *values)

    def never_taken_back(self) -> Iterator[Row]:
        """The rows inserted into tables that the database lets nobody delete from: acts."""
        frozen = _rows(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname LIKE '%%\\_is\\_frozen'"
        )
        yield from _rows(
            "SELECT table_name, row_key FROM journal_entry WHERE revision_id = %s"
            " AND operation = 'insert' AND table_name = ANY(%s)",
            self.pk,
            [name for (name,) in frozen],
        )

    def firms(self) -> set[int]:
        """The firms that the revision wrote about."""
        firm = Firm._meta.db_table
        found = _rows(
            "SELECT DISTINCT CASE WHEN table_name = %s THEN row_key::bigint"
            " ELSE coalesce(after ->> 'firm_id', before ->> 'firm_id')::bigint END"
            " FROM journal_entry WHERE revision_id = %s",
            firm,
            self.pk,
        )
        return {pk for (pk,) in found if pk is not None}

    def firms_of(self, table: str, keys: Iterable[str]) -> list[str]:
        """The names of the firms that rows of ``table`` are about."""
        model = self.models[table]
        names = [field.name for field in model._meta.fields if field.related_model is Firm]
        if model is Firm:
            rows = Firm.objects.filter(pk__in=list(keys)).values_list("name", flat=True)
        elif names:
            rows = model._default_manager.filter(pk__in=list(keys)).values_list(  # type: ignore[assignment]
                f"{names[0]}__name", flat=True
            )
        else:
            return []
        return sorted(dict.fromkeys(filter(None, rows)))

    def take_back(self) -> None:
        """Delete what was inserted, and give back what was changed."""
        for table, done in self.tables.items():
            if "update" in dict(done):
                self._restore(table)
        order = _rows(
            "SELECT table_name FROM journal_entry WHERE revision_id = %s AND operation = 'insert'"
            " GROUP BY 1 ORDER BY max(id) DESC",
            self.pk,
        )
        for (table,) in order:
            if table in self.tables:
                _execute(
                    f"DELETE FROM {table} t USING journal_entry e WHERE e.revision_id = %s"
                    " AND e.table_name = %s AND e.operation = 'insert'"
                    f" AND t.{self._key(table)}::text = e.row_key",
                    self.pk,
                    table,
                )

    def _restore(self, table: str) -> None:
        """The columns that updates changed; an import changes a row once at most."""
        generated = {field.column for field in self.models[table]._meta.fields if field.generated}
        groups = _rows(
            "SELECT DISTINCT array(SELECT jsonb_object_keys(before) ORDER BY 1) FROM journal_entry"
            " WHERE revision_id = %s AND table_name = %s AND operation = 'update'",
            self.pk,
            table,
        )
        key = self._key(table)
        for (columns,) in groups:
            own = [name for name in columns if name not in generated]
            values = ", ".join(f'"{name}" = s."{name}"' for name in own)
            _execute(
                f"UPDATE {table} t SET {values} FROM (SELECT e.row_key AS _row_key, b.*"
                f" FROM journal_entry e, jsonb_populate_record(NULL::{table}, e.before) b"
                " WHERE e.revision_id = %s AND e.table_name = %s AND e.operation = 'update'"
                " AND array(SELECT jsonb_object_keys(e.before) ORDER BY 1) = %s) s"
                f" WHERE t.{key}::text = s._row_key",
                self.pk,
                table,
                columns,
            )


def _referring(model: type[Model]) -> "Iterator[Field[Any, Any]]":
    for relation in model._meta.related_objects:
        if not relation.many_to_many:
            yield relation.field


def _rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
