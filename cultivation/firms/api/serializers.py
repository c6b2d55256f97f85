"""How a firm is shown. Amounts are text in 万元, exact; days are dates; unknown is null."""

import datetime as dt
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cultivation.firms.models import Firm, FirmEvent, FirmName, FirmYear, SizeClass


class FirmReference(serializers.Serializer[Firm]):
    """Another firm. Its code and name are null when it is out of your scope."""

    id = serializers.IntegerField()
    uscc = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)


class FormerName(serializers.ModelSerializer[FirmName]):
    class Meta:
        model = FirmName
        fields = ["name", "valid_from", "valid_to"]
        extra_kwargs = {"valid_to": {"help_text": "The first day it was no longer the name."}}


class Amount(serializers.DecimalField):
    """An amount in 万元 as text, without the zeros that the column adds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, normalize_output=True)


FIELDS = {**serializers.ModelSerializer.serializer_field_mapping, models.DecimalField: Amount}


class FirmYearSerializer(serializers.ModelSerializer[FirmYear]):
    """Figures of an accounting year; amounts in 万元, null where not known."""

    serializer_field_mapping = FIELDS
    size_reason = serializers.DictField(
        read_only=True, help_text="Which rule and figures gave the size class."
    )

    class Meta:
        model = FirmYear
        fields = [
            "year", "revenue", "main_revenue", "rd_expense", "net_profit", "assets", "liabilities",
            "equity_financing", "staff", "rd_staff", "ip_class1_high_value", "ip_class1_own",
            "ip_class1", "ip_class2", "size_class", "size_reason",
        ]  # fmt: skip


class FirmEventSerializer(serializers.ModelSerializer[FirmEvent]):
    other = serializers.SerializerMethodField()

    class Meta:
        model = FirmEvent
        fields = ["kind", "filed_on", "effective_on", "other", "reason", "document"]

    def to_representation(self, event: FirmEvent) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(event)
        if event.other_id is not None and event.other is None:
            # What a clerk wrote about two firms may name the one that is out of scope.
            shown |= {"reason": "", "document": ""}
        return shown

    @extend_schema_field(FirmReference(allow_null=True))
    def get_other(self, event: FirmEvent) -> dict[str, Any] | None:
        return reference(event.other_id, event.other)


def reference(pk: int | None, firm: Firm | None) -> dict[str, Any] | None:
    """A firm as others name it; ``firm`` is None when it is out of the reader's scope."""
    if pk is None:
        return None
    return {"id": pk, "uscc": firm.uscc if firm else None, "name": firm.name if firm else None}


class FirmSerializer(serializers.ModelSerializer[Firm]):
    """A firm on a day (``as_of`` in the context)."""

    serializer_field_mapping = FIELDS
    name = serializers.SerializerMethodField(help_text="The registered name on the day.")
    former_names = serializers.SerializerMethodField(help_text="The names it had before the day.")
    code_pending = serializers.BooleanField(read_only=True)
    district = serializers.SerializerMethodField(help_text="Code of the district on the day.")
    zone = serializers.SerializerMethodField(help_text="Code of the zone on the day.")
    industry = serializers.SerializerMethodField(help_text="GB/T 4754 code on the day.")
    size = serializers.ChoiceField(
        choices=SizeClass.choices,
        source="size_on_day",
        allow_null=True,
        read_only=True,
        help_text="Size class of the latest accounting year before the day that has one.",
    )
    merged_into = serializers.SerializerMethodField()

    class Meta:
        model = Firm
        fields = [
            "id", "uscc", "code_pending", "name", "former_names", "established_on", "legal_form",
            "registered_capital", "capital_currency", "address", "district", "zone", "industry",
            "size", "closed_on", "merged_into", "demonstration",
        ]  # fmt: skip
        extra_kwargs = {
            "registered_capital": {"help_text": "In 万 of the currency, as text."},
            "capital_currency": {"help_text": "ISO 4217; empty when not stated."},
        }

    @property
    def day(self) -> dt.date:
        day: dt.date = self.context["as_of"]
        return day

    def get_name(self, firm: Firm) -> str:
        for one in firm.names.all():
            if (one.valid_from or dt.date.min) <= self.day < (one.valid_to or dt.date.max):
                return one.name
        return firm.name

    @extend_schema_field(FormerName(many=True))
    def get_former_names(self, firm: Firm) -> Any:
        former = [n for n in firm.names.all() if n.valid_to and n.valid_to <= self.day]
        return FormerName(sorted(former, key=lambda n: n.valid_to or dt.date.max), many=True).data

    def get_district(self, firm: Firm) -> str | None:
        return self._place(firm, "district_id")

    def get_zone(self, firm: Firm) -> str | None:
        return self._place(firm, "zone_id")

    def _place(self, firm: Firm, column: str) -> str | None:
        held: list[Any] = getattr(firm, "residences_on_day")  # noqa: B009
        return getattr(held[0], column) if held else None

    def get_industry(self, firm: Firm) -> str | None:
        held: list[Any] = getattr(firm, "industries_on_day")  # noqa: B009
        return held[0].industry_id if held else None

    @extend_schema_field(FirmReference(allow_null=True))
    def get_merged_into(self, firm: Firm) -> dict[str, Any] | None:
        return reference(firm.merged_into_id, firm.merged_into)


class FirmDetailSerializer(FirmSerializer):
    years = FirmYearSerializer(many=True, read_only=True)
    events = FirmEventSerializer(many=True, read_only=True)

    class Meta(FirmSerializer.Meta):
        fields = [*FirmSerializer.Meta.fields, "business_scope", "years", "events"]
