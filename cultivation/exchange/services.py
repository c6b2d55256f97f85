"""Lists in, for the command line, the browser and REST alike: read → preview → commit.

``preview_firms`` and ``preview_list`` read a file and say row by row what would happen; nothing is
written. ``commit`` writes what a preview showed, all of it or nothing, in one revision.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _
from psycopg2 import errors

from cultivation.exchange import committing, layout
from cultivation.exchange.catalogue import FIRMS, LIST, Catalogue
from cultivation.exchange.columns import Mapping as ColumnMapping
from cultivation.exchange.columns import map_tables
from cultivation.exchange.interpreting import Interpreter, Progress
from cultivation.exchange.meanings import Meanings, is_about_ends
from cultivation.exchange.models import ImportRun
from cultivation.exchange.planning import ListOptions, Plan, plan_firms, plan_list
from cultivation.exchange.reading import Book, read_book
from cultivation.exchange.rows import Finding, ListedRow
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


@collecting_later()
def preview_firms(
    path: Path,
    *,
    overrides: Mapping[str, str] | None = None,
    figures_year: int | None = None,
    progress: Progress = silent,
) -> Preview:
    """Read a list of firms and plan its import.

    Parameters: ``overrides`` (title of a column → field, or ``ignore``), ``figures_year`` (the
    accounting year of figures whose column names none), ``progress`` (stage, done, total).
    Raises Problem when the file as a whole cannot be taken: too large, of a wrong type, no header,
    columns that are not known.
    """
    book, mappings, rows, notices = _read(path, FIRMS, "firms", overrides, figures_year, progress)
    progress("match", 0, len(rows))
    plan = plan_firms(rows)
    plan.notices[:0] = notices
    return Preview(book, mappings, plan)


@collecting_later()
def preview_list(
    path: Path,
    options: ListOptions,
    *,
    overrides: Mapping[str, str] | None = None,
    figures_year: int | None = None,
    progress: Progress = silent,
) -> Preview:
    """Read a published list of certifications and plan its import; as ``preview_firms``."""
    book, mappings, rows, notices = _read(path, LIST, "list", overrides, figures_year, progress)
    progress("match", 0, len(rows))
    plan = plan_list(rows, options)
    plan.notices[:0] = notices
    return Preview(book, mappings, plan, options)


@collecting_later()
def commit(
    preview: Preview, *, actor: Actor | None = None, source: str = "command", request_id: str = ""
) -> ImportRun | None:
    """Write what ``preview`` planned; the rows in error are left out.

    Returns the run, or None when nothing was to be written: then no revision is made either.
    Raises Problem ``data_changed`` when the registry has changed since the preview.
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
            return ImportRun.objects.create(
                kind=plan.kind,
                file_name=preview.book.file_name,
                sha256=preview.book.sha256,
                options=_as_json(options),
                counts=plan.counts,
                revision=opened,
            )
    except IntegrityError as error:
        if isinstance(error.__cause__, errors.UniqueViolation | errors.ExclusionViolation):
            raise _changed() from error
        raise Problem(
            "refused_by_database",
            # zh: 数据库拒绝写入（%(reason)s），本次未写入任何内容；请联系系统管理员。
            _("The database refused it (%(reason)s); nothing was written. Ask the administrator.")
            % {"reason": str(error).splitlines()[0]},
        ) from error


def _changed() -> Problem:
    # zh: 预览之后登记数据已有变化，本次未写入任何内容；请重新预览后再导入。
    return Problem(
        "data_changed",
        _("The registry has changed since the preview; nothing was written. Preview again."),
    )


def _check_titles(tables: list[layout.Table]) -> None:
    """Refuse a list whose title says that certifications end: it grants none."""
    for table in tables:
        for title in table.preamble:
            if is_about_ends(title):
                raise Problem(
                    "list_of_ends",
                    # zh: 标题“%(title)s”表明这不是认定名单；撤销、取消等请逐项办理。如确为认定名单，请修改标题后重新导入。
                    _(
                        "The title “%(title)s” says that this is no list of certifications; file"
                        " revocations one by one. If it is one, mend its title and import it again."
                    )
                    % {"title": title[:80]},
                )


def _as_json(options: ListOptions | None) -> dict[str, str]:
    if options is None:
        return {}
    return {
        "tier": options.tier.code,
        "batch": options.batch,
        "valid_from": options.valid_from.isoformat(),
        "valid_to": options.valid_to.isoformat() if options.valid_to else "",
    }


def _read(
    path: Path,
    catalogue: Catalogue,
    kind: str,
    overrides: Mapping[str, str] | None,
    figures_year: int | None,
    progress: Progress,
) -> tuple[Book, list[ColumnMapping], list[ListedRow], list[Finding]]:
    progress("read", 0, 1)
    book = read_book(path)
    meanings = Meanings()
    found = layout.find_tables(
        book,
        known=catalogue.known_to_layout(dict(overrides or {})),
        is_place=lambda text: meanings.places.match(text) is not None,
    )
    mappings = map_tables(found.tables, catalogue, dict(overrides or {}))
    if kind == "list":
        _check_titles(found.tables)
    interpreter = Interpreter(kind, meanings, figures_year)
    rows = [
        row for k, mapping in enumerate(mappings) for row in interpreter.rows(k, mapping, progress)
    ]
    notices = [Finding("", note.row, "", "", "layout", note.text) for note in found.notes]
    for mapping in mappings:
        sheet = mapping.table.sheet
        notes = [*(note.text for note in mapping.table.notes), *mapping.notes]
        notices += [Finding(sheet, 0, "", "", "layout", text) for text in dict.fromkeys(notes)]
    return book, mappings, rows, [*notices, *interpreter.remarks]
