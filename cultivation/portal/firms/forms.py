"""The forms of acts on firms."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import PositiveIntegerField
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import User
from cultivation.access.scope import scope_of
from cultivation.clock import today
from cultivation.firms import names
from cultivation.firms.api import lookup
from cultivation.firms.models import Firm, FirmYear, Industry
from cultivation.firms.services.years import FIGURES
from cultivation.pages.forms import DayField
from cultivation.places.models import District, Zone
from cultivation.portal import labels
from cultivation.problems import Problem

OUTSIDE = "outside"
# The largest number of people or rights that the database keeps.
LARGEST = 2**31 - 1
# zh: 变更从这一天起生效，统计也从这一天起变化。
EFFECTIVE_HELP = _("The change holds, and counts follow, from this day on.")


def chosen(choices: Any) -> list[Any]:
    """``choices`` with none of them chosen beforehand, where there are several."""
    # zh: 请选择
    return [*choices] if len(choices) == 1 else [("", gettext("choose")), *choices]


class FirmField(forms.CharField):
    """Another firm of the account's scope, by its credit code or its whole name."""

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.user = user

    def clean(self, value: Any) -> Firm | None:
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(self._found(text)[:6])
        if len(found) == 1:
            return found[0]
        if found:
            listed = "；".join(f"{one.name}（{one.uscc or '—'}）" for one in found)
            # zh: 有几家企业与“%(text)s”相符，请填写统一社会信用代码：%(listed)s
            message = gettext("Several firms fit “%(text)s”; give the credit code: %(listed)s")
            raise ValidationError(message % {"text": text, "listed": listed}, code="ambiguous")
        # zh: 没有找到“%(text)s”；请填写企业全称或统一社会信用代码。
        message = gettext("“%(text)s” was not found; give the whole name or the credit code.")
        raise ValidationError(message % {"text": text}, code="not_found")

    def _found(self, text: str) -> Any:
        visible = Firm.objects.visible_to(self.user)
        try:
            return visible.filter(lookup.read(text))
        except Problem:
            return visible.filter(names__key=names.key(text)).distinct()


class ActForm(forms.Form):
    """What every act asks: the days, the reason, the document."""

    # zh: 生效日期
    effective_on = DayField(label=_("Effective on"), help_text=EFFECTIVE_HELP)
    # zh: 报告日期
    filed_on = DayField(label=_("Reported on"))
    # zh: 事由
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    # zh: 依据文件
    document = forms.CharField(label=_("Document"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["filed_on"].initial = today()
        self.order_fields([n for n in self.fields if n not in ActForm.base_fields])


class RenameForm(ActForm):
    # zh: 新名称
    name = forms.CharField(label=_("New name"), max_length=200)


class MoveForm(ActForm):
    # zh: 迁往
    district = forms.ChoiceField(label=_("Moves to"))
    # zh: 功能区
    zone = forms.ChoiceField(label=_("Zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = place_choices(self.user)
        self.fields["district"].choices = chosen(places.districts)  # type: ignore[attr-defined]
        self.fields["zone"].choices = places.zones  # type: ignore[attr-defined]
        if scope_of(self.user).city:
            # zh: 迁出本市
            self.fields["district"].choices += [(OUTSIDE, _("out of the city"))]  # type: ignore[attr-defined]


class IndustryForm(ActForm):
    # zh: 新行业
    industry = forms.ModelChoiceField(label=_("New industry"), queryset=Industry.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["document"]


class MergeForm(ActForm):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        # zh: 并入企业（存续方）
        into = FirmField(user=user, label=_("Merged into (the firm that goes on)"))
        into.widget.attrs["data-suggest"] = reverse("portal:firm-suggestions")
        self.fields = {"into": into, **self.fields}


class DeregisterForm(ActForm):
    pass


class SplitForm(ActForm):
    """A part of the firm becomes a firm of its own."""

    # zh: 新企业名称
    name = forms.CharField(label=_("Name of the new firm"), max_length=200)
    code = forms.CharField(
        # zh: 新企业统一社会信用代码
        label=_("Its credit code"), max_length=40, required=False,
        help_text=_("18 characters; leave empty while it is still to come."),
    )  # fmt: skip
    # zh: 新企业所属区
    district = forms.ChoiceField(label=_("Its district"))
    # zh: 新企业所在功能区
    zone = forms.ChoiceField(label=_("Its zone"), required=False)
    industry = forms.ModelChoiceField(
        # zh: 新企业行业
        label=_("Its industry"), queryset=Industry.objects.all(), required=False
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = place_choices(self.user)
        self.fields["district"].choices = chosen(places.districts)  # type: ignore[attr-defined]
        self.fields["zone"].choices = places.zones  # type: ignore[attr-defined]


class RegisterForm(forms.Form):
    """A firm that is not on file yet."""

    # zh: 企业名称
    name = forms.CharField(label=_("Name of the firm"), max_length=200)
    code = forms.CharField(
        # zh: 统一社会信用代码
        label=_("Credit code"), max_length=40, required=False,
        # zh: 18 位；暂缺可先留空，以“代码待补”登记。
        help_text=_("18 characters; leave empty while it is still to come."),
    )  # fmt: skip
    # zh: 所属区
    district = forms.ChoiceField(label=_("District"))
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    # zh: 行业
    industry = forms.ModelChoiceField(
        label=_("Industry"), queryset=Industry.objects.all(), required=False
    )
    # zh: 成立日期
    established_on = DayField(label=_("Established on"), required=False)
    # zh: 企业类型
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False)
    registered_capital = forms.DecimalField(
        # zh: 注册资本（万元）
        label=_("Registered capital"), max_digits=20, decimal_places=6, min_value=Decimal(0),
        required=False,
    )  # fmt: skip
    # zh: 住所（地址）
    address = forms.CharField(label=_("Address"), max_length=300, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = place_choices(user)
        self.fields["district"].choices = places.districts  # type: ignore[attr-defined]
        self.fields["zone"].choices = places.zones  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    """Everything on file about a firm; what is changed is a correction of the past as well."""

    uscc = forms.CharField(label=_("Credit code"), max_length=40, required=False)
    name = forms.CharField(label=_("Name of the firm"), max_length=200)
    district_id = forms.ChoiceField(label=_("District"), required=False)
    zone_id = forms.ChoiceField(label=_("Zone"), required=False)
    industry_id = forms.ChoiceField(label=_("Industry"), required=False)
    established_on = DayField(label=_("Established on"), required=False)
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False)
    registered_capital = forms.DecimalField(
        label=_("Registered capital"), max_digits=20, decimal_places=6, min_value=Decimal(0),
        required=False,
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    business_scope = forms.CharField(
        # zh: 经营范围
        label=_("Business scope"), max_length=5000, required=False, widget=forms.Textarea,
    )  # fmt: skip
    # zh: 更正原因
    reason = forms.CharField(label=_("Reason of the correction"), max_length=500)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, on_file = place_choices(user), self.initial
        choices = {
            "district_id": [*places.districts, (OUTSIDE, gettext("out of the city"))],
            "zone_id": places.zones,
            "industry_id": industry_choices(),
        }
        for name, offered in choices.items():
            # What is on file stands there even if it could not be chosen anew.
            here = on_file.get(name) or ""
            blank = [] if here in dict(offered) else [(here, here or "—")]
            self.fields[name].choices = [*blank, *offered]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            # What stood there when the page was made: only what a person changed is written.
            field.show_hidden_initial = name != "reason"

    def clean_business_scope(self) -> str:
        """The text with the line breaks of the registry: browsers send others."""
        return "\n".join(self.cleaned_data["business_scope"].splitlines())


class FiguresForm(forms.Form):
    """The figures of one accounting year; only what a person changed is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            column: Any = FirmYear._meta.get_field(name)
            whole = isinstance(column, PositiveIntegerField)
            field = column.formfield(**({"max_value": LARGEST} if whole else {}))
            assert isinstance(field, forms.IntegerField | forms.DecimalField)
            field.required = False
            if isinstance(field, forms.DecimalField):
                # zh: %(label)s（万元）
                told = gettext("%(label)s (10,000 yuan)")
                field.label = told % {"label": column.verbose_name}
            field.show_hidden_initial = True
            self.fields[name] = field
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=500, required=False)


class Places:
    """The places that an account may put a firm in."""

    def __init__(self, user: User) -> None:
        scope = scope_of(user)
        districts = District.objects.filter(abolished_on__isnull=True, successor__isnull=True)
        zones = Zone.objects.select_related("district")
        if not scope.city:
            districts = districts.filter(pk=scope.district)
            if scope.zone:
                zones = zones.filter(pk=scope.zone)
        self.districts = [(row.pk, labels.name(row)) for row in districts]
        # zh: 不在功能区
        nothing = [] if scope.zone else [("", gettext("in no zone"))]
        self.zones = [*nothing, *((row.pk, labels.name(row)) for row in zones)]


def place_choices(user: User) -> Places:
    """The districts and zones that ``user`` may put a firm in, for forms."""
    return Places(user)


def industry_choices() -> list[tuple[str, str]]:
    """The industries with their codes, for forms."""
    return [(row.pk, f"{row.pk} {labels.name(row)}") for row in Industry.objects.all()]
