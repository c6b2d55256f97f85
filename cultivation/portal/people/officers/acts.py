"""Acts on officers, each a form that first says what follows."""

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act
from cultivation.access.services import officers
from cultivation.access.standing import standing_of
from cultivation.certification.flow.states import State
from cultivation.certification.models import Scoring
from cultivation.certification.services.assigning import release
from cultivation.pages.forms import ActPage
from cultivation.portal.people import words
from cultivation.portal.people.officers.forms import OfficerForm, ReasonForm, StandingForm
from cultivation.portal.people.officers.page import officer_of
from cultivation.portal.people.own import SecretAct
from cultivation.portal.people.tokens import RevokeAct, TokenAct

# Scorings that an expert was given and did not do.
UNSCORED = {
    "scored_on": None,
    "conflict": False,
    "application__state": State.EXPERT_REVIEW,
}
# zh: 初始密码
FIRST_PASSWORD = gettext_lazy("First password")
# zh: 密码只显示这一次。请当面或以可靠方式告知本人；首次登录时须自设密码。
TELL_IT = gettext_lazy(
    "It is shown this once. Tell it to the officer in person or in another safe way; at the first"
    " login an own one has to be set."
)


class OfOfficer(ActPage):
    """What is done about the account named in the address."""

    act = Act.MANAGE_OFFICERS

    @cached_property
    def officer(self) -> User:
        """The account in question. Raises Http404."""
        return officer_of(self.kwargs["pk"])

    def reason(self, data: dict[str, Any]) -> str:
        return f"{super().reason(data)}（{self.officer.username}）"

    def done_address(self) -> str:
        return reverse("portal:officer", args=[self.officer.pk])


class OfficerAct(OfOfficer):
    """An act on an account, with its reason."""

    form_class: type[forms.Form] = ReasonForm

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.officer.get_full_name()}（{self.officer.username}）"


class MakeOfficer(SecretAct):
    """A new account."""

    act = Act.MANAGE_OFFICERS
    # zh: 新增人员
    heading = gettext_lazy("Add an officer")
    button = gettext_lazy("Add an officer")
    form_class = OfficerForm
    secret_heading, secret_help = FIRST_PASSWORD, TELL_IT
    made: User | None = None

    def perform(self, data: dict[str, Any]) -> list[str]:
        self.made, password = officers.make(
            username=data["username"],
            name=data["name"],
            standing=data["standing"],
            email=data["email"],
        )
        self.secrets = (password,) if password else ()
        return _beginning(self.made)

    def reason(self, data: dict[str, Any]) -> str:
        return f"{super().reason(data)}（{data['username']}）"

    def done_address(self) -> str:
        if self.made is None or self.made.pk is None:
            return reverse("portal:officers")
        return reverse("portal:officer", args=[self.made.pk])

    def cancel_address(self) -> str:
        return reverse("portal:officers")


class ChangeOfficer(OfficerAct):
    """The name, the role, where the account belongs."""

    # zh: 更改角色和所属
    heading = gettext_lazy("Change role and place")
    button = gettext_lazy("Change role and place")
    form_class = StandingForm

    def form_arguments(self) -> dict[str, Any]:
        return {"officer": self.officer}

    def perform(self, data: dict[str, Any]) -> list[str]:
        before = words.role_of(self.officer), words.place_of(self.officer)
        officer = officers.change(
            officer=self.officer,
            name=data["name"],
            standing=data["standing"],
            actor=self.user,
            email=data["email"],
        )
        after = words.role_of(officer), words.place_of(officer)
        if after == before:
            # zh: 角色和所属不变。
            return [_("Role and place stay as they are.")]
        # zh: %(before)s → %(after)s：立即生效，可见的企业随之改变。
        message = _("%(before)s → %(after)s, at once; so does what the account sees.")
        return [message % {"before": " · ".join(before), "after": " · ".join(after)}]


class ResetPassword(OfficerAct, SecretAct):
    """A new first password."""

    # zh: 重置密码
    heading = gettext_lazy("Reset the password")
    button = gettext_lazy("Reset the password")
    secret_heading, secret_help = FIRST_PASSWORD, TELL_IT

    def perform(self, data: dict[str, Any]) -> list[str]:
        self.secrets = (officers.reset_password(officer=self.officer, actor=self.user),)
        return [
            # zh: 原密码作废，已登录的设备全部退出。
            _("The old password is void; all sessions of the account end."),
            # zh: 生成一个随机密码，只显示一次；本人登录后须自设密码。
            _("A random password is shown once; after the login an own one has to be set."),
            # zh: 如已锁定，一并解锁。
            _("If the login is locked, the lock ends."),
        ]


class ResetFactor(OfficerAct):
    """The device is lost."""

    # zh: 解除二次验证
    heading = gettext_lazy("Take the second factor off")
    button = gettext_lazy("Take the second factor off")
    danger = True

    def perform(self, data: dict[str, Any]) -> list[str]:
        officers.reset_second_factor(officer=self.officer, actor=self.user)
        return [
            # zh: 登录只需密码，恢复码作废，已登录的设备全部退出。
            _("The password is enough to log in; recovery codes are void, all sessions end."),
            # zh: 请先当面核实本人身份。
            _("Make sure first, in person, that the officer is who asks."),
        ]


class Unlock(OfficerAct):
    """The lock after too many wrong passwords."""

    # zh: 解锁登录
    heading = gettext_lazy("Unlock the login")
    button = gettext_lazy("Unlock the login")
    previewed = False

    def perform(self, data: dict[str, Any]) -> list[str]:
        officers.unlock(officer=self.officer)
        return []


class Leave(OfficerAct):
    """Switching an account off."""

    # zh: 停用账号
    heading = gettext_lazy("Switch the account off")
    button = gettext_lazy("Switch the account off")
    danger = True

    def perform(self, data: dict[str, Any]) -> list[str]:
        revoked = officers.leave(officer=self.officer, actor=self.user)
        return [*self._left(), *self._ended(revoked)]

    def _left(self) -> list[str]:
        """What was in the officer's hands."""
        told = []
        if n := release(self.officer):
            # zh: 领办的 %(n)d 件退回待领，由同岗位人员领办。
            told.append(_("%(n)d cases in hand are free for others to take.") % {"n": n})
        if n := Scoring.objects.filter(expert=self.officer, **UNSCORED).count():
            # zh: 有 %(n)d 件评审尚未提交；请主管部门收回指派，另派专家。
            message = _("%(n)d applications are not scored yet: the bureau gives them to others.")
            told.append(message % {"n": n})
        return told

    @staticmethod
    def _ended(revoked: int) -> list[str]:
        return [
            # zh: 已登录的设备立即全部退出，此后不能登录。
            _("All sessions end at once, and there is no login any more."),
            # zh: 撤销令牌 %(n)d 个，不能恢复。
            _("%(n)d tokens are revoked for good.") % {"n": revoked},
            # zh: 账号和以往记录保留，不删除；日后可以恢复。
            _("The account and what it did stay on record; it can be restored."),
        ]


class ComeBack(OfficerAct, SecretAct):
    """Switching an account on again."""

    # zh: 恢复账号
    heading = gettext_lazy("Restore the account")
    button = gettext_lazy("Restore the account")
    secret_heading, secret_help = FIRST_PASSWORD, TELL_IT

    def perform(self, data: dict[str, Any]) -> list[str]:
        password = officers.come_back(officer=self.officer)
        self.secrets = (password,) if password else ()
        return _beginning(officer_of(self.officer.pk))


class OfficerTokenMade(OfOfficer, TokenAct):
    """A token for the account, as clients get them."""

    @property
    def account(self) -> User:
        return self.officer


class OfficerTokenRevoked(OfOfficer, RevokeAct):
    """Revoking a token of the account."""

    @property
    def account(self) -> User:
        return self.officer


def _beginning(officer: User) -> list[str]:
    standing = standing_of(officer)
    # zh: %(name)s：%(role)s，%(place)s。
    line = _("%(name)s: %(role)s, %(place)s.") % {
        "name": officer.get_full_name(),
        "role": words.role_of(officer),
        "place": words.place_of(officer),
    }
    if standing.role == Role.CLIENT:
        # zh: 接口客户端不用密码登录；请在其页面发放令牌。
        return [line, _("A REST client has no password; make a token for it on its page.")]
    # zh: 生成一个随机密码，只显示一次；本人登录后须自设密码。
    return [line, _("A random password is shown once; after the login an own one has to be set.")]
