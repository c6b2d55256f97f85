"""The form of an act: it asks what the rule of the table names, and nothing else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.flow.table import Rule
from cultivation.certification.services import Given
from cultivation.pages.forms import DayField
from cultivation.portal.files import document_field, taken
from cultivation.portal.judging.sheets import Line

AGREES, DIFFERS = "agrees", "differs"
_OPINION, _NOTE = "opinion_on_", "note_on_"
LONGEST = 4000


# What the service says, too, where one of these is left out.
NEEDED = {
    "reason": _("Choose a reason."),
    "opinion": _("Give your opinion."),
    "differs": _("It differs from the assessment: say why."),
    # zh: 请上传企业签署的容缺承诺书。
    "commitment": _("Send the firm's signed commitment along."),
    "missing": _("Choose the documents that are missing."),
    "due_on": _("Give the day they are promised by."),
    "experts": _("Choose the experts."),
    "valid_from": _("Give the first day of validity."),
}


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: documents that are missing by kind, experts by id, and the
    criteria that an opinion is asked on."""

    missing: Mapping[str, str]
    experts: Mapping[int, str]
    criteria: Sequence[Line]


def _fields(rule: Rule, choices: Choices) -> dict[str, forms.Field]:
    text = forms.Textarea
    boxes = forms.CheckboxSelectMultiple
    # zh: 请选择
    reasons = [("", gettext("choose")), *((code, str(t)) for code, t in rule.reasons.items())]
    return {
        # zh: 原因
        "reason": forms.ChoiceField(label=_("Reason"), choices=reasons, required=False),
        "missing": forms.MultipleChoiceField(
            # zh: 容缺的材料
            label=_("Documents that are missing"),
            choices=list(choices.missing.items()),
            widget=boxes,
            required=False,
        ),
        # zh: 承诺补齐日期
        "due_on": DayField(label=_("Promised by"), required=False),
        # zh: 容缺承诺书（企业签章）
        "commitment": document_field(label=_("Commitment signed by the firm"), required=False),
        "experts": forms.MultipleChoiceField(
            # zh: 评审专家
            label=_("Experts who score"),
            choices=[(str(pk), name) for pk, name in choices.experts.items()],
            widget=boxes,
            required=False,
        ),
        "number": forms.CharField(
            # zh: 证书编号
            label=_("Number of the certificate"),
            max_length=60,
            required=False,
        ),
        # zh: 认定日期
        "decided_on": DayField(label=_("Decided on"), required=False),
        "valid_from": DayField(
            # zh: 有效期起
            label=_("Valid from"),
            required=False,
            # zh: 不填则自认定之日起；复核自原称号期满次日起。
            help_text=_("Empty: from the day of the decision; a renewal, when the title ends."),
        ),
        # zh: 依据文件
        "document": forms.CharField(label=_("Document"), max_length=200, required=False),
        # zh: 意见
        "opinion": forms.CharField(
            label=_("Opinion"), max_length=LONGEST, widget=text, required=False
        ),
        # zh: 与测评结果不同的理由
        "differs": forms.CharField(
            label=_("Why it differs from the assessment"),
            max_length=LONGEST,
            widget=text,
            required=False,
        ),
    }


def _another() -> str:
    # zh: 该件已有容缺承诺书；承诺内容有变的，请上传新签署的。
    told = gettext("One is on the case already; send another where more or longer is promised.")
    return f"{told} {taken()}"


class CaseActForm(forms.Form):
    """What ``rule`` asks. ``version`` is that of the application which the person saw; ``needs``
    names what may not be left empty, ``left_out`` what need not be asked this time."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        rule: Rule,
        version: int,
        choices: Choices,
        needs: Collection[str] = (),
        left_out: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version
        for name, field in _fields(rule, choices).items():
            if name in rule.asks and name not in left_out:
                self.fields[name] = field
                if name == "commitment":
                    field.help_text = taken() if name in needs else _another()
                if name in needs:
                    field.required = field.widget.is_required = True
                    field.error_messages["required"] = NEEDED[name]
        self.asked_on = list(choices.criteria) if "opinions" in rule.asks else []
        for line in self.asked_on:
            options = [
                # zh: 不单独表态
                ("", gettext("no opinion")),
                # zh: 同意
                (AGREES, gettext("agreed")),
                # zh: 不同意
                (DIFFERS, gettext("not agreed")),
            ]
            # zh: 对“%(text)s”的意见
            label = gettext("Opinion on “%(text)s”") % {"text": line.text}
            self.fields[_OPINION + line.id] = forms.ChoiceField(
                choices=options,
                required=False,
                widget=forms.Select({"aria-label": label}),
            )
            # zh: 对“%(text)s”的说明
            label = gettext("Note on “%(text)s”") % {"text": line.text}
            self.fields[_NOTE + line.id] = forms.CharField(
                max_length=300,
                required=False,
                # zh: 说明
                widget=forms.TextInput({"aria-label": label, "placeholder": gettext("note")}),
            )

    def visible_fields(self) -> list[Any]:
        """Without the opinions on criteria: they stand in a table of their own."""
        return [f for f in super().visible_fields() if not f.name.startswith((_OPINION, _NOTE))]

    def criteria(self) -> list[tuple[Line, Any, Any]]:
        """Each criterion with the fields of the opinion on it."""
        return [(line, self[_OPINION + line.id], self[_NOTE + line.id]) for line in self.asked_on]

    def given(self) -> Given:
        """What was filled in, as the service takes it."""
        data = self.cleaned_data
        plain = {
            name: data[name]
            for name in (
                "opinion", "reason", "differs", "document", "commitment", "due_on", "valid_from",
                "decided_on", "number",
            )
            if name in data
        }  # fmt: skip
        return Given(
            **plain,
            missing=tuple(data.get("missing", ())),
            experts=tuple(int(pk) for pk in data.get("experts", ())),
            opinions=self._opinions(data),
        )

    def _opinions(self, data: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for line in self.asked_on:
            agrees, note = data.get(_OPINION + line.id), data.get(_NOTE + line.id, "").strip()
            if agrees or note:
                found[line.id] = {
                    "agrees": {AGREES: True, DIFFERS: False}.get(str(agrees)),
                    "note": note,
                }
        return found
