"""Lists in, for the command line, the browser and REST alike: read → preview → commit.

``preview_firms``, ``preview_facts`` and ``preview_list`` read a file and say row by row what would
happen; nothing is written. ``commit`` writes what a preview showed, all of it or nothing, in one
revision.
"""

import datetime as dt
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _
from psycopg2 import errors

from cultivation.access.models import User
from cultivation.access.scope import scope_of
from cultivation.exchange import bulk, committing
from cultivation.exchange.columns import Mapping as ColumnMapping
from cultivation.exchange.interpreting import Progress
from cultivation.exchange.models import Import, State
from cultivation.exchange.opening import Opened, open_list
from cultivation.exchange.planning import (
    SYSTEM,
    Importer,
    ListOptions,
    Plan,
    plan_facts,
    plan_firms,
    plan_list,
    plan_updates,
)
from cultivation.exchange.planning.updates import Updates
from cultivation.exchange.reading import Book, read_book
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from cultivation.journal.services import Actor, revision
from cultivation.problems import Problem

IMPORT_LOCK = 7_301_2022  # names the lock that lets one import commit at a time


@contextmanager
def collecting_later() -> Iterator[None]:
    """Without the cyclic garbage collector, which would walk through all rows again and again.

    What an import holds is held to its end; a third of its time went into looking for garbage.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def silent(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""


@dataclass
class Preview:
    """A list that was read, with the plan of what committing it would write."""

    book: Book
    mappings: list[ColumnMapping]
    plan: Plan
    options: ListOptions | None = None


def preview_firms(
    path: Path,
    *,
    overrides: Mapping[str, str] | None = None,
    figures_year: int | None = None,
    updated_on: dt.date | None = None,
    progress: Progress = silent,
) -> Preview:
    """Read a list of firms and plan its import.

    Parameters: ``overrides`` (title of a column → field, or ``ignore``), ``figures_year`` (the
    accounting year of figures whose column names none), ``updated_on`` (the figures are the firms'
    yearly updates, done on that day), ``progress`` (stage, done, total).
    Raises Problem when the file as a whole cannot be taken: too large, of a wrong type, no header,
    columns that are not known; and what ``plan_updates`` refuses.
    """
    progress("read", 0, 1)
    opened = open_list(read_book(path), "firms", overrides)
    return preview(opened, figures_year=figures_year, updated_on=updated_on, progress=progress)


def preview_list(
    path: Path,
    options: ListOptions,
    *,
    overrides: Mapping[str, str] | None = None,
    figures_year: int | None = None,
    progress: Progress = silent,
) -> Preview:
    """Read a published list of certifications and plan its import; as ``preview_firms``."""
    progress("read", 0, 1)
    opened = open_list(read_book(path), "list", overrides)
    return preview(opened, options, figures_year=figures_year, progress=progress)


def preview_facts(
    path: Path, *, overrides: Mapping[str, str] | None = None, progress: Progress = silent
) -> Preview:
    """Read a list of dated facts of firms and plan its import; as ``preview_firms``."""
    progress("read", 0, 1)
    return preview(open_list(read_book(path), "facts", overrides), progress=progress)


@collecting_later()
def preview(
    opened: Opened,
    options: ListOptions | None = None,
    *,
    figures_year: int | None = None,
    updated_on: dt.date | None = None,
    importer: Importer = SYSTEM,
    progress: Progress = silent,
) -> Preview:
    """Plan the import of a list that was opened; ``options`` make it one of certifications.

    ``updated_on`` says that its figures are the yearly updates of its firms, done on that day.
    Raises Problem when columns are not known or the options cannot be meant.
    """
    rows, notices = opened.rows(figures_year, progress)
    progress("match", 0, len(rows))
    if options:
        plan = plan_list(rows, options, importer)
    else:
        plan = (plan_facts if opened.kind == "facts" else plan_firms)(rows, importer)
    if updated_on:
        plan.updates = plan_updates(plan, updated_on, importer)
    plan.notices[:0] = notices
    return Preview(opened.book, opened.mappings, plan, options)


@collecting_later()
def commit(
    preview: Preview,
    *,
    actor: Actor | None = None,
    source: str = "command",
    request_id: str = "",
    staged: Import | None = None,
) -> Import | None:
    """Write what ``preview`` planned; the rows in error are left out.

    ``staged`` is the import that was prepared for it, in the state COMMITTING; without one it is
    put on record here.
    Returns the import, or None when nothing was to be written: then no revision is made either.
    Raises Problem ``data_changed`` when the registry has changed since the preview, and
    ``import_cancelled`` when ``staged`` was given up meanwhile.
    """
    plan, options = preview.plan, preview.options
    if not plan.writes:
        return None
    # zh: 导入名单 %(file)s
    reason = _("Import of the list %(file)s") % {"file": preview.book.file_name}
    try:
        with revision(reason=reason, actor=actor, source=source, request_id=request_id) as opened:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
            if data_version() != plan.version:
                raise _changed()
            committing.write(plan, revision=opened, tier=options.tier if options else None)
            _check_scope(plan, actor)
            return _record(preview, opened, actor, staged)
    except IntegrityError as error:
        if isinstance(error.__cause__, errors.UniqueViolation | errors.ExclusionViolation):
            raise _changed() from error
        raise Problem(
            "refused_by_database",
            # zh: 数据库拒绝写入（%(reason)s），本次未写入任何内容；请联系系统管理员。
            _("The database refused it (%(reason)s); nothing was written. Ask the administrator.")
            % {"reason": str(error).splitlines()[0]},
        ) from error


def _check_scope(plan: Plan, actor: Actor | None) -> None:
    """What was written is looked at again: an officer leaves no firm out of the own scope."""
    if not isinstance(actor, User) or scope_of(actor).city:
        return
    written = {one.known.pk for one in plan.firms.values() if one.registered or one.changes}
    written |= set(plan.updates.firms) if plan.updates else set()
    seen = Firm.objects.visible_to(actor).filter(pk__in=bulk.numbers(written)).count()
    if seen < len(written):
        raise Problem(
            "out_of_scope",
            # zh: 导入后有企业不在您的辖区，本次未写入任何内容；请联系市级主管部门。
            _("Firms of the list would be outside your district; nothing was written."),
        )


def _record(
    preview: Preview, opened: Revision, actor: Actor | None, staged: Import | None
) -> Import:
    result: dict[str, Any] = {
        "state": State.DONE,
        "counts": preview.plan.counts,
        "revision": opened,
        "problem": {},
    }
    if staged is None:
        return Import.objects.create(
            kind=preview.plan.kind,
            file_name=preview.book.file_name,
            size=preview.book.size,
            sha256=preview.book.sha256,
            options=as_json(preview.options) | updates_as_json(preview.plan.updates),
            imported_by_id=actor.pk if actor else None,
            created_at=opened.recorded_at,
            **result,
        )
    # The last statement of all: whoever gives the import up until now finds nothing written.
    if not Import.objects.filter(run=staged.run).move(staged.pk, State.COMMITTING, **result):
        raise Problem(
            "import_cancelled",
            # zh: 本次导入已放弃，未写入任何内容。
            _("The import was given up; nothing was written."),
        )
    staged.refresh_from_db()
    return staged


def _changed() -> Problem:
    # zh: 预览之后登记数据已有变化，本次未写入任何内容；请重新预览后再导入。
    return Problem(
        "data_changed",
        _("The registry has changed since the preview; nothing was written. Preview again."),
    )


def as_json(options: ListOptions | None) -> dict[str, str]:
    """``options`` as an import keeps them."""
    if options is None:
        return {}
    return {
        "tier": options.tier.code,
        "batch": options.batch,
        "valid_from": options.valid_from.isoformat(),
        "valid_to": options.valid_to.isoformat() if options.valid_to else "",
    }


def updates_as_json(updates: Updates | None) -> dict[str, str]:
    """The day on which the figures are said to be yearly updates, as an import keeps it."""
    return {"updated_on": updates.updated_on.isoformat()} if updates else {}
