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

    ``firms`` names some of the firms that they are about. ``final``: they are the import's own, and
    nobody takes them back (an application was decided).
    """

    table: str
    rows: int
    firms: tuple[str, ...]
    final: bool = False


def obstacles(importing: Import) -> list[Obstacle]:
    """What stands in the way of undoing ``importing``; empty when nothing does."""
    assert importing.revision_id
    written = Written(importing.revision_id)
    final: dict[str, set[str]] = {}
    for table, key in written.never_taken_back():
        final.setdefault(table, set()).add(key)
    if final:
        # What else stands in the way does not matter: this stays.
        return [_obstacle(written, *one, final=True) for one in sorted(final.items())]
    found: dict[str, set[str]] = {}
    for table, key in [*written.changed_later(), *written.built_upon()]:
        found.setdefault(table, set()).add(key)
    return [_obstacle(written, *one) for one in sorted(found.items())]


def _obstacle(written: Written, table: str, keys: set[str], final: bool = False) -> Obstacle:
    return Obstacle(table, len(keys), tuple(written.firms_of(table, sorted(keys)[:NAMED])), final)


def undo(importing: Import, *, actor: User, reason: str, request_id: str = "") -> None:
    """Take back what ``importing`` wrote, for ``reason``, in one revision.

    Raises Problem ``built_upon`` when something later builds on it, ``decided_already`` when it
    decided applications, ``out_of_scope`` when one of
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
            if standing := obstacles(importing):
                raise _decided(standing) if standing[0].final else _built_upon()
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


def _decided(standing: list[Obstacle]) -> Problem:
    # zh: 该名单已办结 %(n)d 件申报，办理记录不能撤销；认定有误的，请逐项办理撤销或取消。
    message = _(
        "The list decided %(n)d applications, and what was decided stays on record; end"
        " certifications that are wrong one by one."
    )
    n = sum(one.rows for one in standing)
    return Problem("decided_already", message % {"n": n})


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
