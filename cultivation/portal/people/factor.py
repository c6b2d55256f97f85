"""The own second factor: set up with a QR code, switched off with the password."""

from base64 import b32encode
from io import BytesIO
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from cultivation.access.services import second_factor
from cultivation.pages.sent import valid
from cultivation.pages.views import acting
from cultivation.portal.people import sessions
from cultivation.portal.people.login import CodeForm
from cultivation.portal.people.own import OwnAct, OwnPage, PasswordForm, SecretAct
from cultivation.problems import Problem

GROUP = 4
# zh: 这些恢复码只显示这一次。请抄写或打印后妥善保管：设备不在身边时，每个恢复码可代替验证码登录一次。
KEEP_THEM = gettext_lazy(
    "These codes are shown this once. Write them down or print them, and keep them safe: without"
    " the device, each lets you log in once."
)
# zh: 恢复码
CODES = gettext_lazy("Recovery codes")


class SecondFactor(OwnPage):
    """Setting the second factor up: begin, scan, confirm with the first code."""

    template_name = "portal/people/factor.html"
    secret_heading, secret_help = CODES, KEEP_THEM
    secrets: tuple[str, ...] = ()

    @property
    def waiting(self) -> TOTPDevice | None:
        """The device that waits for its first code."""
        if self.user.second_factor_since:
            return None
        return TOTPDevice.objects.filter(user=self.user, confirmed=False).first()

    def context(self) -> dict[str, Any]:
        device = self.waiting
        return {
            "device": device,
            "secret": _grouped(device) if device else "",
            "required": sessions.second_factor_required(self.user),
            "codes_left": second_factor.recovery_codes_left(account=self.user),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.never_kept(self.render(form=CodeForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "code" not in request.POST:
            second_factor.prepare(account=self.user)
            return HttpResponseRedirect(request.path)
        form = CodeForm(request.POST)
        if not valid(form, request):
            return self.never_kept(self.render(form=form, status=400))
        try:
            # zh: 启用二次验证
            with acting(request, _("Switch the second factor on")):
                code = "".join(form.cleaned_data["code"].split())
                self.secrets = tuple(second_factor.switch_on(account=self.user, code=code))
        except Problem as problem:
            form.add_error(problem.params.get("field"), str(problem))
            return self.never_kept(self.render(form=form, status=400))
        update_session_auth_hash(request, self.user)
        sessions.verified(request)
        # zh: 二次验证已启用。
        messages.success(request, _("The second factor is on."))
        self.template_name = "portal/people/secret.html"
        return self.never_kept(self.render())

    def done_address(self) -> str:
        """Where the page with the recovery codes leads on to."""
        return reverse("portal:account")

    def never_kept(self, response: HttpResponse) -> HttpResponse:
        """``response``, which no cache may keep."""
        add_never_cache_headers(response)
        return response


class SecondFactorPicture(SecondFactor):
    """The QR code that the app scans."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        device = self.waiting
        if device is None:
            raise Http404
        out = BytesIO()
        # White around it, also in dark mode: apps read nothing else.
        segno.make(device.config_url, error="l").save(out, kind="svg", scale=5, light="white")
        return self.never_kept(HttpResponse(out.getvalue(), content_type="image/svg+xml"))


class SecondFactorOff(OwnAct):
    """Switching it off, with the password."""

    # zh: 停用二次验证
    heading = gettext_lazy("Switch the second factor off")
    button = gettext_lazy("Switch the second factor off")
    danger = True
    form_class = PasswordForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        if sessions.second_factor_required(self.user):
            # zh: 您的角色必须启用二次验证：停用后须立即重新设置（例如更换手机时）。
            return _("Your role has to have one: you will have to set it up again at once.")
        # zh: 停用后，登录只需密码；所有恢复码作废。
        return _("From then on the password is enough; the recovery codes are void.")

    def form_arguments(self) -> dict[str, Any]:
        return {"request": self.request}

    def perform(self, data: dict[str, Any]) -> list[str]:
        second_factor.switch_off_own(account=self.user)
        update_session_auth_hash(self.request, self.user)
        return []

    def done_message(self, data: dict[str, Any]) -> str:
        # zh: 二次验证已停用。
        return _("The second factor is off.")


class RecoveryCodes(SecretAct, OwnAct):
    """Other recovery codes, with the password."""

    # zh: 重新生成恢复码
    heading = gettext_lazy("Make other recovery codes")
    button = gettext_lazy("Make other recovery codes")
    # zh: 原有的恢复码将全部作废。
    lead = gettext_lazy("Those that there are will be void.")
    form_class = PasswordForm
    secret_heading, secret_help = CODES, KEEP_THEM

    def form_arguments(self) -> dict[str, Any]:
        return {"request": self.request}

    def perform(self, data: dict[str, Any]) -> list[str]:
        self.secrets = tuple(second_factor.new_recovery_codes(account=self.user))
        return []


def _grouped(device: TOTPDevice) -> str:
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
