"""How many firms of a list have each code of a filter."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from cultivation.certification.models import Certification
from cultivation.firms.api.filters import size_on
from cultivation.firms.models import FirmIndustry, Residence
from cultivation.firms.querysets import on
from cultivation.rest.fields import NONE

Counts = dict[str, int]


def _by(rows: QuerySet[Any], column: str) -> Counts:
    found = rows.values_list(column).annotate(n=Count("firm", distinct=True)).order_by()
    return {str(code): n for code, n in found if code is not None}


def _with_rest(firms: QuerySet[Any], counts: Counts) -> Counts:
    """``counts``, in which each firm stands once at most, with those that stand nowhere."""
    counts[NONE] = firms.count() - sum(counts.values())
    return counts


def _of(firms: QuerySet[Any]) -> Q:
    return Q(firm__in=firms.values("pk"))


def by_district(day: dt.date, firms: QuerySet[Any]) -> Counts:
    """By the district of the day's residence."""
    rows = Residence.objects.filter(on(day), _of(firms))
    return _with_rest(firms, _by(rows, "district_id"))


def by_zone(day: dt.date, firms: QuerySet[Any]) -> Counts:
    """By the zone of the day's residence."""
    rows = Residence.objects.filter(on(day), _of(firms))
    return _with_rest(firms, _by(rows, "zone_id"))


def by_tier(day: dt.date, firms: QuerySet[Any], ladders: tuple[str, ...] | None = None) -> Counts:
    """By the tiers held on the day, of some ladders or of all; a firm counts in each it holds."""
    held = Certification.objects.as_of(day).filter(_of(firms))
    return _by(held.filter(tier__ladder__in=ladders) if ladders else held, "tier_id")


def by_section(day: dt.date, firms: QuerySet[Any]) -> Counts:
    """By the section of the day's industry."""
    rows = FirmIndustry.objects.filter(on(day), _of(firms))
    return _with_rest(firms, _by(rows, "industry__section"))


def by_size(day: dt.date, firms: QuerySet[Any]) -> Counts:
    """By the size class of the latest earlier year that has one."""
    sized = firms.annotate(size_then=Coalesce(size_on(day), Value(NONE)))
    rows = sized.order_by().values_list("size_then").annotate(n=Count(F("pk")))
    return dict(rows)
