"""``batches/``: what may be applied for, from when to when."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from cultivation.certification.api.seeing import ForCases
from cultivation.certification.models import Batch
from cultivation.clock import today
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.rest import filters
from cultivation.rest.views import StrictViewSet


class BatchReference(serializers.Serializer[Batch]):
    """A batch as others name it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class BatchSerializer(serializers.ModelSerializer[Batch]):
    tier = serializers.CharField(source="tier_id", read_only=True)
    ladder = serializers.CharField(source="tier.ladder_id", read_only=True)
    standard = serializers.CharField(
        source="standard_id",
        read_only=True,
        allow_null=True,
        help_text="The version of the standard, as code.version; null where the day of filing"
        " says which applies.",
    )
    takes_today = serializers.SerializerMethodField(
        help_text="Whether applications are filed in it today."
    )

    class Meta:
        model = Batch
        fields = [
            "id", "tier", "ladder", "name", "kind", "document", "files_from", "files_to",
            "takes_today", "district_due_on", "review_due_on", "quota", "publicity_days",
            "standard", "closed_on",
        ]  # fmt: skip
        extra_kwargs = {
            "files_from": {"help_text": "Null: only the name of a published list."},
            "files_to": {"help_text": "The last day of filing."},
            "publicity_days": {
                "help_text": "Working days of the notice; null: as the procedure of the tier says."
            },
        }

    def get_takes_today(self, batch: Batch) -> bool:
        return batch.takes_on(today())


class BatchFilter(filters.StrictFilterSet):
    # zh: 层级代码，多个以逗号分隔
    tier = filters.Codes(label=gettext_lazy("Codes of tiers."), allowed=tier_codes)
    # zh: 梯度代码，多个以逗号分隔
    ladder = filters.Codes(label=gettext_lazy("Codes of ladders."), allowed=ladder_codes)
    # zh: 批次名称
    name = filters.Text(label=gettext_lazy("The name of the batch."))
    # zh: 仅列当日受理申报的批次
    takes_on = filters.Day(label=gettext_lazy("Only those in which is filed on this day."))
    # zh: 是否已办结
    closed = filters.Flag(label=gettext_lazy("Whether it is closed."))

    class Meta:
        model = Batch
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        if asked["ladder"]:
            rows = rows.filter(tier__ladder__in=asked["ladder"])
        if asked["name"]:
            rows = rows.filter(name=asked["name"])
        if asked["takes_on"]:
            day = asked["takes_on"]
            rows = rows.filter(files_from__lte=day, files_to__gte=day, closed_on=None)
        if asked["closed"] is not None:
            rows = rows.filter(closed_on__isnull=not asked["closed"])
        return rows


class BatchViewSet(StrictViewSet):
    """Batches: those that take applications, and those of the certifications in your scope."""

    queryset = Batch.objects.all()
    permission_classes = [ForCases]
    lookup_value_regex = "[0-9]{1,18}"
    serializer_class = BatchSerializer
    parameter_set = BatchFilter

    def get_queryset(self) -> QuerySet[Batch]:
        return Batch.objects.visible_to(self.request.user).select_related("tier")
