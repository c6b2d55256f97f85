"""``standards/``: the list and the single standard."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema

from cultivation.ladders.api import tier_codes
from cultivation.rest import filters
from cultivation.rest.access import Published
from cultivation.rest.pages import ReferencePage
from cultivation.rest.views import StrictViewSet
from cultivation.standards.api.serializers import StandardDetailSerializer, StandardSerializer
from cultivation.standards.engine.content import Act
from cultivation.standards.models import Standard


class StandardFilter(filters.StrictFilterSet):
    # zh: 层级代码，多个以逗号分隔
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)
    act = filters.Choice(
        # zh: 适用事项：新申报或复核
        label=_("What is judged: new applications or renewals."),
        allowed=[str(a) for a in Act],
    )
    # zh: 该日施行
    in_force = filters.Day(label=_("In force on this day."))

    class Meta:
        model = Standard
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Standard]) -> QuerySet[Standard]:
        asked = self.asked
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        if asked["act"]:
            rows = rows.filter(acts__contains=[asked["act"]])
        day: dt.date | None = asked["in_force"]
        return rows.in_force(day) if day else rows  # type: ignore[attr-defined]


class VersionFilter(filters.StrictFilterSet):
    # zh: 版本号，默认最新
    version = filters.Text(label=_("The version; the newest if empty."), read_as=str)

    class Meta:
        model = Standard
        fields: list[str] = []


class StandardViewSet(StrictViewSet):
    """The standards, each in its newest version, in the order of the ladders."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = Standard.objects.newest().order_by(
        "tier__ladder__position", "tier__rank", "in_force_from", "code"
    )
    lookup_field = "code"
    parameter_set = StandardFilter
    detail_parameter_set = VersionFilter

    @extend_schema(responses=StandardDetailSerializer)
    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A standard with its criteria, and the facts that assess/ takes."""
        return super().retrieve(request, *args, **kwargs)

    def get_object(self) -> Standard:
        assert self.parameters is not None
        return version_of(self.kwargs["code"], self.parameters.asked["version"])

    def get_serializer_class(self) -> Any:
        return StandardDetailSerializer if self.action == "retrieve" else StandardSerializer


def version_of(code: str, version: Any = None) -> Standard:
    """A version of a standard, the newest by default. Raises Http404."""
    if not code.isprintable() or not (version is None or str(version).isdecimal()):
        raise Http404
    rows = Standard.objects.filter(code=code)
    if version is not None:
        if len(str(version)) > 4:
            raise Http404
        rows = rows.filter(version=int(version))
    found = rows.order_by("-version").first()
    if found is None:
        raise Http404
    return found
