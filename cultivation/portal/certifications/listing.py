"""The lists of certifications and of batches."""

import datetime as dt
import unicodedata
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Count,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.access.permissions import Act, may
from cultivation.certification.api.filters import CertificationFilter
from cultivation.certification.flow.states import OPEN
from cultivation.certification.models import Application, Batch, Certification, EndKind
from cultivation.certification.standing import Standing, in_words, last_day, standing
from cultivation.clock import today
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.portal import labels
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.desk.batches.words import overridden_briefly, stage, window
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


def as_numbers_are(text: str) -> str:
    """What somebody types of a number, without blanks and wide letters."""
    return unicodedata.normalize("NFKC", text).strip()


class CertificationListFilter(CertificationFilter):
    """The parameters of REST, and what the desk asks beside them."""

    # zh: 在库截止日自（含）：最后一个在库日不早于此日
    ends_from = filters.Day(label=_("Its last day in the library is this day or later."))
    # zh: 在库截止日至（含）：最后一个在库日不晚于此日
    ends_to = filters.Day(label=_("Its last day in the library is this day or earlier."))
    number_begins = filters.Text(
        # zh: 证书编号的开头部分
        label=_("The beginning of the number."),
        read_as=as_numbers_are,
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


class BatchFilter(filters.StrictFilterSet):
    # zh: 层级代码
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)
    # zh: 梯度代码
    ladder = filters.Codes(label=_("Codes of ladders."), allowed=ladder_codes)
    # zh: 批次名称中的文字
    name = filters.Text(label=_("A part of the name."))

    class Meta:
        model = Batch
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        if asked["ladder"]:
            rows = rows.filter(tier__ladder__in=asked["ladder"])
        if asked["name"]:
            rows = rows.filter(name__icontains=asked["name"])
        return rows


def certified(row: Any) -> str:
    """The certifications of the batch."""
    query = urlencode({"tier": row.tier_id, "batch": row.name})
    return f"{reverse('portal:certifications')}?{query}" if row.n else ""


def open_cases(row: Any) -> str:
    """The open cases of the batch."""
    query = urlencode({"show": "open", "batch": row.pk})
    return f"{reverse('portal:cases')}?{query}" if row.open else ""


class BatchList(ListPage):
    """Batches that were called for, and those that have certifications in the account's scope."""

    # zh: 批次
    heading = _("Batches")
    # zh: 个
    unit = pgettext_lazy("counted", "batches")
    # zh: 主管部门开设批次后，或导入名单后，列于此处。
    empty = _("Batches are opened by the bureaus, or come in with published lists.")
    export_name = "batches"
    template_name = "portal/desk/batches.html"
    parameter_set = BatchFilter
    default_order = (
        F("closed_on").asc(nulls_first=True),
        F("files_from").desc(nulls_last=True),
        "tier__ladder__position", "-tier__rank", "-first", "name",
    )  # fmt: skip
    columns = (
        Column("name", _("Batch"), lambda row: row.name, "narrow", order="name"),
        Column("tier", _("Tier"), lambda row: labels.name(row.tier), "narrow", order="tier"),
        # zh: 状态
        Column("state", _("State"), lambda row: stage(row, today())[0], "state",
               state=lambda row: stage(row, today())[1]),
        # zh: 申报期
        Column("window", _("Window of filing"), window, "day", order="files_from"),
        # zh: 在办
        Column("open", _("Open cases"), lambda row: row.open or None, "number", link=open_cases),
        # zh: 最早生效
        Column("first", _("First effective"), lambda row: row.first, "day", order="first"),
        # zh: 最晚有效期至
        Column("last", _("Last valid to"), lambda row: last_day(row.last), "day"),
        # zh: 认定数
        Column("n", _("Certified"), lambda row: row.n or 0, "number", order="n",
               link=certified),
        # zh: 今日在库
        Column("held", _("In the library today"), lambda row: row.held or 0, "number",
               order="held"),
        # zh: 对标准的调整
        Column("overrides", _("What the call changes in the standard"), overridden_briefly,
               exported_only=True),
    )  # fmt: skip
    # zh: 批次名称
    fields = (Field("name", _("Name of the batch"), wide=True),)
    facets = (
        # zh: 梯度
        Facet("ladder", _("Ladder"), labels.ladders),
        Facet("tier", _("Tier"), labels.tiers),
    )

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("batches")

    def rows(self) -> QuerySet[Any]:
        seen = Certification.objects.visible_to(self.user).filter(batch=OuterRef("pk"))
        day = today()
        running = Q(valid_from__lte=day) & (Q(holds_to__isnull=True) | Q(holds_to__gt=day))

        def of_batch(aggregate: Any) -> Subquery:
            return Subquery(seen.order_by().values("batch").annotate(x=aggregate).values("x"))

        cases = Application.objects.visible_to(self.user).filter(batch=OuterRef("pk"))
        cases = cases.filter(state__in=OPEN).order_by()
        return (
            Batch.objects.visible_to(self.user)
            .select_related("tier")
            .annotate(
                first=of_batch(Min("valid_from")),
                last=of_batch(Max("valid_to")),
                n=of_batch(Count("pk")),
                held=of_batch(Count("pk", filter=running)),
                open=Subquery(cases.values("batch").annotate(x=Count("pk")).values("x")),
            )
        )

    @property
    def may_open(self) -> bool:
        """Whether the account opens batches."""
        return may(self.user, Act.IMPORT_LISTS)

    def row_address(self, row: Any) -> str:
        return reverse("portal:batch", args=[row.pk])
