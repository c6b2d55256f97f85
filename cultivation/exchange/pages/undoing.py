"""Undoing an import: what it would take back, or what stands in the way."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act
from cultivation.exchange.models import State
from cultivation.exchange.pages import words
from cultivation.exchange.pages.base import OfImport
from cultivation.exchange.pages.written import told
from cultivation.exchange.staging import services
from cultivation.exchange.undoing import Obstacle, obstacles
from cultivation.journal.words import tables
from cultivation.ladders.models import Tier
from cultivation.pages.sent import valid


class UndoForm(forms.Form):
    reason = forms.CharField(
        # zh: 撤销原因
        label=_("Why it is undone"),
        max_length=500,
        widget=forms.Textarea,
        # zh: 将记入修订记录，例如“名单有误，以更正后的文件为准”。
        help_text=_("Goes into the journal, as “the list was wrong, see the corrected file”."),
    )


class Undo(OfImport):
    act = Act.IMPORT_FIRMS
    template_name = "exchange/undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.importing.state != State.DONE or not self.may_handle:
            return HttpResponseRedirect(self.address)
        return self.render(form=UndoForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = UndoForm(request.POST)
        if self.importing.state == State.DONE and not valid(form, request):
            return self.render(form=form, status=400)
        form.is_valid()
        reason = form.cleaned_data.get("reason", "")
        services.undo(self.importing, reason=reason, by=self.asked())
        return HttpResponseRedirect(self.address)

    def context(self) -> dict[str, Any]:
        tier = Tier.objects.filter(pk=self.importing.tier_code).first()
        return {
            "importing": self.importing,
            "what": words.what(self.importing, tier),
            "obstacles": [in_words(one) for one in obstacles(self.importing)],
            **told(self.importing, tier),
        }


def in_words(one: Obstacle) -> dict[str, Any]:
    """An obstacle with the name of what it is."""
    return {"what": tables()[one.table], "rows": one.rows, "firms": one.firms, "final": one.final}
