"""What the administrator does with accounts. Nobody is deleted, nobody changes the own standing."""

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.access import lockout
from cultivation.access.log import record_act
from cultivation.access.models import AccessKind, ApiToken, Role, User
from cultivation.access.passwords import random_password
from cultivation.access.services import second_factor
from cultivation.access.standing import Standing, check, standing_of
from cultivation.journal.services import current_revision
from cultivation.problems import Problem

LONGEST_NAME = 60
ADMINISTRATORS = Q(is_superuser=True, is_active=True)


def make(*, username: str, name: str, standing: Standing, email: str = "") -> tuple[User, str]:
    """A new account with a random password, which is to be changed at the first login.

    Returns the account and the password (shown once, kept nowhere); a REST client gets none, it
    comes with a token. Raises Problem ``username_invalid``, ``username_taken``, ``name_missing``
    or those of ``standing.check``.
    """
    current_revision()
    username = User.normalize_username(username.strip())
    _check_username(username)
    account = User(username=username, last_name=_name(name), email=email)
    _stand(account, standing)
    password = _begin_with_random_password(account)
    account.save(force_insert=True)
    return account, password


def change(
    *, officer: User, name: str, standing: Standing, actor: User, email: str | None = None
) -> User:
    """Correct the name, and set the role and where the account belongs.

    Parameters: ``email`` (where its messages go; None leaves it as it is).

    Raises Problem ``own_standing``, ``last_administrator``, ``name_missing`` or those of
    ``standing.check``.
    """
    officer = _lock(officer)
    if officer.pk == actor.pk and standing != standing_of(officer):
        # zh: 不能更改自己的角色和所属；请由另一位系统管理员办理。
        message = _("Nobody changes the own role or place; another administrator has to.")
        raise Problem("own_standing", message, field="role")
    if officer.is_superuser and not standing.superuser:
        _refuse_last_administrator(officer)
    officer.last_name, officer.first_name = _name(name), ""
    if email is not None:
        officer.email = email
    _stand(officer, standing)
    if standing.role == Role.CLIENT:
        officer.set_unusable_password()
    officer.save()
    return officer


def reset_password(*, officer: User, actor: User) -> str:
    """A new random password, to be changed at the next login; sessions and locks end.

    Returns the password. Raises Problem ``own_password``, ``account_left`` or ``client_password``.
    """
    officer = _lock(officer)
    _refuse_who_left(officer)
    if officer.pk == actor.pk:
        # zh: 自己的密码请在“我的账号”中修改。
        raise Problem("own_password", _("Change the own password on the page of the own account."))
    if officer.role == Role.CLIENT:
        # zh: 接口客户端不用密码登录；请发放令牌。
        raise Problem("client_password", _("A REST client has no password; give it a token."))
    password = _begin_with_random_password(officer)
    officer.save()
    lockout.unlock(officer)
    _record(AccessKind.PASSWORD_CHANGED, officer, actor)
    return password


def reset_second_factor(*, officer: User, actor: User) -> None:
    """Take the second factor off an account whose device is lost; sessions end.

    Raises Problem ``own_second_factor`` or ``second_factor_off``.
    """
    if officer.pk == actor.pk:
        # zh: 自己的二次验证请在“我的账号”中停用。
        message = _("Switch the own second factor off on the page of the own account.")
        raise Problem("own_second_factor", message)
    second_factor.take_off(account=_lock(officer))
    _record(AccessKind.OTP_OFF, officer, actor)


def unlock(*, officer: User) -> None:
    """End the lock after too many wrong passwords, wherever it is."""
    current_revision()
    lockout.unlock(officer)


def leave(*, officer: User, actor: User) -> int:
    """The account is switched off: sessions end, tokens are revoked, the password is gone.

    Returns how many tokens were revoked. Raises Problem ``account_left``, ``own_account`` or
    ``last_administrator``.
    """
    officer = _lock(officer)
    _refuse_who_left(officer)
    if officer.pk == actor.pk:
        # zh: 不能停用自己的账号；请由另一位系统管理员办理。
        message = _("Nobody switches off the own account; another administrator has to.")
        raise Problem("own_account", message)
    if officer.is_superuser:
        _refuse_last_administrator(officer)
    if officer.second_factor_since:
        second_factor.take_off(account=officer)
    tokens = list(ApiToken.objects.filter(user=officer))
    for token in tokens:
        detail = {"label": token.label, "by": actor.get_username()}
        record_act(kind=AccessKind.TOKEN_REVOKED, account=officer, detail=detail)
        token.delete()
    officer.is_active = False
    officer.set_unusable_password()
    officer.save()
    return len(tokens)


def come_back(*, officer: User) -> str:
    """The account is switched on again. Returns its new random password (none for a client).

    Raises Problem ``account_active``.
    """
    officer = _lock(officer)
    if officer.is_active:
        # zh: 该账号在用，无需恢复。
        raise Problem("account_active", _("This account is in use; there is nothing to restore."))
    check(standing_of(officer))
    officer.is_active = True
    password = _begin_with_random_password(officer)
    officer.save()
    lockout.unlock(officer)
    return password


def _lock(officer: User) -> User:
    current_revision()
    # With all administrators, in one order: two of them cannot switch off each other.
    rows = User.objects.filter(Q(pk=officer.pk) | ADMINISTRATORS).order_by("pk")
    locked = {account.pk: account for account in rows.select_for_update()}
    return locked[officer.pk]


def _stand(account: User, standing: Standing) -> None:
    check(standing)
    account.role = standing.role
    account.is_superuser = standing.superuser
    account.is_staff = standing.staff
    account.authority = standing.authority
    account.district = standing.district
    account.zone = standing.zone


def _begin_with_random_password(account: User) -> str:
    if account.role == Role.CLIENT:
        account.set_unusable_password()
        account.must_change_password = False
        return ""
    password = random_password()
    account.set_password(password)
    account.must_change_password = True
    return password


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
        User(username=username).clean_fields(exclude=_all_fields_but_username())
    except ValidationError:
        # zh: 用户名只能由字母、数字和 @ . + - _ 组成，最多150个字符。
        message = _("A user name has letters, digits and @ . + - _ only, and at most 150 of them.")
        raise Problem("username_invalid", message, field="username") from None
    if User.objects.filter(username__iexact=username).exists():
        # zh: 用户名“%(name)s”已有人使用（停用账号的用户名也不再分配）；请换一个。
        message = _("The user name “%(name)s” is taken, or was once; choose another one.")
        raise Problem("username_taken", message % {"name": username}, field="username")


def _all_fields_but_username() -> set[str]:
    return {field.name for field in User._meta.fields} - {"username"}


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        # zh: 请填写姓名，最多%(most)d个字。
        message = _("Give the name, at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise Problem("name_missing", message, field="name")
    return name


def _refuse_who_left(officer: User) -> None:
    if not officer.is_active:
        # zh: 该账号已停用；请先恢复账号。
        raise Problem("account_left", _("This account is switched off; restore it first."))


def _refuse_last_administrator(officer: User) -> None:
    if not User.objects.filter(ADMINISTRATORS).exclude(pk=officer.pk).exists():
        # zh: 这是最后一位在用的系统管理员；请先指定另一位。
        message = _("This is the last administrator; make another one first.")
        raise Problem("last_administrator", message, field="role")


def _record(kind: str, officer: User, actor: User) -> None:
    record_act(kind=kind, account=officer, detail={"by": actor.get_username()})
