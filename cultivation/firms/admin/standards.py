"""The classification of industries (their names can be mended) and the size standard."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cultivation.firms.models import Industry, SizeRule
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import Codes, Labels, by_choice
from cultivation.records.reference import ReferenceAdmin

LEVELS = {
    # zh: 门类
    "section": _("section"),
    # zh: 大类
    "division": _("division"),
    # zh: 中类
    "group": _("group"),
}


class ByLevel(Codes):
    title = _("Level")
    parameter_name = column = "level"

    def labels(self) -> Labels:
        return dict(LEVELS)


@admin.register(Industry)
class IndustryAdmin(ReferenceAdmin):
    """Only names: codes, levels and what belongs to what are the national standard's."""

    never_deleted = True
    fixed = ("level_label", "parent", "section")
    fields = ("code", "level_label", "parent", "section", "name_zh", "name_en")
    readonly_fields = ("level_label",)
    list_display = ("code", "name_zh", "name_en", "level_label", "section")
    list_filter = (ByLevel,)
    search_fields = ("code", "name_zh", "name_en")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("Level"), ordering="level")
    def level_label(self, row: Industry) -> Any:
        return LEVELS.get(row.level, row.level)


@admin.register(SizeRule)
class SizeRuleAdmin(ScopedAdmin):
    public = True
    list_display = (
        "code", "name_zh", "industry_codes", "metric", "large_min", "medium_min", "small_min",
    )  # fmt: skip
    list_filter = (by_choice(SizeRule, "metric", _("Metric")),)
    search_fields = ("code", "name_zh")
