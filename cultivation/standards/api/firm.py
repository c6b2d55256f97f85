"""``firms/{uscc}/assessment/``: a firm of the reader's scope by the standard that applies."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.clock import today
from cultivation.firms.api.lookup import seen_firm
from cultivation.firms.models import Firm
from cultivation.ladders.api import tier_codes
from cultivation.problems import Problem
from cultivation.rest import filters
from cultivation.rest.refusals import refusal, refuse
from cultivation.rest.views import StrictView
from cultivation.standards.api.answers import OF_FIRM
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.report import as_dict
from cultivation.standards.selectors import assess_firm, standard_for, warnings_of
from cultivation.standards.vocabulary import write_facts


class AssessmentFilter(filters.StrictFilterSet):
    # zh: 层级代码（必填）
    tier = filters.Codes(label=gettext_lazy("The code of a tier; needed."), allowed=tier_codes)
    act = filters.Choice(
        # zh: 新申报（默认）或复核
        label=gettext_lazy("A new application (if empty) or a renewal."),
        allowed=[str(act) for act in Act],
    )
    # zh: 申报日期，默认今天
    as_of = filters.Day(label=gettext_lazy("The day of filing; today if empty."))

    class Meta:
        model = Firm
        fields: list[str] = []


class FirmAssessmentView(StrictView):
    """A firm judged by the standard that applies to a tier on a day, with the facts on file.

    Nothing is stored. 404 with ``no_standard`` where no standard is on file for tier, act and day.
    """

    parameter_set = AssessmentFilter

    @extend_schema(operation_id="firms_assessment", responses={200: OF_FIRM})
    def get(self, request: Request, uscc: str) -> Response:
        firm = seen_firm(request, uscc)
        assert self.parameters is not None
        asked = self.parameters.asked
        if not asked["tier"] or len(asked["tier"]) != 1:
            # zh: 请填写一个层级代码。
            refuse([refusal("tier", "", "required", _("Give the code of one tier."), tier_codes())])
        act, day = Act(asked["act"] or Act.NEW), asked["as_of"] or today()
        choice = standard_for(asked["tier"][0], act, day)
        if choice is None:
            raise no_standard(asked["tier"][0], day)
        judged, sheet = assess_firm(firm, choice.content, day, act=act, overrides=choice.overrides)
        span, why = choice.applies.span, choice.applies.why
        answer: dict[str, Any] = {
            "firm": {"id": firm.pk, "uscc": firm.uscc, "name": firm.name},
            **as_dict(judged),
            "applies": {
                "act": str(choice.applies.act),
                "from": span.first.isoformat() if span.first else None,
                "to": span.end.isoformat() if span.end else None,
                "why": why.as_dict() if why else None,
            },
            "facts": write_facts(sheet.facts),
            "sources": sheet.sources,
            "stale": {name: on.isoformat() for name, on in sheet.stale.items()},
            "warnings": [one.as_dict() for one in warnings_of(firm, sheet)],
        }
        return Response(answer)


def no_standard(tier: str, day: dt.date) -> Problem:
    """What is said where no standard is on file."""
    return Problem(
        "no_standard",
        # zh: 层级“%(tier)s”在 %(day)s 没有已登记的标准。
        _("No standard for the tier “%(tier)s” is on file for %(day)s.")
        % {"tier": tier, "day": day},
        status=404,
    )
