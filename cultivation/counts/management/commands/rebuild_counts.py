from typing import Any

from django.core.management.base import BaseCommand

from cultivation.counts.services import rebuild


class Command(BaseCommand):
    help = "Make the ledger of counts anew from the certifications."

    def handle(self, *args: Any, **options: Any) -> None:
        rebuild()
