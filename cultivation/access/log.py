"""The access log: who came in, who was turned away, what was taken away as a file.

Inside a request the records wait until it is answered and are written then, outside of every
transaction: what was refused stays on record when the work itself is rolled back. A log that cannot
be written breaks nothing; it says so in the server's log.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest

from cultivation.access.address import client_address
from cultivation.access.models import AccessKind, AccessRecord, User
from cultivation.clock import now

LONGEST_PATH = 200
LONGEST_WORDS = 500
NO_DETAIL: Mapping[str, Any] = {}
log = logging.getLogger("registry.access")


@dataclass
class Exchange:
    """A request that is being answered, and what is to be put on record about it."""

    request: HttpRequest
    records: list[AccessRecord] = field(default_factory=list)


_current: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


def record(
    *,
    kind: str,
    account: User | None = None,
    request: HttpRequest | None = None,
    detail: Mapping[str, Any] = NO_DETAIL,
) -> None:
    """Put on record what happened, whatever becomes of the transaction it happens in.

    Parameters: ``kind`` (of AccessKind), ``account`` (by default whoever sends the request),
    ``request`` (by default the one being answered), ``detail`` (what else is worth knowing: short,
    no secrets, nothing about persons that is not needed).
    """
    made = _made(kind, account, request, detail)
    exchange = _current.get()
    if exchange is None:
        _write([made])
    else:
        exchange.records.append(made)


def record_act(*, kind: str, account: User, detail: Mapping[str, Any] = NO_DETAIL) -> None:
    """Put on record an act that is written in the open transaction, and goes with it."""
    _made(kind, account, None, detail).save(force_insert=True)


def record_export(request: HttpRequest, name: str, words: str, rows: int, kind: str) -> None:
    """Put an export on record: which list, by which filter, how many rows, as what."""
    detail = {"list": name, "filter": words[:LONGEST_WORDS], "rows": rows, "format": kind}
    record(kind=AccessKind.EXPORT, request=request, detail=detail)


def record_out_of_scope(request: HttpRequest, what: str) -> None:
    """Put on record that somebody asked for a row that is outside of the own scope."""
    record(kind=AccessKind.OUT_OF_SCOPE, request=request, detail={"asked": what})


@contextmanager
def answering(request: HttpRequest) -> Iterator[list[AccessRecord]]:
    """Collects what is to be put on record while ``request`` is answered, and writes it after.

    Yields what is waiting so far.
    """
    exchange = Exchange(request)
    token = _current.set(exchange)
    try:
        yield exchange.records
    finally:
        _current.reset(token)
        _write(exchange.records)


def _made(
    kind: str, account: User | None, request: HttpRequest | None, detail: Mapping[str, Any]
) -> AccessRecord:
    exchange = _current.get()
    request = request or (exchange.request if exchange else None)
    if account is None:
        sender = getattr(request, "user", None)
        account = sender if isinstance(sender, User) else None
    return AccessRecord(
        kind=AccessKind(kind),
        account_id=account.pk if account else None,
        account_name=account.get_username() if account else "",
        address=client_address(request) if request else None,
        path=_path(request) if request else "",
        detail=dict(detail),
        recorded_at=now(),
        request_id=getattr(request, "request_id", ""),
    )


def _path(request: HttpRequest) -> str:
    names = "&".join(sorted(request.GET))
    path = f"{request.path}?{names}" if names else request.path
    # PostgreSQL keeps no NUL.
    return path.replace("\0", "")[:LONGEST_PATH]


def _write(records: list[AccessRecord]) -> None:
    if not records:
        return
    try:
        with transaction.atomic():
            AccessRecord.objects.bulk_create(records)
    except DatabaseError:
        log.exception("not put on record: %s", ", ".join(map(str, records)))
