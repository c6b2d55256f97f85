"""Imports in the admin: which list came in, what it did."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cultivation.exchange.models import Import, ImportKind
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import Codes, Labels
from cultivation.records.showing import pairs


class ByKind(Codes):
    title = _("Kind")
    parameter_name = column = "kind"

    def labels(self) -> Labels:
        return {str(code): str(label) for code, label in ImportKind.choices}


@admin.register(Import)
class ImportAdmin(ScopedAdmin):
    list_display = ("file_name", "kind_label", "recorded_at", "actor", "written", "not_written")
    list_select_related = ("revision",)
    list_filter = (ByKind,)
    search_fields = ("file_name", "=sha256")
    date_hierarchy = "revision__recorded_at"
    ordering = ("-pk",)
    fields = ("file_name", "kind_label", "sha256", "revision", "given", "result")
    readonly_fields = ("kind_label", "given", "result")

    def get_queryset(self, request: HttpRequest) -> Any:
        # Working papers are for the pages of imports: here is what was written.
        return super().get_queryset(request).filter(revision__isnull=False)

    @admin.display(description=_("Kind"), ordering="kind")
    def kind_label(self, row: Import) -> Any:
        return row.get_kind_display()

    @admin.display(description=_("Recorded at"), ordering="revision__recorded_at")
    def recorded_at(self, row: Import) -> Any:
        return row.revision.recorded_at if row.revision else row.created_at

    @admin.display(description=_("Actor"))
    def actor(self, row: Import) -> str:
        return row.revision.actor_name if row.revision else ""

    # zh: 写入（行）
    @admin.display(description=_("Written (rows)"))
    def written(self, row: Import) -> int:
        return int(row.counts.get("create", 0)) + int(row.counts.get("update", 0))

    # zh: 未写入（行）
    @admin.display(description=_("Not written (rows)"))
    def not_written(self, row: Import) -> int:
        return int(row.counts.get("error", 0)) + int(row.counts.get("duplicate", 0))

    @admin.display(description=_("Options"))
    def given(self, row: Import) -> Any:
        return pairs(row.options)

    @admin.display(description=_("Result"))
    def result(self, row: Import) -> Any:
        return pairs(row.counts)
