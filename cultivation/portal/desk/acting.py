"""One act on many cases: what it asks, what becomes of each row, done as it was shown."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.certification.flow.deciding import target
from cultivation.certification.flow.states import Doing
from cultivation.certification.flow.table import Rule
from cultivation.certification.selectors.cases import parties_of
from cultivation.certification.services import Given, Refused, Row, act, look
from cultivation.journal.collisions import collided
from cultivation.pages.sent import valid
from cultivation.pages.views import acting
from cultivation.portal import labels
from cultivation.portal.desk.columns import RESULTS
from cultivation.portal.desk.forms import GivenForm
from cultivation.portal.desk.offering import rules_for
from cultivation.portal.desk.selecting import ChosenPage, nothing_chosen, out_of_scope
from cultivation.portal.judging.words import word
from cultivation.problems import Problem
from cultivation.standards.engine.results import Result

# How many different reasons stand above the rows, the commonest first.
MOST_REASONS = 6
CAN, ASKED, CANNOT = "can", "asked", "cannot"


@dataclass(frozen=True)
class Line:
    """A row of the preview: ``can``, ``asked`` (once the form is filled in), or ``cannot``."""

    pk: int
    version: int
    firm: str
    tier: str
    state: str
    computed: str
    computed_colour: str
    outcome: str
    why: tuple[str, ...]
    to: str
    address: str


def line_of(row: Row, refused: dict[int, str]) -> Line:
    """``row`` as the page shows it; ``refused`` says of firms (ids) what the database found."""
    one, why = row.application, tuple(obstacle.message for obstacle in row.refused)
    if not why and one.firm_id in refused:
        why = (refused[one.firm_id],)
    asked = bool(row.refused) and row.status == 400
    computed = row.case.computed
    return Line(
        pk=one.pk,
        version=one.version,
        firm=one.firm.name,
        tier=labels.short_name(one.tier),
        state=str(row.act.get_from_state_display() if row.act else row.case.state.label),
        computed=word(Result(computed)) if computed else "",
        computed_colour=RESULTS.get(computed, ""),
        outcome=ASKED if asked else CANNOT if why else CAN,
        why=why,
        to=str(target(row.rule, row.case).label) if row.rule and not why else "",
        address=reverse("portal:case", args=[one.pk]),
    )


class CasesAct(ChosenPage):
    """The form, the preview of every row, and what became of each."""

    template_name = "portal/desk/act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["doing"] not in Doing.values:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        return super().allowed() and bool(self.rules)

    @cached_property
    def doing(self) -> Doing:
        return Doing(self.kwargs["doing"])

    @cached_property
    def rules(self) -> list[Rule]:
        return rules_for(self.doing, parties_of(self.user))

    @property
    def heading(self) -> str:  # type: ignore[override]
        return str(self.doing.label)

    @property
    def grave(self) -> bool:
        """Whether it cannot be taken back."""
        return any(rule.grave for rule in self.rules)

    @property
    def danger(self) -> bool:
        """Whether it takes something from the firms, as on the page of a case."""
        return any(rule.grave and not rule.lead for rule in self.rules)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.previewed(GivenForm(self.rules, self.doing), self.chosen)

    def done(self) -> HttpResponseBase:
        step = self.request.POST.get("step", "")
        if not step:
            return self.previewed(GivenForm(self.rules, self.doing), self.chosen)
        form = GivenForm(self.rules, self.doing, self.request.POST)
        rows = [pk for pk, _version, _could in self.seen]
        if not rows:
            raise nothing_chosen()
        if not valid(form, self.request, "seen", "held"):
            return self.previewed(form, rows, status=400)
        if step not in ("confirm", "good") or self.request.POST.get("held") != mark(form):
            return self.previewed(form, rows, changed=step != "preview")
        return self.confirmed(form, only_good=step == "good")

    @cached_property
    def seen(self) -> list[tuple[int, int, bool]]:
        """What the person saw: each row by id, its version, and whether it could be done."""
        text = self.request.POST.get("seen", "")
        found = re.findall(r"([0-9]{1,18}):([0-9]{1,9}):([01])", text)
        return [(int(pk), int(version), could == "1") for pk, version, could in found]

    def previewed(
        self,
        form: GivenForm,
        rows: Iterable[int],
        *,
        status: int = 200,
        refused: dict[int, str] | None = None,
        **further: Any,
    ) -> HttpResponseBase:
        """The form with what would become of each row."""
        ids = list(self.rows().filter(pk__in=[*rows]).values_list("pk", flat=True))
        given = form.given if form.is_bound and form.is_valid() else Given()
        looked = look(applications=ids, doing=self.doing, actor=self.user, given=given)
        if not looked:
            raise Http404
        lines = [line_of(row, refused or {}) for row in looked]
        # What cannot be is read first.
        order = {CANNOT: 0, ASKED: 1, CAN: 2}
        lines.sort(key=lambda line: order[line.outcome])
        counts = {name: sum(line.outcome == name for line in lines) for name in order}
        return self.render(
            status=status,
            form=form,
            lines=lines,
            counts=counts,
            reasons=Counter(why for line in lines for why in line.why).most_common(MOST_REASONS),
            held=mark(form),
            seen=",".join(f"{one.pk}:{one.version}:{int(one.outcome == CAN)}" for one in lines),
            **further,
        )

    def confirmed(self, form: GivenForm, *, only_good: bool) -> HttpResponseBase:
        """Do what was shown: all of it in one revision, or nothing, shown again with the reason."""
        wanted = {pk: version for pk, version, could in self.seen if could or not only_good}
        everything = [pk for pk, _version, _could in self.seen]
        reason = form.cleaned_data.get("opinion") or form.cleaned_data.get("document") or ""
        try:
            with acting(self.request, f"{self.heading}：{reason}" if reason else self.heading):
                seen = self.rows().filter(pk__in=wanted).values_list("pk", flat=True)
                if len(seen) < len(wanted):
                    raise out_of_scope()
                done = act(
                    applications=list(seen),
                    doing=self.doing,
                    actor=self.user,
                    given=form.given,
                    expected=wanted,
                )
        except Refused as refusal:
            said = {
                row.application.firm_id: row.refused[0].message
                for row in refusal.rows
                if row.refused
            }
            return self.previewed(form, everything, status=409, changed=True, refused=said)
        except Problem as problem:
            about = problem.params.get("about")
            said = {about: str(problem)} if about else {}
            form.add_error(None, str(problem))
            return self.previewed(form, everything, status=409, refused=said)
        except (IntegrityError, OperationalError) as error:
            if not collided(error):
                raise
            # zh: 就在此时，另有人登记了与之冲突的内容；请核对现有登记后再试。
            form.add_error(None, _("Somebody wrote the same just now; look what is on file."))
            return self.previewed(form, everything, status=409)
        return self.finished(done, [pk for pk in everything if pk not in wanted], form)

    def finished(self, done: list[Row], left: list[int], form: GivenForm) -> HttpResponseBase:
        """What became of each row."""
        lines = [line_of(row, {}) for row in done]
        others = look(applications=left, doing=self.doing, actor=self.user, given=form.given)
        return self.render(
            finished=True,
            lines=[line_of(row, {}) for row in others] + lines,
            counts={CAN: len(done), CANNOT: len(left), ASKED: 0},
        )


def mark(form: GivenForm) -> str:
    """A mark of what the form holds."""
    return sha256(form.held.encode("utf-8", "replace")).hexdigest()
