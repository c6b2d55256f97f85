"""Accounts in words."""

from django.utils.translation import gettext as _

from cultivation.access.models import AccessKind, AccessRecord, Authority, User
from cultivation.access.models.user import Role
from cultivation.pages.columns import State
from cultivation.portal import labels


def name_of(account: User) -> str:
    """The name of a person, else that of the account."""
    return account.shown_name


def role_of(account: User) -> str:
    """The role, in words."""
    if account.is_superuser:
        # zh: 系统管理员
        return _("administrator")
    # zh: 无角色
    return str(account.get_role_display()) or _("no role")


def authority_name(authority: Authority | None) -> str:
    """The name of an authority in the language of the page."""
    return str(getattr(authority, labels.name_column())) if authority else ""


def place_of(account: User) -> str:
    """Where the account belongs: its authority, or its district and zone."""
    if account.authority:
        return authority_name(account.authority)
    if account.zone:
        return f"{labels.name(account.district)} · {labels.name(account.zone)}"
    if account.district:
        return labels.name(account.district)
    if account.role == Role.EXPERT and not account.is_superuser:
        # zh: 仅见指派评审的申报
        return _("only what it is given to score")
    if account.is_superuser or account.role:
        # zh: 全市
        return _("whole city")
    return ""


def state_of(account: User) -> str:
    """Whether the account is in use, in a word."""
    if not account.is_active:
        # zh: 已停用
        return _("switched off")
    if account.must_change_password:
        # zh: 待首次登录
        return _("waits for the first login")
    # zh: 在用
    return _("in use")


def state_colour(account: User) -> State:
    """The colour that goes with ``state_of``."""
    if not account.is_active:
        return "trouble"
    return "attention" if account.must_change_password else "good"


def factor_of(account: User) -> str:
    """The second factor, in words."""
    if account.second_factor_since:
        # zh: 已启用
        return _("on")
    # zh: 未启用
    return _("off")


def roles() -> dict[str, str]:
    """All roles with their names; the administrator is one of them here."""
    # zh: 系统管理员
    return {str(code): str(label) for code, label in Role.choices} | {
        "administrator": _("administrator")
    }


def kinds() -> dict[str, str]:
    """The kinds of access records."""
    return {str(code): str(label) for code, label in AccessKind.choices}


def detail_of(record: AccessRecord) -> str:
    """What else is on record, in words."""
    names = {
        # zh: 步骤
        "step": _("step"),
        # zh: 账号
        "account": _("account"),
        # zh: 次数
        "failures": _("tries"),
        # zh: 方式
        "method": _("method"),
        # zh: 清单
        "list": _("list"),
        # zh: 筛选
        "filter": _("filter"),
        # zh: 行数
        "rows": _("rows"),
        # zh: 格式
        "format": _("format"),
        # zh: 用途
        "label": _("for"),
        # zh: 权限
        "scopes": _("scopes"),
        # zh: 天数
        "days": _("days"),
        # zh: 办理人
        "by": _("by"),
        # zh: 所查
        "asked": _("asked for"),
    }
    values = {
        # zh: 密码
        "password": _("password"),
        # zh: 验证码
        "code": _("code"),
        # zh: 无此账号
        "unknown": _("no such account"),
    }
    parts = []
    for key, value in record.detail.items():
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if text:
            parts.append(f"{names.get(key, key)}：{values.get(text, text)}")
    return "；".join(parts)
