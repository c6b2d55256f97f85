"""Requests that may come again (``Idempotency-Key``): what they ask for is done once.

The answer is written in the transaction of the act itself: after a crash either both are there or
neither. While the first request is at work it holds a lock of the database by account and key,
which ends with its transaction, whatever ends it; a second one that comes meanwhile is told so at
once.

``If-Match`` is no part of what is asked for, only a condition of doing it. A client that lost the
answer may read the row again and send the new ETag with the same key: the act is done already, and
it gets the first answer. What was refused with 412 was not done, and is done when it comes again
with the key and the right ETag. Another method, address or body under the key is another request.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from cultivation.access.models import RepeatedRequest, User
from cultivation.clock import now
from cultivation.problems import Problem

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY = 100
KEPT_FOR = dt.timedelta(hours=24)
# What tells how things stood just then is not kept: the same request may be answered otherwise a
# moment later. Neither is what went wrong inside.
NOT_KEPT = {409, 412, 429}
# Headers that belong to the answer.
KEPT_HEADERS = ("ETag", "Location", "Content-Type")
# So many old answers are swept away by each new request.
SWEPT = 200

Refused = Callable[[Exception], HttpResponseBase]


def once(request: Request, work: Callable[[], Response], refused: Refused) -> HttpResponseBase:
    """The answer of ``work``, or the one that the same request was given before.

    Parameters: ``refused`` makes the answer of what ``work`` raises. Without the header ``work`` is
    simply done. Raises Problem ``key_invalid`` (400), ``request_running`` (409), ``key_used``
    (422), and what ``work`` raises and is not kept.
    """
    key = _key(request)
    if key is None:
        return work()
    account, digest = request.user, _digest(request)
    assert isinstance(account, User)
    with transaction.atomic():
        _hold(account, key)
        _sweep(account, key)
        kept = RepeatedRequest.objects.filter(account=account, key=key).first()
        if kept is not None:
            return _again(kept, digest)
        try:
            answer: HttpResponseBase = work()
        except (Problem, APIException, Http404) as problem:
            answer = refused(problem)
            if not _is_kept(answer.status_code):
                raise
        if _is_kept(answer.status_code):
            _keep(account, key, digest, request, answer)
        return answer


def _key(request: Request) -> str | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        # zh: 请求头 Idempotency-Key 应为 1 至 %(most)d 个可见的 ASCII 字符，例如一个 UUID。
        message = _("Idempotency-Key has 1 to %(most)d visible ASCII characters, like a UUID.")
        raise Problem("key_invalid", message % {"most": LONGEST_KEY}, field=HEADER)
    return key


def _digest(request: Request) -> str:
    """What is asked: method, path, and the body as it was read."""
    body = request.data
    if hasattr(body, "lists"):  # multipart: fields and files
        body = {name: [_of_part(one) for one in values] for name, values in body.lists()}
    asked = json.dumps([request.method, request.path, body], sort_keys=True, default=str)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _of_part(part: Any) -> Any:
    if not hasattr(part, "chunks"):
        return part
    digest = hashlib.sha256()
    for chunk in part.chunks():
        digest.update(chunk)
    part.seek(0)
    return [part.name, digest.hexdigest()]


def _hold(account: User, key: str) -> None:
    """Take the lock of ``key`` to the end of the transaction. Raises Problem if another has it."""
    name = hashlib.blake2b(f"{account.pk} {key}".encode(), digest_size=8, person=b"repeated")
    number = int.from_bytes(name.digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (held,) = cursor.fetchone()
    if not held:
        # zh: 使用同一 Idempotency-Key 的请求正在处理中；请稍后重试。
        message = _("A request with this Idempotency-Key is being worked on; try again soon.")
        raise Problem("request_running", message, status=409)


def _sweep(account: User, key: str) -> None:
    """Delete answers that were kept long enough: that of ``key``, and the oldest of all."""
    before = now() - KEPT_FOR
    RepeatedRequest.objects.filter(account=account, key=key, made_at__lte=before).delete()
    oldest = RepeatedRequest.objects.order_by("id").values_list("pk", "made_at")[:SWEPT]
    old = [pk for pk, made_at in oldest if made_at <= before]
    if old:
        # Nobody waits here for somebody else's sweeping.
        free = RepeatedRequest.objects.select_for_update(skip_locked=True).filter(pk__in=old)
        RepeatedRequest.objects.filter(pk__in=[one.pk for one in free]).delete()


def _is_kept(status: int) -> bool:
    return status < 500 and status not in NOT_KEPT


def _again(kept: RepeatedRequest, digest: str) -> HttpResponse:
    if kept.digest != digest:
        # zh: 此 Idempotency-Key 已用于另一请求；请为新的请求使用新的键。
        message = _("This Idempotency-Key was used for another request; use a new one.")
        raise Problem("key_used", message, status=422)
    answer: dict[str, Any] = kept.answer or {}
    headers = {**answer["headers"], REPLAYED: "true"}
    return HttpResponse(answer["body"], status=kept.status or 200, headers=headers)


def _keep(account: User, key: str, digest: str, request: Request, answer: HttpResponseBase) -> None:
    headers = {name: answer[name] for name in KEPT_HEADERS if answer.has_header(name)}
    if isinstance(answer, Response):  # not written out yet
        renderer = request.accepted_renderer
        body = renderer.render(answer.data)
        headers["Content-Type"] = renderer.media_type
    else:
        body = getattr(answer, "content")  # noqa: B009
    RepeatedRequest.objects.create(
        account=account,
        key=key,
        digest=digest,
        status=answer.status_code,
        answer={
            "body": str(body, "utf-8") if isinstance(body, bytes) else body,
            "headers": headers,
        },
        made_at=now(),
    )
