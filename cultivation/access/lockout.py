"""The lock after too many wrong passwords (django-axes): of an account, at an address."""

import datetime as dt
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest

from cultivation.access.address import client_address
from cultivation.access.models import User
from cultivation.clock import now

MINUTE = 60


class LockoutBackend(AxesStandaloneBackend):
    """Lets no login through while the account is locked at that address."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> None:
        # Commands and tests have no request, and no address that could be locked.
        if request is not None:
            super().authenticate(request, username=username, password=password, **kwargs)


def locked(request: HttpRequest, username: str) -> bool:
    """Whether ``username`` is locked at the address of ``request``."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def failed_code(request: HttpRequest, account: User) -> None:
    """Count a wrong one-time code like a wrong password."""
    user_login_failed.send(
        sender=__name__,
        credentials={"username": account.get_username(), "step": "code"},
        request=request,
    )


def minutes_left(request: HttpRequest, username: str) -> int:
    """How many minutes the lock of ``username`` at this address goes on, at least 1."""
    tries = AccessAttempt.objects.filter(username=username, ip_address=client_address(request))
    last = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    lock: dt.timedelta = settings.AXES_COOLOFF_TIME
    left = (last or now()) + lock - now()
    return max(1, -(-int(left.total_seconds()) // MINUTE))


def unlock(account: User) -> None:
    """End the locks of ``account`` at every address."""
    reset(username=account.get_username())


def locked_addresses(account: User) -> list[str]:
    """The network addresses at which ``account`` is locked now."""
    since = now() - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(username=account.get_username(), attempt_time__gte=since)
    failures = tries.values("ip_address").annotate(failures=Sum("failures_since_start"))
    locks = failures.filter(failures__gte=settings.AXES_FAILURE_LIMIT).order_by("ip_address")
    return [str(lock["ip_address"]) for lock in locks]
