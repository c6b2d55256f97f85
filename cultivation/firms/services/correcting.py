"""Mending what was recorded wrongly. A change in the world is an event; this is none."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms import names, uscc
from cultivation.firms.models import Firm, FirmEvent, FirmIndustry, FirmName, Industry, Residence
from cultivation.firms.querysets import on
from cultivation.firms.services.common import (
    check_established,
    check_name,
    check_place,
    lock,
    record_event,
)
from cultivation.firms.services.years import reclassify
from cultivation.places.models import District, Zone
from cultivation.problems import Problem

PLAIN = (
    "established_on",
    "legal_form",
    "registered_capital",
    "capital_currency",
    "business_scope",
    "address",
)
PLACE = ("district_id", "zone_id")
CORRECTABLE = ("uscc", "name", "industry_id", *PLACE, *PLAIN)


def correct(
    *, firm: Firm, changes: dict[str, Any], reason: str, as_of: dt.date | None = None
) -> FirmEvent:
    """Put right what is on file about ``firm``.

    Parameters: ``changes`` (names of CORRECTABLE with their right values), ``reason`` (needed),
    ``as_of`` (which name, residence or industry of its history is meant: the one of that day;
    default today). The period of what is corrected stays as it is, so past counts change too:
    they were wrong. A district of None: out of the city. Raises Problem ``reason_missing``,
    ``not_correctable``, ``nothing_changes``, ``nothing_to_correct``, ``unknown_code``,
    ``name_missing``, ``uscc_taken``, or those of ``uscc.check``, ``check_place`` and
    ``check_established``.
    """
    firm, day = lock(firm), as_of or today()
    if "uscc" in changes:
        code = changes["uscc"]
        changes = {**changes, "uscc": uscc.check(code) if code else None}
    if not reason.strip():
        # zh: 请填写更正原因。
        raise Problem("reason_missing", _("Give the reason of the correction."))
    unknown = sorted(set(changes) - set(CORRECTABLE))
    if unknown:
        raise Problem(
            "not_correctable",
            # zh: 不能更正：%(names)s；可更正：%(possible)s。
            _("Cannot be corrected: %(names)s; what can: %(possible)s.")
            % {"names": ", ".join(unknown), "possible": ", ".join(CORRECTABLE)},
        )
    check_established(changes.get("established_on"))
    before: dict[str, Any] = {}
    if "uscc" in changes:
        before["uscc"] = _correct_code(firm, changes["uscc"])
    if "name" in changes:
        before["name"] = _correct_name(firm, names.clean(changes["name"]), day)
    if set(PLACE) & set(changes):
        before |= _correct_place(firm, day, changes)
    if "industry_id" in changes:
        industry = _known(Industry, changes["industry_id"])
        before |= _correct_row(FirmIndustry, firm, day, {"industry_id": industry.pk})
        reclassify(firm)
    for name in PLAIN:
        if name in changes:
            before[name] = getattr(firm, name)
            setattr(firm, name, changes[name])
    if all(before.get(name) == value for name, value in changes.items()):
        # zh: 与现有登记相同；无须变更。
        raise Problem("nothing_changes", _("This is on file already; nothing needs to change."))
    firm.save()
    return record_event(
        firm,
        FirmEvent.Kind.CORRECT,
        filed_on=today(),
        effective_on=as_of,
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(value) for name, value in changes.items()},
        reason=reason,
    )


def _correct_code(firm: Firm, code: str | None) -> str | None:
    before = firm.uscc
    other = Firm.objects.filter(uscc=code).exclude(pk=firm.pk).first() if code else None
    if other:
        raise Problem(
            "uscc_taken",
            # zh: 统一社会信用代码 %(code)s 已登记给“%(name)s”；请核对代码，或在该企业名下办理。
            _("The credit code %(code)s is that of “%(name)s”; check the code, or use that firm.")
            % {"code": code, "name": other.name},
            about=other.pk,
        )
    firm.uscc = code
    return before


def _correct_name(firm: Firm, name: str, day: dt.date) -> str:
    name = check_name(name)
    before = _correct_row(FirmName, firm, day, names.columns(name))
    current = FirmName.objects.get(on(today()), firm=firm)
    firm.name, firm.name_key = current.name, current.key
    return str(before["name"])


def _correct_place(firm: Firm, day: dt.date, changes: dict[str, Any]) -> dict[str, Any]:
    zone = _known(Zone, changes["zone_id"]) if changes.get("zone_id") else None
    if "district_id" in changes:
        code = changes["district_id"]
        district = _known(District, code) if code else None
        place = {"district_id": code, "zone_id": zone and zone.pk, "outside": district is None}
    else:
        row = Residence.objects.filter(on(day), firm=firm).select_related("district").first()
        district, place = row.district if row else None, {"zone_id": zone and zone.pk}
    check_place(district, zone)
    return _correct_row(Residence, firm, day, place)


def _known(model: Any, code: Any) -> Any:
    found = model.objects.filter(pk=code).first()
    if found is None:
        raise Problem(
            "unknown_code",
            # zh: 没有代码为“%(code)s”的%(what)s；请核对。
            _("There is no %(what)s with the code “%(code)s”; check it.")
            % {"what": model._meta.verbose_name, "code": code},
        )
    return found


def _correct_row(model: Any, firm: Firm, day: dt.date, values: dict[str, Any]) -> dict[str, Any]:
    row = model.objects.filter(on(day), firm=firm).first()
    if row is None:
        if model.objects.filter(firm=firm).exists():
            raise Problem(
                "nothing_to_correct",
                # zh: %(day)s 没有可更正的登记；请选择有登记的日期。
                _("Nothing is on file for %(day)s that could be corrected; give another day.")
                % {"day": day},
            )
        # What was never recorded is filled in for all days: it is not known to have changed.
        model.objects.create(firm=firm, **values)
        return dict.fromkeys(values)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return before


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)
