"""Reading the journal."""

from django.db.models import Max

from cultivation.journal.models import Revision


def data_version() -> int:
    """The number of the newest committed revision: changes whenever anything does. 0 when empty."""
    return Revision.objects.aggregate(newest=Max("number"))["newest"] or 0
