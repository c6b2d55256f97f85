"""What the pages of the own account share."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import User
from cultivation.pages.forms import ActPage
from cultivation.pages.views import StaffPage


class OwnPage(StaffPage):
    """A page of the own account: for everybody but clients, who have no pages."""

    def allowed(self) -> bool:
        return self.user.has_pages


class OwnAct(OwnPage, ActPage):
    """An act on the own account, done at once."""

    previewed = False

    def done_address(self) -> str:
        return reverse("portal:account")


class SecretAct(ActPage):
    """An act whose result is shown once, in the answer itself, and kept nowhere.

    ``perform`` puts the lines to show into ``secrets``; where it leaves none, the act ends as all
    others do. Subclasses say ``secret_heading`` and ``secret_help``.
    """

    secret_heading: Any = ""
    secret_help: Any = ""
    secrets: tuple[str, ...] = ()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302 and self.secrets:
            self.template_name = "portal/people/secret.html"
            response = self.render()
        add_never_cache_headers(response)
        return response


class PasswordForm(forms.Form):
    """The current password, asked for where a session alone is not enough."""

    current = forms.CharField(
        # zh: 当前密码
        label=gettext_lazy("Current password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    @property
    def account(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def clean_current(self) -> str:
        password: str = self.cleaned_data["current"]
        # Wrong tries count as those of a login do: a stolen session cannot go on guessing.
        if authenticate(self.request, username=self.account.username, password=password) is None:
            # zh: 当前密码不正确。
            raise forms.ValidationError(_("The current password is not right."))
        return password


class NewPasswordForm(PasswordForm):
    """A new password, twice."""

    new = forms.CharField(
        # zh: 新密码
        label=gettext_lazy("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        # zh: 至少10个字符，含大写字母、小写字母、数字、其他符号中的两类；不能全是数字，不能是常见密码，也不能与用户名或姓名相近。
        help_text=gettext_lazy(
            "At least 10 characters of two kinds (small letters, capitals, digits, others); not all"
            " digits, not a common password, not like the user name or the name."
        ),
    )
    again = forms.CharField(
        # zh: 再次输入新密码
        label=gettext_lazy("New password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.account)
        if new == self.cleaned_data.get("current"):
            # zh: 新密码不能与当前密码相同。
            raise forms.ValidationError(_("The new password is the current one; choose another."))
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            # zh: 两次输入的新密码不一致。
            raise forms.ValidationError(_("The two new passwords differ."))
        return again
