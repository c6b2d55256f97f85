"""A dated fact of a firm that is no yearly figure: entered with its source and proof."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.pages.forms import DayField
from cultivation.portal.firms.acts import FirmAct
from cultivation.portal.judging.fields import FactsForm
from cultivation.problems import Problem
from cultivation.rest.refusals import unknown_value
from cultivation.standards.engine.sentences import written
from cultivation.standards.models import FirmFact
from cultivation.standards.services import record_fact
from cultivation.standards.services.facts import entered_by_hand
from cultivation.standards.vocabulary import FACTS, Fact, read_facts


class FactForm(FactsForm):
    """One fact with its day, source and proof."""

    # zh: 所述日期
    holds_on = DayField(
        label=_("True on"),
        # zh: 数据自该日起有效，直至登记更新的数据。
        help_text=_("It holds from this day on, until a later one is recorded."),
    )
    # zh: 来源
    source = forms.CharField(label=_("Source"), max_length=200)
    # zh: 证明材料（名称或编号）
    proof = forms.CharField(label=_("Proof (name or number)"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        common = ("holds_on", "source", "proof")
        self.fields["holds_on"].initial = today()
        self.common = [self[name] for name in common]


def choices() -> list[Fact]:
    """The facts that can be entered."""
    return [fact for fact in FACTS.values() if entered_by_hand(fact)]


class RecordFact(FirmAct):
    # zh: 登记数据项
    heading = _("Record a fact")
    # zh: 确认登记
    button = _("Put it on file")
    form_class = FactForm
    template_name = "portal/judging/fact.html"
    further = ("name",)

    @property
    def fact(self) -> Fact:
        """The fact that is entered. Raises Problem for those that come from elsewhere."""
        name = self.request.GET.get("name", "")
        fact = FACTS.get(name)
        if fact is None or not entered_by_hand(fact):
            record = unknown_value("name", name, [one.name for one in choices()])
            raise Problem("invalid_parameters", str(record["message"]), errors=[record])
        return fact

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "name" in self.given:
            return super().get(request, *args, **kwargs)
        names = {"page": self, "firm": self.firm, "facts": choices()}
        return render(request, "portal/judging/facts.html", names)

    def form_arguments(self) -> dict[str, Any]:
        kept = FirmFact.objects.filter(firm=self.firm, name=self.fact.name, holds_on__lte=today())
        last = kept.order_by("-holds_on").first()
        values = {last.name: last.value} if last else None
        return {"names": [self.fact.name], "day": today(), "values": values}

    def context(self) -> dict[str, Any]:
        kept = FirmFact.objects.filter(firm=self.firm, name=self.fact.name).order_by("-holds_on")
        return {"fact": self.fact, "kept": [(one, _in_words(one)) for one in kept[:10]]}

    def act_on(self, data: dict[str, Any]) -> list[str]:
        assert isinstance(self.sent, FactForm)
        name = self.fact.name
        if name not in self.sent.given:
            # zh: 请填写“%(fact)s”。
            raise Problem("fact_missing", gettext("Fill in “%(fact)s”.") % {"fact": self.fact.text})
        try:
            kept = record_fact(
                firm=self.firm,
                name=name,
                value=self.sent.given[name],
                holds_on=data["holds_on"],
                source=data["source"],
                proof=data["proof"],
            )
        except Problem as no:
            # The value stands in fields of its own here.
            field = no.params.get("field")
            at = field if field in self.sent.fields else None
            raise Problem(no.code, no.message, field=at) from no
        # zh: %(fact)s：%(value)s，自 %(day)s 起
        told = gettext("%(fact)s: %(value)s, from %(day)s on")
        names = {"fact": self.fact.text, "value": _in_words(kept), "day": kept.holds_on}
        return [told % names]

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{self.fact.text}"


def _in_words(kept: FirmFact) -> str:
    facts, _wrong = read_facts({kept.name: kept.value})
    return str(written(kept.name, facts.get(kept.name)))
