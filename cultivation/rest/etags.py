"""ETags of answers that follow from the data version: a 304 costs no counting."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response


def etag(definition: str, version: int, asked: Any) -> str:
    """The ETag of what follows from a definition, a data version and the query as understood."""
    text = json.dumps([definition, version, asked], sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def answer(
    request: Request, definition: str, version: int, asked: Any, make: Callable[[], Response]
) -> HttpResponse:
    """304 if the client has this answer already, else the answer of ``make`` with its ETag.

    ``version`` is read before the answer is made: an answer is never older than its ETag says.
    """
    tag = etag(definition, version, [asked, request.accepted_renderer.format])
    known = get_conditional_response(request._request, etag=tag)
    if known is not None:
        known["ETag"] = tag
        return known
    response = make()
    response["ETag"] = tag
    return response
