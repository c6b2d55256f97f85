"""What Django and the lockout say about logins, put on record."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from cultivation.access.log import record
from cultivation.access.models import AccessKind, User


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A session begins."""
    record(kind=AccessKind.LOGIN, account=user, request=request)


@receiver(user_logged_out)
def logged_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """A session is ended by its account."""
    if user is not None:
        record(kind=AccessKind.LOGOUT, account=user, request=request)


@receiver(user_login_failed)
def login_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """A wrong password or code. What is tried while the lock lasts is not judged, nor recorded."""
    if request is None or (_locked(request) and not _failures(request)):
        return
    account = _account(credentials)
    detail: dict[str, Any] = {"step": credentials.get("step", "password")}
    if account is None:
        # Whoever mistakes one field for the other has typed a password: it is not kept.
        detail["account"] = "unknown"
    record(kind=AccessKind.LOGIN_FAILED, account=account, request=request, detail=detail)


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    """A lock begins."""
    if failures := _failures(request):
        account = _account({"username": username})
        detail = {"failures": failures}
        record(kind=AccessKind.LOCKED_OUT, account=account, request=request, detail=detail)


def _locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _failures(request: HttpRequest) -> int:
    """How many tries have failed; none are counted while the lock lasts."""
    return getattr(request, "axes_failures_since_start", None) or 0


def _account(credentials: dict[str, Any]) -> User | None:
    name = credentials.get("username")
    return User.objects.filter(username=name).first() if name else None
