"""The stages of an application in a row: done, now, to come. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cultivation.certification.flow.cases import Case
from cultivation.certification.flow.stages import Need
from cultivation.certification.flow.states import CLOSED, WITH_FIRM, Doing, State

# The day of the last time that each act was done.
Days = Mapping[str, dt.date]


@dataclass(frozen=True)
class Step:
    """A stage: ``standing`` is done, now, coming, skipped or failed; ``note`` goes below it."""

    code: str
    label: str
    standing: str = "coming"
    day: dt.date | None = None
    note: str = ""

    @property
    def mark(self) -> str:
        """What says the standing beside the colour."""
        return {"done": "✓", "now": "●", "failed": "✗"}.get(self.standing, "")


# In which stage an application stands by its state.
HERE = {
    State.SUBMITTED: "district",
    State.RETURNED_TO_DISTRICT: "district",
    State.DISTRICT_NOTICE: "district_notice",
    State.RECOMMENDED: "review",
    State.EXPERT_REVIEW: "experts",
    State.SITE_VISIT: "visit",
    State.NOTICED: "notice",
    State.OBJECTED: "notice",
    State.WITH_MINISTRY: "above",
    State.CERTIFIED: "decision",
    State.REFUSED: "decision",
}
OPTIONAL = ("experts", "visit")
# Stages that a refused application may never have come to, and the act that says it did.
REACHED = {
    "review": Doing.PROPOSE,
    "above": Doing.RECOMMEND_ABOVE,
    "notice": Doing.PUBLISH,
}


def steps(case: Case, days: Days, filed_on: dt.date | None) -> list[Step]:
    """The stages of the tier of ``case``. Parameters: ``days`` (of the acts done so far)."""
    row = _stages(case, days, filed_on)
    codes = [step.code for step in row]
    here = _here(case, codes, days)
    at = codes.index(here)
    return [_standing(step, n - at, case, days) for n, step in enumerate(row)]


def _stages(case: Case, days: Days, filed_on: dt.date | None) -> list[Step]:
    stages = case.stages
    # zh: 申报
    row = [Step("filing", _("Filing"), day=filed_on)]
    if stages.district:
        # zh: 区初审
        row.append(Step("district", _("District review"), day=days.get(Doing.RECOMMEND)))
    if stages.district_notice:
        # zh: 区公示
        row.append(Step("district_notice", _("District notice"), day=case.district_notice_to))
    if stages.experts is not Need.NONE:
        # zh: 专家评审
        row.append(Step("experts", _("Experts"), day=days.get(Doing.SEND_TO_EXPERTS)))
    if stages.visit is not Need.NONE:
        # zh: 实地核查
        row.append(Step("visit", _("Site visit"), day=days.get(Doing.ORDER_VISIT)))
    # zh: 市级审核
    row.append(Step("review", _("Bureau review"), day=days.get(Doing.PROPOSE)))
    if stages.above:
        # zh: 部级认定
        row.append(Step("above", _("Ministry"), day=days.get(Doing.RECOMMEND_ABOVE)))
    elif stages.notice:
        # zh: 公示
        notice = Step("notice", _("Public notice"), day=days.get(Doing.PUBLISH))
        if case.notice_to:
            # zh: 至 %(day)s
            notice = replace(notice, note=_("to %(day)s") % {"day": case.notice_to})
        row.append(notice)
    # zh: 认定
    decision = Step("decision", _("Decision"))
    return [*row, decision]


def _here(case: Case, codes: list[str], days: Days) -> str:
    state = case.state
    if state in WITH_FIRM:
        return "filing"
    if state is State.PROPOSED:
        return codes[codes.index("review") + 1]
    if state in (State.WITHDRAWN, State.NOT_RECOMMENDED):
        if Doing.RECOMMEND in days or ("district" not in codes and Doing.SUBMIT in days):
            return "review"
        return "district" if Doing.SUBMIT in days and "district" in codes else "filing"
    if state is State.REFUSED and Doing.PROPOSE not in days:
        return "review"
    found = HERE[state]
    return found if found in codes else "review"


def _standing(step: Step, distance: int, case: Case, days: Days) -> Step:
    """``step``, so many places behind (negative) or after where the application stands."""
    gone_through = _gone_through(step.code, case, days)
    if distance < 0:
        return replace(step, standing="done" if gone_through else "skipped")
    if distance > 0:
        # zh: 视情安排
        note = _("where ordered") if _is_optional(step, case) else step.note
        ended = case.state in CLOSED
        return replace(step, standing="skipped" if ended else "coming", day=None, note=note)
    if case.state is State.CERTIFIED:
        day = days.get(Doing.CERTIFY) or days.get(Doing.ENTER_RESULT)
        return replace(step, standing="done", day=day)
    if case.state in CLOSED:
        return replace(step, standing="failed", day=None, note=str(case.state.label))
    # zh: 现在
    now = str(case.state.label) if case.state is not State.DRAFT else _("now")
    note = step.note if step.code == "notice" and step.note else now
    return replace(step, standing="now", day=None, note=note)


def _gone_through(code: str, case: Case, days: Days) -> bool:
    """Whether the application has been in a stage that lies behind it."""
    if code == "experts":
        return Doing.SEND_TO_EXPERTS in days
    if code == "visit":
        return Doing.ORDER_VISIT in days or case.visit.done
    return case.state is not State.REFUSED or code not in REACHED or REACHED[code] in days


def _is_optional(step: Step, case: Case) -> bool:
    needs = {"experts": case.stages.experts, "visit": case.stages.visit}
    return needs.get(step.code) is Need.OPTIONAL
