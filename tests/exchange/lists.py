"""Lists as text, imported as the commands do."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command


def write(path: Path, *rows: Sequence[Any]) -> Path:
    """A csv file of ``rows``, the first of which are the titles."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8-sig")
    return path


def run(command: str, *arguments: Any, **options: Any) -> tuple[int, dict[str, Any]]:
    """Exit status and JSON report of an import command."""
    out = io.StringIO()
    status = 0
    try:
        call_command(command, *map(str, arguments), "--format", "json", stdout=out, **options)
    except SystemExit as exit_:
        status = int(exit_.code or 0)
    return status, json.loads(out.getvalue())


def import_firms(path: Path, *arguments: Any) -> tuple[int, dict[str, Any]]:
    return run("import_firms", path, *arguments)


def import_list(
    path: Path,
    *arguments: Any,
    tier: str = "seed",
    batch: str = "第一批",
    valid_from: dt.date | str = "2022-09-01",
) -> tuple[int, dict[str, Any]]:
    given = ["--tier", tier, "--batch", batch, "--valid-from", valid_from]
    return run("import_list", path, *given, *arguments)


def import_facts(path: Path, *arguments: Any) -> tuple[int, dict[str, Any]]:
    return run("import_facts", path, *arguments)


def kinds(report: dict[str, Any]) -> dict[str, int]:
    """The kinds that occur, with how often."""
    names = ("create", "update", "same", "duplicate", "error")
    return {name: report[name] for name in names if report[name]}


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    """Row and code of every finding."""
    return [(error["row"], error["code"]) for error in report["errors"]]
