"""Running titles of firms that left the city: they run on until the bureau ends them."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import decides_on
from cultivation.certification.changing import departed
from cultivation.certification.models import Certification
from cultivation.clock import today
from cultivation.ladders.api import tier_codes
from cultivation.pages.columns import Column
from cultivation.pages.facets import Facet
from cultivation.pages.lists import ListPage
from cultivation.portal import labels
from cultivation.portal.upkeep import titles
from cultivation.rest import filters


class DepartedFilter(filters.StrictFilterSet):
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)

    class Meta:
        model = Certification
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        return rows.filter(tier__in=self.asked["tier"]) if self.asked["tier"] else rows


class DepartedList(titles.OfTitles, ListPage):
    """Each row is for the bureau of its ladder to decide: a click leads to the end of the title."""

    here = "upkeep-departed"
    # zh: 已迁出待处理
    heading = _("Left the city")
    # zh: 没有已迁出本市而仍在库的企业。
    empty = _("No firm that left the city is still in a library.")
    # zh: 企业已迁出本市、认定仍在库；是否终止由主管部门决定
    lead = _("the firm has left the city and the title runs on; whether it ends is for the bureau")
    export_name = "departed"
    parameter_set = DepartedFilter
    default_order = ("tier", "holds_to", "pk")
    columns = (
        titles.FIRM,
        replace(titles.USCC, exported_only=False),
        titles.TIER,
        Column(
            "from", _("Effective"), lambda row: row.valid_from, "day", order="valid_from"
        ),
        titles.TO,
        replace(titles.BATCH, exported_only=False),
    )  # fmt: skip
    facets = (Facet("tier", _("Tier"), labels.tiers, titles.by_tier),)

    def rows(self) -> QuerySet[Any]:
        day = today()
        return Certification.objects.visible_to(self.user).as_of(day).filter(departed(day))

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        # Where the firm lives now does not matter: it has left.
        return rows.select_related("firm", "tier__ladder", "batch")

    def row_address(self, row: Any) -> str:
        if decides_on(self.user, row.tier.ladder.authority_id) and row.ended_on is None:
            return reverse("portal:certification-end", args=[row.pk])
        return super().row_address(row)
