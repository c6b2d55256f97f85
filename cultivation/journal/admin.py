"""The journal in the admin: who changed what, when, why. Nobody changes that."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cultivation.journal.models import Entry, Revision
from cultivation.journal.words import OPERATIONS, SOURCES, tables
from cultivation.records.base import ScopedAdmin, short
from cultivation.records.filters import Codes, Labels
from cultivation.records.paginator import CappedPaginator
from cultivation.records.showing import link, pairs


class BySource(Codes):
    title = _("Source")
    parameter_name = column = "source"

    def labels(self) -> Labels:
        return dict(SOURCES)


class ByTable(Codes):
    """Without counts: the journal has many rows for each one of the registry."""

    title = _("Table")
    parameter_name = column = "table_name"
    with_counts = False

    def labels(self) -> Labels:
        return tables()


class ByOperation(Codes):
    title = _("Operation")
    parameter_name = column = "operation"
    with_counts = False

    def labels(self) -> Labels:
        return dict(OPERATIONS)


@admin.register(Revision)
class RevisionAdmin(ScopedAdmin):
    city_only = True
    list_display = ("number", "recorded_at", "actor_name", "source_label", "reason_short")
    list_filter = (BySource,)
    search_fields = ("reason", "actor_name", "=request_id")
    date_hierarchy = "recorded_at"
    ordering = ("-pk",)
    fields = (
        "number", "recorded_at", "actor_name", "source_label", "reason", "request_id", "entries",
    )  # fmt: skip
    readonly_fields = ("source_label", "entries")

    @admin.display(description=_("Source"), ordering="source")
    def source_label(self, row: Revision) -> Any:
        return SOURCES.get(row.source, row.source)

    @admin.display(description=_("Reason"))
    def reason_short(self, row: Revision) -> str:
        return short(row.reason)

    # zh: 改动的记录
    @admin.display(description=_("Rows changed"))
    def entries(self, row: Revision) -> Any:
        address = f"{reverse('admin:journal_entry_changelist')}?{urlencode({'revision': row.pk})}"
        # zh: 查看改动的记录
        return link(address, _("see the rows"))


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    city_only = True
    paginator = CappedPaginator
    list_display = ("id", "recorded_at", "actor", "table", "row_key", "what", "reason")
    list_select_related = ("revision",)
    list_filter = (ByTable, ByOperation)
    linked_by = ("row_key", "revision")
    ordering = ("-pk",)
    fields = ("revision", "recorded_at", "actor", "table", "row_key", "what", "was", "became")
    readonly_fields = ("recorded_at", "actor", "table", "what", "was", "became")
    sortable_by = ()

    @admin.display(description=_("Recorded at"))
    def recorded_at(self, row: Entry) -> Any:
        return row.revision.recorded_at

    @admin.display(description=_("Actor"))
    def actor(self, row: Entry) -> str:
        return row.revision.actor_name

    @admin.display(description=_("Reason"))
    def reason(self, row: Entry) -> str:
        return short(row.revision.reason)

    @admin.display(description=_("Table"))
    def table(self, row: Entry) -> str:
        return tables().get(row.table_name, row.table_name)

    @admin.display(description=_("Operation"))
    def what(self, row: Entry) -> Any:
        return OPERATIONS.get(row.operation, row.operation)

    @admin.display(description=_("Before"))
    def was(self, row: Entry) -> Any:
        return pairs(row.before)

    @admin.display(description=_("After"))
    def became(self, row: Entry) -> Any:
        return pairs(row.after)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("revision")
