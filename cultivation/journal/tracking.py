"""The journal in migrations: putting a table under it, and writing to tables that are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.apps.registry import Apps
from django.db.migrations import RunSQL

from cultivation.clock import now
from cultivation.journal.services import next_number, set_current

EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


def track(table: str, *, key: str = "id", hidden: Sequence[str] = ()) -> RunSQL:
    """A migration operation: from now on every change of ``table`` is journalled.

    Parameters: ``table`` (its name), ``key`` (its primary key column), ``hidden`` (columns with
    secrets: the journal says that they changed, not what they are).
    Writes outside a revision are refused by the database from then on, TRUNCATE always.
    """
    arguments = ", ".join(f"'{text}'" for text in (key, ",".join(hidden)) if text)
    create = "".join(
        f"CREATE TRIGGER journal_{event.lower()} AFTER {event} ON {table} REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION journal_record({arguments});\n"
        for event, rows in EVENTS.items()
    )
    create += (
        f"CREATE TRIGGER journal_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_no_truncate();\n"
    )
    return RunSQL(create, _drop(table))


def untrack(table: str) -> RunSQL:
    """A migration operation: ``table`` is no longer journalled; it is not reversible."""
    return RunSQL(_drop(table))


def _drop(table: str) -> str:
    events = [*EVENTS, "truncate"]
    return "".join(f"DROP TRIGGER journal_{event.lower()} ON {table};\n" for event in events)


def run_file(path: Path) -> RunSQL:
    """A migration operation that runs a file of SQL; it is not reversible."""
    return RunSQL(path.read_text(encoding="utf-8"))


@contextmanager
def migrating(apps: Apps, *, reason: str) -> Iterator[None]:
    """A revision for a migration that writes rows, inside the migration's own transaction.

    Parameters: ``apps`` (the models as they are at that migration: the journal's too may have
    grown since), ``reason`` (why, for people).
    """
    opened = apps.get_model("journal", "Revision").objects.create(
        actor_name="system", source="system", reason=reason, recorded_at=now()
    )
    set_current(str(opened.pk))
    yield
    set_current("")
    next_number(opened.pk)
