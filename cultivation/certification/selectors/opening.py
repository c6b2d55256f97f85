"""Whether what is opened as a batch can be worked with, and what its bureau should know before."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.certification.models import Batch, Procedure
from cultivation.certification.selectors.overriding import acts_of, standards_over
from cultivation.certification.selectors.workdays import calendar_from
from cultivation.clock import today
from cultivation.problems import Problem
from cultivation.standards.engine.content import ACTS


@dataclass(frozen=True)
class Remark:
    """What is no obstacle to opening a batch, but asks for something before it can be finished."""

    code: str
    message: str


def check_workable(batch: Batch) -> None:
    """Refuse a batch (saved or not) that could not be worked with.

    Raises Problem ``procedure_missing`` where nobody has said how the tier is handled, and
    ``calendar_missing`` where its notice falls into a year that has begun and whose holidays are
    not on file.
    """
    procedure = Procedure.objects.filter(pk=batch.tier_id).first()
    if procedure is None:
        # zh: 该层级尚未设定办理程序（环节、公示、编号规则）；请先由系统管理员在“系统—办理程序”中设定，再开设批次。
        message = _(
            "Nobody has set how this tier is handled (stages, notice, numbers): have the"
            " administrator enter its procedure under System first."
        )
        raise Problem("procedure_missing", message, field="tier", status=409)
    begun = [year for year in _years_missing(batch, procedure) if year <= today().year]
    if begun:
        # zh: %(year)s 年的节假日安排尚未录入，该批次无法公示；请先在“工作日历”中录入该年日历。
        message = _(
            "The holidays of %(year)s are not on file, so nothing could be published: enter that"
            " year at the calendar of working days first."
        )
        raise Problem(
            "calendar_missing", message % {"year": begun[0]}, field="files_from", status=409
        )


def remarks_on(batch: Batch) -> list[Remark]:
    """What to know of ``batch`` (which can be worked with), each with what to do."""
    found = []
    procedure = Procedure.objects.get(pk=batch.tier_id)
    for year in _years_missing(batch, procedure):
        # zh: %(year)s 年的节假日安排尚未录入：国务院办公厅公布后请在“工作日历”中录入，录入之前不能公示。
        message = _(
            "The holidays of %(year)s are not on file yet: enter them at the calendar of working"
            " days when the State Council publishes them; until then nothing can be published."
        )
        found.append(Remark("calendar_to_come", message % {"year": year}))
    for act in acts_of(batch):
        if not standards_over(batch, act):
            # zh: 没有适用于%(act)s的标准：系统不作测评，由人工按通知审核；需要测评的，请指定或录入标准。
            message = _(
                "No standard on file judges a %(act)s: people do, by the call. Pin a standard or"
                " have one entered if it is to be assessed."
            )
            found.append(Remark("standard_missing", message % {"act": ACTS[act]}))
    if batch.files_to and batch.files_to < today():
        # zh: 申报期已经结束：各区不能再提交申报；仍需受理的，请延长申报期。
        message = _("The window is over: nothing can be submitted. Extend it if it should be.")
        found.append(Remark("window_over", message))
    return found


def _years_missing(batch: Batch, procedure: Procedure) -> list[int]:
    """The years of the batch whose holidays are needed for its notices and are not on file."""
    first: dt.date | None = batch.files_from
    last = batch.review_due_on or batch.district_due_on or batch.files_to
    if first is None or last is None or not (procedure.notice or procedure.district_notice):
        return []
    known = calendar_from(first).years
    return [year for year in range(first.year, last.year + 1) if year not in known]
