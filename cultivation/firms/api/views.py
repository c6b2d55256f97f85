"""The list of firms and the single firm, without what they hold."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from cultivation.firms.api import lookup
from cultivation.firms.api.filters import DayFilter, FirmFilter, size_on
from cultivation.firms.api.serializers import FirmDetailSerializer, FirmSerializer
from cultivation.firms.models import Firm, FirmEvent, FirmIndustry, FirmYear, Residence
from cultivation.firms.querysets import on
from cultivation.problems import Problem
from cultivation.rest.views import StrictViewSet


class FirmViewSetBase(StrictViewSet):
    """Firms of the reader's scope, as they are on a day."""

    queryset = Firm.objects.all()
    lookup_field = "uscc"
    lookup_value_regex = "[^/]+"
    parameter_set = FirmFilter
    detail_parameter_set = DayFilter

    @property
    def day(self) -> dt.date:
        """The day asked for."""
        assert isinstance(self.parameters, DayFilter)
        return self.parameters.day

    def get_queryset(self) -> QuerySet[Firm]:
        user = self.request.user
        seen = Firm.objects.visible_to(user)
        rows = seen.annotate(size_on_day=size_on(self.day)).prefetch_related(
            "names",
            Prefetch(
                "residences", Residence.objects.filter(on(self.day)), to_attr="residences_on_day"
            ),
            Prefetch(
                "industries",
                FirmIndustry.objects.filter(on(self.day)),
                to_attr="industries_on_day",
            ),
            Prefetch("merged_into", Firm.objects.visible_to(user)),
        )
        if self.action == "retrieve":
            others = Prefetch("other", Firm.objects.visible_to(user))
            rows = rows.prefetch_related(
                Prefetch("years", FirmYear.objects.order_by("-year")),
                Prefetch(
                    "events",
                    FirmEvent.objects.order_by("filed_on", "id").prefetch_related(others),
                ),
            )
        return rows

    def get_object(self) -> Firm:
        try:
            named = lookup.read(self.kwargs["uscc"])
        except Problem as wrong:
            raise Problem(wrong.code, wrong.message, status=404) from None
        firm = self.get_queryset().filter(named).first()
        if firm is None:
            raise Http404
        return firm

    def get_serializer_class(self) -> Any:
        return FirmDetailSerializer if self.action == "retrieve" else FirmSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "as_of": self.day}
