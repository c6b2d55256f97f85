"""The form that ends a title before its last day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import EndKind
from cultivation.certification.services.revoking import Cause
from cultivation.pages.forms import DayField

KINDS = {
    # zh: 取消：不再符合标准
    EndKind.WITHDRAWAL: _("withdrawn: it no longer meets the standard"),
    # zh: 撤销：造假、重大事故、严重失信等，三年内不得申报
    EndKind.REVOCATION: _("revoked: fraud, accident, dishonesty; no application for three years"),
    # zh: 自愿放弃：企业书面提出
    EndKind.SURRENDER: _("surrendered: the firm asks for it in writing"),
}


class EndForm(forms.Form):
    """The end of a certification before its last day."""

    # zh: 终止类型
    kind = forms.ChoiceField(label=_("How it ends"), widget=forms.RadioSelect)
    cause = forms.ChoiceField(
        # zh: 撤销情形
        label=_("For what it is revoked"),
        required=False,
        # zh: 仅撤销时选择。
        help_text=_("Of a revocation only."),
    )
    every_title = forms.BooleanField(
        # zh: 数据造假：一并取消该企业的全部梯度称号（2026年4月1日起）
        label=_("Data fraud: end every gradient title of the firm (since 2026-04-01)"),
        required=False,
    )
    effective_on = DayField(
        # zh: 生效日期
        label=_("Effective on"),
        # zh: 自这一天起不再计入在库数。
        help_text=_("From this day on it no longer counts."),
    )
    # zh: 终止事由
    reason = forms.CharField(label=_("Grounds"), max_length=500, widget=forms.Textarea)
    document = forms.CharField(
        # zh: 依据文件
        label=_("Document"), max_length=200, required=False,
        # zh: 处理决定或企业书面申请的文号；撤销和取消必填。
        help_text=_("Of the decision, or the firm's letter; needed but for a surrender."),
    )  # fmt: skip
    appeal_by = DayField(
        # zh: 申诉期限（最后一天）
        label=_("Appeals until (last day)"),
        required=False,
        # zh: 按决定书填写；没有统一规定，留空即不设期限。
        help_text=_("As the decision says; no rule on file gives one. Empty: none is set."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, label) for kind, label in KINDS.items()
        ]
        self.fields["cause"].choices = [("", "—"), *Cause.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind = data.get("kind")
        if kind == EndKind.REVOCATION:
            if not data.get("cause"):
                # zh: 撤销须选择情形。
                self.add_error("cause", ValidationError(gettext("Choose for what it is revoked.")))
        elif kind:
            if data.get("cause"):
                # zh: 只有撤销才选择情形；请核对终止类型。
                message = gettext("Only a revocation has this; check how it ends.")
                self.add_error("cause", ValidationError(message))
            if data.get("every_title"):
                # zh: 只有因数据造假撤销才一并取消全部称号。
                message = gettext("Only a revocation for data fraud ends every title.")
                self.add_error("every_title", ValidationError(message))
        if kind in (EndKind.REVOCATION, EndKind.WITHDRAWAL) and not data.get("document"):
            # zh: 请填写处理决定的文号。
            self.add_error("document", ValidationError(gettext("Give the decision's document.")))
        return data
