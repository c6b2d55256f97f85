"""REST tokens: made with a label, scopes and an end, shown once, revoked at any time."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from cultivation.access.log import record_act
from cultivation.access.models import AccessKind, ApiToken, User
from cultivation.access.scopes import SCOPES
from cultivation.problems import Problem

LONGEST_LABEL = 80


def make(
    *, account: User, label: str, scopes: Sequence[str], days: int, actor: User
) -> tuple[ApiToken, str]:
    """A token of ``account`` that ends after ``days``.

    Returns it and its text, which is kept nowhere. Raises Problem ``no_rest``,
    ``label_missing``, ``scopes_unknown``, ``expiry_out_of_range`` or ``account_left``.
    """
    if not account.asks_over_rest:
        # zh: 评审专家只在页面上评分，不使用接口令牌。
        raise Problem("no_rest", _("An expert scores on pages and has no use for a token."))
    label = " ".join(label.split())
    if not label or len(label) > LONGEST_LABEL:
        # zh: 请填写令牌用途，最多%(most)d个字。
        message = _("Say what the token is for, in at most %(most)d characters.")
        raise Problem("label_missing", message % {"most": LONGEST_LABEL}, field="label")
    if not scopes or not set(scopes) <= SCOPES.keys():
        # zh: 请至少选择一项权限。
        raise Problem("scopes_unknown", _("Choose one scope at least."), field="scopes")
    if not 1 <= days <= settings.TOKEN_MAX_DAYS:
        # zh: 有效期须为1至%(most)d天。
        message = _("A token lives for 1 to %(most)d days.") % {"most": settings.TOKEN_MAX_DAYS}
        raise Problem("expiry_out_of_range", message, field="days")
    if not account.is_active:
        # zh: 该账号已停用；请先恢复账号。
        raise Problem("account_left", _("This account is switched off; restore it first."))
    token, text = ApiToken.objects.create(
        account, expiry=dt.timedelta(days=days), label=label, scopes=sorted(set(scopes))
    )
    detail = {"label": label, "scopes": token.scopes, "days": days, "by": actor.get_username()}
    record_act(kind=AccessKind.TOKEN_MADE, account=account, detail=detail)
    return token, str(text)


def revoke(*, token: ApiToken, actor: User) -> None:
    """The token is worth nothing from now on."""
    detail = {"label": token.label, "by": actor.get_username()}
    record_act(kind=AccessKind.TOKEN_REVOKED, account=token.user, detail=detail)
    token.delete()
