"""Targets in the admin to read, they are set on their page; published figures to mend."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cultivation.places.models import District
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_choice, by_reference
from cultivation.records.reference import ReferenceAdmin, ReferenceForm
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


class FigureForm(ReferenceForm):
    op = forms.ChoiceField(label=_("Comparison"), choices=[(op, op) for op in ("=", ">", "~")])


@admin.register(PublishedFigure)
class PublishedFigureAdmin(ReferenceAdmin):
    """New ones are recorded on the page of targets, which works their code out."""

    form = FigureForm
    fixed = ("as_of", "first_day", "last_day", "subject", "area_level", "district", "zone")
    list_display = (
        "name_zh", "as_of", "op", "value", "measure", "area_zh", "source", "confidence",
    )  # fmt: skip
    list_filter = (
        by_choice(PublishedFigure, "measure", _("Measure")),
        by_reference("district", _("District"), District, nullable=True),
    )
    search_fields = ("code", "name_zh", "area_zh", "source")
    date_hierarchy = "last_day"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
