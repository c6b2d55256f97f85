"""What an expert was given: to do first, then what is done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access.permissions import Act
from cultivation.certification.models import Scoring
from cultivation.certification.services.scoring import is_under_review
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.experts.finding import scorings_of


def _row(one: Scoring) -> dict[str, Any]:
    return {
        "scoring": one,
        "address": reverse("portal:score", args=[one.pk]),
        "firm": one.application.firm.name,
        "tier": labels.name(one.application.tier),
        "batch": one.application.batch.name,
        "begun": bool(one.marks),
    }


class ScoringList(StaffPage):
    """The first page of an expert."""

    act = Act.SCORE
    template_name = "portal/experts/list.html"

    def context(self) -> dict[str, Any]:
        rows = list(scorings_of(self.user).order_by("assigned_on", "id"))
        waiting = [one for one in rows if one.scored_on is None]
        to_do = [_row(one) for one in waiting if is_under_review(one.application)]
        # Back with the district: the expert goes on when it returns.
        paused = [
            _row(one)
            for one in waiting
            if one.application.is_open and not is_under_review(one.application)
        ]
        done = [_row(one) for one in reversed(rows) if one.scored_on is not None]
        if to_do:
            # zh: %(n)s 件待评分
            told = _("%(n)s to score") % {"n": len(to_do)}
        else:
            # zh: 目前没有待评分的申报；有新的指派时，会在“消息”中告知。
            told = _("Nothing to score now; you are told when something is given to you.")
        return {"to_do": to_do, "paused": paused, "done": done, "in_words": told}
