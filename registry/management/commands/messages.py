"""``messages``: bring the Chinese catalogue in line with the sources, or check that it is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry import catalogue, compiled


class Command(BaseCommand):
    """Gathers marked strings into the catalogue; ``--check`` only reports what is missing."""

    help = (
        "Update the Chinese catalogue from the sources, fill it from `# zh:` comments, compile it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--check``: change nothing, end with status 1 if anything is missing."""
        parser.add_argument("--check", action="store_true", help="only report, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogue, or check it."""
        if not options["check"]:
            catalogue.update()
            compiled.compile_if_stale()
        found = list(catalogue.problems())
        for line in found:
            self.stderr.write(line)
        if found and options["check"]:
            raise CommandError(f"{len(found)} problems: run `make messages`, then translate.")
        self.stdout.write(f"{len(catalogue.read())} messages, {len(found)} to do")
