"""The list of published figures."""

from functools import cached_property, partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, may
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Facet, Field
from cultivation.pages.lists import ListPage
from cultivation.portal import labels
from cultivation.portal.targets.listing import by_column, measures, places, tabs
from cultivation.targets.api import PublishedFigureFilter
from cultivation.targets.models import PublishedFigure


def areas() -> dict[str, str]:
    """The districts, and what is about none of them."""
    # zh: 不分区（全市、功能区、全国）
    return places(gettext("no district (city, zone, nation)"))


def zones() -> dict[str, str]:
    """The zones that figures are about."""
    return {code: name for code, name in labels.zones().items() if code != "none"}


class PublishedList(ListPage):
    """All figures as their sources published them, the newest first."""

    # zh: 公布数
    heading = _("Published figures")
    # zh: 照录来源，与台账并列，不混入在库数。
    lead = _("Recorded as their sources say, beside the ledger and never mixed into it.")
    # zh: 条
    unit = pgettext_lazy("counted", "figures")
    # zh: 可在此登记一条公布数。
    empty = _("Record a published figure here.")
    export_name = "published-figures"
    template_name = "portal/published/list.html"
    parameter_set = PublishedFigureFilter
    default_order = ("-last_day", "code")
    columns = (
        # zh: 时点
        Column("as_of", _("As of"), lambda row: row.as_of, order="last_day"),
        # zh: 对象
        Column("subject", _("Subject"), lambda row: row.name_zh),
        # zh: 地区
        Column("area", _("Area"), lambda row: row.area_zh),
        # zh: 口径
        Column("measure", _("Measure"), lambda row: row.get_measure_display()),
        # zh: 比较
        Column("op", _("Comparison"), lambda row: row.op, exported_only=True),
        # zh: 公布数
        Column("value", _("Published"), lambda row: row.value, exported_only=True),
        # zh: 公布数
        Column("shown", _("Published"), lambda row: row.shown_value, "money"),
        # zh: 来源
        Column("source", _("Source"), lambda row: row.source, "wrap"),
        # zh: 备注
        Column("note", _("Note"), lambda row: row.note, exported_only=True),
        # zh: 代码
        Column("code", _("Code"), lambda row: row.code, "code", exported_only=True),
    )
    fields = (
        # zh: 截止日自
        Field("published_from", _("Last day from")),
        # zh: 截止日至
        Field("published_to", _("Last day to")),
    )

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        return [
            # zh: 层级
            Facet("tier", _("Tier"), labels.tiers, partial(by_column, "tiers")),
            # zh: 口径
            Facet("measure", _("Measure"), measures, partial(by_column, "measure"), single=True),
            # zh: 范围
            Facet("district", _("Place"), areas, partial(by_column, "district")),
            # zh: 功能区
            Facet("zone", _("Zone"), zones, partial(by_column, "zone")),
        ]

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("published-figures")

    @property
    def may_record(self) -> bool:
        """Whether the account may record and correct figures."""
        return may(self.user, Act.SET_TARGETS)

    def rows(self) -> QuerySet[Any]:
        return PublishedFigure.objects.all()

    def row_address(self, row: Any) -> str:
        return reverse("portal:published-correct", args=[row.pk]) if self.may_record else ""
