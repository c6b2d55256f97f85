"""Taking a whole import back, while nothing later builds on it.

The journal says which rows the import's revision wrote and what they were before. Undoing
deletes what it inserted and gives back what it changed, in a revision of its own. It knows no table
by name.
"""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.counts.services import compact
from cultivation.exchange import bulk
from cultivation.exchange.committing import MANY
from cultivation.exchange.models import Import, State
from cultivation.exchange.services import IMPORT_LOCK
from cultivation.exchange.written import Written
from cultivation.firms.models import Firm
from cultivation.journal.services import revision
from cultivation.problems import Problem

NAMED = 20


@dataclass(frozen=True)
class Obstacle:
    """Something later that builds on an import: the rows of ``table`` that say so.

    ``firms`` names some of the firms that they are about.
    """

    table: str
    rows: int
    firms: tuple[str, ...]


def obstacles(importing: Import) -> list[Obstacle]:
    """What stands in the way of undoing ``importing``; empty when nothing does."""
    assert importing.revision_id
    written = Written(importing.revision_id)
    found: dict[str, set[str]] = {}
    for table, key in [*written.changed_later(), *written.built_upon()]:
        found.setdefault(table, set()).add(key)
    return [
        Obstacle(table, len(keys), tuple(written.firms_of(table, sorted(keys)[:NAMED])))
        for table, keys in sorted(found.items())
    ]


def undo(importing: Import, *, actor: User, reason: str, request_id: str = "") -> None:
    """Take back what ``importing`` wrote, for ``reason``, in one revision.

    Raises Problem ``built_upon`` when something later builds on it, ``out_of_scope`` when one of
    its firms has left the actor's scope, ``import_cancelled`` when another job took over.
    """
    # zh: 撤销导入 %(file)s：%(reason)s
    why = _("Import of %(file)s undone: %(reason)s")
    words = {"file": importing.file_name, "reason": reason}
    assert importing.revision_id
    try:
        with revision(
            reason=why % words, actor=actor, source="browser", request_id=request_id
        ) as opened:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
            written = Written(importing.revision_id)
            written.lock()
            if obstacles(importing):
                raise _built_upon()
            _check_scope(written, actor)
            written.take_back()
            if sum(importing.counts.values()) >= MANY:
                compact()
            done = {"state": State.UNDONE, "undone_in": opened, "problem": {}}
            mine = Import.objects.filter(run=importing.run)
            if not mine.move(importing.pk, State.UNDOING, **done):
                # zh: 该导入的状态已变化，未撤销任何内容。
                message = _("The import has moved on meanwhile; nothing was undone.")
                raise Problem("import_cancelled", message)
    except IntegrityError as error:
        raise _built_upon() from error


def _check_scope(written: Written, actor: User) -> None:
    firms = written.firms()
    seen = Firm.objects.visible_to(actor).filter(pk__in=bulk.numbers(firms)).count()
    if seen < len(firms):
        raise Problem(
            "out_of_scope",
            # zh: 名单中有企业已不在您的辖区，请由市级主管部门撤销。
            _("Some of its firms are no longer in your district; the bureau can undo it."),
        )


def _built_upon() -> Problem:
    # zh: 导入之后已有新的登记以其为基础，不能整体撤销；请先办理或更正这些登记。
    message = _("Something later builds on this import; it cannot be undone as a whole.")
    return Problem("built_upon", message)


def effects(revision_pk: int) -> list[tuple[str, str, int]]:
    """What a revision wrote: table, operation, how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, operation, count(*) FROM journal_entry WHERE revision_id = %s"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            [revision_pk],
        )
        rows: list[Any] = cursor.fetchall()
    return [(table, operation, n) for table, operation, n in rows]
