"""The long work on an import: reading it, writing it, taking it back."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from cultivation.access.models import User
from cultivation.exchange import services, undoing
from cultivation.exchange.models import Import, ImportFile, ImportKind, State
from cultivation.exchange.opening import Opened, open_list
from cultivation.exchange.planning import Importer, ListOptions
from cultivation.exchange.planning.updates import figures_years
from cultivation.exchange.reading import read_data
from cultivation.exchange.staging.digest import digest
from cultivation.exchange.staging.facts import facts
from cultivation.exchange.staging.options import figures_year, list_options, updated_on
from cultivation.exchange.staging.running import Cancelled, Job
from cultivation.exchange.staging.showing import keep_rows
from cultivation.problems import Problem

Progress = Callable[[str, int, int], None]
ATTEMPTS = 5
SHOWN_NOTICES = 200
# What a person must have read before confirming stands above the rows, not among the notes.
CAUTIONS = frozenset({"proposed_only", "applications_decided", "applications_left"})


@services.collecting_later()
def read(job: Job, progress: Progress) -> None:
    """Read the file, and keep what a preview shows; or what has to be said of its columns."""
    importing = _mine(job)
    opened = reopened(importing, progress)
    known = facts(opened, importing.columns)
    if opened.troubles:
        _move(job, state=State.MAPPING, facts=known, problem={})
        return
    preview = _preview(importing, opened, job, progress)
    _keep(job, importing, preview, known, progress, changed=False)


@services.collecting_later()
def write(job: Job, progress: Progress) -> None:
    """Write what the preview showed; what has changed since is shown again and not written."""
    importing = _mine(job)
    opened = reopened(importing, progress)
    for attempt in range(ATTEMPTS):
        preview = _preview(importing, opened, job, progress)
        if digest(preview.plan) != importing.digest:
            known = facts(opened, importing.columns)
            _keep(job, importing, preview, known, progress, changed=True)
            return
        progress("write", 0, 0)
        try:
            services.commit(
                preview,
                actor=User.objects.get(pk=job.actor),
                source="browser",
                request_id=job.request_id,
                staged=importing,
            )
            return
        except Problem as problem:
            if problem.code != "data_changed" or attempt + 1 == ATTEMPTS:
                raise
            opened = reopened(importing, progress)


def undo(job: Job, progress: Progress) -> None:
    """Take back everything that the import wrote, in one revision."""
    progress("undo", 0, 0)
    undoing.undo(
        _mine(job),
        actor=User.objects.get(pk=job.actor),
        reason=job.reason,
        request_id=job.request_id,
    )


def _mine(job: Job) -> Import:
    importing = Import.objects.filter(pk=job.pk, run=job.run, state=job.state).first()
    if importing is None:
        raise Cancelled
    return importing


def reopened(importing: Import, progress: Progress) -> Opened:
    """The uploaded file, read and mapped. Raises Problem ``file_gone`` when it was swept."""
    progress("read", 0, 0)
    kept = ImportFile.objects.filter(of=importing).first()
    if kept is None:
        raise file_gone()
    book = read_data(bytes(kept.data), importing.file_name)
    return open_list(book, importing.kind, importing.columns)


def file_gone() -> Problem:
    """The file of an import is kept for a while only."""
    from django.utils.translation import gettext as _

    # zh: 上传的文件已过保存期限；请重新上传。
    return Problem("file_gone", _("The uploaded file is no longer kept; upload it again."))


def _preview(importing: Import, opened: Opened, job: Job, progress: Progress) -> services.Preview:
    options: ListOptions | None = (
        list_options(importing.options) if importing.kind == "list" else None
    )
    actor = User.objects.get(pk=job.actor)
    return services.preview(
        opened,
        options,
        figures_year=figures_year(importing.options),
        updated_on=updated_on(importing.options),
        importer=Importer(actor, importing.choices),
        progress=progress,
    )


def _keep(
    job: Job,
    importing: Import,
    preview: services.Preview,
    known: dict[str, Any],
    progress: Progress,
    *,
    changed: bool,
) -> None:
    plan = preview.plan
    progress("show", 0, len(plan.rows))
    notices = dict.fromkeys(one.message for one in plan.notices if one.code not in CAUTIONS)
    known["notices"] = list(notices)[:SHOWN_NOTICES]
    known["cautions"] = [one.message for one in plan.notices if one.code in CAUTIONS]
    known["writes"] = plan.writes
    # A list of certifications does not say what its firms reported in the year.
    known["figures"] = figures_years(plan.rows) if importing.kind == ImportKind.FIRMS else []
    known["updates"] = plan.updates.told() if plan.updates else []
    with transaction.atomic():
        keep_rows(importing, plan, progress)
        _move(
            job,
            state=State.READY,
            facts=known,
            counts=plan.counts,
            digest=digest(plan),
            changed=changed,
            problem={},
        )


def _move(job: Job, **changes: Any) -> None:
    Import.objects.filter(run=job.run).move(job.pk, job.state, **changes)
