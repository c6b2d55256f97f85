"""What a document sets and was not known: a bureau enters it, as a new version of the standard."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, decides_on
from cultivation.pages.forms import ActPage
from cultivation.portal.judging.words import SIGNS
from cultivation.problems import Problem
from cultivation.standards.engine.figures import FIGURES, label, unit_of
from cultivation.standards.models import Standard
from cultivation.standards.services import new_version
from cultivation.standards.texts import Text
from cultivation.standards.vocabulary import FACTS, Kind

NUMBERS = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)


def unknowns(raw: Any) -> Iterator[dict[str, Any]]:
    """The criteria of a standard whose bounds the bureau sets and that are not known."""
    if isinstance(raw, dict):
        if raw.get("set_by") == "bureau":
            yield raw
        for one in raw.values():
            yield from unknowns(one)
    elif isinstance(raw, list):
        for one in raw:
            yield from unknowns(one)


class UnknownForm(forms.Form):
    """For each criterion that is not known: which figure, which bound; left empty it stays so."""

    # zh: 依据文件（文号）
    document = forms.CharField(label=_("Document (its number)"), max_length=200)

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [*FIGURES, *(name for name, fact in FACTS.items() if fact.kind in NUMBERS)]
        # zh: 仍未知
        figures = [("", gettext("still unknown")), *((n, f"{label(n)}") for n in names)]
        for one in criteria:
            said = str(Text.of(one["text"]))
            name = one["id"]
            self.fields[f"{name}-figure"] = forms.ChoiceField(
                label=said, choices=figures, required=False
            )
            self.fields[f"{name}-op"] = forms.ChoiceField(
                # zh: 比较
                label=gettext("Comparison"), choices=list(SIGNS.items()), required=False,
            )  # fmt: skip
            self.fields[f"{name}-value"] = forms.DecimalField(
                # zh: 门槛（按所选数据的单位）
                label=gettext("Bound (in the unit of the figure)"), required=False,
                max_digits=20, decimal_places=6,
            )  # fmt: skip


class EnterUnknown(ActPage):
    # zh: 录入主管部门确定的门槛
    heading = _("Enter what the bureau sets")
    # zh: 确认录入新版本
    button = _("Enter the new version")
    # zh: 自录入起按新版本测评；已留存的测评不变。
    warning = _("From then on firms are judged by the new version; what was assessed stays.")
    act = Act.IMPORT_LISTS
    form_class = UnknownForm

    @cached_property
    def standard(self) -> Standard:
        """The newest version. Raises Http404."""
        found = Standard.objects.filter(code=self.kwargs["code"]).select_related("tier__ladder")
        newest = found.order_by("-version").first()
        if newest is None:
            raise Http404
        return newest

    def allowed(self) -> bool:
        return super().allowed() and decides_on(self.user, self.standard.tier.ladder.authority_id)

    @property
    def lead(self) -> str:  # type: ignore[override]
        content = self.standard.read
        return f"{content.title}　{content.document_number}"

    def form_arguments(self) -> dict[str, Any]:
        return {"criteria": list(unknowns(self.standard.content))}

    def perform(self, data: dict[str, Any]) -> list[str]:
        content = deepcopy(self.standard.content)
        told = []
        for one in unknowns(content):
            figure, value = data[f"{one['id']}-figure"], data[f"{one['id']}-value"]
            if not figure and value is None:
                continue
            if not figure or value is None:
                # zh: “%(criterion)s”：请同时填写数据和门槛。
                told_ = gettext("“%(criterion)s”: give both the figure and its bound.")
                raise Problem("half_given", told_ % {"criterion": Text.of(one["text"])})
            told.append(self._known(one, figure, data[f"{one['id']}-op"] or ">=", value, data))
        if not told:
            # zh: 请至少填写一项。
            raise Problem("nothing_changes", gettext("Give at least one of them."))
        made = new_version(code=self.standard.code, content=content, document=data["document"])
        # zh: 成为第 %(n)s 版。
        return [*told, gettext("This becomes version %(n)s.") % {"n": made.version}]

    def _known(
        self, one: dict[str, Any], figure: str, op: str, value: Any, data: dict[str, Any]
    ) -> str:
        for name in ("set_by", "fact"):
            one.pop(name, None)
        one |= {
            "kind": "compare",
            "figure": figure,
            "op": op,
            "value": f"{value.normalize():f}",
            "unit": unit_of(figure),
            "source": data["document"],
            "confidence": "document",
        }
        return (
            f"{Text.of(one['text'])}：{label(figure)} {SIGNS[op]} {one['value']}{unit_of(figure)}"
        )

    def reason(self, data: dict[str, Any]) -> str:
        return f"{self.heading}：{self.standard.title_zh}（{data['document']}）"

    def done_address(self) -> str:
        return reverse("portal:standard", args=[self.standard.code])
