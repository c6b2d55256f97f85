"""The form of a batch."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import User
from cultivation.certification.models import Batch
from cultivation.certification.models.batch import Criterion
from cultivation.certification.services.batches import (
    LARGEST_QUOTA,
    LONGEST_NOTICE,
    Scored,
    Terms,
)
from cultivation.ladders.models import Tier
from cultivation.pages.forms import DayField
from cultivation.portal import labels
from cultivation.portal.targets.forms import own_tiers
from cultivation.standards.models import Standard

PARTS = re.compile(r"\s*[,，、\t;；|]\s*")


class BatchForm(forms.Form):
    """What a call says. Without ``batch`` it opens one, and asks for which tier."""

    # zh: 层级
    tier = forms.ChoiceField(label=_("Tier"))
    name = forms.CharField(
        # zh: 批次名称
        label=_("Name of the batch"),
        max_length=100,
        # zh: 按通知中的叫法，例如“2026年第一批”。
        help_text=_("As the call names it: 2026年第一批."),
    )
    # zh: 受理事项
    kind = forms.ChoiceField(label=_("Takes"), choices=Batch.Kind.choices)
    # zh: 申报通知
    document = forms.CharField(label=_("Call"), max_length=200, required=False)
    # zh: 申报起
    files_from = DayField(label=_("Filing from"))
    # zh: 申报止
    files_to = DayField(label=_("Filing to (last day)"))
    # zh: 区级完成期限
    district_due_on = DayField(label=_("District done by"), required=False)
    # zh: 市级完成期限
    review_due_on = DayField(label=_("Review done by"), required=False)
    # zh: 名额
    quota = forms.IntegerField(
        label=_("Quota"), required=False, min_value=1, max_value=LARGEST_QUOTA
    )
    publicity_days = forms.IntegerField(
        # zh: 公示工作日数
        label=_("Working days of the notice"),
        required=False,
        min_value=1,
        max_value=LONGEST_NOTICE,
        # zh: 不填则按该层级办理程序的设定。
        help_text=_("If empty: as the procedure of the tier says."),
    )
    standard = forms.ChoiceField(
        # zh: 评价标准
        label=_("Standard"),
        required=False,
        # zh: 一般不指定，按申报日期适用；通知另有规定时指定。
        help_text=_("Usually the day of filing says which applies; pin one where the call does."),
    )
    criteria = forms.CharField(
        # zh: 专家评分指标
        label=_("What experts score by"),
        required=False,
        # zh: 每行一项：名称，满分，权重（%）。权重合计须为 100。不用专家评审的可不填。
        help_text=_("One a line: name, full marks, weight in %. The weights add up to 100."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = forms.CharField(
        # zh: 修改理由
        label=_("Reason of the change"),
        max_length=300,
        # zh: 记入修订记录，例如延长申报期的通知名称和文号。
        help_text=_("Kept in the journal: the notice that extends the window, for example."),
    )

    def __init__(self, *args: Any, user: User, batch: Batch | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.tiers = {batch.tier_id: batch.tier} if batch else own_tiers(user)
        if batch:
            del fields["tier"]
            self.initial = {**_initial(batch), **self.initial}
        else:
            del fields["reason"]
            # zh: 请选择
            choices = [("", gettext("choose"))]
            fields["tier"].choices = choices + [(c, labels.name(t)) for c, t in self.tiers.items()]
        self.batch = batch
        standards = Standard.objects.filter(tier__in=self.tiers).select_related("tier")
        # zh: 按申报日期适用
        by_day = [("", gettext("by the day of filing"))]
        fields["standard"].choices = by_day + [
            (one.pk, f"{labels.short_name(one.tier)} · {one.title_zh} v{one.version}")
            for one in standards.order_by("tier", "-in_force_from", "-version")
        ]

    @property
    def tier_chosen(self) -> Tier:
        """The tier of the batch."""
        return self.batch.tier if self.batch else self.tiers[self.cleaned_data["tier"]]

    def clean_standard(self) -> Standard | None:
        key = self.cleaned_data["standard"]
        return Standard.objects.get(pk=key) if key else None

    def clean_criteria(self) -> list[Scored]:
        found = []
        for number, line in enumerate(self.cleaned_data["criteria"].splitlines(), 1):
            if not line.strip():
                continue
            parts = PARTS.split(line.strip())
            try:
                name, full, weight = parts
                one = Scored(name, _places(full), _places(weight))
            except (ValueError, InvalidOperation):
                # zh: 第 %(line)s 行应为“名称，满分，权重”，例如“创新能力，100，60”。
                message = gettext("Line %(line)s must be: name, full marks, weight in %%.")
                raise forms.ValidationError(message % {"line": number}) from None
            found.append(one)
        return found

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        own = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__}
        return Terms(**own)


def _places(text: str) -> Decimal:
    """A number of the criteria, to two places. Raises ValueError for what is none."""
    value = Decimal(text.rstrip("%％"))
    if not value.is_finite() or not 0 <= value < 10_000 or value != round(value, 2):
        raise ValueError(text)
    return value


def _initial(batch: Batch) -> dict[str, Any]:
    names = ("name", "kind", "document", "files_from", "files_to", "district_due_on",
             "review_due_on", "quota", "publicity_days")  # fmt: skip
    criteria = Criterion.objects.filter(batch=batch)
    return {name: getattr(batch, name) for name in names} | {
        "standard": batch.standard_id or "",
        "criteria": "\n".join(
            f"{one.name}，{one.full_marks.normalize():f}，{one.weight.normalize():f}"
            for one in criteria
        ),
    }
