"""A firm appeals against the end of its title, and the appeal is settled."""

import datetime as dt

from django.utils.translation import gettext as _

from cultivation.certification.models import Appeal, Ban, Certification
from cultivation.certification.selectors.appeals import (
    DECIDED,
    decided_by,
    decided_together,
    deciders,
)
from cultivation.certification.services.ending import cut_short
from cultivation.certification.services.granting import end_by_closing, held_already
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.journal.services import current_revision
from cultivation.problems import Problem


def record_appeal(
    *,
    certification: Certification,
    filed_on: dt.date,
    content: str,
    deadline: dt.date | None = None,
) -> Appeal:
    """Put on file that the firm appealed on ``filed_on`` against the end of ``certification``.

    Parameters: ``deadline`` (needed where none was set when it ended). Raises Problem
    ``not_ended``, ``appealed_already``, ``deadline_missing``, ``appeal_late``,
    ``filed_in_future``, ``before_the_end``, ``content_missing``.
    """
    held = Certification.objects.select_for_update().get(pk=certification.pk)
    if held.ended_on is None or held.end_kind not in DECIDED:
        # zh: 该认定没有可申诉的终止决定。
        raise Problem("not_ended", _("There is no decision to appeal against."), status=409)
    appeal = Appeal.objects.filter(certification=held).first()
    if appeal is not None and appeal.state:
        # zh: 该决定的申诉已登记（%(state)s）；不能重复申诉。
        message = _("An appeal is on file already (%(state)s).")
        names = {"state": appeal.get_state_display()}
        raise Problem("appealed_already", message % names, status=409)
    deadline = appeal.deadline if appeal is not None else deadline
    if deadline is None:
        # zh: 终止时未设申诉期限；请填写期限。
        message = _("No last day was set when it ended; give it.")
        raise Problem("deadline_missing", message, field="deadline")
    if filed_on > today():
        # zh: 提出日期不能晚于今天。
        raise Problem("filed_in_future", _("The day is still to come."), field="filed_on")
    decided = decided_by(held)
    if filed_on < decided:
        # zh: 终止决定于 %(day)s 作出或生效，申诉不能早于决定；请核对提出日期。
        message = _(
            "It was decided on %(day)s; an appeal is not raised before that. Check the day."
        )
        raise Problem("before_the_end", message % {"day": decided}, field="filed_on")
    if filed_on > deadline:
        # zh: 申诉期限为 %(day)s，逾期提出的不予受理。
        message = _("Appeals were taken until %(day)s; this one is late and not taken.")
        raise Problem("appeal_late", message % {"day": deadline}, field="filed_on")
    if not content.strip():
        # zh: 请填写申诉内容。
        raise Problem("content_missing", _("Say what the firm says."), field="content")
    appeal = appeal or Appeal(certification=held, firm_id=held.firm_id, deadline=deadline)
    appeal.filed_on, appeal.content = filed_on, content.strip()
    appeal.state = Appeal.State.OPEN
    appeal.save()
    return appeal


def settle_appeal(*, appeal: Appeal, upheld: bool, grounds: str) -> Appeal:
    """Settle ``appeal``: the decision stands; or (``upheld``) it is taken back.

    Taken back, every title of the decision holds again as if it had not ended, and its bans are
    lifted. Four eyes: whoever ended one of these titles does not settle the appeal. Raises Problem
    ``not_open``, ``same_person``, ``grounds_missing``, ``certified_meanwhile``.
    """
    # The order of locks of granting.certify: the firm, then what it holds.
    firm = Firm.objects.select_for_update().get(pk=appeal.firm_id)
    appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if appeal.state != Appeal.State.OPEN:
        # zh: 该申诉不在审理中；请刷新后再看。
        raise Problem("not_open", _("The appeal is not open; look at it again."), status=409)
    refuse_own(appeal, current_revision().actor_id)
    if not grounds.strip():
        # zh: 请填写处理依据。
        raise Problem("grounds_missing", _("Give the grounds."), field="grounds")
    if upheld:
        _take_back(appeal, firm, grounds.strip())
    appeal.state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
    appeal.settled_on, appeal.grounds = today(), grounds.strip()
    appeal.save(update_fields=["state", "settled_on", "grounds"])
    return appeal


def refuse_own(appeal: Appeal, account: int | None) -> None:
    """Raises Problem ``same_person`` if ``account`` (its id) decided what ``appeal`` is against."""
    if account in deciders(decided_together(appeal.certification)):
        # zh: 该终止决定由您作出，不能由您处理申诉；请由本部门其他人员处理。
        message = _("You decided what it is against; let another of the bureau settle it.")
        raise Problem("same_person", message, status=409)


def _take_back(appeal: Appeal, firm: Firm, grounds: str) -> None:
    rows = decided_together(appeal.certification)
    for held in rows:
        _restore(held, firm)
    Ban.objects.filter(certification__in=rows, lifted_on=None).update(
        lifted_on=today(),
        # zh: 申诉成立：%(grounds)s
        lifted_reason=_("The appeal was upheld: %(grounds)s") % {"grounds": grounds},
    )
    # Appeals against the other titles of the decision have reached what they asked for.
    Appeal.objects.filter(certification__in=rows, state=Appeal.State.OPEN).exclude(
        pk=appeal.pk
    ).update(state=Appeal.State.UPHELD, settled_on=today(), grounds=grounds)


def _restore(held: Certification, firm: Firm) -> None:
    meanwhile = Certification.objects.filter(
        firm=held.firm_id, tier=held.tier_id, valid_from__gte=held.valid_from
    ).exclude(pk=held.pk)
    if held.valid_to:
        meanwhile = meanwhile.filter(valid_from__lt=held.valid_to)
    # What ended on the first day it was to hold never held, and is in nobody's way.
    other = next(
        (one for one in meanwhile.select_related("batch") if one.holds_to != one.valid_from), None
    )
    if other is not None:
        message = held_already(firm.name, other)
        raise Problem("certified_meanwhile", message, status=409, about=firm.pk)
    closing = end_by_closing(firm, held.valid_to)
    if closing:
        # The firm has closed meanwhile: then its title ended on that day at the latest.
        cut_short(
            held,
            kind=closing["end_kind"],
            effective_on=max(closing["ended_on"], held.valid_from),
            reason=closing["end_reason"],
        )
        return
    held.ended_on, held.end_kind, held.end_reason, held.end_document = None, "", "", ""
    held.save(update_fields=["ended_on", "end_kind", "end_reason", "end_document"])
