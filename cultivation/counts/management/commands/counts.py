import csv
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cultivation.counts.definition import DEFINITIONS
from cultivation.counts.parameters import parse
from cultivation.counts.selectors import DIMENSIONS, CountResult, count
from cultivation.problems import Problem


class Command(BaseCommand):
    help = "How many firms are in which library on a day (see cultivation/counts/definition.py)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="DATE", help="the day, 2025-12-31; default today")
        parser.add_argument(
            "--by", default="tier", help=f"any of {','.join(DIMENSIONS)}; default tier"
        )
        parser.add_argument("--measure", help=f"one of {', '.join(DEFINITIONS)}; default holdings")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")
        for name in DIMENSIONS:
            parser.add_argument(f"--{name}", metavar="CODES", help=f"only these {name} codes")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("as_of", "by", "measure", *DIMENSIONS)}
        try:
            day, query = parse(
                {name: [value] for name, value in given.items() if value is not None}
            )
        except Problem as problem:
            lines = [str(error["message"]) for error in problem.params["errors"]]
            raise CommandError("\n".join(lines), returncode=2) from None
        result = count(query, day)
        {"table": self.table, "json": self.json, "csv": self.csv}[options["format"]](result)

    def json(self, result: CountResult) -> None:
        self.stdout.write(json.dumps(as_dict(result), ensure_ascii=False))

    def csv(self, result: CountResult) -> None:
        writer = csv.DictWriter(self.stdout, [*result.by, "count"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(result.rows)

    def table(self, result: CountResult) -> None:
        # zh: 截至 %(day)s，合计 %(total)d（口径 %(definition)s，数据版本 %(version)d）
        heading = _("As of %(day)s: %(total)d in all (%(definition)s, data version %(version)d)")
        self.stdout.write(
            heading
            % {
                "day": result.as_of,
                "total": result.total,
                "definition": result.definition,
                "version": result.version,
            }
        )
        rows = [
            [*(str(row[name] or "-") for name in result.by), str(row["count"])]
            for row in result.rows
        ]
        table = [[*result.by, "count"], *rows]
        widths = [max(len(row[k]) for row in table) for k in range(len(table[0]))]
        for row in table:
            cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
            self.stdout.write("  ".join([*cells, row[-1].rjust(widths[-1])]))


def as_dict(result: CountResult) -> dict[str, Any]:
    """The answer in the shape of the REST contract."""
    return {
        "as_of": result.as_of.isoformat(),
        "by": list(result.by),
        "measure": result.measure,
        "version": result.version,
        "definition": result.definition,
        "total": result.total,
        "rows": result.rows,
    }
