"""The list of yearly figures: what the firms reported, year by year."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.clock import today
from cultivation.firms.api.filters import read_name, residing
from cultivation.firms.models import FirmYear, SizeClass
from cultivation.firms.services.years import FIGURES
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage
from cultivation.places.api import district_codes
from cultivation.portal import labels
from cultivation.portal.firms.listing import SIZES, place
from cultivation.portal.firms.tabs import tabs
from cultivation.portal.placing import by_place, homes_shown
from cultivation.rest import filters
from cultivation.rest.fields import NONE

FIRST_YEAR = 2010
# Figures that the page itself shows; the others go out in exports.
SHOWN = ("revenue", "rd_expense", "net_profit", "assets", "liabilities", "staff")


def years() -> list[str]:
    """The years that figures can be asked for."""
    return [str(year) for year in range(today().year, FIRST_YEAR - 1, -1)]


class FigureFilter(filters.StrictFilterSet):
    # zh: 年度，多个以逗号分隔
    year = filters.Codes(label=_("Accounting years."), allowed=years)
    # zh: 区代码：企业今天所属区
    district = filters.Codes(label=_("Districts of today."), allowed=district_codes, none=True)
    size = filters.Codes(
        # zh: 该年度的规模类型
        label=_("Size classes of the year."),
        allowed=lambda: SizeClass.values,
        none=True,
    )
    name = filters.Text(label=_("A part of the firm's name."), read_as=read_name)

    class Meta:
        model = FirmYear
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["year"]:
            rows = rows.filter(year__in=[int(year) for year in asked["year"]])
        if asked["district"]:
            rows = rows.filter(residing(asked["district"], "district", today(), firm="firm"))
        if asked["size"]:
            rows = rows.filter(filters.among("size_class", asked["size"]))
        if asked["name"]:
            rows = rows.filter(firm__name_key__contains=asked["name"])
        return rows


def by_year(rows: QuerySet[Any]) -> Counts:
    found = rows.values_list("year").annotate(n=Count("pk")).order_by()
    return {str(year): n for year, n in found}


def by_size(rows: QuerySet[Any]) -> Counts:
    found = rows.values_list("size_class").annotate(n=Count("pk")).order_by()
    return {code or NONE: n for code, n in found}


def year_labels() -> dict[str, str]:
    return {year: year for year in years()}


def _figure(name: str) -> Column:
    column: Any = FirmYear._meta.get_field(name)
    decimal = column.get_internal_type() == "DecimalField"
    return Column(
        name,
        column.verbose_name,
        lambda row: getattr(row, name),
        "money" if decimal else "number",
        # zh: 万元
        unit=_("10,000 yuan") if decimal else "",
        order=name if name in SHOWN else "",
        exported_only=name not in SHOWN,
    )


class FigureList(ListPage):
    """The figures of all firms of the account's scope."""

    # zh: 年度数据
    heading = _("Yearly figures")
    # zh: 条
    unit = pgettext_lazy("counted", "records")
    # zh: 年度数据随企业名单导入，或在企业页面补录。
    empty = _("Figures come in with lists of firms, or on a firm's own page.")
    export_name = "figures"
    parameter_set = FigureFilter
    default_order = ("-year", "firm_id")
    columns = (
        # zh: 企业名称
        Column("firm", _("Name of the firm"), lambda row: row.firm.name),
        # zh: 统一社会信用代码
        Column("uscc", _("Credit code"), lambda row: row.firm.uscc, "code", exported_only=True),
        # zh: 所属区
        Column("district", _("District"), lambda row: place(row.firm)),
        # zh: 年度
        Column("year", _("Year"), lambda row: str(row.year), "day", order="year"),
        # zh: 规模
        Column("size", _("Size"), lambda row: SIZES.get(row.size_class, "")),
        *(_figure(name) for name in FIGURES),
    )
    # zh: 企业名称
    fields = (Field("name", _("Name of the firm"), wide=True),)
    facets = (
        Facet("year", _("Year"), year_labels, by_year),
        Facet(
            "district", _("District"), labels.districts,
            lambda rows: by_place("district_id", today(), rows),
        ),
        Facet("size", _("Size"), labels.sizes, by_size),
    )  # fmt: skip

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("figures")

    def rows(self) -> QuerySet[Any]:
        return FirmYear.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return homes_shown(rows, today())

    def row_address(self, row: Any) -> str:
        return reverse("portal:firm", args=[row.firm_id])
