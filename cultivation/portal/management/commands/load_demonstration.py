import datetime as dt
import time
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cultivation.access.demonstration import ensure_accounts
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.portal.demonstration.flow.loading import is_loaded, load_flow
from cultivation.portal.demonstration.loading import load, missing_reference_data
from cultivation.portal.demonstration.words import MARK

REFUSED = 2
FEWEST_FIRMS = 20  # fewer cannot fill every ladder with its carriers


class Command(BaseCommand):
    """Load the demonstration data; a second time changes nothing."""

    help = """Load invented firms with ten years of names, moves, mergers, figures, certifications.

Every firm is marked: its name ends with “（演示）”, its credit code names a place that no
authority has (129900), its record says so. The same seed and day give the same rows. All is
written in one revision, the applications on their way in a second one.

Exit status: 0 loaded, or already there; 2 refused: not a demonstration, real firms in the database
(unless --force), or reference data missing."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--firms", type=_firms, default=6000, metavar="N", help="how many firms (default 6000)"
        )
        parser.add_argument("--seed", type=int, default=20211, help="where chance begins")
        parser.add_argument(
            "--today",
            type=_day,
            default=None,
            metavar="DATE",
            help="the day up to which things happen (YYYY-MM-DD, default today)",
        )
        parser.add_argument(
            "--force", action="store_true", help="load beside firms that are not invented"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                # zh: 当前不是演示环境，不载入演示数据。
                _("This is not a demonstration: no demonstration data are loaded."),
                returncode=REFUSED,
            )
        there = Firm.objects.filter(demonstration=True).count()
        if there:
            self._say(
                options,
                # zh: 演示数据已在库（%(number)d家企业），无需载入。
                _("The demonstration data are there already (%(number)d firms).")
                % {"number": there},
            )
            self._load_flow(options)
            return
        self._refuse_real_firms(force=options["force"])
        missing = missing_reference_data()
        if missing:
            raise CommandError(
                # zh: 缺少参考数据（%(codes)s……），请先运行 load_reference。
                _("Reference data are missing (%(codes)s…); run load_reference first.")
                % {"codes": ", ".join(missing[:5])},
                returncode=REFUSED,
            )
        started = time.monotonic()
        written = load(
            seed=options["seed"], today=options["today"] or today(), firms=options["firms"]
        )
        self._say(
            options,
            # zh: 已载入演示数据：%(firms)d家虚构企业（名称均以“%(mark)s”结尾），年度数据%(years)d条，变更%(events)d条，认定%(certifications)d条，用时%(seconds).1f秒。
            _(
                "Demonstration data loaded: %(firms)d invented firms (every name ends with"
                " “%(mark)s”), %(years)d yearly figures, %(events)d events, %(certifications)d"
                " certifications, in %(seconds).1f s."
            )
            % {**written, "mark": MARK, "seconds": time.monotonic() - started},
        )
        self._load_flow(options)

    def _load_flow(self, options: dict[str, Any]) -> None:
        """The applications: also where an earlier version has loaded the firms alone."""
        ensure_accounts()
        if is_loaded():
            return
        started = time.monotonic()
        written = load_flow(today=options["today"] or today(), seed=options["seed"])
        self._say(
            options,
            # zh: 已载入演示申报：%(applications)d件虚构申报，禁止申报%(bans)d条，用时%(seconds).1f秒。
            _("Demonstration cases: %(applications)d applications, %(bans)d bans, %(seconds).1f s.")
            % {**written, "seconds": time.monotonic() - started},
        )

    def _refuse_real_firms(self, *, force: bool) -> None:
        real = Firm.objects.filter(demonstration=False).count()
        if real and not force:
            raise CommandError(
                # zh: 数据库中已有%(number)d家非演示企业，未载入演示数据；确需并存请加 --force。
                _(
                    "The database holds %(number)d firms that are not invented; no demonstration"
                    " data were loaded. Add --force to load them all the same."
                )
                % {"number": real},
                returncode=REFUSED,
            )

    def _say(self, options: dict[str, Any], line: str) -> None:
        if options["verbosity"]:
            self.stdout.write(line)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        # zh: “%(text)s”不是日期，请写成 2026-11-22 的形式。
        message = _("“%(text)s” is not a date; write it like 2026-11-22.") % {"text": text}
        raise ArgumentTypeError(message) from None


def _firms(text: str) -> int:
    if not text.isdigit() or not FEWEST_FIRMS <= int(text) <= 100_000:
        # zh: 企业数须为%(fewest)d至100000的整数。
        message = _("The number of firms is from %(fewest)d to 100000.") % {"fewest": FEWEST_FIRMS}
        raise ArgumentTypeError(message)
    return int(text)
