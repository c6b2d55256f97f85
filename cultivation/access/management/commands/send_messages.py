import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cultivation.access.services.sending import send_waiting


class Command(BaseCommand):
    help = "Send the e-mails that are due (for cron). Exits with 1 when some could not be sent."

    def handle(self, *args: Any, **options: Any) -> None:
        found = send_waiting()
        # zh: 已发送 %(sent)d 封，待重试 %(again)d 封，放弃 %(given_up)d 封。
        words = _("%(sent)d sent, %(again)d to be tried again, %(given_up)d given up.")
        self.stdout.write(words % vars(found))
        if found.again or found.given_up:
            sys.exit(1)
