"""Acts on targets: set, change, retire."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.places.models import District
from cultivation.problems import Problem
from cultivation.targets.models import Measure, Target
from cultivation.targets.services.common import (
    SEEN,
    change,
    check_district,
    check_tiers,
    free_code,
    put,
)


def set_target(
    *,
    tiers: Collection[Tier],
    measure: Measure,
    value: int,
    document: str,
    district: District | None = None,
    due_on: dt.date | None = None,
    name_zh: str = "",
    name_en: str = "",
    source: str = "",
    note: str = "",
) -> Target:
    """Put a target on file.

    Parameters: ``value`` (number of holders), ``document`` (what sets it), ``district`` (None: the
    whole city), ``due_on`` (the last day to reach it; None where no document says), ``source``
    (where the document was read). Names are made from the rest where none are given.
    Raises Problem ``tiers_missing``, ``district_abolished``, ``target_exists`` (one of the same
    tiers, measure, place and due day is in force) or ``invalid_record``.
    """
    ordered = check_tiers(tiers)
    check_district(district)
    _refuse_twin(ordered, measure, district, due_on)
    base = ".".join(
        [
            due_on.isoformat() if due_on else "undated",
            "+".join(tier.code for tier in ordered),
            district.code if district else "city",
            *([] if measure == Measure.STOCK else [measure]),
        ]
    )
    target = Target(
        code=free_code(Target, base),
        name_zh=name_zh or _name_zh(ordered, measure, district, due_on),
        name_en=name_en or _name_en(ordered, measure, district, due_on),
        measure=measure,
        district=district,
        due_on=due_on,
        value=value,
        document=document,
        source=source,
        confidence=SEEN,
        note=note,
    )
    put(target, ordered)
    return target


def change_target(
    *,
    target: Target,
    value: int,
    document: str,
    due_on: dt.date | None,
    name_zh: str,
    name_en: str,
    source: str,
    note: str,
) -> Target:
    """Change what a target says. What it is about (tiers, measure, place) stays: that is another.

    Raises Problem ``target_retired``, ``target_exists``, ``nothing_changes`` or ``invalid_record``.
    """
    target = _locked(target)
    if target.due_on != due_on:
        tiers = list(target.tiers.all())
        _refuse_twin(tiers, Measure(target.measure), target.district, due_on, but=target)
    change(
        target,
        {
            "value": value,
            "document": document,
            "due_on": due_on,
            "name_zh": name_zh,
            "name_en": name_en,
            "source": source,
            "note": note,
        },
    )
    return target


def retire_target(*, target: Target, retired_on: dt.date) -> Target:
    """From ``retired_on`` on it is no target any more; it stays on file.

    Raises Problem ``target_retired``.
    """
    target = _locked(target)
    change(target, {"retired_on": retired_on})
    return target


def _locked(target: Target) -> Target:
    target = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if target.retired_on:
        raise Problem(
            "target_retired",
            # zh: 该目标已于 %(day)s 撤下，不再变更；如需恢复，请重新设定。
            _("The target was retired on %(day)s and changes no more; set it anew if it is back.")
            % {"day": target.retired_on},
        )
    return target


def _refuse_twin(
    tiers: list[Tier],
    measure: Measure,
    district: District | None,
    due_on: dt.date | None,
    but: Target | None = None,
) -> None:
    wanted = {tier.code for tier in tiers}
    same = Target.objects.filter(
        measure=measure, district=district, due_on=due_on, retired_on__isnull=True
    )
    for other in same.exclude(pk=but.pk if but else "").prefetch_related("tiers"):
        if {tier.code for tier in other.tiers.all()} == wanted:
            raise Problem(
                "target_exists",
                # zh: 同一层级、口径、范围和期限的目标已登记：“%(name)s”，%(value)s 家；请在该目标上变更。
                _("There is such a target already: “%(name)s”, %(value)s; change that one.")
                % {"name": other.name_zh, "value": other.value},
            )


def _name_zh(
    tiers: list[Tier], measure: Measure, district: District | None, due_on: dt.date | None
) -> str:
    when = f"{due_on.year}年" if due_on else ""
    where = district.name_zh if district else "全市"
    what = "、".join(tier.name_zh for tier in tiers)
    return f"{when}{where}{what}{_COUNTED_ZH.get(measure, '数')}"


def _name_en(
    tiers: list[Tier], measure: Measure, district: District | None, due_on: dt.date | None
) -> str:
    what = ", ".join(tier.name_en for tier in tiers)
    where = f" in {district.name_en}" if district else ""
    when = f" by {due_on.isoformat()}" if due_on else ""
    return f"{what}{where}{when}"


# The record's own name, whatever the language of the person who sets it.
_COUNTED_ZH = {
    Measure.STOCK: "在库数",
    Measure.CUMULATIVE: "累计认定数",
    Measure.CUMULATIVE_EVER: "历年累计认定数",
    Measure.PERIOD_NEW: "新增数",
    Measure.YTD_ENTERED: "年内入库数",
}
