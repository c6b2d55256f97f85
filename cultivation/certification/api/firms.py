"""Firms with what they hold: the endpoint ``firms/``."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cultivation.certification.api.serializers import HeldSerializer
from cultivation.certification.models import Certification
from cultivation.firms.api.filters import FirmFilter
from cultivation.firms.api.serializers import FirmDetailSerializer, FirmSerializer
from cultivation.firms.api.views import FirmViewSetBase
from cultivation.firms.models import Firm
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.rest import filters

TIERS_HELD = "Codes of the tiers it holds on the day."


class HoldingFilter(FirmFilter):
    """The parameters of firms, with those of what they hold on the day."""

    # zh: 截至日期在库的层级代码，多个以逗号分隔
    tier = filters.Codes(label=_("Codes of tiers held on the day."), allowed=tier_codes)
    # zh: 截至日期在库层级所属的梯度代码，多个以逗号分隔
    ladder = filters.Codes(label=_("Codes of ladders held on the day."), allowed=ladder_codes)

    def _conditions(self, asked: dict[str, Any], day: dt.date) -> list[Q]:
        conditions = super()._conditions(asked, day)
        if asked["tier"] or asked["ladder"]:
            held = Certification.objects.as_of(day).filter(firm=OuterRef("pk"))
            if asked["tier"]:
                held = held.filter(tier__in=asked["tier"])
            if asked["ladder"]:
                held = held.filter(tier__ladder__in=asked["ladder"])
            conditions.append(Q(Exists(held)))
        return conditions


def _codes(firm: Firm) -> list[str]:
    held: list[Certification] = getattr(firm, "held_on_day")  # noqa: B009
    return [certification.tier_id for certification in held]


class HoldingFirmSerializer(FirmSerializer):
    tiers = serializers.SerializerMethodField(help_text=TIERS_HELD)

    class Meta(FirmSerializer.Meta):
        fields = [*FirmSerializer.Meta.fields, "tiers"]

    def get_tiers(self, firm: Firm) -> list[str]:
        return _codes(firm)


class HoldingFirmDetailSerializer(FirmDetailSerializer):
    tiers = serializers.SerializerMethodField(help_text=TIERS_HELD)
    certifications = serializers.SerializerMethodField(
        help_text="All it ever held, whatever the day."
    )

    class Meta(FirmDetailSerializer.Meta):
        fields = [*FirmDetailSerializer.Meta.fields, "tiers", "certifications"]

    def get_tiers(self, firm: Firm) -> list[str]:
        return _codes(firm)

    @extend_schema_field(HeldSerializer(many=True))
    def get_certifications(self, firm: Firm) -> Any:
        return HeldSerializer(firm.certifications.all(), many=True).data


class FirmViewSet(FirmViewSetBase):
    """Firms of the reader's scope, as they are on a day, with what they hold.

    A firm is looked up by its credit code, or by ``id-<number>`` while the code is pending.
    """

    parameter_set = HoldingFilter

    def get_queryset(self) -> QuerySet[Firm]:
        order = ("tier__ladder__position", "tier__rank")
        held = Certification.objects.as_of(self.day).order_by(*order)
        rows = super().get_queryset()
        rows = rows.prefetch_related(Prefetch("certifications", held, to_attr="held_on_day"))
        if self.action == "retrieve":
            ever = Certification.objects.select_related("tier", "batch")
            rows = rows.prefetch_related(
                Prefetch("certifications", ever.order_by("valid_from", "id"))
            )
        return rows

    def get_serializer_class(self) -> Any:
        return HoldingFirmDetailSerializer if self.action == "retrieve" else HoldingFirmSerializer
