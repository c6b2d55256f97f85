"""Records as the admin shows them: to read only, and only those of the account's scope."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from cultivation.problems import Problem
from cultivation.records.changelist import StrictChangeList
from cultivation.records.site import Site

PAGE = 50
# So many firms found are looked up by their keys.
FEW = 1000


class RecordForm(forms.ModelForm):
    """Labels without a colon: they stand in a column of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class ScopedAdmin(admin.ModelAdmin):
    """The base of every ModelAdmin: read only, deny by default.

    ``public`` says that a model is reference data, for every account that may see pages.
    ``city_only`` says that its rows, which may tell of any district, are for accounts of the whole
    city; every other model says itself whose rows it has, by ``visible_to`` of its queryset.
    ``scoped_links`` names relations to rows that may be another district's: those come as None.
    ``linked_by`` names columns that links from elsewhere narrow the list by. ``firm_path`` leads
    from a row to its firm, which a search then looks for.
    """

    public: ClassVar[bool] = False
    city_only: ClassVar[bool] = False
    scoped_links: ClassVar[Sequence[str]] = ()
    linked_by: ClassVar[Sequence[str]] = ()
    firm_path: ClassVar[str] = ""

    form = RecordForm
    actions = None
    list_per_page = PAGE
    list_max_show_all = PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALWAYS
    view_on_site = False
    save_on_top = False

    @property
    def site(self) -> Site:
        """The site, which knows who may what."""
        return cast(Site, self.admin_site)

    # --- whose rows ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if not self.has_view_permission(request):
            return rows.none()
        narrow = getattr(rows, "visible_to", None)
        if narrow is not None:
            rows = narrow(request.user)
        for name in self.scoped_links:
            related: Any = self.opts.get_field(name).related_model
            rows = rows.prefetch_related(
                Prefetch(name, related._default_manager.visible_to(request.user))
            )
        return rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.city_only:
            return self.site.sees_city(request)
        return self.public or hasattr(self.model._default_manager, "visible_to")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # --- lists ---

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StrictChangeList]:
        return StrictChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except Problem as problem:
            return refused(request, problem)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Firms are found as everywhere else, where their queryset knows how (``search``).

        What belongs to a firm is found by the firm, or by its own ``search_fields``.
        """
        term = search_term.strip()
        if term and hasattr(queryset, "search"):
            return queryset.search(term), False
        if term and self.firm_path:
            found = Q(**{f"{self.firm_path}__in": self._firms(request, term)})
            for name in self.search_fields:
                if not name.startswith(f"{self.firm_path}__"):
                    found |= Q(**{f"{name}__icontains": term})
            return queryset.filter(found), False
        return super().get_search_results(request, queryset, search_term)

    def _firms(self, request: HttpRequest, term: str) -> Any:
        """The firms that fit ``term``: their keys where they are few, else the query for them.

        By keys the database goes over an index; of many, the newest rows are soon found anyway.
        A list asks several times (for its page and for each count): the firms are sought once.
        """
        kept = request.__dict__.setdefault("_firms_found", {})
        if term not in kept:
            firms: Any = self.opts.get_field(self.firm_path).related_model
            owner = self.admin_site._registry[firms]
            found, _twice = owner.get_search_results(request, firms._default_manager.all(), term)
            keys = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
            kept[term] = keys if len(keys) <= FEW else found.order_by().values("pk")
        return kept[term]

    # --- one record ---

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        if "\x00" in object_id:
            return None
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        # A foreign record and one that is not there look the same.
        raise Http404

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            context["revisions_address"] = self.site.revisions_address(request, row)
            context["page_address"] = self.site.page_address(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The journal is the record of changes: there is no other."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        address = self.site.revisions_address(request, row)
        if not address:
            raise PermissionDenied
        return HttpResponseRedirect(address)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """The journal has it already."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """The journal has it already."""


def refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page that says why not."""
    status = int(problem.params.get("status", 400))
    return render(request, "pages/refused.html", {"problem": problem}, status=status)


def short(value: Any, most: int = 60) -> str:
    """A text for a cell of a list."""
    text = str(value or "")
    # zh: %(text)s……
    return text if len(text) <= most else _("%(text)s…") % {"text": text[:most]}
