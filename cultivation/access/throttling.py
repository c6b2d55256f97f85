"""No more than so many a minute from one address, counted by all web processes together."""

import datetime as dt
from ipaddress import ip_network

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cultivation.access.address import client_address
from cultivation.clock import now
from cultivation.problems import Problem

KEPT = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def check_rate(request: HttpRequest, what: str, per_minute: int) -> None:
    """Count a request for ``what``, and refuse it where its sender has asked too often.

    Parameters: ``what`` (a short code), ``per_minute`` (how many are answered in a minute of the
    clock). An IPv6 sender is its network of 64 bits, which is what one connection is given.
    Raises Problem ``too_many_requests`` (429, with the header Retry-After).
    """
    moment = now()
    minute = moment.replace(second=0, microsecond=0)
    n = _counted(f"{what} {_sender(request)}", minute)
    if n == 1:
        _sweep(minute - KEPT)
    if n > per_minute:
        seconds = max(1, int((minute + MINUTE - moment).total_seconds()) + 1)
        # zh: 查验过于频繁；请在 %(n)d 秒后再试。
        message = _("That was asked too often; try again in %(n)d seconds.") % {"n": seconds}
        headers = {"Retry-After": str(seconds)}
        raise Problem("too_many_requests", message, status=429, headers=headers)


def _counted(key: str, minute: dt.datetime) -> int:
    """How often ``key`` was counted in ``minute``, this time among them: in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_requestcount AS c (key, minute, n) VALUES (%s, %s, 1)"
            " ON CONFLICT (key, minute) DO UPDATE SET n = c.n + 1 RETURNING n",
            [key, minute],
        )
        row = cursor.fetchone()
    assert row
    return int(row[0])


def _sweep(before: dt.datetime) -> None:
    """Forget what was counted before; what another process is sweeping is left to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM access_requestcount WHERE id IN (SELECT id FROM access_requestcount"
            " WHERE minute < %s FOR UPDATE SKIP LOCKED)",
            [before],
        )


def _sender(request: HttpRequest) -> str:
    address = client_address(request) or ""
    if ":" in address:
        address = str(ip_network(f"{address}/64", strict=False))
    return address
