"""Ladders and their tiers over REST: published reference data."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cultivation.ladders.models import Ladder, Tier
from cultivation.rest import filters
from cultivation.rest.access import Published
from cultivation.rest.pages import ReferencePage
from cultivation.rest.views import StrictViewSet


def tier_codes() -> list[str]:
    """The codes of all tiers."""
    return list(Tier.objects.values_list("code", flat=True))


def ladder_codes() -> list[str]:
    """The codes of all ladders."""
    return list(Ladder.objects.values_list("code", flat=True))


class LadderSerializer(serializers.ModelSerializer[Ladder]):
    authority = serializers.CharField(source="authority_id", read_only=True)
    tiers = serializers.SerializerMethodField(help_text="Codes of its tiers, the lowest first.")

    class Meta:
        model = Ladder
        fields = [
            "code", "name_zh", "name_en", "kind", "authority", "position", "valid_from",
            "valid_to", "source", "tiers",
        ]  # fmt: skip

    def get_tiers(self, ladder: Ladder) -> list[str]:
        return [tier.code for tier in ladder.tiers.all()]


class TierSerializer(serializers.ModelSerializer[Tier]):
    ladder = serializers.CharField(source="ladder_id", read_only=True)

    class Meta:
        model = Tier
        fields = [
            "code", "ladder", "rank", "level", "name_zh", "name_en", "short_name",
            "validity_years", "valid_from", "valid_to", "source", "note",
        ]  # fmt: skip


class LadderFilter(filters.StrictFilterSet):
    # zh: 培育对象：企业或载体
    kind = filters.Choice(label=_("Firms or carriers."), allowed=Ladder.Kind.values)

    class Meta:
        model = Ladder
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Ladder]) -> QuerySet[Ladder]:
        kind = self.asked["kind"]
        return rows.filter(kind=kind) if kind else rows


class TierFilter(filters.StrictFilterSet):
    # zh: 梯度代码，多个以逗号分隔
    ladder = filters.Codes(label=_("Codes of ladders."), allowed=ladder_codes)

    class Meta:
        model = Tier
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Tier]) -> QuerySet[Tier]:
        codes = self.asked["ladder"]
        return rows.filter(ladder__in=codes) if codes else rows


class LadderViewSet(StrictViewSet):
    """The ladders, with the codes of their tiers."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = Ladder.objects.order_by("position", "code").prefetch_related(
        Prefetch("tiers", Tier.objects.order_by("rank"))
    )
    serializer_class = LadderSerializer
    parameter_set = LadderFilter


class TierViewSet(StrictViewSet):
    """The tiers, each with its library, in the order of the ladders."""

    permission_classes = [Published]
    pagination_class = ReferencePage
    queryset = Tier.objects.order_by("ladder__position", "rank", "code")
    serializer_class = TierSerializer
    parameter_set = TierFilter
