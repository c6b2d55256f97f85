"""The page of one import, whatever state it is in."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from cultivation.certification.selectors.updating import records_updates
from cultivation.exchange.models import AT_WORK, Import, State
from cultivation.exchange.pages import words
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.pages.forms import UpdatesForm
from cultivation.exchange.pages.progress import far
from cultivation.exchange.pages.rows import RowsFilter, shown_rows
from cultivation.exchange.pages.written import told
from cultivation.exchange.staging import options, running
from cultivation.ladders.models import Tier

TEMPLATES = {
    State.READY: "preview",
    State.DONE: "result",
    State.UNDONE: "result",
}


class ImportPage(OfImport):
    """Progress, preview or result: what there is to see now."""

    parameter_set = RowsFilter
    further = ("page",)

    @property
    def template_name(self) -> str:  # type: ignore[override]
        if self.importing.state in AT_WORK and not running.stalled(self.importing):
            return "exchange/progress.html"
        name = TEMPLATES.get(State(self.importing.state), "stopped")
        return f"exchange/{name}.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.importing.state == State.MAPPING:
            return HttpResponseRedirect(reverse("exchange:mapping", args=[self.importing.pk]))
        return self.render()

    def context(self) -> dict[str, Any]:
        importing = self.importing
        tier = Tier.objects.filter(pk=importing.tier_code).first()
        context = {
            "importing": importing,
            "what": words.what(importing, tier),
            "progress": far(importing),
            "stalled": running.stalled(importing),
        }
        if importing.state == State.READY:
            context |= self._preview()
        if importing.state in (State.DONE, State.UNDONE):
            context |= told(importing, tier)
        if importing.state in (State.READY, State.DONE, State.UNDONE):
            context |= {"tiles": words.tiles(importing), **shown_rows(self)}
        return context

    def _preview(self) -> dict[str, Any]:
        importing = self.importing
        return {
            "headline": words.headline(importing),
            "in_order": words.in_order(importing.counts),
            "before": self._before(),
            "updates": self._updates(),
        }

    def _updates(self) -> UpdatesForm | None:
        """Where the figures may be said to be yearly updates: a list of firms that has some."""
        importing = self.importing
        day = options.updated_on(importing.options)
        asks = self.may_handle and (day or records_updates(self.user))
        if not importing.facts.get("figures") or not asks:
            return None
        return UpdatesForm(initial={"updated_on": day})

    def _before(self) -> list[Import]:
        """The imports of the very same file that are in the registry, and may be seen."""
        same = Import.objects.visible_to(self.user).filter(
            sha256=self.importing.sha256, kind=self.importing.kind, state=State.DONE
        )
        return [
            one
            for one in same.select_related("revision").exclude(pk=self.importing.pk)[:5]
            if one.tier_code == self.importing.tier_code
        ]
