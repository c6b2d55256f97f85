"""The bureau's side: who scores a case, what they gave, how far they lie apart."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import Role, User
from cultivation.access.scope import scope_of
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import State
from cultivation.certification.models import Application, Scoring
from cultivation.certification.scoring import spread
from cultivation.certification.services import scoring as services
from cultivation.pages.forms import ActPage
from cultivation.portal import labels
from cultivation.portal.cases.base import OfCase
from cultivation.portal.experts.score import plain
from cultivation.portal.people.words import name_of


class OfScorings(OfCase):
    """A page about the experts of a case: marks are for the bureaus and the auditors to see."""

    def allowed(self) -> bool:
        return super().allowed() and scope_of(self.user).city

    @property
    def manages(self) -> bool:
        """Whether the account is of the bureau that handles the case."""
        return Party.BUREAU in self.person.parties

    @property
    def address(self) -> str:
        return reverse("portal:case-scoring", args=[self.application.pk])


class CaseScoring(OfScorings):
    """What experts gave, beside what was computed and what was decided."""

    template_name = "portal/experts/case.html"

    def context(self) -> dict[str, Any]:
        one = self.application
        measures = services.measures_of(one.batch)
        rows = list(Scoring.objects.filter(application=one).select_related("expert").order_by("id"))
        totals = [row.total for row in rows if row.total is not None]
        return {
            "case": one,
            "tier": labels.name(one.tier),
            "measures": [(m.name, plain(m.full), plain(m.weight)) for m in measures],
            "rows": [
                {
                    "scoring": row,
                    "expert": name_of(row.expert),
                    # What is not submitted is the expert's own.
                    "marks": [
                        (m.name, row.marks.get(str(m.position), "—") if row.scored_on else "—")
                        for m in measures
                    ],
                }
                for row in rows
            ],
            "spread": spread(totals),
            "waiting": sum(1 for row in rows if row.scored_on is None and not row.conflict),
            "assigns": self.manages and one.state == State.EXPERT_REVIEW,
            "reopens": self.manages and services.is_under_review(one),
        }


class ScoringAct(OfScorings, ActPage):
    """An act on the experts of a case, by the bureau that handles it."""

    def allowed(self) -> bool:
        return super().allowed() and self.manages

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.application.firm.name}（{labels.name(self.application.tier)}）"

    def done_address(self) -> str:
        return self.address


class ReasonForm(forms.Form):
    """Why, for the journal."""

    # zh: 原因
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class ExpertsField(forms.ModelMultipleChoiceField):
    """Experts, by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class AssignForm(ReasonForm):
    """Which experts."""

    experts = ExpertsField(
        User.objects.none(),
        # zh: 评审专家
        label=gettext_lazy("Which experts"),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("experts", "reason")

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Scoring.objects.filter(application=application).values("expert")
        free = User.objects.filter(role=Role.EXPERT, is_active=True).exclude(pk__in=there)
        field = self.fields["experts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = free.order_by("last_name", "pk")
        if not field.queryset.exists():
            # zh: 没有可增派的专家：在用的专家账号均已指派；如需增派，请先由管理员在“人员”中新增。
            field.help_text = _("All experts have it already; the administrator adds further ones.")


class AssignExperts(ScoringAct):
    """Further experts."""

    # zh: 增派专家
    heading = gettext_lazy("Give it to further experts")
    # zh: 增派专家
    button = gettext_lazy("Give it to further experts")
    form_class = AssignForm

    def form_arguments(self) -> dict[str, Any]:
        return {"application": self.application}

    def perform(self, data: dict[str, Any]) -> list[str]:
        made = services.assign(
            application=self.application,
            experts=[one.pk for one in data["experts"]],
            actor=self.user,
            reason=data["reason"],
        )
        # zh: %(names)s 将能看到此件的测评和材料（限市级查看的除外），并收到告知；全部评分后方可拟认定。
        told = _(
            "%(names)s see the assessment and the documents that are not reserved, and are told;"
            " it can be proposed when all have scored."
        )
        # zh: 、
        return [told % {"names": _(", ").join(name_of(one.expert) for one in made)}]


class OneScoring(ScoringAct):
    """An act on what one expert has of the case."""

    form_class = ReasonForm

    @cached_property
    def scoring(self) -> Scoring:
        """The scoring of the address. Raises Http404."""
        rows = Scoring.objects.filter(application=self.application).select_related("expert")
        found = rows.filter(pk=self.kwargs["scoring"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{super().lead}　{name_of(self.scoring.expert)}"


class TakeBack(OneScoring):
    """An expert who has not scored no longer has to."""

    # zh: 收回指派
    heading = gettext_lazy("Take it back from the expert")
    # zh: 收回指派
    button = gettext_lazy("Take it back from the expert")
    danger = True

    def perform(self, data: dict[str, Any]) -> list[str]:
        name = name_of(self.scoring.expert)
        services.take_back(scoring=self.scoring, actor=self.user, reason=data["reason"])
        # zh: %(name)s 不再能看到此件，已填未提交的评分作废。
        return [_("%(name)s no longer sees it; marks that were kept are void.") % {"name": name}]


class Reopen(OneScoring):
    """An expert marks anew what was submitted."""

    # zh: 退回评分
    heading = gettext_lazy("Open the marks again")
    # zh: 退回评分
    button = gettext_lazy("Open the marks again")

    def perform(self, data: dict[str, Any]) -> list[str]:
        name = name_of(self.scoring.expert)
        services.reopen(scoring=self.scoring, actor=self.user, reason=data["reason"])
        # zh: %(name)s 须修改后重新提交；在此之前该评分不计入。
        told = _("%(name)s submits anew; until then these marks do not count.")
        return [told % {"name": name}]
