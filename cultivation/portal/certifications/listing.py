"""The list of certifications."""

import datetime as dt
from functools import cached_property, partial
from typing import Any

from django.db.models import (
    Count,
    QuerySet,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.certification.api.filters import CertificationFilter
from cultivation.certification.models import Certification, EndKind
from cultivation.certification.rules import normalised_number
from cultivation.certification.standing import Standing, in_words, last_day, standing
from cultivation.clock import today
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.portal import labels
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.firms.listing import place
from cultivation.portal.placing import by_place, homes_shown
from cultivation.rest import filters

STATES: dict[Standing, State] = {
    Standing.HELD: "good",
    Standing.ENDS_SOON: "attention",
    Standing.TO_COME: "info",
    Standing.ENDED: "trouble",
    Standing.LAPSED: "",
}


class CertificationListFilter(CertificationFilter):
    """The parameters of REST, and what the desk asks beside them."""

    # zh: 在库截止日自（含）：最后一个在库日不早于此日
    ends_from = filters.Day(label=_("Its last day in the library is this day or later."))
    # zh: 在库截止日至（含）：最后一个在库日不晚于此日
    ends_to = filters.Day(label=_("Its last day in the library is this day or earlier."))
    number_begins = filters.Text(
        # zh: 证书编号的开头部分
        label=_("The beginning of the number."),
        read_as=normalised_number,
    )
    ended_as = filters.Codes(
        # zh: 提前终止的类型
        label=_("How it ended before its last day."),
        allowed=lambda: EndKind.values,
    )

    def narrow(self, rows: Any) -> Any:
        rows = super().narrow(rows)
        asked = self.asked
        one = dt.timedelta(days=1)
        if asked["ends_from"]:
            rows = rows.filter(holds_to__gte=asked["ends_from"] + one)
        if asked["ends_to"]:
            rows = rows.filter(holds_to__lte=asked["ends_to"] + one)
        if asked["number_begins"]:
            rows = rows.filter(number__istartswith=asked["number_begins"])
        if asked["ended_as"]:
            rows = rows.filter(end_kind__in=asked["ended_as"])
        return rows


def by_tier(rows: QuerySet[Any]) -> Counts:
    return dict(rows.values_list("tier").annotate(n=Count("pk")).order_by())


def by_end(rows: QuerySet[Any]) -> Counts:
    found = rows.exclude(end_kind="").values_list("end_kind").annotate(n=Count("pk"))
    return dict(found.order_by())


def ends() -> dict[str, str]:
    return {str(code): str(label) for code, label in EndKind.choices}


class CertificationList(ListPage):
    """Certifications of the account's scope: by default all there ever were."""

    # zh: 认定
    heading = _("Certifications")
    # zh: 项
    unit = pgettext_lazy("counted", "certifications")
    # zh: 认定随公布的名单导入。
    empty = _("Certifications come in with published lists.")
    export_name = "certifications"
    saved_as = "portal:certifications"
    parameter_set = CertificationListFilter
    columns = (
        # zh: 企业名称
        Column("firm", _("Name of the firm"), lambda row: row.firm.name, "narrow"),
        # zh: 统一社会信用代码
        Column("uscc", _("Credit code"), lambda row: row.firm.uscc, "code", exported_only=True),
        # zh: 所属区
        Column("district", _("District"), lambda row: place(row.firm), "narrow"),
        # zh: 层级
        Column("tier", _("Tier"), lambda row: labels.short_name(row.tier), order="tier"),
        # zh: 状态
        Column(
            "state", _("State"), lambda row: in_words(row, today()), "state",
            state=lambda row: STATES[standing(row, today())],
        ),
        # zh: 生效
        Column("from", _("Effective"), lambda row: row.valid_from, "day", order="valid_from"),
        # zh: 有效期至
        Column("to", _("Valid to"), lambda row: last_day(row.valid_to), "day", order="valid_to"),
        # zh: 终止于
        Column("ended", _("Ended on"), lambda row: row.ended_on, "day", exported_only=True),
        # zh: 终止事由
        Column("grounds", _("Grounds"), lambda row: row.end_reason, exported_only=True),
        # zh: 批次
        Column("batch", _("Batch"), lambda row: row.batch.name, "narrow"),
        # zh: 编号
        Column("number", _("Number"), lambda row: row.number, "code", order="number"),
    )  # fmt: skip
    fields = (
        # zh: 在库日
        Field("valid_on", _("In the library on")),
        # zh: 批次名称
        Field("batch", _("Name of the batch")),
        # zh: 生效自
        Field("valid_from_from", _("Effective from")),
        # zh: 生效至
        Field("valid_from_to", _("Effective to")),
        # zh: 到期自
        Field("ends_from", _("Ends from")),
        # zh: 到期至
        Field("ends_to", _("Ends to")),
        # zh: 编号开头
        Field("number_begins", _("Number begins with"), placeholder="TJ-ZJTX-2026"),
    )
    unoffered = (
        # zh: 编号（完整）
        Field("number", _("Number (whole)")),
        # zh: 企业
        Field("firm", _("Firm")),
        # zh: 在库日
        Field("as_of", _("In the library on")),
        # zh: 提前终止
        Field("ended", _("Ended early"), options=flag_options(_("yes"), _("no"))),
    )

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        assert isinstance(self.parameters, CertificationListFilter)
        day = self.parameters.day or today()
        places = partial(by_place, "district_id", day), partial(by_place, "zone_id", day)
        return [
            Facet("tier", _("Tier"), labels.tiers, by_tier),
            Facet("district", _("District"), labels.districts, places[0]),
            # zh: 功能区
            Facet("zone", _("Zone"), labels.zones, places[1]),
            # zh: 提前终止
            Facet("ended_as", _("Ended early"), ends, by_end),
            # zh: 梯度
            Facet("ladder", _("Ladder"), labels.ladders),
        ]

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("certifications")

    def rows(self) -> QuerySet[Any]:
        return Certification.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return homes_shown(rows, today()).select_related("tier", "batch")

    def row_address(self, row: Any) -> str:
        return reverse("portal:firm", args=[row.firm_id])
