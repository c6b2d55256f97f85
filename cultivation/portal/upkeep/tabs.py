"""The pages of what comes after certification stand side by side."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.pages.columns import Text

PAGES = {
    # zh: 复核
    "upkeep": _("Renewals"),
    # zh: 到期未复核
    "upkeep-lapsed": _("Lapsed, not renewed"),
    # zh: 年度更新
    "upkeep-updates": _("Yearly updates"),
    # zh: 申诉
    "upkeep-appeals": _("Appeals"),
    # zh: 禁止申报
    "upkeep-bans": _("Bans"),
    # zh: 已迁出待处理
    "upkeep-departed": _("Left the city"),
}


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The tabs, with the one that is open."""
    return [(label, reverse(f"portal:{name}"), name == here) for name, label in PAGES.items()]
