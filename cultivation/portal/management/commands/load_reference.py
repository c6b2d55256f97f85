from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cultivation.portal.reference.loading import Change, compare, write
from cultivation.portal.reference.reading import ReferenceFaults, read
from cultivation.portal.reference.tables import FOLDER

SHOWN = 50


class Command(BaseCommand):
    """Load the reference data of ``fixtures/``; a second time changes nothing."""

    help = """Load the reference data: districts, zones, authorities, industries, the size standard,
ladders, tiers, targets and published figures.

The files are CSV in UTF-8, one a table, with stable codes. All of them are checked first; then only
what differs from the database is written, in one revision that names the files. What the files say
goes before what was changed by hand in their rows; rows that staff added are left alone, and so are
rows that people changed in the pages or the admin, with their links: those are named. (Districts,
zones, authorities and the size standard are changed in their files only.) A row that is gone from
its file is an error: reference rows are retired by date, never deleted.

Exit status: 0 the database is as the files say (or was brought there); 1 the files are refused, or
--check found a difference; 2 wrong usage."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="say what would change, and write nothing"
        )
        parser.add_argument(
            "--fixtures", type=Path, default=FOLDER, metavar="FOLDER", help="where the files are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = compare(read(options["fixtures"]))
        except ReferenceFaults as refused:
            raise CommandError(_faults(refused)) from None
        if options["verbosity"]:
            for change in changes:
                if change:
                    self._show(change, in_full=options["check"] or options["verbosity"] > 1)
                self._show_kept(change)
            if not any(changes):
                # zh: 参考数据无变化。
                self.stdout.write(_("The reference data are as the files say."))
        if not options["check"]:
            write(changes)
        elif any(changes):
            # zh: 以上为将要写入的变化；未写入。
            raise CommandError(_("This would change; nothing was written."))

    def _show(self, change: Change, *, in_full: bool) -> None:
        # zh: %(path)s：新增%(created)d，修改%(updated)d，关联 +%(linked)d -%(unlinked)d
        line = _(
            "%(path)s: %(created)d new, %(updated)d changed, links +%(linked)d -%(unlinked)d"
        ) % {
            "path": change.table.path,
            "created": len(change.created),
            "updated": len(change.updated),
            "linked": len(change.linked),
            "unlinked": len(change.unlinked),
        }
        self.stdout.write(line)
        if not in_full:
            return
        for row in change.created:
            self.stdout.write(f"  + {row.key}")
        for row, differing in change.updated:
            for column, (old, new) in differing.items():
                self.stdout.write(f"  ~ {row.key} {column}: {_cell(old)} → {_cell(new)}")
        for sign, links in (("+", change.linked), ("-", change.unlinked)):
            for column, key, code in links:
                self.stdout.write(f"  {sign} {key} {column}: {code}")

    def _show_kept(self, change: Change) -> None:
        if change.kept:
            # zh: %(path)s：%(number)d行已由人员在页面中修改，保留不动：%(codes)s
            line = _("%(path)s: %(number)d rows were changed by people and stay: %(codes)s") % {
                "path": change.table.path,
                "number": len(change.kept),
                "codes": ", ".join(change.kept),
            }
            self.stdout.write(line)


def _cell(value: object) -> str:
    return "∅" if value in (None, "") else str(value)


def _faults(refused: ReferenceFaults) -> str:
    lines = [str(fault) for fault in refused.faults[:SHOWN]]
    hidden = len(refused.faults) - SHOWN
    if hidden > 0:
        # zh: 另有%(number)d处
        lines.append(_("and %(number)d more") % {"number": hidden})
    # zh: 参考数据未载入：
    return "\n".join([_("The reference data were not loaded:"), *lines])
