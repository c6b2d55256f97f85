"""The pages of what comes after certification, below the tab of their own."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.pages.columns import Text
from cultivation.portal.certifications import tabs as neighbours

PAGES = {
    # zh: 复核
    "upkeep": _("Renewals"),
    # zh: 到期未复核
    "upkeep-lapsed": _("Lapsed, not renewed"),
    # zh: 年度更新
    "upkeep-updates": _("Yearly updates"),
    # zh: 变更逾期报告
    "upkeep-late": _("Changes reported late"),
    # zh: 申诉
    "upkeep-appeals": _("Appeals"),
    # zh: 禁止申报
    "upkeep-bans": _("Bans"),
    # zh: 已迁出待处理
    "upkeep-departed": _("Left the city"),
}


class UpkeepTabs:
    """For a page of them: the tabs of certifying, and these pages below."""

    here = ""

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The lists of this part of the registry."""
        return neighbours.tabs("upkeep")

    def subtabs(self) -> list[tuple[Text, str, bool]]:
        """The pages of what comes after certification, with the one that is open."""
        return [
            (label, reverse(f"portal:{name}"), name == self.here) for name, label in PAGES.items()
        ]
