"""An application before an expert: what the standard says, the documents, the marks."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.certification.scoring import Measure
from cultivation.certification.selectors.judging import judge_applications
from cultivation.certification.services import scoring as services
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.pages.forms import ActPage
from cultivation.pages.sent import valid
from cultivation.pages.views import acting
from cultivation.portal import labels
from cultivation.portal.experts.finding import OfScoring, files_of
from cultivation.portal.firms import listing
from cultivation.portal.judging.sheets import sheet_of
from cultivation.problems import Problem


class MarksForm(forms.Form):
    """A mark for each criterion, and a comment."""

    # zh: 评语
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=services.LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(
        self, *args: Any, measures: Sequence[Measure], partly: bool, **kwargs: Any
    ) -> None:
        """Parameters: ``partly`` (marks that are kept may lack; those submitted may not)."""
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for one in measures:
            self.fields[f"mark_{one.position}"] = forms.DecimalField(
                label=one.name,
                min_value=Decimal(0),
                max_value=one.full,
                decimal_places=2,
                max_digits=6,
                required=not partly,
                # zh: 请为“%(name)s”打分。
                error_messages={"required": _("Give a mark for “%(name)s”.") % {"name": one.name}},
                # zh: 满分 %(full)s，权重 %(weight)s%%
                help_text=_("of %(full)s, weight %(weight)s %%")
                % {"full": plain(one.full), "weight": plain(one.weight)},
            )
        self.fields["comment"] = comment

    def marks(self) -> dict[int, Decimal | None]:
        """What was given, by position."""
        return {
            int(name.removeprefix("mark_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("mark_")
        }


def plain(number: Decimal) -> str:
    """A number without idle zeros: 20, 12.5."""
    return f"{number.normalize():f}"


class Score(OfScoring, ActPage):
    """Marks are kept as they grow, and submitted once."""

    template_name = "portal/experts/score.html"
    form_class = MarksForm
    # zh: 提交评分
    button = gettext_lazy("Submit the marks")
    # zh: 提交后不能修改；确需修改，须由主管部门退回。
    warning = gettext_lazy("What is submitted stays; only the bureau can open it again.")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return self.application.firm.name

    @cached_property
    def measures(self) -> list[Measure]:
        return services.measures_of(self.application.batch)

    @property
    def open(self) -> bool:
        """Whether the expert may mark it now."""
        return self.scoring.scored_on is None and services.is_under_review(self.application)

    def form_arguments(self) -> dict[str, Any]:
        kept = self.scoring
        marks = {f"mark_{one.position}": kept.marks.get(str(one.position)) for one in self.measures}
        return {
            "measures": self.measures,
            "partly": self.request.POST.get("step") == "save",
            "initial": {**marks, "comment": kept.comment},
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("step") != "save":
            return super().post(request, *args, **kwargs)
        form = self.form(request.POST)
        if not valid(form, request):
            return self.render(form=form, status=400)
        try:
            # zh: 保存评分草稿
            with acting(request, _("Marks kept, not submitted")):
                self._mark(form.cleaned_data, form, submit=False)
        except Problem as problem:
            form.add_error(problem.params.get("field"), str(problem))
            return self.render(form=form, status=409)
        # zh: 已保存，尚未提交。
        messages.success(request, _("Kept, not submitted yet."))
        return HttpResponseRedirect(reverse("portal:score", args=[self.scoring.pk]))

    def perform(self, data: dict[str, Any]) -> list[str]:
        scored = self._mark(data, self.sent, submit=True)
        # zh: 总分 %(total)s（满分 100），由各项得分按权重计算。
        told = _("The total is %(total)s of 100, by the weights.") % {"total": scored.total}
        return [told]

    def _mark(self, data: dict[str, Any], form: forms.Form, *, submit: bool) -> Any:
        assert isinstance(form, MarksForm)
        return services.mark(
            scoring=self.scoring,
            actor=self.user,
            marks=form.marks(),
            comment=data["comment"],
            submit=submit,
        )

    def reason(self, data: dict[str, Any]) -> str:
        # zh: 提交专家评分
        return _("Marks of an expert submitted")

    def done_address(self) -> str:
        return reverse("portal:scoring")

    def done_message(self, data: dict[str, Any]) -> str:
        # zh: 已提交“%(firm)s”的评分。
        return _("The marks of “%(firm)s” are submitted.") % {"firm": self.heading}

    def context(self) -> dict[str, Any]:
        one = self.application
        sheet = {
            "scoring": self.scoring,
            "case": one,
            "tier": labels.name(one.tier),
            "marked": [
                (measure.name, self.scoring.marks.get(str(measure.position), "—"),
                 plain(measure.full), plain(measure.weight))
                for measure in self.measures
            ],
        }  # fmt: skip
        # Decided, only what the expert gave is left to see: see ``ApplicationQuerySet``.
        return sheet | self._before_it() if one.is_open else sheet

    def _before_it(self) -> dict[str, Any]:
        """What is to be read for the marks: the firm, its documents, the standard."""
        one = self.application
        firm = listing.as_on(today(), Firm.objects.filter(pk=one.firm_id)).get()
        judgement = judge_applications([one]).get(one.pk)
        return {
            "firm": firm,
            "place": listing.place(firm),
            "industry": listing.industry(firm),
            "files": files_of(one, self.user),
            "sheet": sheet_of(judgement.judged) if judgement else None,
        }


class ConflictForm(forms.Form):
    """What the conflict is."""

    note = forms.CharField(
        # zh: 回避原因
        label=gettext_lazy("What conflict"),
        max_length=200,
        # zh: 例如：近三年在该企业任职或持有股份
        help_text=gettext_lazy("For example: worked there, or holds shares of it"),
        widget=forms.Textarea({"rows": 3}),
    )


class DeclareConflict(OfScoring, ActPage):
    """The expert steps back."""

    # zh: 声明回避
    heading = gettext_lazy("Declare a conflict of interest")
    # zh: 声明回避
    button = gettext_lazy("Declare a conflict of interest")
    form_class = ConflictForm
    danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.application.firm.name

    def perform(self, data: dict[str, Any]) -> list[str]:
        services.declare_conflict(scoring=self.scoring, actor=self.user, note=data["note"])
        return [
            # zh: 此件不再由您评审，您也不再能查看；已填的评分作废。
            _("It is no longer yours to score or to see; marks that you kept are void."),
            # zh: 主管部门会收到告知，另行指派专家。
            _("The bureau is told, and chooses another expert."),
        ]

    def done_address(self) -> str:
        return reverse("portal:scoring")

    def cancel_address(self) -> str:
        return reverse("portal:score", args=[self.scoring.pk])
