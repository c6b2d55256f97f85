"""Changes of a living firm: name, place, industry."""

import datetime as dt

from cultivation.clock import today
from cultivation.firms import consequences, names
from cultivation.firms.consequences import Changing, Effect
from cultivation.firms.models import Firm, FirmEvent, FirmIndustry, FirmName, Industry, Residence
from cultivation.firms.querysets import on
from cultivation.firms.services.common import (
    check_days,
    check_name,
    check_name_free,
    check_place,
    cut,
    lock,
    record_event,
)
from cultivation.firms.services.years import reclassify
from cultivation.places.models import District, Zone


def rename(
    *,
    firm: Firm,
    name: str,
    effective_on: dt.date,
    filed_on: dt.date | None = None,
    reason: str = "",
    document: str = "",
) -> FirmEvent:
    """The firm is called ``name`` from ``effective_on`` on; the former name stays known.

    Raises Problem ``name_missing``, ``name_taken`` (by a living firm, to the letter), or those of
    ``check_days`` and ``cut``.
    """
    firm, filed_on, name = lock(firm), filed_on or today(), check_name(name)
    check_days(firm, filed_on=filed_on, effective_on=effective_on)
    check_name_free(name, firm)
    before = cut(FirmName, firm, effective_on, names.columns(name))
    current = FirmName.objects.get(on(today()), firm=firm)
    firm.name, firm.name_key = current.name, current.key
    firm.save(update_fields=["name", "name_key"])
    consequences.apply_change(Changing(firm, effective_on, "rename"))
    return record_event(
        firm,
        FirmEvent.Kind.RENAME,
        filed_on=filed_on,
        effective_on=effective_on,
        before={"name": before.name} if before else {},
        after={"name": name},
        reason=reason,
        document=document,
    )


def move(
    *,
    firm: Firm,
    district: District | None,
    zone: Zone | None = None,
    effective_on: dt.date,
    filed_on: dt.date | None = None,
    reason: str = "",
    document: str = "",
) -> FirmEvent:
    """The firm is in ``district`` (and ``zone``) from ``effective_on`` on; None: out of the city.

    Counts follow from that day; the days before stay as they were. Raises Problem those of
    ``check_place``, ``check_days`` and ``cut``.
    """
    firm, filed_on = lock(firm), filed_on or today()
    check_place(district, zone)
    check_days(firm, filed_on=filed_on, effective_on=effective_on)
    place = {
        "district_id": district.code if district else None,
        "zone_id": zone.code if zone else None,
        "outside": district is None,
    }
    before = cut(Residence, firm, effective_on, place)
    consequences.apply_change(moving(firm, district, zone, effective_on))
    return record_event(
        firm,
        FirmEvent.Kind.MOVE,
        filed_on=filed_on,
        effective_on=effective_on,
        before={name: getattr(before, name) for name in place} if before else {},
        after=place,
        reason=reason,
        document=document,
    )


def moving(
    firm: Firm, district: District | None, zone: Zone | None, effective_on: dt.date
) -> Changing:
    """A move as others see it: within the city, or out of it."""
    if district is None:
        return Changing(firm, effective_on, "leave")
    return Changing(firm, effective_on, "move", district.code, zone.code if zone else None)


def preview_move(
    *, firm: Firm, district: District | None, zone: Zone | None = None, effective_on: dt.date
) -> list[Effect]:
    """What would follow beside the residence if ``firm`` moved: nothing is written."""
    return consequences.preview_change(moving(firm, district, zone, effective_on))


def preview_rename(*, firm: Firm, effective_on: dt.date) -> list[Effect]:
    """What would follow beside the name if ``firm`` were renamed: nothing is written."""
    return consequences.preview_change(Changing(firm, effective_on, "rename"))


def change_industry(
    *,
    firm: Firm,
    industry: Industry,
    effective_on: dt.date,
    filed_on: dt.date | None = None,
    reason: str = "",
) -> FirmEvent:
    """The firm belongs to ``industry`` (GB/T 4754) from ``effective_on`` on.

    The size class of the years that end in it follows.
    """
    firm, filed_on = lock(firm), filed_on or today()
    check_days(firm, filed_on=filed_on, effective_on=effective_on)
    before = cut(FirmIndustry, firm, effective_on, {"industry_id": industry.code})
    reclassify(firm)
    return record_event(
        firm,
        FirmEvent.Kind.INDUSTRY,
        filed_on=filed_on,
        effective_on=effective_on,
        before={"industry": before.industry_id} if before else {},
        after={"industry": industry.code},
        reason=reason,
    )
