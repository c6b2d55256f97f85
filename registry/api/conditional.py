"""Conditional requests: what is not to be kept is always answered anew, and 412 is a problem."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import http
from django.utils.translation import gettext as _

from registry.api.problems import PREFIX, problem

CHANGED = 412


class ConditionalGetMiddleware(http.ConditionalGetMiddleware):
    """Django's, and a problem document where it answers 412 with nothing.

    The ETag of an application is its version: documents, objections and firms change without one,
    so such answers (``no-store``) are never "not modified".
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if "no-store" in response.get("Cache-Control", ""):
            return response
        found: HttpResponseBase = super().process_response(request, response)
        told = found.get("Content-Type", "").startswith("application/problem+json")
        if found.status_code != CHANGED or told or not request.path.startswith(PREFIX):
            return found
        # zh: 内容已被他人修改或尚不存在；请重新读取后再改。
        message = _("It was changed meanwhile, or is not there; read it again first.")
        return problem(CHANGED, "changed_meanwhile", message)
