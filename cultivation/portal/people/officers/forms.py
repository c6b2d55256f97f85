"""What the administrator fills in about an officer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import Authority, User
from cultivation.access.standing import Standing, standing_of
from cultivation.places.models import District, Zone
from cultivation.portal import labels
from cultivation.portal.people import words
from cultivation.portal.people.sessions import ADMINISTRATOR


class ReasonForm(forms.Form):
    """Why, for the journal."""

    # zh: 原因
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        # zh: 记入修订日志，例如：岗位调整
        help_text=_("For the journal, for example: other duties"),
    )


class AuthorityField(forms.ModelChoiceField):
    """An authority, by its name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return words.authority_name(obj)


class PlaceField(forms.ModelChoiceField):
    """A district or zone, by its name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return labels.name(obj)


class StandingForm(ReasonForm):
    """Name, role and where the account belongs."""

    # zh: 姓名
    name = forms.CharField(label=_("Full name"), max_length=60)
    email = forms.EmailField(
        # zh: 邮箱
        label=_("E-mail"),
        required=False,
        # zh: 消息同时发至该邮箱；不填写的，登录后在“消息”中查看
        help_text=_("Messages go there too; without one they are read in the registry"),
    )
    role = forms.ChoiceField(label=_("Role"))
    authority = AuthorityField(
        Authority.objects.all(),
        # zh: 主管部门
        label=_("Authority"),
        required=False,
        # zh: 仅市级人员填写
        help_text=_("For bureau staff only"),
    )
    district = PlaceField(
        District.objects.filter(successor__isnull=True, abolished_on__isnull=True),
        label=_("District"),
        required=False,
        # zh: 区级审核员必填；接口客户端填写后只能查询该区
        help_text=_("For district officers; a REST client with a district sees that one only"),
    )
    zone = PlaceField(
        Zone.objects.all(),
        # zh: 功能区
        label=_("Zone"),
        required=False,
        # zh: 填写后只能看到该功能区的企业
        help_text=_("With one, the account sees the firms of that zone only"),
    )
    field_order = ("username", "name", "email", "role", "authority", "district", "zone", "reason")

    def __init__(self, *args: Any, officer: User | None = None, **kwargs: Any) -> None:
        if officer is not None:
            kwargs["initial"] = _initial(officer)
        super().__init__(*args, **kwargs)
        roles = [("", "—"), *words.roles().items()]
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label, choices=roles, initial=self.fields["role"].initial
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        role = data.get("role", "")
        data["standing"] = Standing(
            role="" if role == ADMINISTRATOR else role,
            superuser=role == ADMINISTRATOR,
            authority=data.get("authority"),
            district=data.get("district"),
            zone=data.get("zone"),
        )
        return data


class OfficerForm(StandingForm):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        # zh: 登录用，字母、数字和 @ . + - _；以后不能更改，也不再分配给他人
        help_text=_("For the login: letters, digits and @ . + - _; never changed or given again"),
    )


def _initial(officer: User) -> dict[str, Any]:
    standing = standing_of(officer)
    return {
        "name": officer.get_full_name(),
        "email": officer.email,
        "role": ADMINISTRATOR if standing.superuser else standing.role,
        "authority": standing.authority,
        "district": standing.district,
        "zone": standing.zone,
    }
