"""What a person does with an import by pressing a button."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from cultivation.access.permissions import Act
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.pages.forms import UpdatesForm
from cultivation.exchange.staging import options, running, services
from cultivation.pages.sent import only
from cultivation.problems import Problem
from cultivation.rest.refusals import refuse

# What is said on the page of the import itself: it has what to mend.
TOLD = (
    "moved_on", "nothing_to_write", "invalid_day", "update_day_to_come",
    "no_figures_of_a_year_over",
)  # fmt: skip
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
            if problem.code not in TOLD:
                raise
            messages.error(request, str(problem))
        return HttpResponseRedirect(self.address)

    def changed_choices(self) -> dict[str, str]:
        """The choices of the form that differ from those kept. Raises Problem
        ``invalid_parameters``."""
        rows = [name for name in self.request.POST if name.startswith(ROW)]
        _given, errors = only(self.request.POST, "updated_on", *rows)
        if errors:
            refuse(errors)
        sent = {
            name.removeprefix(ROW): str(value)
            for name, value in self.request.POST.items()
            if name.startswith(ROW)
        }
        kept = self.importing.choices
        return {row: firm for row, firm in sent.items() if kept.get(row, "") != firm}

    def updated_on(self) -> dt.date | None:
        """On which day the figures are said to be yearly updates; as before where the form does not
        ask. Raises Problem ``invalid_day``."""
        if "updated_on" not in self.request.POST:
            return options.updated_on(self.importing.options)
        form = UpdatesForm(self.request.POST)
        if not form.is_valid():
            raise Problem("invalid_day", str(form.errors["updated_on"][0]), field="updated_on")
        day: dt.date | None = form.cleaned_data["updated_on"]
        return day


class Choose(ByButton):
    """Keep which firms unclear rows mean and what the figures are, and show what follows."""

    def perform(self) -> None:
        services.choose(
            self.importing, self.changed_choices(), by=self.asked(), updated_on=self.updated_on()
        )


class Confirm(ByButton):
    """Write what the preview shows; choices that were not shown with it are shown first."""

    def perform(self) -> None:
        changed, day = self.changed_choices(), self.updated_on()
        if changed or day != options.updated_on(self.importing.options):
            services.choose(self.importing, changed, by=self.asked(), updated_on=day)
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
