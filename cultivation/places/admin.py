"""Places in the admin: districts and zones to read, groupings and aliases to edit."""

from django.contrib import admin

from cultivation.places.models import Block, District, Grouping, PlaceAlias, Zone
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_reference
from cultivation.records.inlines import RecordInline
from cultivation.records.reference import ReferenceAdmin


class ZonesOfDistrict(RecordInline):
    model = Zone
    fields = ("code", "name_zh", "short_name", "note")


class BlocksOfGrouping(RecordInline):
    model = Block
    fields = ("code", "name_zh", "position")


@admin.register(District)
class DistrictAdmin(ScopedAdmin):
    public = True
    list_display = ("code", "name_zh", "name_en", "short_name", "abolished_on", "successor")
    list_select_related = ("successor",)
    search_fields = ("code", "name_zh", "name_en")
    inlines = (ZonesOfDistrict,)


@admin.register(Zone)
class ZoneAdmin(ScopedAdmin):
    public = True
    list_display = ("code", "name_zh", "name_en", "short_name", "district", "note")
    list_select_related = ("district",)
    search_fields = ("code", "name_zh", "name_en")


@admin.register(Grouping)
class GroupingAdmin(ReferenceAdmin):
    retired_by = "valid_to"
    list_display = ("code", "name_zh", "name_en", "valid_from", "valid_to")
    search_fields = ("code", "name_zh", "name_en")
    inlines = (BlocksOfGrouping,)


@admin.register(Block)
class BlockAdmin(ReferenceAdmin):
    fixed = ("grouping",)
    list_display = ("code", "grouping", "name_zh", "name_en", "position")
    list_select_related = ("grouping",)
    list_filter = (
        by_reference(
            "grouping", Block._meta.get_field("grouping").verbose_name, Grouping, nullable=False
        ),
    )
    search_fields = ("code", "name_zh", "name_en")


@admin.register(PlaceAlias)
class PlaceAliasAdmin(ReferenceAdmin):
    list_display = ("text", "district", "zone", "note")
    list_select_related = ("district", "zone")
    list_filter = (
        by_reference(
            "district", PlaceAlias._meta.get_field("district").verbose_name, District,
            nullable=False,
        ),
    )  # fmt: skip
    search_fields = ("text", "district__name_zh", "zone__name_zh")
