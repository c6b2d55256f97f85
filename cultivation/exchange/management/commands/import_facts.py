from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cultivation.exchange import console
from cultivation.exchange.catalogue import FACTS
from cultivation.exchange.services import preview_facts
from cultivation.problems import Problem


class Command(BaseCommand):
    help = (
        "Import a list of dated facts of firms (certificates, shares, scores): a column a fact,"
        " with the day on which it is true and its source. Good rows are written, all or none, in"
        " one revision; every other row is reported with its reason. Exit status: 0 all rows are"
        " in order, 1 some were reported, 2 the file was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        console.add_arguments(parser, FACTS, figures=False)

    def handle(self, *args: Any, **options: Any) -> None:
        progress = console.Progress()
        try:
            preview = partial(
                preview_facts,
                options["file"],
                overrides=console.overrides(options, FACTS),
                progress=progress,
            )
            console.finish(self, preview, options, progress)
        except Problem as problem:
            console.refuse(self, problem, options, progress)
