import csv
import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.rest.fields import Wrong, read_day
from cultivation.standards.models import Standard
from cultivation.standards.rows import COLUMNS, as_row
from cultivation.standards.screening import LABELS, Screening, Standing, screen

CLEAR = "\r\x1b[K"
SHOWN = 50


class Command(BaseCommand):
    help = (
        "Run a standard over all firms: who would qualify, who is near and by what, who holds the"
        " title and no longer meets its conditions. Exit status: 0 done, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--standard", required=True, metavar="CODE", help="for example"
                            " specialized-2026; its newest version is used")  # fmt: skip
        parser.add_argument("--as-of", metavar="DATE", help="the day, 2026-05-01; default today")
        parser.add_argument(
            "--standing",
            default="",
            metavar="CODES",
            help=f"only these, of {', '.join(Standing)}; default all but far",
        )
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        standard = self.standard(options["standard"])
        try:
            day = read_day(options["as_of"]) if options["as_of"] else today()
        except Wrong as wrong:
            raise CommandError(str(wrong.message), returncode=2) from None
        chosen = self.standings(options["standing"])
        self.last = 0.0
        found = screen(standard.read, day, progress=self.progress)
        self.progress(0, 0)
        {"table": self.table, "json": self.json, "csv": self.csv}[options["format"]](found, chosen)

    def standard(self, code: str) -> Standard:
        """The newest version of the standard."""
        found = Standard.objects.filter(code=code).order_by("-version").first()
        if found is None:
            codes = Standard.objects.order_by("code").values_list("code", flat=True).distinct()
            # zh: 没有标准“%(code)s”；可用：%(codes)s。
            message = _("There is no standard “%(code)s”; there are: %(codes)s.")
            raise CommandError(message % {"code": code, "codes": ", ".join(codes)}, returncode=2)
        return found

    def standings(self, text: str) -> list[Standing]:
        """The standings asked for."""
        if not text:
            return [one for one in Standing if one is not Standing.FAR]
        wrong = [one for one in text.split(",") if one not in list(Standing)]
        if wrong:
            # zh: 不能取“%(value)s”；可用：%(possible)s。
            message = _("The value cannot be “%(value)s”; possible: %(possible)s.") % {
                "value": ", ".join(wrong),
                "possible": ", ".join(Standing),
            }
            raise CommandError(message, returncode=2)
        return [Standing(one) for one in text.split(",")]

    def progress(self, done: int, total: int) -> None:
        """One line on the terminal; nothing where there is none."""
        if not sys.stderr.isatty():
            return
        if total and done < total and time.monotonic() - self.last < 0.2:
            return
        self.last = time.monotonic()
        # zh: 已测评 %(done)d/%(total)d
        text = _("judged %(done)d/%(total)d") % {"done": done, "total": total}
        sys.stderr.write(f"{CLEAR}{text}" if total else CLEAR)
        sys.stderr.flush()

    def json(self, found: Screening, chosen: list[Standing]) -> None:
        rows = [as_row(row) for row in found.having(*chosen)]
        answer = {
            "standard": found.standard.code,
            "version": found.standard.version,
            "as_of": found.day.isoformat(),
            "counts": found.counts,
            "rows": rows,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def csv(self, found: Screening, chosen: list[Standing]) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in found.having(*chosen):
            writer.writerow(_cell(value) for value in as_row(row).values())

    def table(self, found: Screening, chosen: list[Standing]) -> None:
        # zh: %(title)s（%(document)s），截至 %(day)s：
        heading = _("%(title)s (%(document)s), as of %(day)s:") % {
            "title": found.standard.title,
            "document": found.standard.document_number,
            "day": found.day,
        }
        self.stdout.write(heading)
        for standing, count in found.counts.items():
            self.stdout.write(f"  {LABELS[Standing(standing)]}  {count}")
        rows = found.having(*chosen)
        for row in rows[:SHOWN]:
            ways = "；".join(str(one.text) for one in row.shortfalls)
            code = row.uscc or f"id-{row.firm}"
            line = f"{code}  {row.name}  {LABELS[row.standing]}  {ways}"
            self.stdout.write(line.rstrip())
        if len(rows) > SHOWN:
            # zh: ……另有 %(n)d 家，用 --format csv 或 json 查看全部。
            hidden = _("… %(n)d more; see all with --format csv or json.")
            self.stdout.write(hidden % {"n": len(rows) - SHOWN})


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(one["text"]["zh"] if isinstance(one, dict) else str(one) for one in value)
    return "" if value is None else str(value)
