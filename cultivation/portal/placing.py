"""Where the firms of rows are on a day: joined, narrowed, counted. For rows with a ``firm``."""

import datetime as dt
from typing import Any

from django.db.models import Count, FilteredRelation, Prefetch, Q, QuerySet

from cultivation.firms.models import Residence
from cultivation.firms.querysets import on
from cultivation.pages.facets import Counts
from cultivation.rest.fields import NONE


def with_homes(rows: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    """``rows`` joined with the residence of their firm on ``day``, as ``home``."""
    there = (
        Q(firm__residences__valid_from__isnull=True) | Q(firm__residences__valid_from__lte=day)
    ) & (Q(firm__residences__valid_to__isnull=True) | Q(firm__residences__valid_to__gt=day))
    return rows.annotate(home=FilteredRelation("firm__residences", condition=there))


def by_place(column: str, day: dt.date, rows: QuerySet[Any]) -> Counts:
    """How many rows there are by the place of their firm on ``day`` (district_id, zone_id)."""
    found = with_homes(rows, day).values_list(f"home__{column}").annotate(n=Count("pk"))
    return {NONE if code is None else code: n for code, n in found.order_by()}


def homes_shown(rows: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    """``rows`` with their firm and where it is on ``day``, as lists show it."""
    homes = Residence.objects.filter(on(day)).select_related("district", "zone")
    return rows.select_related("firm").prefetch_related(
        Prefetch("firm__residences", homes, to_attr="residences_then")
    )
