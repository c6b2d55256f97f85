"""What every page about one import has."""

from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse

from cultivation.access import log as access_log
from cultivation.exchange.models import Import
from cultivation.exchange.staging.access import may_handle
from cultivation.exchange.staging.services import Asked
from cultivation.pages.views import StaffPage


class OfImport(StaffPage):
    """A page about one import of the account's scope; any other import is not there."""

    @cached_property
    def importing(self) -> Import:
        """The import. Raises Http404."""
        pk = self.kwargs["pk"]
        rows = Import.objects.select_related("revision", "undone_in", "imported_by")
        found = rows.visible_to(self.user).filter(pk=pk).first()
        if found is None:
            if Import.objects.filter(pk=pk).exists():
                access_log.record_out_of_scope(self.request, f"import {pk}")
            raise Http404
        return found

    @cached_property
    def may_handle(self) -> bool:
        """Whether the account may confirm, give up or undo it."""
        return may_handle(self.user, self.importing)

    @property
    def address(self) -> str:
        return reverse("exchange:import", args=[self.importing.pk])

    def asked(self) -> Asked:
        """Who asks, for the acts of ``staging.services``."""
        return asked(self.request, self)


def asked(request: HttpRequest, page: StaffPage) -> Asked:
    return Asked(page.user, getattr(request, "request_id", ""))
