"""The screening over REST: who would qualify for a tier, who is near, who no longer meets it."""

from typing import Any

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.portal.judging import asking
from cultivation.portal.judging.screening import ScreeningFilter
from cultivation.rest.pages import ReferencePage
from cultivation.rest.views import StrictView
from cultivation.standards.rows import as_row

# Seconds after which a client should ask again while the screening is under way.
PATIENCE = 3


class ScreeningView(StrictView):
    """The firms of the reader's scope, judged by the standard of a tier.

    While a large screening is under way the answer is 202 with how far it is: ask again after the
    seconds in Retry-After. Then come pages of rows, with the standard and the day they are about.
    """

    parameter_set = ScreeningFilter

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        self.paginator = ReferencePage()
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        operation_id="screening",
        responses={200: OpenApiTypes.OBJECT, 202: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        assert self.parameters is not None
        asked = self.parameters.asked
        day = asking.day_of(asked)
        offer = asking.chosen(asking.offers_of(asked), day)
        run = asking.run_of(request.user, offer, day)
        if run.found is None:
            far = {"done": run.done, "total": run.total, "percent": run.percent}
            return Response(far, status=202, headers={"Retry-After": str(PATIENCE)})
        found: Any = asking.rows_of(run, offer)
        rows: Any = self.parameters.narrow(found)
        shown = self.paginator.paginate_queryset(rows, request)
        page = self.paginator.get_paginated_response([as_row(row) for row in shown]).data
        about = {
            "standard": offer.choice.content.code,
            "version": offer.choice.content.version,
            "tier": offer.tier.pk,
            "act": str(offer.act),
            "as_of": day.isoformat(),
            "total": len(rows),
        }
        return Response({**about, **page})
