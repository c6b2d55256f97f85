"""Handing a list in."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act
from cultivation.certification.models import Batch
from cultivation.exchange import blanks
from cultivation.exchange.models import Import, ImportKind
from cultivation.exchange.pages.base import asked
from cultivation.exchange.pages.forms import FactsForm, ListForm, UploadForm
from cultivation.exchange.pages.words import tier_name
from cultivation.exchange.staging import services
from cultivation.exchange.staging.access import tiers_of
from cultivation.pages.sent import valid
from cultivation.pages.views import StaffPage
from cultivation.problems import Problem
from cultivation.rest import filters

SUGGESTED = 60


class UploadFilter(filters.StrictFilterSet):
    # zh: 名单种类
    kind = filters.Choice(label=_("The kind of list."), allowed=ImportKind.values)

    class Meta:
        model = Import
        fields: list[str] = []


class Upload(StaffPage):
    """The form: which kind of list, what it is, the file."""

    act = Act.IMPORT_FIRMS
    template_name = "exchange/upload.html"
    parameter_set = UploadFilter

    def read_parameters(self) -> None:
        super().read_parameters()
        self.tiers = tiers_of(self.user)
        first = ImportKind.LIST if self.tiers else ImportKind.FIRMS
        self.kind = self.given.get("kind", str(first))
        if self.kind == ImportKind.LIST and not self.tiers:
            self.kind = str(ImportKind.FIRMS)

    def form(self, *sent: Any) -> UploadForm:
        if self.kind == ImportKind.LIST:
            return ListForm(*sent, tiers=self.tiers)
        return (FactsForm if self.kind == ImportKind.FACTS else UploadForm)(*sent)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST, request.FILES)
        if not valid(form, request):
            return self.render(form=form, status=400)
        upload = form.cleaned_data["file"]
        try:
            importing = services.receive(
                upload.read(), upload.name, by=asked(request, self), **form.told()
            )
        except Problem as problem:
            form.add_error(problem.params.get("field"), str(problem))
            return self.render(form=form, status=400)
        return HttpResponseRedirect(reverse("exchange:import", args=[importing.pk]))

    def context(self) -> dict[str, Any]:
        kinds = [one for one in ImportKind.choices if self.tiers or one[0] != ImportKind.LIST]
        return {
            "kinds": [(kind, label, kind == self.kind) for kind, label in reversed(kinds)],
            "kind": self.kind,
            "batches": self._batches(),
            "blanks": self._blanks(),
        }

    def _batches(self) -> list[Batch]:
        if self.kind != ImportKind.LIST:
            return []
        batches = Batch.objects.filter(tier__in=self.tiers).select_related("tier")
        return list(batches.order_by("-pk")[:SUGGESTED])

    def _blanks(self) -> list[tuple[str, str]]:
        if self.kind == ImportKind.LIST:
            return [(_address(tier.pk), tier_name(tier, short=True)) for tier in self.tiers]
        found = [blanks.of_facts()] if self.kind == ImportKind.FACTS else blanks.of_firms()
        return [(_address(one.name), str(one.label)) for one in found]


def _address(name: str) -> str:
    return reverse("exchange:template", args=[name])
