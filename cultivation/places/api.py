"""Districts and zones over REST: published reference data."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cultivation.places.models import District, Zone
from cultivation.places.selectors import districts_of_today
from cultivation.rest import filters
from cultivation.rest.access import Published
from cultivation.rest.pages import ReferencePage
from cultivation.rest.views import StrictViewSet


def district_codes() -> list[str]:
    """The codes by which rows can be asked for: districts of today."""
    return [district.code for district in districts_of_today()]


def zone_codes() -> list[str]:
    """The codes of all zones."""
    return list(Zone.objects.values_list("code", flat=True))


class DistrictSerializer(serializers.ModelSerializer[District]):
    successor = serializers.CharField(source="successor_id", allow_null=True, read_only=True)

    class Meta:
        model = District
        fields = ["code", "name_zh", "name_en", "short_name", "abolished_on", "successor", "note"]


class ZoneSerializer(serializers.ModelSerializer[Zone]):
    district = serializers.CharField(source="district_id", read_only=True)
    also_in: Any = serializers.PrimaryKeyRelatedField(
        many=True, read_only=True, help_text="Codes of further districts that it reaches into."
    )

    class Meta:
        model = Zone
        fields = ["code", "district", "also_in", "name_zh", "name_en", "short_name", "note"]


class DistrictFilter(filters.StrictFilterSet):
    # zh: 是否已撤销
    abolished = filters.Flag(label=_("Whether the district is no more."))

    class Meta:
        model = District
        fields: list[str] = []

    def narrow(self, rows: QuerySet[District]) -> QuerySet[District]:
        # Who asks for the districts means those of today: the city has sixteen.
        current = rows.filter(abolished_on__isnull=True, successor__isnull=True)
        return rows.exclude(pk__in=current) if self.asked["abolished"] else current


class ZoneFilter(filters.StrictFilterSet):
    # zh: 区代码，多个以逗号分隔
    district = filters.Codes(label=_("Codes of districts."), allowed=district_codes)

    class Meta:
        model = Zone
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Zone]) -> QuerySet[Zone]:
        codes = self.asked["district"]
        return rows.filter(district__in=codes) if codes else rows


class DistrictViewSet(StrictViewSet):
    """The districts of the city; the abolished ones are kept, and listed when asked for."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = District.objects.order_by("code")
    serializer_class = DistrictSerializer
    parameter_set = DistrictFilter


class ZoneViewSet(StrictViewSet):
    """Functional zones: a second dimension beside the district."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = Zone.objects.prefetch_related("also_in").order_by("code")
    serializer_class = ZoneSerializer
    parameter_set = ZoneFilter
