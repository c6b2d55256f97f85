"""What every page knows."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from cultivation.portal.navigation import account_items, items, scope_in_words


def page(request: HttpRequest) -> dict[str, Any]:
    """Whether the firms are invented (each page then says so), and the navigation."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "demonstration": settings.DEMONSTRATION,
        "navigation": items(user, request.path),
        "account_items": account_items(user, request.path),
        "scope_in_words": scope_in_words(user),
        # Counted with the account itself (``AccountBackend``).
        "unread": getattr(user, "unread", 0),
    }
