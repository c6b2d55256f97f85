"""Firms that fit what somebody is typing, for fields that name a firm."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from cultivation.firms.models import Firm
from cultivation.firms.selectors import suggest
from cultivation.pages.views import StaffPage
from cultivation.rest import filters


class TextAsked(filters.StrictFilterSet):
    text = filters.Text()

    class Meta:
        model = Firm
        fields: list[str] = []


class Suggestions(StaffPage):
    """``{"firms": [{"id", "name", "uscc", "former_name", "district"}]}``, the best first."""

    parameter_set = TextAsked

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = suggest(self.user, self.parameters.asked["text"] or "")
        return JsonResponse({"firms": [asdict(one) for one in found]})
