"""Codes of reference data with their names in the language of the page, in order."""

from django.utils.translation import get_language, gettext

from cultivation.access.models import Authority
from cultivation.firms.models import Industry, SizeClass
from cultivation.ladders.models import Ladder, Tier
from cultivation.places.models import District, Zone
from cultivation.rest.fields import NONE
from cultivation.targets.models import Target

Labels = dict[str, str]


def name_column() -> str:
    """The column of a reference table that holds its names in the language of the page."""
    return "name_en" if (get_language() or "").startswith("en") else "name_zh"


def unknown() -> Labels:
    """The label of what is not known."""
    # zh: 不明
    return {NONE: gettext("not known")}


def districts() -> Labels:
    """The districts of today."""
    rows = District.objects.filter(abolished_on__isnull=True, successor__isnull=True)
    return dict(rows.values_list("code", name_column())) | unknown()


def zones() -> Labels:
    """The functional zones."""
    rows = dict(Zone.objects.values_list("code", name_column()))
    # zh: 不在功能区
    return rows | {NONE: gettext("in no zone")}


def ladders() -> Labels:
    """The ladders."""
    return dict(Ladder.objects.values_list("code", name_column()))


def tiers() -> Labels:
    """The tiers, ladder by ladder, from the lowest up."""
    return dict(Tier.objects.values_list("code", name_column()))


def sections() -> Labels:
    """The sections of GB/T 4754."""
    rows = Industry.objects.filter(level="section")
    return {row.pk: f"{row.pk} {name(row)}" for row in rows} | unknown()


def sizes() -> Labels:
    """The size classes."""
    return {str(code): str(label) for code, label in SizeClass.choices} | unknown()


def name(row: Authority | District | Zone | Ladder | Tier | Industry | Target | None) -> str:
    """The name of a row of a reference table, in the language of the page if it has one."""
    return str(getattr(row, name_column()) or row.name_zh) if row else ""


def short_name(row: District | Zone | Tier) -> str:
    """The short name in Chinese; other languages have only the name."""
    return str(row.short_name) if name_column() == "name_zh" else name(row)
