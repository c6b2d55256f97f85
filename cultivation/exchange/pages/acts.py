"""What a person does with an import by pressing a button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from cultivation.access.permissions import Act
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.staging import running, services
from cultivation.pages.sent import only
from cultivation.problems import Problem
from cultivation.rest.refusals import refuse

ROW = "row-"  # before the place of a row, in the names of the fields that choose its firm


class ByButton(OfImport):
    """An act without a page of its own: POST does it, and leads back to the import."""

    act = Act.IMPORT_FIRMS

    def perform(self) -> None:
        """Do it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(self.address)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.perform()
        except Problem as problem:
            if problem.code not in ("moved_on", "nothing_to_write"):
                raise
            messages.error(request, str(problem))
        return HttpResponseRedirect(self.address)

    def changed_choices(self) -> dict[str, str]:
        """The choices of the form that differ from those kept. Raises Problem
        ``invalid_parameters``."""
        rows = [name for name in self.request.POST if name.startswith(ROW)]
        _given, errors = only(self.request.POST, *rows)
        if errors:
            refuse(errors)
        sent = {
            name.removeprefix(ROW): str(value)
            for name, value in self.request.POST.items()
            if name.startswith(ROW)
        }
        kept = self.importing.choices
        return {row: firm for row, firm in sent.items() if kept.get(row, "") != firm}


class Choose(ByButton):
    """Keep which firms unclear rows mean, and show what follows."""

    def perform(self) -> None:
        services.choose(self.importing, self.changed_choices(), by=self.asked())


class Confirm(ByButton):
    """Write what the preview shows; choices that were not shown with it are shown first."""

    def perform(self) -> None:
        changed = self.changed_choices()
        if changed:
            services.choose(self.importing, changed, by=self.asked())
        else:
            services.confirm(self.importing, by=self.asked())


class Cancel(ByButton):
    """Give the import up."""

    def perform(self) -> None:
        services.cancel(self.importing, by=self.asked())


class Again(ByButton):
    """Work on it again, where that came to nothing."""

    def perform(self) -> None:
        if running.stalled(self.importing):
            services.take_over(self.importing, by=self.asked())
        else:
            services.read_again(self.importing, by=self.asked())
