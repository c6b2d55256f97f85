"""What belongs to a record, as a table on its page: to read only."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest


class RecordInline(admin.TabularInline):
    """A table of rows that belong to the record of the page, and are seen by who sees that.

    Nothing in it can be edited: it is a plain table, without the fields of a form.
    ``related`` names the relations that its cells need; ``scoped_links`` as in ``ScopedAdmin``.
    """

    related: ClassVar[tuple[str, ...]] = ()
    scoped_links: ClassVar[tuple[str, ...]] = ()
    template = "admin/edit_inline/records.html"
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if self.related:
            rows = rows.select_related(*self.related)
        for name in self.scoped_links:
            target: Any = self.opts.get_field(name).related_model
            rows = rows.prefetch_related(
                Prefetch(name, target._default_manager.visible_to(request.user))
            )
        return rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
