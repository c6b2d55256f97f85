"""How counts are described in OpenAPI."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from cultivation.counts.definition import DEFINITIONS
from cultivation.counts.selectors import DIMENSIONS
from cultivation.counts.steps import STEPS

MEASURES = tuple(DEFINITIONS)
UNPUBLISHED = ("industry", "size")
INNER = (
    "need a login or token; together with a district or zone, an account of one district or zone"
    " must filter by its own (district=…, and zone=… for an account of a zone)."
)


class CountRow(serializers.Serializer[Any]):
    """A cell that is not zero: the dimensions asked for (null: not known) and its count."""

    tier = serializers.CharField(required=False, allow_null=True)
    ladder = serializers.CharField(required=False, allow_null=True)
    district = serializers.CharField(required=False, allow_null=True)
    zone = serializers.CharField(required=False, allow_null=True)
    industry = serializers.CharField(
        required=False, allow_null=True, help_text="A section of GB/T 4754."
    )
    size = serializers.CharField(required=False, allow_null=True)
    count = serializers.IntegerField()


class CountHead(serializers.Serializer[Any]):
    by = serializers.ListField(child=serializers.ChoiceField(choices=DIMENSIONS))
    measure = serializers.ChoiceField(choices=MEASURES)
    filters = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    version = serializers.IntegerField(help_text="The data version the count was taken at.")
    definition = serializers.ChoiceField(
        choices=list(DEFINITIONS.values()), help_text="The definition the number follows."
    )


class CountPoint(serializers.Serializer[Any]):
    as_of = serializers.DateField()
    total = serializers.IntegerField()
    rows = CountRow(many=True)


class CountAnswer(CountHead, CountPoint):
    """A count of a day."""


class SeriesAnswer(CountHead):
    """Counts at the end of each step."""

    to = serializers.DateField()
    step = serializers.ChoiceField(choices=STEPS)
    points = CountPoint(many=True)

    def get_fields(self) -> dict[str, Any]:
        # "from" is a word of Python: it cannot be declared like the others.
        return {"from": serializers.DateField(), **super().get_fields()}


def _codes(name: str) -> OpenApiParameter:
    inner = f" Counts by industry and size {INNER}" if name in UNPUBLISHED else ""
    return OpenApiParameter(
        name,
        str,
        description=f"Codes separated by commas; none stands for not known.{inner}",
    )


SHARED = [
    OpenApiParameter(
        "by",
        str,
        description=f"Dimensions separated by commas: {', '.join(DIMENSIONS)}."
        f" Industry and size {INNER}",
        examples=[OpenApiExample("tier and district", "tier,district")],
    ),
    OpenApiParameter(
        "measure",
        str,
        enum=MEASURES,
        default="holdings",
        description="holdings counts certifications held; firms counts each firm once, at its"
        " highest tier of each ladder.",
    ),
    *(_codes(name) for name in DIMENSIONS),
    OpenApiParameter("format", str, enum=["json", "csv"], default="json"),
]

counts = extend_schema(
    operation_id="counts_retrieve",
    parameters=[
        OpenApiParameter("as_of", OpenApiTypes.DATE, description="The day; today if empty."),
        *SHARED,
    ],
    responses={(200, "application/json"): CountAnswer, (200, "text/csv"): OpenApiTypes.STR},
    examples=[
        OpenApiExample(
            "by tier and district",
            media_type="application/json",
            response_only=True,
            value={
                "as_of": "2025-12-31",
                "by": ["tier", "district"],
                "measure": "holdings",
                "filters": {},
                "version": 812,
                "definition": "holdings-1",
                "total": 12,
                "rows": [{"tier": "seed", "district": "120101", "count": 12}],
            },
        )
    ],
)

series = extend_schema(
    operation_id="counts_series_retrieve",
    parameters=[
        OpenApiParameter(
            "from", OpenApiTypes.DATE, description="First day; New Year of the year before to."
        ),
        OpenApiParameter("to", OpenApiTypes.DATE, description="Last day; today if empty."),
        OpenApiParameter("step", str, enum=STEPS, default="month"),
        *SHARED,
    ],
    responses={(200, "application/json"): SeriesAnswer, (200, "text/csv"): OpenApiTypes.STR},
)
