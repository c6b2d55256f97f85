"""What a session remembers beside the account: the second factor, and when it was last used."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from cultivation.access.models import User
from cultivation.clock import now

VERIFIED = "second_factor"
SEEN = "seen"
WAITING = "waiting_for_code"
MODEL_BACKEND = "cultivation.access.accounts.AccountBackend"
CODE_WITHIN = 600  # seconds from the password to the code
ADMINISTRATOR = "administrator"
# A session in use is saved this many times in its age: each save puts its end off.
SAVES = 32


def wait_for_code(request: HttpRequest, account: User, address: str) -> None:
    """The password was right; the session of ``account`` begins with its code, at ``address``."""
    request.session[WAITING] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "since": _seconds(),
        "next": address,
    }


def waiting(request: HttpRequest) -> tuple[User, str] | None:
    """The account whose code this session waits for, and the address to go on to."""
    kept = request.session.get(WAITING)
    if not kept or _seconds() - kept["since"] > CODE_WITHIN:
        return None
    account = User.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != kept["hash"]:
        return None
    return account, kept["next"]


def begin_verified(request: HttpRequest, account: User) -> None:
    """Begin the session of an account that has shown its code."""
    request.session.pop(WAITING, None)
    login(request, account, backend=MODEL_BACKEND)
    verified(request)


def verified(request: HttpRequest) -> None:
    """This session has shown a code."""
    request.session[VERIFIED] = True


def lacks_code(request: HttpRequest) -> bool:
    """Whether the account has a second factor that this session has not shown."""
    account = request.user
    assert isinstance(account, User)
    return bool(account.second_factor_since) and not request.session.get(VERIFIED)


def needs_second_factor(account: User) -> bool:
    """Whether the role of ``account`` has to have a second factor, and it has none yet."""
    return second_factor_required(account) and not account.second_factor_since


def second_factor_required(account: User) -> bool:
    """Whether the role of ``account`` has to have a second factor."""
    role = ADMINISTRATOR if account.is_superuser else account.role
    return role in settings.OTP_REQUIRED_ROLES


def touch(request: HttpRequest) -> None:
    """Put the end of the session off, without a write at every request."""
    if _seconds() - request.session.get(SEEN, 0) > settings.SESSION_COOKIE_AGE / SAVES:
        request.session[SEEN] = _seconds()


def begun(request: HttpRequest, **kwargs: Any) -> None:
    """A session begins: it has just been used."""
    request.session[SEEN] = _seconds()


def connect() -> None:
    """Listen to logins; called once, when the app is ready."""
    user_logged_in.connect(begun, dispatch_uid="portal.sessions")


def _seconds() -> int:
    return int(now().timestamp())
