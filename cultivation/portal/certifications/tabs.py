"""The lists of certifying stand side by side, from what waits to what comes after."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.pages.columns import Text

PAGES = {
    # zh: 待办
    "cases": _("Cases to handle"),
    # zh: 批次
    "batches": _("Batches"),
    # zh: 公示
    "staff-notices": _("Public notices"),
    # zh: 异议
    "objections": _("Objections"),
    # zh: 认定
    "certifications": _("Certifications"),
    # zh: 到期与复核
    "upkeep": _("Expiry and renewal"),
}


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The tabs; ``here`` is the name of the one that is open, or empty."""
    return [(label, reverse(f"portal:{name}"), name == here) for name, label in PAGES.items()]
