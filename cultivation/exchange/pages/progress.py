"""How far an import is, for the page that waits for it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from cultivation.exchange.models import AT_WORK, Import
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.pages.words import stage
from cultivation.exchange.staging import running


def far(importing: Import) -> dict[str, Any]:
    """State, stage in words, rows done and in all; ``over`` when the page has something to show."""
    return {
        "state": importing.state,
        "words": stage(importing),
        "done": importing.done,
        "total": importing.total,
        "over": importing.state not in AT_WORK or running.stalled(importing),
    }


class ProgressOf(OfImport):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return JsonResponse(far(self.importing))
