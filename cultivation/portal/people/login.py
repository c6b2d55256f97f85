"""Login: the password, the code for those who have one, and the lock after too many tries."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cultivation.access import lockout
from cultivation.access.models import User
from cultivation.access.services import second_factor
from cultivation.portal.people import sessions

TOO_MANY = 429
LONGEST_NAME = User._meta.get_field("username").max_length or 150


class LoginForm(AuthenticationForm):
    """Who somebody is. A name longer than any account's is nobody's."""

    def clean_username(self) -> str:
        """The name as it is looked up. Raises ValidationError, as for a wrong password.

        The library tells browsers the longest name, but does not look whether they kept to it;
        the lock could not write such a name down.
        """
        name = str(self.cleaned_data["username"])
        if len(name) > LONGEST_NAME:
            raise self.get_invalid_login_error()
        return name


class Login(LoginView):
    """The one login, of the pages and of the admin."""

    authentication_form = LoginForm
    template_name = "portal/people/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        account = form.get_user()
        assert isinstance(account, User)
        if account.second_factor_since:
            sessions.wait_for_code(self.request, account, self.get_success_url())
            return redirect("portal:code")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Where to go on: never back to this page."""
        address = super().get_success_url()
        leads_back = address.split("?")[0] == self.request.path
        return self.get_default_redirect_url() if leads_back else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"contact": settings.ADMINISTRATOR_CONTACT}


class CodeForm(forms.Form):
    """A one-time code, or a recovery code."""

    code = forms.CharField(
        # zh: 验证码
        label=gettext_lazy("One-time code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
    )


class Code(View):
    """The second step of a login."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        found = sessions.waiting(request)
        form = CodeForm(request.POST)
        if found is None or not form.is_valid():
            return self.shown(request, form)
        account, address = found
        if lockout.locked(request, account.username):
            return locked_out(request, None, {"username": account.username})
        if second_factor.verify(account=account, code=form.cleaned_data["code"]):
            sessions.begin_verified(request, account)
            return HttpResponseRedirect(address)
        lockout.failed_code(request, account)
        # zh: 验证码不正确，或刚刚输错、请稍候；请输入验证器当前显示的六位数字。
        message = _(
            "This code is not right, or came too soon after a wrong one. Enter the new one."
        )
        form.add_error("code", message)
        return self.shown(request, form)

    def shown(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        """The page; without a password before it, the login."""
        if sessions.waiting(request) is None:
            return redirect("portal:login")
        context = {"form": form, "contact": settings.ADMINISTRATOR_CONTACT}
        response = render(request, "portal/people/code.html", context)
        add_never_cache_headers(response)
        return response


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page of a lock: how long it lasts and whom to ask (called by django-axes)."""
    username = str((credentials or {}).get("username") or "")
    minutes = lockout.minutes_left(request, username)
    context = {"minutes": minutes, "contact": settings.ADMINISTRATOR_CONTACT}
    shown = render(request, "portal/people/locked.html", context, status=TOO_MANY)
    shown["Retry-After"] = str(minutes * lockout.MINUTE)
    add_never_cache_headers(shown)
    return shown


def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin has no login of its own, and says itself who may not enter."""
    if request.user.is_authenticated:
        return redirect("admin:index")
    return redirect_to_login(request.GET.get("next", "/admin/"))
