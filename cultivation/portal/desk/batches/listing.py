"""The list of batches: those that were called for, and those that lists named."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.access.permissions import Act, may
from cultivation.certification.flow.states import OPEN
from cultivation.certification.models import Application, Batch, Certification
from cultivation.certification.standing import last_day
from cultivation.clock import today
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Facet, Field
from cultivation.pages.lists import ListPage
from cultivation.portal import labels
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.desk.batches.words import overridden_briefly, stage, window
from cultivation.rest import filters


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
