"""Acts on published figures: record, correct."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone
from cultivation.problems import Problem
from cultivation.targets import rules
from cultivation.targets.models import Measure, PublishedFigure
from cultivation.targets.services.common import (
    SEEN,
    change,
    check_district,
    check_tiers,
    free_code,
    put,
)

CITY_ZH = "天津市"


def record_figure(
    *,
    tiers: Collection[Tier],
    as_of: str,
    measure: Measure,
    value: int,
    source: str,
    district: District | None = None,
    zone: Zone | None = None,
    op: str = "=",
    name_zh: str = "",
    note: str = "",
) -> PublishedFigure:
    """Put a number on file as a source published it.

    Parameters: ``as_of`` (as the source says: a day, a month, a half-year or a year), ``op``
    (``=``, ``>`` or ``~``), ``district`` or ``zone`` (neither: the city).
    Raises Problem ``tiers_missing``, ``district_abolished``, ``two_places``, ``as_of_unreadable``,
    ``figure_exists`` (the same from the same source) or ``invalid_record``.
    """
    ordered = check_tiers(tiers)
    check_district(district)
    if district and zone:
        # zh: 公布数属于一个区或一个功能区，请只选其一。
        message = _("A figure is about a district or about a zone; choose one of them.")
        raise Problem("two_places", message, field="zone")
    first_day, last_day = rules.period(as_of)
    subject = "+".join(tier.code for tier in ordered)
    place = zone or district
    base = f"{as_of}.{measure}.{subject}.{place.code if place else 'city'}"
    _refuse_twin(base, source)
    figure = PublishedFigure(
        code=free_code(PublishedFigure, base),
        as_of=as_of,
        first_day=first_day,
        last_day=last_day,
        measure=measure,
        subject=subject,
        name_zh=name_zh or "、".join(tier.name_zh for tier in ordered),
        area_level="zone" if zone else "district" if district else "city",
        area_zh=zone.short_name if zone else district.name_zh if district else CITY_ZH,
        district=district,
        zone=zone,
        value=value,
        op=op,
        source=source,
        confidence=SEEN,
        note=note,
    )
    put(figure, ordered)
    return figure


def correct_figure(
    *,
    figure: PublishedFigure,
    as_of: str,
    measure: Measure,
    value: int,
    op: str,
    source: str,
    note: str,
) -> PublishedFigure:
    """Correct a figure that was recorded otherwise than its source says.

    Raises Problem ``as_of_unreadable``, ``nothing_changes`` or ``invalid_record``.
    """
    figure = PublishedFigure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    first_day, last_day = rules.period(as_of)
    change(
        figure,
        {
            "as_of": as_of,
            "first_day": first_day,
            "last_day": last_day,
            "measure": measure,
            "value": value,
            "op": op,
            "source": source,
            "note": note,
        },
    )
    return figure


def _refuse_twin(base: str, source: str) -> None:
    same = Q(pk=base) | Q(pk__startswith=f"{base}.")
    other = PublishedFigure.objects.filter(same, source=source).first()
    if other:
        raise Problem(
            "figure_exists",
            # zh: 该来源的这项公布数已登记：%(figure)s；如有错误请更正该条。
            _("This figure of this source is on file already: %(figure)s; correct it if wrong.")
            % {"figure": other},
        )
