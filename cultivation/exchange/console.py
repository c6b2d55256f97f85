"""What the import commands share: options, progress, the report, exit statuses."""

import json
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cultivation.exchange.catalogue import Catalogue
from cultivation.exchange.cells import CellError, parse_date
from cultivation.exchange.columns import known_fields, parse_overrides
from cultivation.exchange.report import write_bad_rows
from cultivation.exchange.services import Preview, commit
from cultivation.problems import Problem

DONE, ROWS_REPORTED, REFUSED = 0, 1, 2
SHOWN = 50
ATTEMPTS = 5
CLEAR = "\r\x1b[K"


def add_arguments(parser: CommandParser, catalogue: Catalogue, *, figures: bool = True) -> None:
    """The options of an import; ``figures`` where its lists may have yearly figures."""
    fields = ", ".join(entry["key"] for entry in known_fields(catalogue))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="xlsx, xls or csv (UTF-8 or GB18030)"
    )
    parser.add_argument("--dry-run", action="store_true", help="preview only; nothing is written")
    parser.add_argument(
        "--errors",
        type=Path,
        metavar="OUT.xlsx",
        help="where the bad rows go, in the list's own columns",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="TITLE=FIELD",
        help=f"what a column means, or TITLE=ignore; may be repeated. Fields: {fields}",
    )
    if figures:
        parser.add_argument(
            "--figures-year",
            type=int,
            metavar="YEAR",
            help="the year of figures whose column names none",
        )
    parser.add_argument("--format", choices=["text", "json"], default="text")


def day(text: str) -> Any:
    """A day of the command line: 2025-12-31, 2025/12/31 or 2025年12月31日."""
    parsed = parse_date(text)
    if parsed is None or isinstance(parsed, CellError):
        # zh: “%(value)s”不是有效日期
        raise ArgumentTypeError(_("“%(value)s” is no day") % {"value": text})
    return parsed


class Progress:
    """One line on the terminal that says how far it is; nothing where there is no terminal."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self.shown or (done and time.monotonic() - self.last < 0.2):
            return
        self.last = time.monotonic()
        stages = {
            # zh: 读取文件
            "read": _("reading the file"),
            # zh: 核对各行
            "check": _("checking rows"),
            # zh: 匹配企业
            "match": _("matching firms"),
            # zh: 写入
            "write": _("writing"),
        }
        share = f" {done}/{total}" if done else ""
        sys.stderr.write(f"{CLEAR}{stages[stage]}{share} …")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write(CLEAR)


def overrides(options: dict[str, Any], catalogue: Catalogue) -> dict[str, str]:
    return parse_overrides(options["map"], catalogue)


def check_errors_file(options: dict[str, Any]) -> None:
    """Refuse to write the bad rows over the list itself. Raises Problem ``errors_over_list``."""
    out: Path | None = options["errors"]
    if out and out.exists() and options["file"].exists() and out.samefile(options["file"]):
        raise Problem(
            "errors_over_list",
            # zh: --errors 不能写到名单文件本身；请另取文件名。
            _("--errors would overwrite the list itself; name another file."),
        )


def finish(
    command: BaseCommand,
    make_preview: Callable[[], Preview],
    options: dict[str, Any],
    progress: Progress,
) -> None:
    """Preview, commit unless it is a dry run, hand back the bad rows, print the report, exit.

    Where somebody else's writing came between preview and commit, it is planned again: nobody has
    looked at the preview here.
    """
    check_errors_file(options)
    preview, committed = make_preview(), None
    for attempt in range(ATTEMPTS):
        if options["dry_run"]:
            break
        progress("write", 0, 1)
        try:
            committed = commit(preview)
            break
        except Problem as problem:
            if problem.code != "data_changed" or attempt + 1 == ATTEMPTS:
                raise
            preview = make_preview()
    progress.clear()
    plan = preview.plan
    if options["errors"]:
        # The file is about this run: one left from an earlier run would be taken for it.
        options["errors"].unlink(missing_ok=True)
        if plan.findings:
            write_bad_rows(options["errors"], preview.mappings, plan.rows)
    if options["format"] == "json":
        report: dict[str, Any] = {
            **plan.counts,
            "errors": [finding.as_dict() for finding in plan.findings],
            "notices": [finding.as_dict() for finding in plan.remarks],
            "file": preview.book.file_name,
            "sha256": preview.book.sha256,
            "dry_run": options["dry_run"],
            "version": committed.revision.number
            if committed and committed.revision
            else plan.version,
        }
        if plan.updates:
            report["yearly_updates"] = plan.updates.as_dict()
        command.stdout.write(json.dumps(report, ensure_ascii=False))
    else:
        _print(command, preview, options)
    if plan.counts["error"] or plan.counts["duplicate"]:
        sys.exit(ROWS_REPORTED)


def refuse(
    command: BaseCommand, problem: Problem, options: dict[str, Any], progress: Progress
) -> None:
    """The file as a whole was not taken: say why, in the asked form, and exit."""
    progress.clear()
    if options["format"] == "json":
        found = problem.params.get("errors") or [{"code": problem.code, "message": str(problem)}]
        errors = [
            {
                "row": error.get("row"),
                "column": error.get("column", ""),
                "value": error.get("value", ""),
                "code": error["code"],
                "message": str(error["message"]),
            }
            for error in found
        ]
        counts = dict.fromkeys(("rows", "create", "update", "same", "duplicate", "error"), 0)
        refused = {"code": problem.code, "message": str(problem)}
        command.stdout.write(
            json.dumps({**counts, "errors": errors, "refused": refused}, ensure_ascii=False)
        )
    else:
        for error in problem.params.get("errors") or [{"message": str(problem)}]:
            command.stderr.write(str(error["message"]))
    sys.exit(REFUSED)


def _print(command: BaseCommand, preview: Preview, options: dict[str, Any]) -> None:
    plan = preview.plan
    # zh: %(file)s：共 %(rows)d 行，新增 %(create)d，更新 %(update)d，相同 %(same)d，重复 %(duplicate)d，错误 %(error)d
    summary = _(
        "%(file)s: %(rows)d rows, %(create)d new, %(update)d updated, %(same)d the same,"
        " %(duplicate)d duplicates, %(error)d errors"
    )
    command.stdout.write(summary % {"file": preview.book.file_name, **plan.counts})
    for sentence in plan.updates.told() if plan.updates else []:
        command.stdout.write(sentence)
    if options["dry_run"]:
        # zh: 仅预览，未写入任何内容。
        command.stdout.write(_("Preview only, nothing was written."))
    remarks = list({(one.code, one.message): one for one in reversed(plan.remarks)}.values())[::-1]
    for finding in [*plan.findings[:SHOWN], *remarks[:SHOWN]]:
        place = f"{finding.sheet}!" if finding.sheet and len(preview.mappings) > 1 else ""
        # zh: 第 %(row)s 行
        where = (
            _("row %(row)s") % {"row": f"{place}{finding.row}"} if finding.row else finding.sheet
        )
        command.stdout.write(f"  {where}  {finding.column}  {finding.message}")
    hidden = max(0, len(plan.findings) - SHOWN) + max(0, len(remarks) - SHOWN)
    if hidden:
        # zh: ……另有 %(n)d 条，用 --errors 或 --format json 查看全部。
        command.stdout.write(
            _("… %(n)d more; see all with --errors or --format json.") % {"n": hidden}
        )
