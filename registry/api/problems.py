"""Errors as problem documents (RFC 9457): one shape for all of REST, never a page, never a trace.

``{"type", "title", "status", "detail", "code", "errors"}``: ``code`` is for programs and never
translated, ``title`` and ``detail`` are sentences in the asked language, ``errors`` lists what is
wrong with each parameter or field.
"""

import json
import logging
import math
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults
from rest_framework import exceptions
from rest_framework.views import set_rollback

from cultivation.firms.refusals import told_to
from cultivation.problems import Problem

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"
log = logging.getLogger("registry.api")

TITLES = {
    # zh: 请求有误
    400: gettext_lazy("The request is wrong"),
    # zh: 需要登录或令牌
    401: gettext_lazy("A login or token is needed"),
    # zh: 没有权限
    403: gettext_lazy("Not allowed"),
    # zh: 未找到
    404: gettext_lazy("Not found"),
    # zh: 不支持此方法
    405: gettext_lazy("This method is not supported here"),
    # zh: 没有所要的格式
    406: gettext_lazy("Not available in the asked format"),
    # zh: 与现有登记冲突
    409: gettext_lazy("In conflict with what is on file"),
    # zh: 内容已被修改
    412: gettext_lazy("Changed meanwhile"),
    # zh: 内容过大
    413: gettext_lazy("Too much was sent"),
    # zh: 不支持此内容类型
    415: gettext_lazy("This type of content is not supported"),
    # zh: 与此前的请求不同
    422: gettext_lazy("Not the request it was before"),
    # zh: 请求过于频繁
    429: gettext_lazy("Too many requests"),
    # zh: 系统内部错误
    500: gettext_lazy("Something went wrong inside"),
    # zh: 服务暂不可用
    503: gettext_lazy("The service is not available now"),
}
# Titles of problems that deserve a better one than their status has.
TITLES_BY_CODE = {
    # zh: 参数有误
    "invalid_parameters": gettext_lazy("Wrong parameters"),
    # zh: 提交的内容有误
    "invalid_fields": gettext_lazy("Wrong fields"),
}


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """A problem document as a response.

    Parameters: ``status`` (of HTTP), ``code`` (for programs), ``detail`` (a translated sentence),
    ``errors`` (one record a wrong parameter or field).
    """
    title = TITLES_BY_CODE.get(code) or TITLES.get(status) or HTTPStatus(status).phrase
    document: dict[str, Any] = {
        "type": f"/api/v1/problems/{code.replace('_', '-')}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "code": code,
    }
    if errors:
        document["errors"] = errors
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)


def exception_handler(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """What REST answers to an exception: always a problem document."""
    set_rollback()
    match exc:
        case Problem():
            return _refusal(exc, context["request"])
        case Http404():
            # zh: 此处没有您要找的内容，或不在您的权限范围内。
            return problem(404, "not_found", _("There is nothing here that you may see."))
        case PermissionDenied():
            # zh: 您没有此操作的权限。
            return problem(403, "permission_denied", _("You may not do this."))
        case SuspiciousOperation():
            # What Django refuses to read: too many fields or files, too much text between them.
            # zh: 提交的内容过多（字段、文件过多或文字过长）；请减少后分次提交。
            detail = _("Too many fields or files, or too much text; send less at a time.")
            return problem(413, "too_large", detail)
        case exceptions.APIException():
            return _from_rest(exc, context.get("view"))
        case _:
            return _unexpected(exc, context["request"])


def _refusal(exc: Problem, request: Any) -> HttpResponse:
    if "about" in exc.params:
        exc = told_to(request.user, exc)
    status = int(exc.params.get("status", 400))
    errors = exc.params.get("errors")
    if errors is None and "field" in exc.params:
        errors = [{"field": exc.params["field"], "code": exc.code, "message": str(exc)}]
    headers = exc.params.get("headers")
    return problem(status, exc.code, str(exc), errors=errors, headers=headers)


def _from_rest(exc: exceptions.APIException, view: Any) -> HttpResponse:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    if isinstance(exc, exceptions.MethodNotAllowed):
        methods = ", ".join(getattr(view, "allowed_methods", ()))
        # zh: 此处只支持：%(methods)s。
        detail = _("Possible here: %(methods)s.") % {"methods": methods}
        return problem(405, "method_not_allowed", detail, headers=headers)
    if isinstance(exc, exceptions.NotAuthenticated) and not _says_why(exc):
        # zh: 请登录，或在请求头中提供令牌：Authorization: Token …。
        detail = _("Log in, or send a token: Authorization: Token ….")
        return problem(401, "not_authenticated", detail, headers=headers)
    if isinstance(exc, exceptions.ParseError):
        # zh: 提交的内容无法读取；请核对 Content-Type 请求头（表单须带 boundary）和内容。
        detail = _("What was sent cannot be read; check it, and the boundary in its Content-Type.")
        return problem(400, "parse_error", detail, headers=headers)
    if isinstance(exc, exceptions.ValidationError):
        # zh: 提交的内容有误。
        detail = _("What was sent is wrong.")
        return problem(400, "invalid", detail, errors=_fields(exc), headers=headers)
    code = exc.get_codes()
    code = code if isinstance(code, str) else exc.default_code
    return problem(exc.status_code, code, str(exc.detail), headers=headers)


def _says_why(exc: exceptions.APIException) -> bool:
    return str(exc.detail) != str(exc.default_detail)


def _fields(exc: exceptions.ValidationError) -> list[dict[str, Any]]:
    details = exc.get_full_details()
    if not isinstance(details, dict):
        details = {"": details}
    found = []
    for field, one in details.items():
        for error in one if isinstance(one, list) else [one]:
            if isinstance(error, dict) and "message" in error:
                found.append({"field": field, "code": error["code"], "message": error["message"]})
    return found


def _unexpected(exc: Exception, request: Any) -> HttpResponse:
    http = getattr(request, "_request", request)
    log.error("%s %s", http.method, http.path, exc_info=exc, extra={"request": http})
    got_request_exception.send(sender=None, request=http)
    return _inside(http, unavailable=isinstance(exc, DatabaseError) and _disconnected(exc))


def _disconnected(exc: DatabaseError) -> bool:
    from django.db import InterfaceError, OperationalError

    return isinstance(exc, InterfaceError | OperationalError)


def _inside(request: HttpRequest, *, unavailable: bool = False) -> HttpResponse:
    name = getattr(request, "request_id", "")
    if unavailable:
        # zh: 数据库暂不可用，请稍后再试；如需帮助请提供请求编号 %(request)s。
        detail = _("The database does not answer; try again later. Request: %(request)s.")
        return problem(503, "unavailable", detail % {"request": name}, headers={"Retry-After": "5"})
    # zh: 系统出错，已记录；如需帮助请提供请求编号 %(request)s。
    detail = _("Something went wrong and has been logged. Request: %(request)s.")
    return problem(500, "internal_error", detail % {"request": name})


# --- What Django itself refuses (handler400 to handler500 of registry.urls) ---


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 of Django itself (a wrong host, a broken upload)."""
    if not request.path.startswith(PREFIX):
        return defaults.bad_request(request, exception)
    # zh: 无法理解此请求。
    return problem(400, "bad_request", _("The request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 of Django itself."""
    if not request.path.startswith(PREFIX):
        return defaults.permission_denied(request, exception)
    # zh: 您没有此操作的权限。
    return problem(403, "permission_denied", _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 of an address that does not exist."""
    if not request.path.startswith(PREFIX):
        return defaults.page_not_found(request, exception)
    return no_such_address(request)


def no_such_address(request: HttpRequest) -> HttpResponse:
    """404 with the way to the addresses that exist."""
    # zh: 没有这个地址；所有地址见 /api/v1/。
    return problem(404, "no_such_address", _("There is no such address; see /api/v1/ for all."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500 outside of a view of REST."""
    if not request.path.startswith(PREFIX):
        return defaults.server_error(request)
    return _inside(request)
