"""A certification ends before its last day."""

import datetime as dt

from django.utils.translation import gettext as _

from cultivation.certification.models import Appeal, Certification, EndKind
from cultivation.clock import today
from cultivation.problems import Problem


def end(
    *,
    certification: Certification,
    kind: EndKind,
    effective_on: dt.date,
    reason: str,
    document: str = "",
    appeal_by: dt.date | None = None,
) -> Certification:
    """End ``certification`` from ``effective_on`` on: that day it no longer counts.

    Parameters: ``appeal_by`` (the last day on which the firm may appeal; None where none is set:
    no document seen gives one). A revocation that bans the firm is ``revoking.revoke``. Raises
    Problem ``reason_missing``, ``ended_already``, ``before_it_began``, ``lapsed_already``,
    ``appeal_day_past``, or ``certification_gone`` where the import that recorded it has been undone
    meanwhile.
    """
    held = Certification.objects.select_for_update().filter(pk=certification.pk).first()
    if held is None:
        raise Problem(
            "certification_gone",
            # zh: 该认定刚刚已不在登记库中（登记它的导入已撤销）；请从企业页面重新查看。
            _("The certification is no longer on file (its import was undone); look at the firm."),
        )
    if not reason.strip():
        # zh: 请填写终止事由。
        raise Problem("reason_missing", _("Give the grounds of the end."))
    if held.ended_on:
        raise Problem(
            "ended_already",
            # zh: 该认定已于 %(day)s 终止；无须再次办理。
            _("This certification ended on %(day)s already; nothing is left to end.")
            % {"day": held.ended_on},
        )
    if effective_on < held.valid_from:
        raise Problem(
            "before_it_began",
            # zh: 终止日期早于认定起始日期 %(day)s；请核对日期。
            _("The end is before the certification began (%(day)s); check the day.")
            % {"day": held.valid_from},
        )
    if held.valid_to and effective_on >= held.valid_to:
        raise Problem(
            "lapsed_already",
            # zh: 该认定已于 %(day)s 到期失效；无须终止。
            _("This certification lapses on %(day)s by itself; nothing is left to end.")
            % {"day": held.valid_to},
        )
    if appeal_by is not None and appeal_by < max(effective_on, today()):
        # zh: 申诉期限不能早于今天和生效日期；请核对。
        message = _("An appeal ends neither before today nor before the title does; check the day.")
        raise Problem("appeal_day_past", message, field="appeal_by")
    held = cut_short(held, kind=kind, effective_on=effective_on, reason=reason, document=document)
    if appeal_by is not None:
        Appeal.objects.create(certification=held, firm_id=held.firm_id, deadline=appeal_by)
    return held


def cut_short(
    held: Certification, *, kind: EndKind, effective_on: dt.date, reason: str, document: str = ""
) -> Certification:
    """Write the end of ``held`` without asking: also in the place of a later end on file."""
    held.ended_on, held.end_kind = effective_on, kind
    held.end_reason, held.end_document = reason, document
    held.save(update_fields=["ended_on", "end_kind", "end_reason", "end_document"])
    held.refresh_from_db()
    return held
