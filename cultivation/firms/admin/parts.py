"""Names, residences, industries, yearly figures and events of firms, as lists of their own."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.firms.admin.inlines import ELSEWHERE, Figures, OtherFirm, hidden, money
from cultivation.firms.models import (
    FirmEvent,
    FirmIndustry,
    FirmName,
    FirmYear,
    Industry,
    Residence,
)
from cultivation.places.models import District, Zone
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import Codes, Labels, by_choice, by_flag, by_reference
from cultivation.records.showing import pairs

FIRST_YEAR = 1990


class PartAdmin(ScopedAdmin):
    """Rows that belong to a firm: found by its name and code."""

    firm_path = "firm"
    list_select_related: ClassVar[Any] = ("firm",)
    search_fields: ClassVar[Any] = ("firm__name", "firm__uscc")
    ordering = ("-pk",)


def former(title: Any) -> type[Codes]:
    """A filter by whether a row holds no longer."""
    # zh: 以往
    past = _("former")
    # zh: 当前
    current = _("current")
    return by_flag("past", title, past, current, Q(valid_to__isnull=False))


class ByYear(Codes):
    title = _("Year")
    parameter_name = column = "year"

    def labels(self) -> Labels:
        return {str(year): str(year) for year in range(today().year, FIRST_YEAR, -1)}


class BySection(Codes):
    """By the section of GB/T 4754."""

    # zh: 行业门类
    title = _("Section of industries")
    parameter_name = "section"
    column = "industry__section"

    def labels(self) -> Labels:
        rows = Industry.objects.filter(level="section").values_list("code", "name_zh")
        return {code: f"{code} {name}" for code, name in rows}


@admin.register(FirmName)
class FirmNameAdmin(PartAdmin):
    list_display = ("name", "firm", "valid_from", "valid_to")
    # zh: 时间
    list_filter = (former(_("Time")),)
    search_fields = ("name", "firm__uscc")


@admin.register(Residence)
class ResidenceAdmin(PartAdmin):
    list_display = ("firm", "district", "zone", "outside", "valid_from", "valid_to")
    list_select_related = ("firm", "district", "zone")
    list_filter = (
        by_reference("district", _("District"), District, nullable=True),
        by_reference("zone", _("Zone"), Zone, nullable=True),
        former(_("Time")),
    )


@admin.register(FirmIndustry)
class FirmIndustryAdmin(PartAdmin):
    list_display = ("firm", "industry", "valid_from", "valid_to")
    list_select_related = ("firm", "industry")
    list_filter = (BySection, former(_("Time")))


@admin.register(FirmYear)
class FirmYearAdmin(Figures, PartAdmin):
    list_display = (
        "firm", "year", "revenue_shown", "rd_shown", "assets_shown", "staff_shown", "size_class",
    )  # fmt: skip
    list_filter = (ByYear, by_choice(FirmYear, "size_class", _("Size")))
    readonly_fields = (
        "revenue_shown", "main_revenue_shown", "rd_shown", "profit_shown", "assets_shown",
        "liabilities_shown", "financing_shown", "staff_shown", "reason",
    )  # fmt: skip
    fields = (
        "firm", "year", "revenue_shown", "main_revenue_shown", "rd_shown", "profit_shown",
        "assets_shown", "liabilities_shown", "financing_shown", "staff_shown", "rd_staff",
        "ip_class1_high_value", "ip_class1_own", "ip_class1", "ip_class2", "size_class", "reason",
    )  # fmt: skip

    # zh: 主营业务收入（万元）
    @admin.display(description=_("Revenue of the main business (10,000 yuan)"))
    def main_revenue_shown(self, row: FirmYear) -> str:
        return money(row.main_revenue)

    # zh: 净利润（万元）
    @admin.display(description=_("Net profit (10,000 yuan)"))
    def profit_shown(self, row: FirmYear) -> str:
        return money(row.net_profit)

    # zh: 负债总额（万元）
    @admin.display(description=_("Total liabilities (10,000 yuan)"))
    def liabilities_shown(self, row: FirmYear) -> str:
        return money(row.liabilities)

    # zh: 新增股权融资（万元）
    @admin.display(description=_("New equity financing (10,000 yuan)"))
    def financing_shown(self, row: FirmYear) -> str:
        return money(row.equity_financing)

    @admin.display(description=_("Reason of the size"))
    def reason(self, row: FirmYear) -> Any:
        return pairs(row.size_reason)


@admin.register(FirmEvent)
class FirmEventAdmin(OtherFirm, PartAdmin):
    scoped_links = ("other",)
    list_display = ("firm", "kind", "filed_on", "effective_on", "other_shown", "document_shown")
    list_filter = (by_choice(FirmEvent, "kind", _("Kind")),)
    date_hierarchy = "filed_on"
    fields = (
        "firm", "kind", "filed_on", "effective_on", "other_shown", "was", "became", "reason_shown",
        "document_shown",
    )  # fmt: skip
    readonly_fields = ("other_shown", "was", "became", "reason_shown", "document_shown")

    @admin.display(description=_("Before"))
    def was(self, row: FirmEvent) -> Any:
        return pairs(row.before)

    @admin.display(description=_("After"))
    def became(self, row: FirmEvent) -> Any:
        if hidden(row):
            # The event itself names the other firm.
            return str(ELSEWHERE)
        return pairs(row.after)
