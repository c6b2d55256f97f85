"""The public notice of a proposed list, and the objections to it."""

import datetime as dt
import re
from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import (
    Application,
    Batch,
    Notice,
    NoticeRow,
    Objection,
    Procedure,
)
from cultivation.certification.selectors.workdays import workday_after
from cultivation.certification.services.acting import Given, act
from cultivation.certification.services.evidence import attach_evidence
from cultivation.certification.services.inquiring import under_inquiry
from cultivation.certification.services.numbering import next_numbers
from cultivation.clock import today
from cultivation.firms.models import Residence
from cultivation.firms.querysets import on
from cultivation.problems import Problem

SERIES = "notice"
# What stands where a name should.
NAMELESS = re.compile("匿名|不具名|未具名|无名氏")


def window(batch: Batch, published_on: dt.date, days: int | None = None) -> tuple[int, dt.date]:
    """How many working days a notice of ``batch`` stands, and its last day.

    Raises Problem ``notice_days_missing`` where neither batch nor procedure sets them,
    ``calendar_missing``.
    """
    if days is None:
        procedure = Procedure.objects.filter(pk=batch.tier_id).first()
        days = batch.publicity_days or (procedure.publicity_days if procedure else None)
    if not days:
        # zh: 未设定公示的工作日数；请在批次或办理程序中设定。
        message = _("The days of the notice are not set: set them in the batch or the procedure.")
        raise Problem("notice_days_missing", message, status=409)
    return days, workday_after(published_on, days)


def publish(
    *,
    batch: Batch,
    applications: Collection[int],
    actor: User,
    title: str,
    contact: str,
    days: int | None = None,
) -> Notice:
    """Put ``applications`` (ids, proposed) of ``batch`` into a numbered public notice from today.

    Parameters: ``days`` (working days, today counted; by default those of the batch, else of the
    procedure), ``contact`` (how to object). The list is frozen. Raises Problem ``notice_empty``,
    ``other_batch``, those of ``window`` and of ``act``.
    """
    day = today()
    days, last_day = window(batch, day, days)
    rows = act(applications=applications, doing=Doing.PUBLISH, actor=actor)
    if not rows:
        # zh: 名单为空；请选择拟认定的申报。
        raise Problem("notice_empty", _("The list is empty; choose proposed applications."))
    if any(row.application.batch_id != batch.pk for row in rows):
        # zh: 名单中有其他批次的申报；请分批公示。
        raise Problem("other_batch", _("Some are of another batch; publish batch by batch."))
    (seq,) = next_numbers(SERIES, day.year, 1)
    notice = Notice.objects.create(
        batch=batch,
        tier_id=batch.tier_id,
        number=f"{day.year}-{seq:03}",
        title=title.strip(),
        published_on=day,
        days=days,
        last_day=last_day,
        contact=contact.strip(),
        published_by=actor,
    )
    homes = dict(
        Residence.objects.filter(
            on(day), firm__in=[row.application.firm_id for row in rows]
        ).values_list("firm_id", "district_id")
    )
    firms = sorted(
        (row.application for row in rows),
        key=lambda one: (homes.get(one.firm_id) or "", one.firm.name, one.pk),
    )
    NoticeRow.objects.bulk_create(
        NoticeRow(
            notice=notice,
            application=one,
            firm_id=one.firm_id,
            position=position,
            name=one.firm.name,
            uscc=one.firm.uscc or "",
            district_id=homes.get(one.firm_id),
        )
        for position, one in enumerate(firms, start=1)
    )
    return notice


def withdraw_notice(*, notice: Notice, actor: User, reason: str) -> Notice:
    """Take ``notice`` back: what still stands in it is proposed again, and can be published anew.

    Raises Problem ``withdrawn_already``, ``reason_missing``, ``decided_already``.
    """
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.withdrawn_on:
        raise _withdrawn(notice)
    if not reason.strip():
        # zh: 请填写撤回原因。
        raise Problem("reason_missing", _("Say why the notice is withdrawn."))
    here = Application.objects.filter(notice_rows__notice=notice)
    if here.filter(state="certified").exists():
        # zh: 名单中已有企业认定，不能撤回整个公示；请逐件办理。
        message = _("Firms of the list are certified already: the notice cannot be taken back.")
        raise Problem("decided_already", message, status=409)
    # A firm that was refused, taken up again and published anew stands in the later notice.
    later = NoticeRow.objects.filter(
        application=OuterRef("pk"), notice__withdrawn_on=None, notice__gt=notice
    )
    there = here.filter(~Exists(later), state__in=["noticed", "objected"])
    standing = list(there.values_list("pk", flat=True))
    if standing:
        act(
            applications=standing,
            doing=Doing.UNPUBLISH,
            actor=actor,
            given=Given(opinion=reason),
        )
    Objection.objects.filter(notice=notice, state=Objection.State.OPEN).update(
        state=Objection.State.REJECTED,
        settled_on=today(),
        settled_by=actor,
        # zh: 公示已撤回：%(reason)s
        grounds=_("The notice was withdrawn: %(reason)s") % {"reason": reason.strip()},
    )
    notice.withdrawn_on, notice.withdrawn_reason = today(), reason.strip()
    notice.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    return notice


def _withdrawn(notice: Notice) -> Problem:
    # zh: 该公示已于 %(day)s 撤回。
    message = _("The notice was withdrawn on %(day)s.") % {"day": notice.withdrawn_on}
    return Problem("withdrawn_already", message, status=409)


def raise_objection(
    *,
    notice: Notice,
    application: Application,
    actor: User,
    objector: str,
    contact: str,
    content: str,
    raised_on: dt.date | None = None,
    evidence: Sequence[tuple[str, bytes]] = (),
) -> Objection:
    """Take up an objection to a firm of ``notice``: by real name, with evidence, in the window.

    Parameters: ``raised_on`` (the day it came in, by default today), ``evidence`` (files: name and
    content). Raises Problem ``withdrawn_already``, ``objection_late``, ``objection_anonymous``,
    ``not_in_notice``, ``objection_there``, those of ``act`` and of ``attach_evidence``.
    """
    day = raised_on or today()
    notice = Notice.objects.get(pk=notice.pk)
    if notice.withdrawn_on:
        raise _withdrawn(notice)
    named = objector.strip() and not NAMELESS.search(objector)
    if not (named and contact.strip() and content.strip()):
        # zh: 异议须实名，并附联系方式、异议内容与依据；匿名的不予受理。
        message = _("An objection needs a real name, a contact and its evidence; anonymous: no.")
        raise Problem("objection_anonymous", message)
    if not notice.published_on <= day <= min(notice.last_day, today()):
        # zh: 异议受理期为 %(first)s 至 %(last)s；%(day)s 提出的不予受理。
        message = _("Objections are taken from %(first)s to %(last)s; one of %(day)s is not.")
        names = {"first": notice.published_on, "last": notice.last_day, "day": day}
        raise Problem("objection_late", message % names, status=409)
    if not NoticeRow.objects.filter(notice=notice, application=application).exists():
        # zh: 该企业不在此公示名单中；请核对。
        raise Problem("not_in_notice", _("The firm is not in this notice; check it."))
    said = {
        "objector": objector.strip(),
        "contact": contact.strip(),
        "content": content.strip(),
        "raised_on": day,
    }
    Application.objects.select_for_update().get(pk=application.pk)
    if Objection.objects.filter(notice=notice, application=application, **said).exists():
        # zh: 同一异议已经登记；无须重复登记。
        message = _("This very objection is recorded already; nothing is left to do.")
        raise Problem("objection_there", message, status=409)
    act(applications=[application.pk], doing=Doing.OBJECT, actor=actor)
    made = Objection.objects.create(
        notice=notice,
        application=application,
        firm_id=application.firm_id,
        recorded_by=actor,
        **said,
    )
    if evidence:
        attach_evidence(objection=made, files=evidence, actor=actor)
    return made


def note_inquiry(*, objection: Objection, grounds: str) -> Objection:
    """Write down what the inquiry into ``objection`` has found so far; settling starts from it.

    Raises Problem ``settled_already``, ``grounds_missing``.
    """
    objection = _open(objection, grounds)
    objection.grounds = grounds.strip()
    objection.save(update_fields=["grounds"])
    return objection


def settle_objection(*, objection: Objection, upheld: bool, grounds: str, actor: User) -> Objection:
    """Settle ``objection``: upheld, the firm is refused; rejected, it stands again in its notice
    when no other objection is open.

    Where the case has been decided on meanwhile (another objection was upheld), it stays as it is.
    Raises Problem ``settled_already``, ``grounds_missing``, those of ``act``.
    """
    objection = _open(objection, grounds)
    objection.state = Objection.State.UPHELD if upheld else Objection.State.REJECTED
    objection.settled_on, objection.settled_by = today(), actor
    objection.grounds = grounds.strip()
    objection.save(update_fields=["state", "settled_on", "settled_by", "grounds"])
    _follow(objection.application_id, upheld, grounds, actor)
    return objection


def _follow(application: int, upheld: bool, grounds: str, actor: User) -> None:
    """What becomes of the case when an objection to it is settled."""
    state = Application.objects.values_list("state", flat=True).get(pk=application)
    if upheld and state == State.NOTICED:
        # It was taken up again and published anew while the objection was still open.
        act(applications=[application], doing=Doing.OBJECT, actor=actor)
        state = State.OBJECTED
    if state != State.OBJECTED:
        return
    others = Objection.objects.filter(application=application, state=Objection.State.OPEN)
    if upheld or not others.exists():
        doing = Doing.UPHOLD_OBJECTION if upheld else Doing.DISMISS_OBJECTION
        act(applications=[application], doing=doing, actor=actor, given=Given(opinion=grounds))


def _open(objection: Objection, grounds: str) -> Objection:
    """``objection``, locked, if it can still be written with ``grounds``."""
    objection = under_inquiry(objection)
    if not grounds.strip():
        # zh: 请填写核查情况和处理依据。
        raise Problem("grounds_missing", _("Say what was found, and on what grounds."))
    return objection
