"""The end of a firm: merger into another one, deregistration."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms import consequences
from cultivation.firms.consequences import Closing, Effect
from cultivation.firms.models import Firm, FirmEvent
from cultivation.firms.services.common import check_days, lock, record_event
from cultivation.problems import Problem


def preview_merge(*, firm: Firm, into: Firm, effective_on: dt.date) -> list[Effect]:
    """What would follow if ``firm`` were merged into ``into``: nothing is written.

    Raises Problem as ``merge``.
    """
    _check_merge(firm, into, effective_on, today())
    return consequences.preview(Closing(firm, effective_on, into))


def merge(
    *,
    firm: Firm,
    into: Firm,
    effective_on: dt.date,
    filed_on: dt.date | None = None,
    reason: str = "",
    document: str = "",
) -> FirmEvent:
    """``firm`` is absorbed by ``into`` from ``effective_on`` on.

    What hangs on it follows as ``preview_merge`` says. Raises Problem ``merge_into_itself``,
    ``firm_closed``, or those of ``check_days``.
    """
    first, second = sorted((firm, into), key=lambda one: one.pk)
    locked = {one.pk: one for one in (lock(first), lock(second))}
    firm, into, filed_on = locked[firm.pk], locked[into.pk], filed_on or today()
    _check_merge(firm, into, effective_on, filed_on)
    firm.closed_on, firm.merged_into = effective_on, into
    firm.save(update_fields=["closed_on", "merged_into"])
    consequences.apply(Closing(firm, effective_on, into))
    return record_event(
        firm,
        FirmEvent.Kind.MERGE,
        filed_on=filed_on,
        effective_on=effective_on,
        other=into,
        after={"merged_into": into.uscc or into.name},
        reason=reason,
        document=document,
    )


def preview_deregister(*, firm: Firm, effective_on: dt.date) -> list[Effect]:
    """What would follow if ``firm`` were deregistered: nothing is written."""
    _check_closing(firm, effective_on, today())
    return consequences.preview(Closing(firm, effective_on))


def deregister(
    *,
    firm: Firm,
    effective_on: dt.date,
    filed_on: dt.date | None = None,
    reason: str = "",
    document: str = "",
) -> FirmEvent:
    """``firm`` no longer exists from ``effective_on`` on; its certifications end on that day.

    Raises Problem ``firm_closed``, or those of ``check_days``.
    """
    firm, filed_on = lock(firm), filed_on or today()
    _check_closing(firm, effective_on, filed_on)
    firm.closed_on = effective_on
    firm.save(update_fields=["closed_on"])
    consequences.apply(Closing(firm, effective_on))
    return record_event(
        firm,
        FirmEvent.Kind.DEREGISTER,
        filed_on=filed_on,
        effective_on=effective_on,
        reason=reason,
        document=document,
    )


def changed_after(firm: Firm, day: dt.date) -> FirmEvent | None:
    """The last thing on file that happened to ``firm`` after ``day``: it hardly ended before."""
    events = FirmEvent.objects.filter(Q(firm=firm) | Q(other=firm), effective_on__gt=day)
    return events.order_by("effective_on", "pk").last()


def _check_merge(firm: Firm, into: Firm, effective_on: dt.date, filed_on: dt.date) -> None:
    if firm.pk == into.pk:
        raise Problem(
            "merge_into_itself",
            # zh: 企业不能与自身合并；请选择存续企业。
            _("A firm cannot be merged into itself; choose the firm that goes on."),
        )
    _check_closing(firm, effective_on, filed_on)
    check_days(into, filed_on=filed_on, effective_on=effective_on)


def _check_closing(firm: Firm, effective_on: dt.date, filed_on: dt.date) -> None:
    """Refuse the end of a firm that has ended, or on a day on which nothing can have happened."""
    if firm.closed_on:
        raise Problem(
            "firm_closed",
            # zh: “%(name)s”已于 %(day)s 终止；请核对企业。
            _("“%(name)s” closed on %(day)s already; check which firm is meant.")
            % {"name": firm.name, "day": firm.closed_on},
        )
    check_days(firm, filed_on=filed_on, effective_on=effective_on)
