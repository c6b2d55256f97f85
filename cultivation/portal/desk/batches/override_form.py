"""The form of what a call changes in the standard: the criteria as filed, and beside each its
new threshold, or that it is waived."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.certification.selectors.overriding import Filed
from cultivation.certification.services.overriding import (
    LONGEST_DOCUMENT,
    LONGEST_REASON,
    Adjustment,
)
from cultivation.portal.judging import words
from cultivation.rest.bodies import DIGITS_AFTER, DIGITS_BEFORE
from cultivation.standards.engine.content import ACTS, Act, Override
from cultivation.standards.engine.numbers import plain
from cultivation.standards.engine.overriding import Change, Changeable
from cultivation.standards.engine.sentences import amount
from cultivation.standards.texts import listed


@dataclass(frozen=True)
class Row:
    """A criterion as filed, with its fields; ``notes`` say what stands in the way or holds."""

    text: str
    article: str
    asked: str
    depth: int
    unit: str
    notes: list[str]
    to: BoundField | None
    waive: BoundField | None

    @property
    def inner(self) -> bool:
        """Whether it is part of another criterion."""
        return self.depth > 0


class OverrideForm(forms.Form):
    """Parameters: ``filed`` (the standard whose criteria change), ``others`` (the overrides that
    the batch has beside this one), ``edited`` (the one that is edited)."""

    document = forms.CharField(
        # zh: 依据文件
        label=_("Document that allows it"),
        max_length=LONGEST_DOCUMENT,
        # zh: 文件名称和文号，例如“工信厅企业函〔2025〕190号”。
        help_text=_("Its name and number: 工信厅企业函〔2025〕190号."),
    )
    # zh: 适用事项
    acts = forms.ChoiceField(label=_("Holds for"))
    reason = forms.CharField(
        # zh: 调整理由
        label=_("Why it is changed"),
        max_length=LONGEST_REASON,
        # zh: 与依据文件一并显示在批次页和每件申报的测评中。
        help_text=_("Shown with the document on the batch and in the assessment of each case."),
    )

    def __init__(
        self,
        *args: Any,
        filed: Filed,
        others: list[Override],
        edited: Override | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filed, self.others = filed, others
        fields: Any = self.fields
        fields["acts"].choices = [(",".join(acts), str(listed(ACTS[act] for act in acts)))
                                  for acts in _possible(filed.acts)]  # fmt: skip
        for one in filed.criteria:
            self._add_fields(one)
        if edited:
            self.initial = {**_initial(edited), **self.initial}

    def _add_fields(self, one: Changeable) -> None:
        text = str(one.node.says.text)
        if one.bound is not None:
            field = self.fields[f"to-{one.id}"] = forms.DecimalField(
                # zh: “%(text)s”的门槛改为
                label=gettext("“%(text)s” becomes") % {"text": text},
                required=False,
                max_digits=DIGITS_BEFORE + DIGITS_AFTER,
                decimal_places=DIGITS_AFTER,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 9}),
            )
            field.widget.attrs["aria-label"] = f"{field.label}（{unit_of(one)}）"
        if not one.alternative:
            # zh: 免除“%(text)s”
            label = gettext("Waive “%(text)s”") % {"text": text}
            self.fields[f"waive-{one.id}"] = forms.BooleanField(
                label=label,
                required=False,
                widget=forms.CheckboxInput(attrs={"aria-label": label}),
            )

    def visible_fields(self) -> list[BoundField]:
        """Those above the criteria."""
        return [self[name] for name in ("document", "acts", "reason") if name in self.fields]

    @property
    def rows(self) -> Iterator[Row]:
        """The criteria, with their fields."""
        for one in self.filed.criteria:
            to, waive = f"to-{one.id}", f"waive-{one.id}"
            yield Row(
                text=str(one.node.says.text),
                article=str(one.node.says.article),
                asked=words.asks(one.node),
                depth=len(one.within),
                unit=unit_of(one),
                notes=list(self._notes(one)),
                to=self[to] if to in self.fields else None,
                waive=self[waive] if waive in self.fields else None,
            )

    def _notes(self, one: Changeable) -> Iterator[str]:
        if one.acts != self.filed.acts:
            # zh: 仅考察%(acts)s
            yield gettext("only for: %(acts)s") % {"acts": listed(ACTS[act] for act in one.acts)}
        for other in self.others:
            if any(change.get("criterion") == one.id for change in other.changes):
                # zh: 已按“%(document)s”调整
                yield gettext("changed by “%(document)s” already") % {"document": other.document}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.filed.criteria:
            if data.get(f"to-{one.id}") is not None and data.get(f"waive-{one.id}"):
                # zh: 改动门槛与免除只能选一项。
                self.add_error(f"to-{one.id}", gettext("Set a threshold or waive it, not both."))
        return data

    @property
    def adjustment(self) -> Adjustment:
        """What was filled in."""
        data = self.cleaned_data
        changes = []
        for one in self.filed.criteria:
            value = data.get(f"to-{one.id}")
            if value is not None or data.get(f"waive-{one.id}"):
                changes.append(Change(one.id, value))
        acts = tuple(Act(one) for one in data["acts"].split(","))
        return Adjustment(data["document"], data["reason"], acts, changes)

    def place_of(self, criterion: str) -> str | None:
        """The field at which a refusal of a criterion stands."""
        names = (f"to-{criterion}", f"waive-{criterion}")
        return next((name for name in names if name in self.fields), None)


def _possible(acts: tuple[Act, ...]) -> list[tuple[Act, ...]]:
    """All of them, or each alone."""
    return [acts] if len(acts) == 1 else [acts, *((act,) for act in acts)]


def unit_of(one: Changeable) -> str:
    """The unit of its threshold as people read it."""
    return str(amount(0, one.unit)).removeprefix("0").strip() if one.bound is not None else ""


def _initial(edited: Override) -> dict[str, Any]:
    found: dict[str, Any] = {
        "document": edited.document,
        "reason": edited.reason,
        "acts": ",".join(edited.acts),
    }
    for change in edited.changes:
        to = change.get("set", {})
        if change.get("waive"):
            found[f"waive-{change['criterion']}"] = True
        elif "value" in to or "min" in to:
            found[f"to-{change['criterion']}"] = plain(to.get("value", to.get("min")))
    return found
