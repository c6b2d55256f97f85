"""How a certification is shown."""

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cultivation.certification.models import Certification, EndKind
from cultivation.firms.api.serializers import FirmReference, reference

FIRST_DAY_NO_LONGER = "The first day no longer valid; null when no end is known."


class HeldSerializer(serializers.ModelSerializer[Certification]):
    """A certification without its firm."""

    tier = serializers.CharField(source="tier_id", read_only=True)
    ladder = serializers.CharField(source="tier.ladder_id", read_only=True)
    batch = serializers.CharField(source="batch.name", read_only=True)
    last_valid_day = serializers.SerializerMethodField(
        help_text="The last day of the granted period; null when no end is known."
    )
    end_kind = serializers.SerializerMethodField(
        help_text="How it ended before its last day; null when it did not."
    )

    class Meta:
        model = Certification
        fields = [
            "id", "tier", "ladder", "batch", "number", "filed_on", "decided_on", "valid_from",
            "valid_to", "last_valid_day", "ended_on", "end_kind", "holds_to",
        ]  # fmt: skip
        extra_kwargs = {
            "filed_on": {"help_text": "The day the application or list was filed."},
            "decided_on": {"help_text": "The day of the decision."},
            "valid_from": {"help_text": "The first day in the library."},
            "valid_to": {"help_text": f"End of the granted period: {FIRST_DAY_NO_LONGER.lower()}"},
            "ended_on": {"help_text": "The day from which an earlier end (revocation …) holds."},
            "holds_to": {
                "help_text": "The first day no longer in the library: the earlier of valid_to and"
                " ended_on. A firm is in the library on D when valid_from <= D < holds_to."
            },
        }

    def get_last_valid_day(self, row: Certification) -> dt.date | None:
        return row.valid_to - dt.timedelta(days=1) if row.valid_to else None

    @extend_schema_field(serializers.ChoiceField(choices=EndKind.choices, allow_null=True))
    def get_end_kind(self, row: Certification) -> str | None:
        return row.end_kind or None


class CertificationSerializer(HeldSerializer):
    """A certification with its firm."""

    firm = serializers.SerializerMethodField()

    class Meta(HeldSerializer.Meta):
        fields = ["id", "firm", *HeldSerializer.Meta.fields[1:]]

    @extend_schema_field(FirmReference())
    def get_firm(self, row: Certification) -> dict[str, Any] | None:
        return reference(row.firm_id, row.firm)
