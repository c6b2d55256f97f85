from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cultivation.exchange import console
from cultivation.exchange.catalogue import FIRMS
from cultivation.exchange.services import preview_firms
from cultivation.problems import Problem


class Command(BaseCommand):
    help = (
        "Import a list of firms. Good rows are written, all or none, in one revision; every"
        " other row is reported with its reason. Exit status: 0 all rows are in order, 1 some"
        " were reported, 2 the file was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        console.add_arguments(parser, FIRMS)
        parser.add_argument(
            "--yearly-updates-on",
            type=console.day,
            metavar="DATE",
            help="the figures are the firms' yearly updates, done on this day: record those too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = console.Progress()
        try:
            preview = partial(
                preview_firms,
                options["file"],
                overrides=console.overrides(options, FIRMS),
                figures_year=options["figures_year"],
                updated_on=options["yearly_updates_on"],
                progress=progress,
            )
            console.finish(self, preview, options, progress)
        except Problem as problem:
            console.refuse(self, problem, options, progress)
