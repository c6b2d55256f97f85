"""What the lists of titles of these pages share: columns, filters, counts."""

from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from cultivation.certification.models import Certification
from cultivation.certification.standing import last_day
from cultivation.clock import today
from cultivation.firms.api.filters import read_name, residing
from cultivation.ladders.api import tier_codes
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Counts, Facet
from cultivation.places.api import district_codes
from cultivation.portal import labels
from cultivation.portal.firms.listing import place
from cultivation.portal.placing import by_place, homes_shown
from cultivation.portal.upkeep.tabs import UpkeepTabs
from cultivation.rest import filters

# zh: 企业名称
FIRM = Column("firm", gettext_lazy("Name of the firm"), lambda row: row.firm.name, "narrow")
USCC = Column(
    # zh: 统一社会信用代码
    "uscc", gettext_lazy("Credit code"), lambda row: row.firm.uscc, "code", exported_only=True
)  # fmt: skip
# zh: 所属区
DISTRICT = Column("district", gettext_lazy("District"), lambda row: place(row.firm), "narrow")
TIER = Column(
    # zh: 层级
    "tier", gettext_lazy("Tier"), lambda row: labels.short_name(row.tier), order="tier"
)  # fmt: skip
TO = Column(
    # zh: 有效期至
    "to", gettext_lazy("Valid to"), lambda row: last_day(row.valid_to), "day", order="holds_to"
)  # fmt: skip
# zh: 批次
BATCH = Column("batch", gettext_lazy("Batch"), lambda row: row.batch.name, exported_only=True)


def by_tier(rows: QuerySet[Any]) -> Counts:
    """How many titles there are of each tier."""
    return dict(rows.values_list("tier").annotate(n=Count("pk")).order_by())


def facets() -> list[Facet]:
    """By tier, and by the district of today."""
    return [
        Facet("tier", gettext_lazy("Tier"), labels.tiers, by_tier),
        Facet(
            "district", gettext_lazy("District"), labels.districts,
            partial(by_place, "district_id", today()),
        ),
    ]  # fmt: skip


class TitleFilter(filters.StrictFilterSet):
    """By tier, district and name; the lists add what is their own."""

    tier = filters.Codes(label=gettext_lazy("Codes of tiers."), allowed=tier_codes)
    district = filters.Codes(
        # zh: 区代码：企业今天所属区
        label=gettext_lazy("Districts of today."),
        allowed=district_codes,
        none=True,
    )
    # zh: 企业名称中的文字
    name = filters.Text(label=gettext_lazy("A part of the firm's name."), read_as=read_name)

    class Meta:
        model = Certification
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        if asked["district"]:
            rows = rows.filter(residing(asked["district"], "district", today(), firm="firm"))
        if asked["name"]:
            rows = rows.filter(firm__name_key__contains=asked["name"])
        return rows


class OfTitles(UpkeepTabs):
    """A list of titles; a row leads to its firm."""

    # zh: 项
    unit: Text = pgettext_lazy("counted", "certifications")

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return homes_shown(rows, today()).select_related("tier__ladder", "batch")

    def row_address(self, row: Any) -> str:
        return reverse("portal:firm", args=[row.firm_id])
