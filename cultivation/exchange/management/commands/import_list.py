from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cultivation.exchange import console
from cultivation.exchange.catalogue import LIST
from cultivation.exchange.planning import ListOptions
from cultivation.exchange.services import preview_list
from cultivation.ladders.models import Tier
from cultivation.problems import Problem


class Command(BaseCommand):
    help = (
        "Import a published list of certifications. Good rows are written, all or none, in one"
        " revision; every other row is reported with its reason. Exit status: 0 all rows are in"
        " order, 1 some were reported, 2 the file was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        console.add_arguments(parser, LIST)
        parser.add_argument("--tier", required=True, metavar="CODE", help="the tier certified")
        parser.add_argument("--batch", required=True, metavar="NAME", help="the name of the batch")
        parser.add_argument(
            "--valid-from", required=True, type=console.day, metavar="DATE",
            help="first day of validity, for rows that name none",
        )  # fmt: skip
        parser.add_argument(
            "--valid-to", type=console.day, metavar="DATE",
            help="first day no longer valid; default: the validity of the tier, if one is known",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        progress = console.Progress()
        try:
            chosen = ListOptions(
                tier=tier(options["tier"]),
                batch=options["batch"].strip(),
                valid_from=options["valid_from"],
                valid_to=options["valid_to"],
            )
            preview = partial(
                preview_list,
                options["file"],
                chosen,
                overrides=console.overrides(options, LIST),
                figures_year=options["figures_year"],
                progress=progress,
            )
            console.finish(self, preview, options, progress)
        except Problem as problem:
            console.refuse(self, problem, options, progress)


def tier(code: str) -> Tier:
    """The tier of ``code``. Raises Problem ``unknown_tier``."""
    found = Tier.objects.filter(code=code).first()
    if found is None:
        raise Problem(
            "unknown_tier",
            # zh: 没有层级“%(code)s”；可用：%(codes)s。
            _("There is no tier “%(code)s”; possible: %(codes)s.")
            % {"code": code, "codes": ", ".join(Tier.objects.values_list("code", flat=True))},
        )
    return found
