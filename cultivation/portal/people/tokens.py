"""REST tokens: of the own account, and (for the administrator) of others."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.models import ApiToken, User
from cultivation.access.scopes import SCOPES
from cultivation.access.services import tokens
from cultivation.clock import now
from cultivation.pages.forms import ActPage
from cultivation.portal.people.own import OwnAct, OwnPage, SecretAct

TERMS = (30, 90, 180, 365)
# Enough of a digest to name a token by; it says nothing about the token itself.
NAME_LENGTH = 16


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how long."""

    # zh: 用途
    label = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        # zh: 例如：市工信局数据大屏
        help_text=gettext_lazy("For example: the dashboard of the bureau"),
    )
    # zh: 权限
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=list(SCOPES.items()),
        initial=list(SCOPES)[:1],
        widget=forms.CheckboxSelectMultiple,
    )
    # zh: 有效期
    days = forms.TypedChoiceField(label=gettext_lazy("Lives for"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.TOKEN_MAX_DAYS
        terms = sorted({term for term in TERMS if term <= most} or {most})
        # zh: %(n)d天
        choices = [(str(term), _("%(n)d days") % {"n": term}) for term in terms]
        self.fields["days"] = forms.TypedChoiceField(
            label=self.fields["days"].label, coerce=int, choices=choices, initial=str(terms[-1])
        )


class EmptyForm(forms.Form):
    """Nothing to fill in: the button is the act."""


class TokenAct(SecretAct):
    """Making a token; its text is shown once."""

    # zh: 发放令牌
    heading = gettext_lazy("Make a token")
    button = gettext_lazy("Make a token")
    # zh: 令牌看到的数据范围与账号相同；只有勾选“写入”才能写入，且限于账号有权办理的内容。
    lead = gettext_lazy(
        "A token sees what its account sees; it writes only with the scope “write”, and only what"
        " its account may."
    )
    previewed = False
    form_class = TokenForm
    # zh: 令牌已生成
    secret_heading = gettext_lazy("The token")
    # zh: 令牌只显示这一次，请立即复制并妥善保管；遗失后请撤销并重新发放。请求时写在请求头中。
    secret_help = gettext_lazy(
        "It is shown this once: copy it now and keep it safe; if it is lost, revoke it and make"
        " another. It goes into the header of each request."
    )

    @property
    def account(self) -> User:
        """Whose token it is."""
        raise NotImplementedError

    def perform(self, data: dict[str, Any]) -> list[str]:
        _made, text = tokens.make(
            account=self.account,
            label=data["label"],
            scopes=data["scopes"],
            days=data["days"],
            actor=self.user,
        )
        self.secrets = (f"Authorization: Token {text}",)
        return []


class RevokeAct(ActPage):
    """Revoking a token."""

    # zh: 撤销令牌
    heading = gettext_lazy("Revoke the token")
    button = gettext_lazy("Revoke the token")
    danger = True
    previewed = False
    form_class = EmptyForm

    @property
    def account(self) -> User:
        """Whose token it is."""
        raise NotImplementedError

    @property
    def token(self) -> ApiToken:
        """The token in question. Raises Http404."""
        rows = tokens_of(self.account).filter(digest__startswith=self.kwargs["name"])
        found = rows.select_related("user").first()
        if found is None:
            raise Http404
        return found

    @property
    def lead(self) -> str:  # type: ignore[override]
        # zh: “%(label)s”：撤销后，使用此令牌的程序立即不能访问，且不能恢复。
        message = _("“%(label)s”: programs that use it are shut out at once, for good.")
        return message % {"label": self.token.label}

    def perform(self, data: dict[str, Any]) -> list[str]:
        tokens.revoke(token=self.token, actor=self.user)
        return []


class TokenPage(OwnPage):
    """A page about own tokens: for accounts that a token is of any use to."""

    def allowed(self) -> bool:
        return super().allowed() and self.user.asks_over_rest


class OwnTokens(TokenPage):
    """The own tokens."""

    template_name = "portal/people/tokens.html"

    def context(self) -> dict[str, Any]:
        return {"tokens": shown(self.user)}


class OwnTokenMade(TokenAct, TokenPage, OwnAct):
    """Making a token of the own account."""

    @property
    def account(self) -> User:
        return self.user

    def done_address(self) -> str:
        return reverse("portal:tokens")


class OwnTokenRevoked(RevokeAct, TokenPage, OwnAct):
    """Revoking a token of the own account."""

    @property
    def account(self) -> User:
        return self.user

    def done_address(self) -> str:
        return reverse("portal:tokens")


def tokens_of(account: User) -> QuerySet[ApiToken]:
    """The tokens of ``account``, the newest first."""
    return ApiToken.objects.filter(user=account).order_by("-created")


def shown(account: User) -> list[dict[str, Any]]:
    """The tokens of ``account`` as pages show them."""
    moment = now()
    return [
        {
            "token": token,
            "name": token.digest[:NAME_LENGTH],
            # A token without scopes reads: that is what the permission of REST says.
            "scopes": [SCOPES.get(scope, scope) for scope in token.scopes or list(SCOPES)[:1]],
            "expired": token.expiry is not None and token.expiry < moment,
        }
        for token in tokens_of(account)
    ]
