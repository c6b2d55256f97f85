"""Targets in the admin to read, they are set on their page; published figures to mend."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cultivation.places.models import District
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_choice, by_reference
from cultivation.records.reference import ReferenceAdmin
from cultivation.targets.models import PublishedFigure, Target


@admin.register(Target)
class TargetAdmin(ScopedAdmin):
    public = True
    list_display = ("name_zh", "value", "measure", "due_on", "district", "document")
    list_select_related = ("district",)
    list_filter = (
        by_choice(Target, "measure", _("Measure")),
        by_reference("district", _("District"), District, nullable=True),
    )
    search_fields = ("code", "name_zh", "name_en", "document")
    date_hierarchy = "due_on"


@admin.register(PublishedFigure)
class PublishedFigureAdmin(ReferenceAdmin):
    fixed = ("subject",)
    list_display = (
        "name_zh", "as_of", "op", "value", "measure", "area_zh", "source", "confidence",
    )  # fmt: skip
    list_filter = (
        by_choice(PublishedFigure, "measure", _("Measure")),
        by_reference("district", _("District"), District, nullable=True),
    )
    search_fields = ("code", "name_zh", "area_zh", "source")
    date_hierarchy = "last_day"
