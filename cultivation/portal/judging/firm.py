"""A firm against a standard, on a page of its own."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.permissions import Act as May
from cultivation.access.permissions import may
from cultivation.clock import today
from cultivation.ladders.api import tier_codes
from cultivation.pages.views import StaffPage
from cultivation.portal.firms import listing
from cultivation.portal.firms.page import OfFirm
from cultivation.portal.judging.card import enter_at
from cultivation.portal.judging.choosing import offers, single
from cultivation.portal.judging.sheets import sheet_of
from cultivation.problems import Problem
from cultivation.rest import filters
from cultivation.standards.engine.content import CONFIDENCE, Act
from cultivation.standards.models import Assessment
from cultivation.standards.selectors import assess_firm, warnings_of
from cultivation.standards.vocabulary import FACTS


class SheetFilter(filters.StrictFilterSet):
    # zh: 层级
    tier = filters.Codes(label=gettext_lazy("Tier"), allowed=tier_codes)
    # zh: 事项
    act = filters.Choice(label=gettext_lazy("Act"), allowed=[str(act) for act in Act])
    # zh: 申报日期
    as_of = filters.Day(label=gettext_lazy("Filed on"))

    class Meta:
        model = Assessment
        fields: list[str] = []


class FirmSheet(OfFirm, StaffPage):
    """A firm against the standard of one tier, all of it, for reading and for paper."""

    template_name = "portal/judging/firm.html"
    parameter_set = SheetFilter

    @cached_property
    def day(self) -> dt.date:
        """The day of filing: by default today."""
        found: dt.date = self.parameters.asked["as_of"] or today()
        return found

    @property
    def works(self) -> bool:
        """Whether the reader may enter what is missing."""
        return may(self.user, May.WORK_ON_FIRMS)

    def context(self) -> dict[str, Any]:
        asked = self.parameters.asked
        held = [one.tier_id for one in getattr(self.firm, "held_then")]  # noqa: B009
        found = offers(self.day, held=held, tier=single(asked["tier"]), act=asked["act"] or "")
        offer = next((one for one in found if one.chosen), None)
        if offer is None:
            # zh: 该层级在 %(day)s 没有已登记的标准；请选择其他层级或日期。
            told = _("No standard of this tier is on file for %(day)s; choose another one.")
            raise Problem("no_standard", told % {"day": self.day}, status=404)
        choice = offer.choice
        judged, facts = assess_firm(
            self.firm, choice.content, self.day, act=offer.act, overrides=choice.overrides
        )
        where = enter_at(self.firm, self.day) if self.works else lambda _name: ""
        return {
            "firm": self.firm,
            "place": listing.place(self.firm),
            "day": self.day,
            "offer": offer,
            "confidence": CONFIDENCE[choice.content.confidence],
            "offers": found,
            "sheet": sheet_of(judged, where),
            "warnings": [str(one.text) for one in warnings_of(self.firm, facts)],
            "stale": [(str(FACTS[name].text), on) for name, on in facts.stale.items()],
            "overrides": choice.overrides,
        }
