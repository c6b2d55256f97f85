"""Ladders and tiers in the admin: edited by those who keep the reference data, never deleted."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import Authority
from cultivation.ladders.models import Ladder, Tier
from cultivation.records.filters import by_choice, by_reference
from cultivation.records.inlines import RecordInline
from cultivation.records.reference import ReferenceAdmin, ReferenceForm

# zh: 国家级
NATIONAL = _("national")
# zh: 市级
MUNICIPAL = _("municipal")


class TierForm(ReferenceForm):
    level = forms.ChoiceField(
        label=_("Level"), choices=(("municipal", MUNICIPAL), ("national", NATIONAL))
    )


class TiersOfLadder(RecordInline):
    model = Tier
    fields = ("code", "name_zh", "short_name", "rank", "validity_years", "valid_from", "valid_to")


@admin.register(Ladder)
class LadderAdmin(ReferenceAdmin):
    never_deleted = True
    retired_by = "valid_to"
    fixed = ("kind", "authority")
    list_display = ("code", "name_zh", "kind", "authority", "position", "valid_from", "valid_to")
    list_select_related = ("authority",)
    list_filter = (
        by_choice(Ladder, "kind", _("Kind")),
        by_reference("authority", _("Authority"), Authority, nullable=False),
    )
    search_fields = ("code", "name_zh", "name_en")
    inlines = (TiersOfLadder,)


@admin.register(Tier)
class TierAdmin(ReferenceAdmin):
    form = TierForm
    never_deleted = True
    retired_by = "valid_to"
    fixed = ("ladder",)
    list_display = (
        "code", "name_zh", "short_name", "ladder", "rank", "validity_years", "valid_from",
        "valid_to",
    )  # fmt: skip
    list_select_related = ("ladder",)
    list_filter = (by_reference("ladder", _("Ladder"), Ladder, nullable=False),)
    search_fields = ("code", "name_zh", "name_en", "short_name")
