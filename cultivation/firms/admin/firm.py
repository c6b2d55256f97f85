"""The list of firms, and a firm with all that is on file of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.firms.admin import inlines
from cultivation.firms.models import Firm, Residence
from cultivation.firms.querysets import on
from cultivation.pages import shown
from cultivation.places.models import District, Zone
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import NONE, Codes, Labels, by_flag
from cultivation.records.showing import NOTHING, state

# zh: 存续
ALIVE = _("in existence")
# zh: 已终止
ENDED = _("ended")
PENDING = _("code pending")
# zh: 代码已登记
ON_FILE = _("code on file")


class ByDistrict(Codes):
    """By where firms are today."""

    title = _("District")
    parameter_name = "district"
    column = "district_id"
    nullable = True

    def labels(self) -> Labels:
        rows = District.objects.filter(abolished_on__isnull=True, successor__isnull=True)
        return dict(rows.values_list("code", "name_zh"))

    def narrowed(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        here = Residence.objects.filter(on(today()), **{f"{self.column}__isnull": False})
        if code == NONE:
            return rows.exclude(pk__in=here.values("firm"))
        return rows.filter(pk__in=here.filter(**{self.column: code}).values("firm"))

    def counted(self, rows: QuerySet[Any]) -> dict[Any, int]:
        here = Residence.objects.filter(
            on(today()), firm__in=rows.order_by().values("pk"), **{f"{self.column}__isnull": False}
        )
        found = dict(here.order_by().values_list(self.column).annotate(n=Count("pk")))
        return found | {NONE: rows.order_by().count() - sum(found.values())}


class ByZone(ByDistrict):
    title = _("Zone")
    parameter_name = "zone"
    column = "zone_id"

    def labels(self) -> Labels:
        return dict(Zone.objects.values_list("code", "name_zh"))


@admin.register(Firm)
class FirmAdmin(ScopedAdmin):
    """Apps above add what they know of firms: inlines, filters, columns."""

    scoped_links = ("merged_into",)
    list_display = ["name", "code", "place", "established_on", "capital", "existence"]
    list_filter = [
        ByDistrict,
        ByZone,
        # zh: 存续状态
        by_flag("closed", _("Existence"), ENDED, ALIVE, Q(closed_on__isnull=False)),
        by_flag("pending", _("Credit code"), PENDING, ON_FILE, Q(uscc__isnull=True)),
    ]
    search_fields = ("name", "uscc")
    ordering = ("-pk",)
    inlines = [*inlines.ALL]
    fields = (
        "name", "code", "place", "existence", "closed_on", "successor", "established_on",
        "legal_form", "capital", "address", "business_scope",
    )  # fmt: skip
    readonly_fields = ("code", "place", "existence", "successor", "capital")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        here = Residence.objects.filter(on(today())).select_related("district", "zone")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("residences", here, to_attr="residences_now"))
        )

    @admin.display(description=_("Credit code"), ordering="uscc")
    def code(self, firm: Firm) -> Any:
        return firm.uscc or state(PENDING, "attention")

    @admin.display(description=_("District"))
    def place(self, firm: Firm) -> str:
        here: list[Residence] = getattr(firm, "residences_now", [])
        if not here:
            return NOTHING
        if here[0].outside:
            return str(_("out of the city"))
        return " · ".join(
            name
            for name in (
                here[0].district and here[0].district.name_zh,
                here[0].zone and here[0].zone.short_name,
            )
            if name
        )

    @admin.display(description=_("Registered capital (10,000)"), ordering="registered_capital")
    def capital(self, firm: Firm) -> str:
        if firm.registered_capital is None:
            return NOTHING
        return f"{shown.money(firm.registered_capital)} {firm.capital_currency}".strip()

    @admin.display(description=_("Existence"), ordering="closed_on")
    def existence(self, firm: Firm) -> Any:
        if not firm.closed_on or firm.closed_on > today():
            return state(ALIVE, "good")
        return state(ENDED, "trouble")

    @admin.display(description=_("Merged into"))
    def successor(self, firm: Firm) -> str:
        if firm.merged_into_id and firm.merged_into is None:
            return str(inlines.ELSEWHERE)
        return str(firm.merged_into or NOTHING)
