"""The yearly update of a firm's data is recorded, and a late one is let count."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.models import Certification, YearlyUpdate
from cultivation.certification.rules import update_due_on
from cultivation.certification.selectors.renewing import duties
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.journal.services import current_revision
from cultivation.problems import Problem


def record_updates(
    *, firms: Collection[int], year: int, updated_on: dt.date, actor: User | None
) -> list[YearlyUpdate]:
    """Record that ``firms`` (ids) did their update of ``year`` on ``updated_on``.

    Those whose update of that year is on file are left out. Raises Problem ``day_in_future``,
    ``before_the_year``.
    """
    if updated_on > today():
        # zh: 完成日期不能晚于今天。
        message = _("The day of the update is still to come.")
        raise Problem("day_in_future", message, field="updated_on")
    if updated_on.year < year:
        # zh: %(year)s 年度更新不能早于当年 1 月 1 日完成；请核对年份和日期。
        message = _("The update of %(year)s is not done before that year; check year and day.")
        raise Problem("before_the_year", message % {"year": year}, field="updated_on")
    locked = Firm.objects.select_for_update().filter(pk__in=firms).order_by("pk")
    ids = list(locked.values_list("pk", flat=True))
    there = set(
        YearlyUpdate.objects.filter(firm__in=ids, year=year).values_list("firm_id", flat=True)
    )
    return YearlyUpdate.objects.bulk_create(
        YearlyUpdate(firm_id=pk, year=year, updated_on=updated_on, recorded_by=actor)
        for pk in ids
        if pk not in there
    )


def accept_late(*, firms: Collection[int], year: int, reason: str) -> int:
    """Let the late updates of ``year`` by ``firms`` (ids) count, for ``reason``; returns how many.

    Raises Problem ``reason_missing``, ``none_late``.
    """
    if not reason.strip():
        # zh: 请填写认可理由。
        raise Problem("reason_missing", _("Say why it counts."), field="reason")
    late = YearlyUpdate.objects.filter(
        firm__in=firms, year=year, updated_on__gt=update_due_on(year), accepted_because=""
    )
    found = late.update(accepted_because=reason.strip())
    if not found:
        # zh: 所选企业没有待认可的逾期更新。
        message = _("None of these firms has a late update that does not count yet.")
        raise Problem("none_late", message, status=409)
    return found


def count_figures(firm: Firm, year: int) -> None:
    """Figures of last year that are recorded today are the update of this year.

    Only of a firm that holds a title with this duty; what is on file already stays.
    """
    if year != today().year - 1:
        return
    held = Certification.objects.as_of(today()).filter(firm=firm, tier__in=duties())
    if not held.exists():
        return
    YearlyUpdate.objects.get_or_create(
        firm=firm,
        year=year + 1,
        defaults={"updated_on": today(), "recorded_by_id": current_revision().actor_id},
    )
