"""Targets, how far they are, and published figures over REST: public."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.clock import today
from cultivation.counts.definition import DEFINITIONS, HOLDINGS
from cultivation.journal.selectors import data_version
from cultivation.ladders.api import tier_codes
from cultivation.places.api import district_codes, zone_codes
from cultivation.rest import filters
from cultivation.rest.access import Published
from cultivation.rest.etags import answer
from cultivation.rest.fields import NONE
from cultivation.rest.pages import ReferencePage
from cultivation.rest.views import StrictView, StrictViewSet
from cultivation.targets import rules
from cultivation.targets.models import Measure, PublishedFigure, Target
from cultivation.targets.selectors import TargetProgress, progress

TIERS = "Codes of the tiers it is about."


def _tiers(row: Target | PublishedFigure) -> list[str]:
    return sorted(tier.code for tier in row.tiers.all())


class TargetSerializer(serializers.ModelSerializer[Target]):
    tiers = serializers.SerializerMethodField(help_text=TIERS)
    district = serializers.CharField(
        source="district_id", allow_null=True, read_only=True, help_text="Null: the whole city."
    )

    class Meta:
        model = Target
        fields = [
            "code", "name_zh", "name_en", "tiers", "measure", "district", "due_on", "value",
            "document", "source", "confidence", "note", "retired_on",
        ]  # fmt: skip
        extra_kwargs = {
            "retired_on": {"help_text": "From this day on it is no target any more."},
        }

    def get_tiers(self, target: Target) -> list[str]:
        return _tiers(target)


class PublishedFigureSerializer(serializers.ModelSerializer[PublishedFigure]):
    tiers = serializers.SerializerMethodField(help_text=TIERS)
    district = serializers.CharField(source="district_id", allow_null=True, read_only=True)
    zone = serializers.CharField(source="zone_id", allow_null=True, read_only=True)

    class Meta:
        model = PublishedFigure
        fields = [
            "code", "as_of", "first_day", "last_day", "measure", "subject", "name_zh", "tiers",
            "area_level", "area_zh", "district", "zone", "value", "op", "source", "confidence",
            "note",
        ]  # fmt: skip
        extra_kwargs = {
            "as_of": {"help_text": "As the source says: a day, a month, a half-year or a year."},
            "op": {"help_text": "=, > or ~ (about)."},
        }

    def get_tiers(self, figure: PublishedFigure) -> list[str]:
        return _tiers(figure)


class TargetFilter(filters.StrictFilterSet):
    # zh: 层级代码，多个以逗号分隔
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)
    district = filters.Codes(
        # zh: 区代码，多个以逗号分隔；none 表示全市
        label=_("Codes of districts; none stands for the whole city."),
        allowed=district_codes,
        none=True,
    )
    # zh: 口径
    measure = filters.Choice(label=_("What is counted."), allowed=Measure.values)

    class Meta:
        model = Target
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        if asked["tier"]:
            rows = rows.filter(pk__in=rows.model.objects.filter(tiers__in=asked["tier"]))
        if asked["district"]:
            rows = rows.filter(filters.among("district", asked["district"]))
        return rows.filter(measure=asked["measure"]) if asked["measure"] else rows


class PublishedFigureFilter(TargetFilter):
    # zh: 功能区代码，多个以逗号分隔；none 表示不限功能区
    zone = filters.Codes(label=_("Codes of zones; none: no zone."), allowed=zone_codes, none=True)
    # zh: 截止日自（含）
    published_from = filters.Day(label=_("Figures whose last day is this one or later."))
    # zh: 截止日至（含）
    published_to = filters.Day(label=_("Figures whose last day is this one or earlier."))

    class Meta:
        model = PublishedFigure
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        rows = super().narrow(rows)
        if asked["zone"]:
            rows = rows.filter(filters.among("zone", asked["zone"]))
        if asked["published_from"]:
            rows = rows.filter(last_day__gte=asked["published_from"])
        return rows.filter(last_day__lte=asked["published_to"]) if asked["published_to"] else rows


class ProgressFilter(TargetFilter):
    # zh: 截至日期，默认今天
    as_of = filters.Day(label=_("The day; today if empty."))

    class Meta:
        model = Target
        fields: list[str] = []

    @property
    def day(self) -> dt.date:
        """The day asked for."""
        return self.asked["as_of"] or today()

    def wants(self, target: Target) -> bool:
        """Whether ``target`` is among those asked for."""
        asked = self.asked
        return (
            (not asked["tier"] or bool({*_tiers(target)} & {*asked["tier"]}))
            and (not asked["district"] or (target.district_id or NONE) in asked["district"])
            and (not asked["measure"] or target.measure == asked["measure"])
        )


class TargetViewSet(StrictViewSet):
    """The targets that documents set, in the order of their due days."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = Target.objects.order_by("due_on", "code").prefetch_related("tiers")
    serializer_class = TargetSerializer
    parameter_set = TargetFilter


class PublishedFigureViewSet(StrictViewSet):
    """Numbers as sources published them, kept beside the ledger, never mixed into it."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = PublishedFigure.objects.order_by("last_day", "code").prefetch_related("tiers")
    serializer_class = PublishedFigureSerializer
    parameter_set = PublishedFigureFilter


class PublishedNumber(serializers.Serializer[Any]):
    code = serializers.CharField()
    value = serializers.IntegerField()
    op = serializers.CharField()
    as_of = serializers.CharField()
    measure = serializers.ChoiceField(choices=Measure.choices)
    source = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.CharField()


class ProgressRow(serializers.Serializer[TargetProgress]):
    """A target on the day; ``counted`` is null for measures that the ledger cannot count."""

    target = serializers.CharField(source="target.code")
    name_zh = serializers.CharField(source="target.name_zh")
    name_en = serializers.CharField(source="target.name_en")
    tiers = serializers.ListField(child=serializers.CharField())
    measure = serializers.ChoiceField(source="target.measure", choices=Measure.choices)
    district = serializers.CharField(source="target.district_id", allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    value = serializers.IntegerField()
    counted = serializers.IntegerField(allow_null=True)
    counted_on_due = serializers.IntegerField(allow_null=True)
    gap = serializers.IntegerField(allow_null=True)
    surplus = serializers.IntegerField(allow_null=True)
    percent = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)
    status = serializers.ChoiceField(choices=rules.Status.choices)
    published = PublishedNumber(allow_null=True)


class ProgressAnswer(serializers.Serializer[Any]):
    as_of = serializers.DateField()
    version = serializers.IntegerField()
    definition = serializers.CharField()
    results = ProgressRow(many=True)


class ProgressView(StrictView):
    """How far the city and its districts are from their targets on a day."""

    permission_classes = [Published]
    parameter_set = ProgressFilter

    @extend_schema(operation_id="targets_progress", responses=ProgressAnswer)
    def get(self, request: Request) -> HttpResponse:
        asked = self.parameters
        assert isinstance(asked, ProgressFilter)
        version, definition = data_version(), DEFINITIONS[HOLDINGS]

        def make() -> Response:
            rows = [row for row in progress(as_of=asked.day) if asked.wants(row.target)]
            head = {"as_of": asked.day, "version": version, "definition": definition}
            return Response(ProgressAnswer({**head, "results": rows}).data)

        query = {name: value for name, value in asked.asked.items() if value is not None}
        return answer(request, definition, version, ["progress", asked.day, query], make)
