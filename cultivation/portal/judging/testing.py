"""The self-test: anybody fills in what is known and learns what is missing. Nothing is stored."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from cultivation.access.permissions import Act as May
from cultivation.access.permissions import may
from cultivation.clock import today
from cultivation.ladders.api import tier_codes
from cultivation.pages.sent import valid
from cultivation.pages.views import StrictPage
from cultivation.portal import labels
from cultivation.portal.judging.choosing import Offer, offers, single
from cultivation.portal.judging.fields import FactsForm
from cultivation.portal.judging.sheets import sheet_of
from cultivation.portal.judging.tabs import tabs
from cultivation.rest import filters
from cultivation.standards.engine.assessing import assess
from cultivation.standards.engine.compiling import compile_standard
from cultivation.standards.engine.content import Act
from cultivation.standards.facts.plausibility import warnings
from cultivation.standards.models import Standard
from cultivation.standards.vocabulary import FACTS


class TestFilter(filters.StrictFilterSet):
    # zh: 层级
    tier = filters.Codes(label=_("Tier"), allowed=tier_codes)
    # zh: 事项
    act = filters.Choice(label=_("Act"), allowed=[str(act) for act in Act])

    class Meta:
        model = Standard
        fields: list[str] = []


def asked_by(offer: Offer) -> list[str]:
    """The facts that the standard of ``offer`` looks at, in the order of the vocabulary."""
    choice = offer.choice
    asked = set(compile_standard(choice.content, offer.act, choice.overrides).facts)
    if "size_class" in asked:
        asked |= {"industry", "staff_y1", "revenue_y1", "assets_y1"}
    return [name for name in FACTS if name in asked]


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SelfTest(StrictPage):
    """Choose a tier, fill in what is known, read the sheet: no login, no JavaScript."""

    template_name = "portal/judging/test.html"
    parameter_set = TestFilter

    @cached_property
    def offers(self) -> list[Offer]:
        """What can be tried, with what was chosen."""
        asked = self.parameters.asked
        return offers(today(), tier=single(asked["tier"]), act=asked["act"] or "")

    @cached_property
    def offer(self) -> Offer | None:
        """What was chosen."""
        if not self.parameters.asked["tier"]:
            return None
        return next((one for one in self.offers if one.chosen), None)

    def form(self, offer: Offer, data: Any = None) -> FactsForm:
        """The form made from the facts that the standard asks for."""
        day = today()
        return FactsForm(data, names=asked_by(offer), day=day, blank_day=day)

    def context(self) -> dict[str, Any]:
        ladders: dict[str, list[Offer]] = {}
        for one in self.offers:
            ladders.setdefault(labels.name(one.tier.ladder), []).append(one)
        return {
            "offer": self.offer,
            "ladders": ladders,
            "tabs": tabs("self-test", staff=may(self.request.user, May.SEE)),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(form=self.form(self.offer) if self.offer else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.offer is None:
            return self.render(form=None, status=400)
        form = self.form(self.offer, request.POST)
        if not valid(form, request):
            return self.render(form=form, status=400)
        choice = self.offer.choice
        judged = assess(
            choice.content, form.facts, today(), act=self.offer.act, overrides=choice.overrides
        )
        return self.render(
            form=form,
            sheet=sheet_of(judged),
            warnings=[str(one.text) for one in warnings(form.facts)],
            overrides=choice.overrides,
        )
