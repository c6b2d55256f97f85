from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cultivation.certification.flow.diagram import page

PATH = Path(__file__).resolve().parents[4] / "docs" / "flow.md"


class Command(BaseCommand):
    help = "Print the flow of applications as a page, or write it to docs/flow.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/flow.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            PATH.write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())
