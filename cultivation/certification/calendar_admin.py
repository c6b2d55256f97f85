"""The working-day calendar in the admin, entered year by year as the State Council says."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import CalendarYear, SpecialDay
from cultivation.records.filters import by_choice
from cultivation.records.reference import ReferenceAdmin


@admin.register(CalendarYear)
class CalendarYearAdmin(ReferenceAdmin):
    """A year counts when its holidays are entered too."""

    never_deleted = True
    list_display = ("year", "document", "source")
    ordering = ("-year",)


@admin.register(SpecialDay)
class SpecialDayAdmin(ReferenceAdmin):
    list_display = ("day", "kind", "name")
    list_filter = (by_choice(SpecialDay, "kind", _("Kind")),)
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)
