"""The own account: who one is here, how one comes in, what came in lately."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import AccessKind, AccessRecord, ApiToken
from cultivation.access.services import passwords, second_factor
from cultivation.portal.people.own import NewPasswordForm, OwnAct, OwnPage
from cultivation.portal.people.sessions import second_factor_required
from cultivation.portal.people.words import place_of, role_of

SHOWN = 10
LOGINS = (
    AccessKind.LOGIN,
    AccessKind.LOGIN_FAILED,
    AccessKind.LOCKED_OUT,
    AccessKind.PASSWORD_CHANGED,
    AccessKind.OTP_ON,
    AccessKind.OTP_OFF,
)


class OwnAccount(OwnPage):
    """The page behind the own name."""

    template_name = "portal/people/account.html"

    def context(self) -> dict[str, Any]:
        account = self.user
        return {
            "role": role_of(account),
            "place": place_of(account),
            "required": second_factor_required(account),
            "codes_left": account.second_factor_since
            and second_factor.recovery_codes_left(account=account),
            "tokens": ApiToken.objects.filter(user=account).count(),
            "records": AccessRecord.objects.of(account).filter(kind__in=LOGINS)[:SHOWN],
        }


class OwnPassword(OwnAct):
    """Changing the own password; for a new account the first thing to do."""

    # zh: 修改密码
    heading = gettext_lazy("Change password")
    # zh: 修改密码
    button = gettext_lazy("Change password")
    form_class = NewPasswordForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        if self.user.must_change_password:
            # zh: 您正在使用由管理员设置的初始密码。请先设置自己的密码，再继续使用系统。
            return _("You came in with a password that the administrator made. Set your own first.")
        # zh: 修改后，您在其他设备上的登录将全部退出。
        return _("You will be logged out on all other devices.")

    def form_arguments(self) -> dict[str, Any]:
        return {"request": self.request}

    def perform(self, data: dict[str, Any]) -> list[str]:
        passwords.change_own(account=self.user, password=data["new"])
        update_session_auth_hash(self.request, self.user)
        return []

    def cancel_address(self) -> str:
        return reverse("portal:account")

    def done_message(self, data: dict[str, Any]) -> str:
        # zh: 密码已修改。
        return _("The password is changed.")
