"""A page for each act on a case, made from the table of acts."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act as May
from cultivation.certification import services
from cultivation.certification.flow.asking import needs_opinion
from cultivation.certification.flow.cases import Case
from cultivation.certification.flow.deciding import (
    must_say_why,
    not_theirs,
    obstacles,
    rule_for,
    target,
)
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import RULES, Rule
from cultivation.certification.models import Scoring
from cultivation.certification.selectors.judging import Judgement, judge_applications
from cultivation.certification.services import Refused
from cultivation.certification.services.acting import JUDGED, changed_meanwhile
from cultivation.certification.standing import last_day
from cultivation.clock import today
from cultivation.pages.forms import ActPage
from cultivation.portal.cases.base import OfCase
from cultivation.portal.cases.dossier import dossier_of
from cultivation.portal.cases.forms import CaseActForm, Choices
from cultivation.portal.firms import effects
from cultivation.portal.judging.sheets import Sheet, sheet_of
from cultivation.problems import Problem

CONFLICT = 409
# Where a refusal of the service is shown in the form.
FIELDS = {
    "reason_missing": "reason",
    "opinion_missing": "opinion",
    "differs_missing": "differs",
    "commitment_missing": "commitment",
    "missing_missing": "missing",
    "due_on_missing": "due_on",
    "due_on_far": "due_on",
    "experts_missing": "experts",
    "valid_from_missing": "valid_from",
    "valid_from_odd": "valid_from",
    "decided_on_odd": "decided_on",
    "number_taken": "number",
    "unknown_document": "missing",
    "not_missing": "missing",
    "not_an_expert": "experts",
}


class CaseAct(OfCase, ActPage):
    """One act on one application: what the rule asks, tried first where it cannot be taken back."""

    act = May.HANDLE_CASES
    template_name = "portal/cases/act.html"
    form_class = CaseActForm
    sent: CaseActForm

    @cached_property
    def doing(self) -> Doing:
        """The act that the address names. Raises Http404 for one that has no such page."""
        own = {rule.doing for rule in RULES if not rule.own}
        if self.kwargs["doing"] not in own:
            raise Http404
        return Doing(self.kwargs["doing"])

    @cached_property
    def rule(self) -> Rule:
        """By which rule the account does it.

        Raises PermissionDenied where it is for others, Problem ``changed_meanwhile`` where the
        state is not the one for it.
        """
        found = rule_for(self.case, self.person, self.doing)
        if found is not None:
            return found
        if not_theirs(self.case, self.person, self.doing):
            raise PermissionDenied
        told = changed_meanwhile(self.application)
        raise Problem(told.code, told.message, status=CONFLICT)

    @cached_property
    def judgement(self) -> Judgement | None:
        """What the standard says now, for acts that are judged by it."""
        if self.doing not in JUDGED:
            return None
        return judge_applications([self.application]).get(self.application.pk)

    @cached_property
    def judged_case(self) -> Case:
        """The case with the result that the act is measured by."""
        if self.judgement is None:
            return self.case
        return replace(self.case, computed=str(self.judgement.judged.result))

    @cached_property
    def sheet(self) -> Sheet | None:
        return sheet_of(self.judgement.judged) if self.judgement else None

    @property
    def heading(self) -> str:  # type: ignore[override]
        return str(self.doing.label)

    @property
    def button(self) -> str:  # type: ignore[override]
        return str(self.doing.label)

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.what}　{self.application.batch.name}"

    @property
    def danger(self) -> bool:  # type: ignore[override]
        return self.rule.grave and not self.rule.lead

    @property
    def previewed(self) -> bool:  # type: ignore[override]
        return self.rule.grave

    @property
    def differs(self) -> bool:
        """Whether the act goes against the assessment in hand."""
        return must_say_why(self.rule, self.judged_case)

    def done_address(self) -> str:
        return self.case_address

    def reason(self, data: dict[str, Any]) -> str:
        given = str(data.get("opinion") or "").strip()
        return f"{self.heading}：{given}" if given else self.heading

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.impossible() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.impossible() or super().post(request, *args, **kwargs)

    def impossible(self) -> HttpResponseBase | None:
        """The page that says why the act cannot be done now; None if it can."""
        self.application  # noqa: B018 (404 goes before everything else)
        try:
            told = [one.message for one in obstacles(self.rule, self.case, self.person)]
        except Problem as problem:
            told = [str(problem)]
        if not told:
            return None
        self.template_name = "portal/cases/impossible.html"
        return self.render(status=CONFLICT, told=told)

    def form_arguments(self) -> dict[str, Any]:
        left_out = () if self.differs else ("differs",)
        return {
            "rule": self.rule,
            "version": self.application.version,
            "choices": self._choices(),
            "needs": self._needs(),
            "left_out": left_out,
        }

    def _needs(self) -> set[str]:
        """What may not be left empty."""
        needs = {"reason", "missing", "due_on", "experts", "differs"}
        if needs_opinion(self.rule, self.judged_case):
            needs.add("opinion")
        if self.doing is Doing.ENTER_RESULT:
            needs.add("valid_from")
        if not self.case.committed:
            needs.add("commitment")
        return needs

    def _choices(self) -> Choices:
        asks = self.rule.asks
        missing: dict[str, str] = {}
        if "missing" in asks:
            dossier = dossier_of(self.application)
            papers = dossier.papers(dossier.documents)
            missing = {one.kind: one.name for one in papers if one.needed and not one.files}
        return Choices(
            missing=missing,
            experts=self._experts() if "experts" in asks else {},
            criteria=self.sheet.lines if self.sheet else [],
        )

    def _experts(self) -> dict[int, str]:
        """The experts who do not have the application yet."""
        given = Scoring.objects.filter(application=self.application).values("expert")
        rows = User.objects.filter(role=Role.EXPERT, is_active=True).exclude(pk__in=given)
        return {one.pk: one.shown_name for one in rows}

    def perform(self, data: dict[str, Any]) -> list[str]:
        one, day = self.application, today()
        before = effects.cells([one.firm_id], day)
        try:
            (row,) = services.act(
                applications=[one.pk],
                doing=self.doing,
                actor=self.user,
                given=self.sent.given(),
                expected={one.pk: data["version"]},
            )
        except Refused as refused:
            raise self._said(refused) from refused
        except Problem as problem:
            field = problem.params.get("field") or FIELDS.get(problem.code)
            problem.params["field"] = field if field in self.sent.fields else None
            raise
        counted = effects.told(before, effects.cells([one.firm_id], day), day)
        return [*self._follows(row), *counted]

    def _said(self, refused: Refused) -> Problem:
        """All that stands against it, where it belongs in the form; returns the first."""
        (row,) = refused.rows
        if row.status == 403:
            raise PermissionDenied from refused
        for one in row.refused[1:]:
            self.sent.add_error(self._field(one.code), one.message)
        first = row.refused[0]
        status = 400 if row.status == 400 else CONFLICT
        return Problem(first.code, first.message, field=self._field(first.code), status=status)

    def _field(self, code: str) -> str | None:
        field = FIELDS.get(code)
        return field if field in self.sent.fields else None

    def status_of(self, problem: Problem, confirmed: bool) -> int:
        default = super().status_of(problem, confirmed)
        return int(problem.params.get("status", default))

    def _follows(self, row: services.Row) -> list[str]:
        state = State(target(self.rule, self.case))
        # zh: 办理后状态为“%(state)s”。
        told = [_("It will then be “%(state)s”.") % {"state": state.label}]
        held = row.application.certification
        if held is not None:
            # zh: 有效期 %(first)s 至 %(last)s，编号 %(number)s。
            message = _("Valid from %(first)s to %(last)s, number %(number)s.")
            told.append(
                message
                % {
                    "first": held.valid_from,
                    "last": last_day(held.valid_to) or "…",
                    "number": held.number or "—",
                }
            )
        return told

    def context(self) -> dict[str, Any]:
        return {"one": self.application}
