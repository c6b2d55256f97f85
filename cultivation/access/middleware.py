"""Keeps the access log: what was refused to a signed-in account, and when a token was used."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from cultivation.access.log import answering, record
from cultivation.access.models import AccessKind, AccessRecord, ApiToken, User
from cultivation.clock import today

REFUSALS = {AccessKind.REFUSED, AccessKind.OUT_OF_SCOPE}
FORBIDDEN = 403
log = logging.getLogger("registry.access")


class AccessLogMiddleware:
    """Puts every 403 of a signed-in account on record, of pages and of REST alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request) as records:
            response = self.get_response(request)
            if response.status_code == FORBIDDEN:
                _refused(request, records)
        token = getattr(request, "auth", None)
        if isinstance(token, ApiToken):
            _used(token)
        return response


def _refused(request: HttpRequest, records: list[AccessRecord]) -> None:
    # REST has put the account of the token here as well.
    if isinstance(request.user, User) and not any(one.kind in REFUSALS for one in records):
        record(kind=AccessKind.REFUSED, account=request.user, detail={"method": request.method})


def _used(token: ApiToken) -> None:
    if token.last_used_on == today():
        return
    try:
        with transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today())
    except DatabaseError:
        log.exception("use of a token not put on record")
