"""What an act on many cases asks, as a form: made from the rules of the table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cultivation.access.models import Role, User
from cultivation.certification.flow.states import Doing
from cultivation.certification.flow.table import Rule
from cultivation.certification.services import Given
from cultivation.clock import today
from cultivation.pages.forms import DayField

LONG = forms.Textarea(attrs={"rows": 3})


class GivenForm(forms.Form):
    """The fields that ``rules`` (of one act) ask; not the number of a certificate and the opinions
    on criteria, which are about one firm alone."""

    def __init__(self, rules: Sequence[Rule], doing: Doing, data: Any = None) -> None:
        super().__init__(data)
        asks = dict.fromkeys(name for rule in rules for name in rule.asks)
        reasons: dict[str, Any] = {}
        for rule in rules:
            reasons |= rule.reasons
        made: dict[str, forms.Field] = {}
        for name in asks:
            field = self._field(name, doing, reasons)
            if field is not None:
                made[name] = field
        self.fields = made

    def _field(self, name: str, doing: Doing, reasons: dict[str, Any]) -> forms.Field | None:
        match name:
            case "reason":
                # zh: 请选择
                choices = [("", _("choose"))] + [(code, str(t)) for code, t in reasons.items()]
                # zh: 原因
                return forms.ChoiceField(label=_("Reason"), choices=choices)
            case "opinion":
                return forms.CharField(
                    # zh: 意见
                    label=_("Opinion"),
                    required=False,
                    widget=LONG,
                    # zh: 记入所选的每一件。
                    help_text=_("Goes on record with each of the cases."),
                )
            case "differs":
                return forms.CharField(
                    # zh: 与测评结果不同的理由
                    label=_("Why it differs from the assessment"),
                    required=False,
                    widget=LONG,
                    # zh: 只在所选的件中有与系统测评结果不一致的时填写。
                    help_text=_("Only where some of the cases differ from what was computed."),
                )
            case "document":
                # zh: 文件
                return forms.CharField(label=_("Document"), required=False, max_length=200)
            case "valid_from":
                return DayField(
                    # zh: 有效期起
                    label=_("Valid from"),
                    required=doing is Doing.ENTER_RESULT,
                    # zh: 不填则自认定之日（复核自原有效期届满）起。
                    help_text=_("If empty: from the decision, for renewals from the earlier end."),
                )
            case "decided_on":
                # zh: 认定日期
                return DayField(label=_("Decided on"), required=False, initial=today)
            case "experts":
                rows = User.objects.filter(role=Role.EXPERT, is_active=True).order_by("username")
                experts = [(one.pk, one.shown_name) for one in rows]
                return forms.TypedMultipleChoiceField(
                    # zh: 评审专家
                    label=_("Which experts"),
                    choices=experts,
                    coerce=int,
                    widget=forms.CheckboxSelectMultiple,
                )
        return None

    @property
    def given(self) -> Given:
        """What was filled in."""
        data: dict[str, Any] = dict(self.cleaned_data)
        if "experts" in data:
            data["experts"] = tuple(data["experts"])
        return Given(**data)

    @property
    def held(self) -> str:
        """What the form holds, to know it again: what is confirmed is what was shown."""
        values = {name: self[name].value() for name in self.fields}
        return repr(sorted((name, str(value or "").strip()) for name, value in values.items()))
