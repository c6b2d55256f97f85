import datetime as dt
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.counts.verification import differences, one_snapshot, turning_days


class Command(BaseCommand):
    help = (
        "Compare the ledger of counts with the raw facts; prints any difference and exits with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=60,
            help="on how many days, spread over all that changed, to count afresh (default 60)",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        with one_snapshot():
            days = spread(sorted({*turning_days(), today()}), options["days"])
            found = list(differences(days))
        if options["format"] == "json":
            rows = [
                {"what": d.what, "where": d.where, "ledger": d.ledger, "facts": d.facts}
                for d in found
            ]
            self.stdout.write(json.dumps({"days": len(days), "differences": rows}))
        else:
            for difference in found:
                self.stdout.write(str(difference))
            self.stdout.write(
                # zh: 已核对 %(days)d 天：%(n)d 处差异。
                _("Compared on %(days)d days: %(n)d differences.")
                % {"days": len(days), "n": len(found)}
            )
        if found:
            sys.exit(1)


def spread(days: list[dt.date], most: int) -> list[dt.date]:
    """At most ``most`` of ``days``, evenly, with the first and the last."""
    if len(days) <= most:
        return days
    return (
        [days[round(k * (len(days) - 1) / (most - 1))] for k in range(most)]
        if most > 1
        else days[-1:]
    )
