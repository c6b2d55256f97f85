"""The pages about standards stand side by side."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.pages.columns import Text

PAGES = {
    # zh: 谁能升级
    "screening": _("Who could climb"),
    # zh: 标准
    "standards": _("Standards"),
    # zh: 自测
    "self-test": _("Self-test"),
}


def tabs(here: str, *, staff: bool = True) -> list[tuple[Text, str, bool]]:
    """The tabs, with the one that is open; the public ones where nobody of staff reads."""
    return [
        (label, reverse(f"portal:{name}"), name == here)
        for name, label in PAGES.items()
        if staff or name != "screening"
    ]
