"""The forms of acts on targets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import User
from cultivation.access.permissions import decides_on
from cultivation.ladders.models import Tier
from cultivation.pages.forms import DayField
from cultivation.places.models import District
from cultivation.portal import labels
from cultivation.rest.fields import NONE
from cultivation.targets.ledger import COUNTABLE
from cultivation.targets.models import Measure

LARGEST = 2_000_000_000


def own_tiers(user: User) -> dict[str, Tier]:
    """The tiers for which ``user`` may set targets: those of the own authority's ladders."""
    rows = Tier.objects.select_related("ladder").order_by("ladder__position", "rank")
    return {tier.code: tier for tier in rows if decides_on(user, tier.ladder.authority_id)}


def district_choices() -> list[tuple[str, Any]]:
    """No district, then the districts of today."""
    # zh: 全市
    return [("", _("the whole city"))] + [
        (code, name) for code, name in labels.districts().items() if code != NONE
    ]


class TargetForm(forms.Form):
    """What a target says."""

    # zh: 目标值（家）
    value = forms.IntegerField(label=_("Value (firms)"), min_value=1, max_value=LARGEST)
    # zh: 完成期限
    due_on = DayField(
        label=_("Due on"),
        required=False,
        # zh: 文件未载期限的可不填。
        help_text=_("Leave it empty where the document gives no day."),
    )
    # zh: 文件
    document = forms.CharField(
        label=_("Document"),
        max_length=300,
        # zh: 设定该目标的文件名称、文号。
        help_text=_("The document that sets the target, with its number."),
    )
    # zh: 来源
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    # zh: 中文名称
    name_zh = forms.CharField(
        label=_("Chinese name"),
        max_length=80,
        required=False,
        # zh: 不填则按层级、范围、期限自动生成。
        help_text=_("Made from tier, place and day where it is empty."),
    )
    # zh: 英文名称
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    # zh: 备注
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    # zh: 事由
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class SetForm(TargetForm):
    """A new target: what it is about, and what it says."""

    # zh: 层级
    tiers = forms.MultipleChoiceField(label=_("Tier"), widget=forms.CheckboxSelectMultiple)
    # zh: 口径
    measure = forms.ChoiceField(label=_("Measure"), initial=Measure.STOCK)
    # zh: 范围
    district = forms.ChoiceField(label=_("Place"), required=False)

    field_order = ("tiers", "measure", "district")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own_tiers(user)
        chosen: Any = self.fields["tiers"], self.fields["measure"], self.fields["district"]
        tiers, measure, district = chosen
        tiers.choices = [(code, labels.name(tier)) for code, tier in self.own.items()]
        measure.choices = [(one.value, one.label) for one in Measure if one in COUNTABLE]
        district.choices = district_choices()

    def clean_tiers(self) -> list[Tier]:
        return [self.own[code] for code in self.cleaned_data["tiers"]]

    def clean_measure(self) -> Measure:
        return Measure(self.cleaned_data["measure"])

    def clean_district(self) -> District | None:
        code = self.cleaned_data["district"]
        return District.objects.get(pk=code) if code else None


class ChangeForm(TargetForm):
    """Another value, day, document or name of a target that there is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name_zh", "name_en"):
            self.fields[name].required = True
            self.fields[name].help_text = ""


class RetireForm(forms.Form):
    """From when on it is no target any more, and why."""

    # zh: 撤下日期
    retired_on = DayField(
        label=_("Retired on"),
        # zh: 自这一天起不再作为目标。
        help_text=_("From this day on it is no target any more."),
    )
    # zh: 事由
    reason = forms.CharField(label=_("Reason"), max_length=500)
