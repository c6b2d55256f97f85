"""Every request has a name (X-Request-Id), so that an answer, a log line and a revision meet."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
_GOOD = re.compile(r"[A-Za-z0-9._-]{8,64}")
current: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Takes the name that a proxy or client gives, if it is a decent one, or makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if _GOOD.fullmatch(given) else uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        token = current.set(name)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response[HEADER] = name
        return response


class RequestIdFilter(logging.Filter):
    """Gives every log record the name of the request it belongs to (``{request_id}``)."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs an answer after the middleware is left; its record carries the request.
        of_record = getattr(getattr(record, "request", None), "request_id", "")
        record.request_id = of_record or current.get() or "-"
        return True


class NoTraceFilter(logging.Filter):
    """Takes the traceback from log records whose message says enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        record.exc_text = None
        return True
