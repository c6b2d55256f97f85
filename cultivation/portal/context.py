"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Whether the firms are invented: each page then says so."""
    return {"demonstration": settings.DEMONSTRATION}
