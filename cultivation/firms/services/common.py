"""What all acts on firms share: the lock, the checks of days, the cut in a dated history."""

import datetime as dt
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms import names
from cultivation.firms.models import Firm, FirmEvent
from cultivation.firms.querysets import on
from cultivation.journal.services import current_revision
from cultivation.places.models import District, Zone
from cultivation.problems import Problem

Dated = TypeVar("Dated", bound=models.Model)


LONGEST_NAME = 200


def check_name(name: str) -> str:
    """``name`` as it is kept. Raises Problem ``name_missing`` or ``name_too_long``."""
    name = names.clean(name)
    if not name:
        # zh: 请填写企业名称。
        raise Problem("name_missing", _("Give the name of the firm."))
    # Folding makes some characters longer (㈱ becomes three): the key has to fit as well.
    if max(len(name), len(names.key(name))) > LONGEST_NAME:
        raise Problem(
            "name_too_long",
            # zh: 企业名称最多%(most)d个字；请核对。
            _("The name of a firm has at most %(most)d characters; check it.")
            % {"most": LONGEST_NAME},
        )
    return name


def check_name_free(name: str, firm: Firm | None = None) -> None:
    """Refuse the name of another living firm than ``firm``, to the letter.

    Raises Problem ``name_taken``.
    """
    others = Firm.objects.filter(name=name, closed_on__isnull=True)
    other = others.exclude(pk=firm.pk).first() if firm else others.first()
    if other:
        raise Problem(
            "name_taken",
            # zh: 另一家存续企业（%(code)s）已使用名称“%(name)s”；请核对。
            _("Another living firm (%(code)s) is called “%(name)s”; check the name.")
            % {"code": other.uscc or "-", "name": name},
            about=other.pk,
        )


def lock(firm: Firm) -> Firm:
    """The firm as it is now, locked until the end of the transaction.

    Raises Problem ``firm_gone`` where the import that registered it has been undone meanwhile.
    """
    found = Firm.objects.select_for_update().filter(pk=firm.pk).first()
    if found is None:
        raise Problem(
            "firm_gone",
            # zh: 该企业刚刚已不在登记库中（登记它的导入已撤销）；请回到企业库重新查找。
            _("The firm is no longer on file (its import was undone); search for it again."),
        )
    return found


def check_days(firm: Firm, *, filed_on: dt.date, effective_on: dt.date) -> None:
    """Refuse days on which nothing can have happened to ``firm``.

    Raises Problem ``effective_in_future``, ``filed_in_future``, ``before_established``,
    ``filed_before_established`` or ``firm_closed``.
    """
    if effective_on > today():
        raise Problem(
            "effective_in_future",
            # zh: 生效日期 %(day)s 尚未到来；请在生效后办理。
            _("The effective day %(day)s is still to come; file the change when it has come.")
            % {"day": effective_on},
        )
    if filed_on > today():
        raise Problem(
            "filed_in_future",
            # zh: 申报日期 %(day)s 不能晚于今天；请核对日期。
            _("The day of filing %(day)s cannot be after today; check the day.")
            % {"day": filed_on},
        )
    if firm.established_on and effective_on < firm.established_on:
        raise Problem(
            "before_established",
            # zh: 生效日期 %(day)s 早于企业成立日期 %(established)s；请核对，或更正成立日期。
            _(
                "The effective day %(day)s is before the firm was established (%(established)s);"
                " check the day, or correct the day of establishment."
            )
            % {"day": effective_on, "established": firm.established_on},
        )
    if firm.established_on and filed_on < firm.established_on:
        # zh: 报告日期 %(day)s 早于企业成立日期 %(established)s；请核对，或更正成立日期。
        message = _(
            "The day of the report %(day)s is before the firm was established (%(established)s);"
            " check the day, or correct the day of establishment."
        )
        days = {"day": filed_on, "established": firm.established_on}
        raise Problem("filed_before_established", message % days, field="filed_on")
    if firm.closed_on and effective_on >= firm.closed_on:
        raise Problem(
            "firm_closed",
            # zh: “%(name)s”已于 %(day)s 终止，不能再办理此日及以后的变更；请核对日期。
            _("“%(name)s” closed on %(day)s: nothing happens to it from then on; check the day.")
            % {"name": firm.name, "day": firm.closed_on},
        )


def check_established(day: dt.date | None) -> None:
    """Refuse a firm that is still to be established. Raises Problem ``established_in_future``."""
    if day and day > today():
        raise Problem(
            "established_in_future",
            # zh: 成立日期 %(day)s 晚于今天；请核对日期。
            _("The firm cannot have been established after today (%(day)s); check the day.")
            % {"day": day},
            field="established_on",
        )


def check_place(district: District | None, zone: Zone | None) -> None:
    """Refuse a place that firms cannot be in.

    Raises Problem ``district_abolished``, ``zone_without_district`` or ``zone_elsewhere``.
    """
    if district and district.successor_id:
        raise Problem(
            "district_abolished",
            # zh: “%(name)s”已撤销，现为“%(successor)s”；请按现行区划填写。
            _("The district “%(name)s” was abolished and is now “%(successor)s”; give that one.")
            % {"name": district.name_zh, "successor": district.successor},
        )
    if zone and not district:
        raise Problem(
            "zone_without_district",
            # zh: 填写了功能区“%(zone)s”，还须填写所属区。
            _("The zone “%(zone)s” is given without a district; give the district too.")
            % {"zone": zone.name_zh},
        )
    if zone and district and zone.district_id != district.pk:
        beyond = list(zone.also_in.order_by("pk"))
        if district not in beyond:
            # zh: 功能区“%(zone)s”位于%(places)s，不在%(district)s；请核对所属区，或改选功能区（不在功能区的留空）。
            message = _(
                "The zone “%(zone)s” lies in %(places)s, not in %(district)s; check the district,"
                " or choose another zone or none."
            )
            # zh: 、
            places = _(", ").join(one.name_zh for one in [zone.district, *beyond])
            words = {"zone": zone.name_zh, "places": places, "district": district.name_zh}
            raise Problem("zone_elsewhere", message % words)


def cut(model: type[Dated], firm: Firm, day: dt.date, values: dict[str, Any]) -> Dated | None:
    """From ``day`` on, until the next change on file, ``values`` hold. Returns what held before.

    Raises Problem ``nothing_changes``, or ``changed_that_day`` when the history turns on that very
    day already (a mistake in it is corrected, not cut again).
    """
    rows: models.QuerySet[Any] = model._default_manager.filter(firm=firm)
    held = rows.filter(on(day)).first()
    if held is not None:
        if all(getattr(held, name) == value for name, value in values.items()):
            # zh: 与现有登记相同；无须变更。
            raise Problem("nothing_changes", _("This is on file already; nothing needs to change."))
        if held.valid_from == day:
            raise Problem(
                "changed_that_day",
                # zh: %(day)s 已有一次变更登记；如有错误请办理更正。
                _("A change on %(day)s is on file already; correct it if it is wrong.")
                % {"day": day},
            )
        until = held.valid_to
        held.valid_to = day
        held.save(update_fields=["valid_to"])
    else:
        following = rows.filter(valid_from__gt=day).order_by("valid_from").first()
        until = following.valid_from if following else None
    model._default_manager.create(firm=firm, valid_from=day, valid_to=until, **values)
    return held


def record_event(firm: Firm, kind: FirmEvent.Kind, **fields: Any) -> FirmEvent:
    """Put an event of ``firm`` on file, in the revision that is open."""
    return FirmEvent.objects.create(firm=firm, kind=kind, revision=current_revision(), **fields)
