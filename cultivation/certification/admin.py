"""Batches and certifications in the admin, to read; settings of the flow, to edit; and what firms
hold, on their pages."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import (
    Batch,
    CalendarYear,
    Certification,
    Procedure,
    Requirement,
    SpecialDay,
)
from cultivation.certification.standing import Standing, in_words, standing
from cultivation.clock import today
from cultivation.firms.admin.firm import FirmAdmin
from cultivation.ladders.models import Tier
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import Codes, Labels, by_choice, by_reference
from cultivation.records.inlines import RecordInline
from cultivation.records.reference import ReferenceAdmin
from cultivation.records.showing import pairs, state

COLOURS = {
    Standing.TO_COME: "info",
    Standing.HELD: "good",
    Standing.ENDS_SOON: "attention",
    Standing.LAPSED: "attention",
    Standing.ENDED: "trouble",
}


class Held:
    """How a certification stands today."""

    @admin.display(description=_("State"))
    def standing(self, row: Certification) -> Any:
        day = today()
        return state(in_words(row, day), COLOURS[standing(row, day)])


class Certifications(Held, RecordInline):
    """All that a firm ever held."""

    model = Certification
    related = ("tier", "batch")
    fields = ("tier", "batch", "number", "valid_from", "valid_to", "standing")


class ByTierHeld(Codes):
    """Firms by what they hold today."""

    # zh: 在库层级
    title = _("Tiers held")
    parameter_name = column = "tier"

    def labels(self) -> Labels:
        return dict(Tier.objects.values_list("code", "name_zh"))

    def narrowed(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        held = Certification.objects.as_of(today()).filter(tier=code)
        return rows.filter(pk__in=held.values("firm"))

    def counted(self, rows: QuerySet[Any]) -> dict[Any, int]:
        held = Certification.objects.as_of(today()).filter(firm__in=rows.order_by().values("pk"))
        return dict(held.order_by().values_list("tier").annotate(n=Count("pk")))


# Firms stand below certifications and know nothing of them.
FirmAdmin.inlines.append(Certifications)
FirmAdmin.list_filter.insert(0, ByTierHeld)


@admin.register(Certification)
class CertificationAdmin(Held, ScopedAdmin):
    firm_path = "firm"
    scoped_links = ("continues",)
    list_display = ("firm", "tier", "batch", "number", "valid_from", "valid_to", "standing")
    list_select_related = ("firm", "tier", "batch")
    list_filter = (
        by_reference("tier", _("Tier"), Tier, nullable=False),
        by_choice(Certification, "end_kind", _("End")),
    )
    search_fields = ("firm__name", "firm__uscc", "number")
    date_hierarchy = "valid_from"
    ordering = ("-pk",)
    fields = (
        "firm", "tier", "batch", "number", "standing", "filed_on", "decided_on", "valid_from",
        "valid_to", "holds_to", "ended_on", "end_kind", "end_reason", "end_document", "continues",
        "listed",
    )  # fmt: skip
    readonly_fields = ("standing", "listed")

    @admin.display(description=_("Further columns of the list"))
    def listed(self, row: Certification) -> Any:
        return pairs(row.listing)


@admin.register(Batch)
class BatchAdmin(ScopedAdmin):
    list_display = ("name", "tier")
    list_select_related = ("tier",)
    list_filter = (by_reference("tier", _("Tier"), Tier, nullable=False),)
    search_fields = ("name",)
    ordering = ("-pk",)


# --- settings of the flow ---


@admin.register(Procedure)
class ProcedureAdmin(ReferenceAdmin):
    never_deleted = True
    list_display = (
        "tier", "district", "district_notice", "experts", "visit", "notice", "publicity_days",
        "above", "second_signature", "number_pattern",
    )  # fmt: skip
    list_select_related = ("tier", "above")


@admin.register(Requirement)
class RequirementAdmin(ReferenceAdmin):
    fixed = ("tier",)
    list_display = ("code", "tier", "kind", "name_zh", "applies_to", "needed", "position")
    list_select_related = ("tier",)
    list_filter = (
        by_reference("tier", _("Tier"), Tier, nullable=False),
        by_choice(Requirement, "applies_to", _("Applies to")),
    )
    search_fields = ("code", "kind", "name_zh", "name_en")


@admin.register(CalendarYear)
class CalendarYearAdmin(ReferenceAdmin):
    never_deleted = True
    list_display = ("year", "document", "source")
    search_fields = ("document",)
    ordering = ("-year",)


@admin.register(SpecialDay)
class SpecialDayAdmin(ReferenceAdmin):
    list_display = ("day", "kind", "name")
    list_filter = (by_choice(SpecialDay, "kind", _("Kind")),)
    date_hierarchy = "day"
    search_fields = ("name",)
    ordering = ("-day",)
