"""The lists about firms stand side by side."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.pages.columns import Text

PAGES = {
    # zh: 企业
    "firms": _("Firms"),
    # zh: 年度数据
    "figures": _("Yearly figures"),
    # zh: 变更记录
    "events": _("Changes filed"),
}


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The tabs, with the one that is open."""
    return [(label, reverse(f"portal:{name}"), name == here) for name, label in PAGES.items()]
