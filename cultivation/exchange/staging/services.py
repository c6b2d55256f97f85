"""What a person does with an import: hand in, say what is unclear, confirm, give up, undo."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.access.scope import scope_of
from cultivation.clock import now
from cultivation.exchange.models import (
    AT_WORK,
    OPEN,
    Import,
    ImportFile,
    ImportKind,
    ImportRow,
    State,
)
from cultivation.exchange.planning import Importer, ListOptions
from cultivation.exchange.planning.lists import check_options
from cultivation.exchange.planning.updates import check_recorder, update_year
from cultivation.exchange.reading import guard
from cultivation.exchange.services import as_json
from cultivation.exchange.staging import jobs, running
from cultivation.exchange.staging.access import check_handled_by, check_imported_by
from cultivation.exchange.staging.running import Job
from cultivation.problems import Problem

WORK: dict[str, running.Work] = {
    State.READING: jobs.read,
    State.COMMITTING: jobs.write,
    State.UNDOING: jobs.undo,
}


@dataclass(frozen=True)
class Asked:
    """Who asks, and in which request."""

    user: User
    request_id: str = ""


def receive(
    data: bytes,
    file_name: str,
    *,
    by: Asked,
    options: ListOptions | None = None,
    kind: str = ImportKind.FIRMS,
    figures_year: int | None = None,
) -> Import:
    """Take a file in and start reading it; ``options`` make it a list of certifications, and
    ``kind`` else says whether it is one of firms or of facts.

    Raises Problem ``empty_file``, ``file_too_large``, what ``check_options`` refuses, or
    ``not_yours`` when this account may not import such a list.
    """
    check_imported_by(by.user, options)
    if options:
        check_options(options)
    if len(data) > guard.MAX_BYTES:
        # zh: 文件为 %(size)s MB，超过 %(limit)s MB 的上限。请拆分后再导入。
        message = _("The file has %(size)s MB, more than the limit of %(limit)s MB. Split it.")
        numbers = {"size": round(len(data) / 1024**2), "limit": guard.MAX_BYTES // 1024**2}
        raise Problem("file_too_large", message % numbers, field="file")
    sweep()
    scope = scope_of(by.user)
    given: dict[str, Any] = {"figures_year": figures_year} if figures_year else {}
    with transaction.atomic():
        importing = Import.objects.create(
            kind=ImportKind.LIST if options else kind,
            file_name=PurePath(file_name).name[:255],
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            options=as_json(options) | given,
            state=State.READING,
            run=1,
            beat=now(),
            imported_by=by.user,
            district_id=scope.district,
            zone_id=scope.zone,
            created_at=now(),
        )
        ImportFile.objects.create(of=importing, data=data)
    _start(importing, State.READING, by)
    return importing


def sweep() -> None:
    """Delete what is kept for a while only: imports never written, files and rows of the others."""
    old = Import.objects.older_than(now() - dt.timedelta(days=settings.IMPORTS_KEPT_DAYS))
    old.filter(revision=None).exclude(state__in=AT_WORK).delete()
    ImportFile.objects.filter(of__in=old).delete()
    ImportRow.objects.filter(of__in=old).delete()


def say_columns(importing: Import, columns: Mapping[str, str], *, by: Asked) -> None:
    """Say what columns mean (column → field or ``ignore``), and read again: whatever was said of
    the rows as they were understood before is asked anew."""
    options = _without_updates(importing)
    _again(
        importing, (State.MAPPING, State.READY), by,
        columns={**columns}, choices={}, options=options,
    )  # fmt: skip


def choose(
    importing: Import,
    choices: Mapping[str, str],
    *,
    by: Asked,
    updated_on: dt.date | None = None,
) -> None:
    """Say which firms unclear rows mean (row → firm, '' to leave it out), and whether the figures
    are the yearly updates of the firms, done on ``updated_on``; and read again.

    Raises Problem ``not_yours``, ``update_day_to_come``, ``no_figures_of_a_year_over``.
    """
    kept = {**importing.choices, **choices}
    kept = {row: firm for row, firm in kept.items() if firm}
    options = _without_updates(importing)
    if updated_on:
        check_recorder(Importer(by.user))
        update_year(importing.facts.get("figures", []), updated_on)
        options["updated_on"] = updated_on.isoformat()
    _again(importing, (State.READY,), by, choices=kept, options=options)


def _without_updates(importing: Import) -> dict[str, Any]:
    return {name: value for name, value in importing.options.items() if name != "updated_on"}


def read_again(importing: Import, *, by: Asked) -> None:
    """Read an import anew whose reading failed, or that is to be looked at again."""
    _again(importing, (State.READY, State.FAILED), by)


def confirm(importing: Import, *, by: Asked) -> None:
    """Write what the preview shows. Raises Problem ``nothing_to_write`` when it is nothing."""
    if not importing.facts.get("writes"):
        # zh: 没有需要写入的内容。
        raise Problem("nothing_to_write", _("There is nothing to write."))
    _move(importing, (State.READY,), State.COMMITTING, by)


def undo(importing: Import, *, reason: str, by: Asked) -> None:
    """Take the whole import back, for ``reason``."""
    _move(importing, (State.DONE,), State.UNDOING, by, reason=reason)


def take_over(importing: Import, *, by: Asked) -> None:
    """Start the work again on an import whose job has died."""
    check_handled_by(by.user, importing)
    if not running.stalled(importing):
        raise _elsewhere()
    # The reason of an undoing died with its job: it is asked again.
    state = State.DONE if importing.state == State.UNDOING else importing.state
    dead = Import.objects.filter(run=importing.run)
    if not dead.move(importing.pk, importing.state, state=state, run=F("run") + 1, beat=now()):
        raise _elsewhere()
    if state in AT_WORK:
        _start(importing, state, by)


def cancel(importing: Import, *, by: Asked) -> None:
    """Give an import up, at any time before it is written: nothing of it is."""
    check_handled_by(by.user, importing)
    open_now = tuple(state for state in OPEN if state != State.UNDOING)
    if not Import.objects.move(importing.pk, open_now, state=State.CANCELLED):
        raise _elsewhere()
    ImportFile.objects.filter(of=importing).delete()


def _again(importing: Import, states: tuple[str, ...], by: Asked, **changes: Any) -> None:
    _move(importing, states, State.READING, by, **changes)


def _move(
    importing: Import,
    states: tuple[str, ...],
    state: State,
    by: Asked,
    *,
    reason: str = "",
    **changes: Any,
) -> None:
    check_handled_by(by.user, importing)
    fresh = {"run": F("run") + 1, "beat": now(), "stage": "", "done": 0, "total": 0}
    if not Import.objects.move(
        importing.pk, states, state=state, problem={}, changed=False, **fresh, **changes
    ):
        raise _elsewhere()
    _start(importing, state, by, reason)


def _start(importing: Import, state: str, by: Asked, reason: str = "") -> None:
    importing.refresh_from_db()
    language = get_language() or ""
    job = Job(importing.pk, importing.run, state, by.user.pk, language, by.request_id, reason)
    running.start(job, WORK[state])


def _elsewhere() -> Problem:
    # zh: 该导入的状态已变化，请查看最新状态。
    message = _("This import has moved on meanwhile; look at where it is now.")
    return Problem("moved_on", message, status=409)
