"""ETags: of answers that follow from the data version (a 304 costs no counting), and of rows."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.problems import Problem


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


def row_tag(row: Any) -> str:
    """The ETag of a single row, from what is shown of it; ``""`` for None: there is no such row."""
    return "" if row is None else etag("row", 0, row)


def check_match(request: Request, tag: str) -> None:
    """Refuse to write over what is not as the client saw it; asked under the lock of the row.

    Parameters: ``tag`` (of the row as it is, ``""`` where there is none). ``If-Match`` names what
    the client saw, ``If-None-Match: *`` asks that there be nothing; both may be left out. Raises
    Problem ``changed_meanwhile`` or ``exists_already`` (412).
    """
    seen = _tags(request, "If-Match")
    if seen is not None and not (tag and {tag, "*"} & seen):
        # zh: 内容已被他人修改或尚不存在；请重新读取后再改。
        message = _("It was changed meanwhile, or is not there; read it again first.")
        raise Problem("changed_meanwhile", message, status=412)
    if tag and "*" in (_tags(request, "If-None-Match") or ()):
        # zh: 该内容已存在。
        message = _("It is on file already.")
        raise Problem("exists_already", message, status=412)


def tags_seen(request: Request) -> set[str] | None:
    """The ETags that ``If-Match`` names (``*`` among them, perhaps); None where it is not sent."""
    return _tags(request, "If-Match")


def _tags(request: Request, header: str) -> set[str] | None:
    """What a header names; None where it is not sent. Proxies that compress mark tags as weak."""
    sent = request.headers.get(header)
    return None if sent is None else {one.removeprefix("W/") for one in parse_etags(sent)}
