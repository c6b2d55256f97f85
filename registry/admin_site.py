"""The admin: records and reference data, for whoever may see the pages of staff.

Who may what is decided by ``cultivation.access``, not by Django's tables of permissions; what a
login is, by the portal.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import User
from cultivation.access.permissions import Act, may
from cultivation.access.scope import scope_of
from cultivation.journal.models import Entry, Revision
from cultivation.pages.views import acting
from cultivation.portal.navigation import system_tabs
from cultivation.problems import Problem
from cultivation.records.base import ScopedAdmin

# The apps in the order of the work; what is not named comes last.
ORDER = (
    "firms", "certification", "ladders", "standards", "places", "targets", "exchange", "journal",
    "access",
)  # fmt: skip
# Pages of records outside the admin, by model.
PAGES = {"firms.firm": "portal:firm", "targets.target": "portal:target"}
# Journals of records in words, by model; that of every other one is the list of entries.
JOURNALS = {"firms.firm": "portal:firm-journal"}
# The portal logs in and out, and accounts set their passwords there.
LEFT_OUT = {"logout", "password_change", "password_change_done", "view_on_site"}


class RegistryAdminSite(admin.AdminSite):
    """The one site; every ``admin.py`` registers here."""

    # zh: 记录与参考数据
    site_header = _("Records and reference data")
    site_title = _("Records and reference data")
    index_title = _("Records and reference data")
    site_url = None
    empty_value_display = "—"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Registers what says whose rows it shows; what libraries bring along stays out."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Act.SEE)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Anonymous visitors are led to the login, accounts without permission get 403."""
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, view)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        tabs = system_tabs(request.user, request.path)
        return {**super().each_context(request), "tabs": tabs}

    def get_urls(self) -> list[Any]:
        return [one for one in super().get_urls() if getattr(one, "name", None) not in LEFT_OUT]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """As ever; a term that cannot be looked for is refused in words."""
        try:
            return super().autocomplete_view(request)
        except Problem as problem:
            return JsonResponse({"error": str(problem)}, status=400)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Apps in the order of the work, models as their ``admin.py`` registers them."""
        found = self._build_app_dict(request, app_label)
        labels = sorted(found, key=lambda label: (*ORDER, label).index(label))
        return [found[label] for label in labels]

    # --- what a ModelAdmin asks (cultivation.records.site) ---

    def sees_city(self, request: HttpRequest) -> bool:
        """Whether the account sees the rows of the whole city."""
        return isinstance(request.user, User) and scope_of(request.user).city

    def edits(self, request: HttpRequest) -> bool:
        """Whether the account may change reference data."""
        return may(request.user, Act.EDIT_REFERENCE)

    def acting(self, request: HttpRequest, reason: str) -> AbstractContextManager[Revision]:
        """A revision of the account, for ``reason``."""
        return acting(request, reason)

    def added_by_people(self, row: Model) -> bool:
        """Whether ``row`` was added in the browser, not loaded from a file."""
        return self._entries(row).filter(operation="insert", revision__source="browser").exists()

    def revisions_address(self, request: HttpRequest, row: Model) -> str:
        """Where the revisions of ``row`` are listed; empty if the account may not see them."""
        journal = JOURNALS.get(row._meta.label_lower)
        if journal is not None:
            return reverse(journal, args=[row.pk])
        entries = self._registry[Entry]
        if not entries.has_view_permission(request):
            return ""
        key = {"table_name": row._meta.db_table, "row_key": row.pk}
        return f"{reverse('admin:journal_entry_changelist')}?{urlencode(key)}"

    def page_address(self, row: Model) -> str:
        """The page of ``row`` outside the admin, where its acts are; empty if it has none."""
        page = PAGES.get(row._meta.label_lower)
        return reverse(page, args=[row.pk]) if page else ""

    def _entries(self, row: Model) -> Any:
        return Entry.objects.filter(table_name=row._meta.db_table, row_key=str(row.pk))
