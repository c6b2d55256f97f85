"""The pages of notices as tabs of one another."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.pages.columns import Text

# zh: 公示
NOTICES = _("Public notices")
# zh: 异议
OBJECTIONS = _("Objections")


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The lists of this part of the registry; ``here`` is the name of the page."""
    pages = {"staff-notices": NOTICES, "objections": OBJECTIONS}
    return [(label, reverse(f"portal:{n}"), n == here) for n, label in pages.items()]
