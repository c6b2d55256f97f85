"""Writing: every write happens inside a revision, and the database refuses those that do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, transaction

from cultivation.clock import now
from cultivation.journal.models import Revision

NUMBER_LOCK = 7_301_2021  # any constant: names the lock that orders revision numbers


class Actor(Protocol):
    """Whoever acts: an account of the registry (journal stands below the app that has them)."""

    pk: int

    def get_username(self) -> str: ...


@contextmanager
def revision(
    *,
    reason: str,
    actor: Actor | None = None,
    source: str = "command",
    request_id: str = "",
) -> Iterator[Revision]:
    """Open a transaction in which tracked tables may be written, and journal what it writes.

    Parameters: ``reason`` (why, for people), ``actor`` (None for the system itself), ``source``
    (``command``, ``browser``, ``rest`` or ``system``), ``request_id`` (of the HTTP request).
    Inside an open revision the outer one goes on: an act made of acts is one revision.
    Yields the revision; its ``number`` is set when the outermost block ends.
    """
    outer = _open_revision()
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    with transaction.atomic():
        opened = Revision.objects.create(
            actor_id=actor.pk if actor else None,
            actor_name=actor.get_username() if actor else "system",
            source=source,
            reason=reason,
            request_id=request_id,
            recorded_at=now(),
        )
        set_current(str(opened.pk))
        yield opened
        set_current("")
        opened.number = next_number(opened.pk)


def _open_revision() -> Revision | None:
    if not connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('registry.revision', true), '')::bigint")
        (pk,) = cursor.fetchone()
    return Revision.objects.get(pk=pk) if pk else None


def current_revision() -> Revision:
    """The revision that the caller has opened. Raises RuntimeError when there is none."""
    opened = _open_revision()
    if opened is None:
        raise RuntimeError("services write inside a revision: open one first")
    return opened


def set_current(value: str) -> None:
    """Let the database journal under the revision of this id, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('registry.revision', %s, true)", [value])


def next_number(pk: int) -> int:
    """Give the revision of this id its number: the last thing that its transaction does."""
    # The lock is taken last and held to the commit: numbers then follow commit order, and the
    # statement after it sees the number that the transaction before it has committed.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER_LOCK])
        cursor.execute(
            "UPDATE journal_revision SET number ="
            " (SELECT coalesce(max(number), 0) + 1 FROM journal_revision) WHERE id = %s"
            " RETURNING number",
            [pk],
        )
        return int(cursor.fetchone()[0])
