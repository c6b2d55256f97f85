"""The views every endpoint is made of: read only, strict, honest about caching."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from cultivation.rest.access import AUTHENTICATION, MayRead
from cultivation.rest.filters import StrictBackend, StrictFilterSet
from cultivation.rest.pages import CursorPage
from cultivation.rest.refusals import (
    Refusal,
    refusal,
    refuse,
    unknown_parameter,
    unknown_value,
)

BLANKS = dict.fromkeys(map(ord, "\u3000\u00a0"), " ")


class Negotiation(DefaultContentNegotiation):
    """``?format=`` goes before the Accept header; a wrong one is refused with the parameters."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if "format" in request.query_params:
            asked = request.query_params["format"]
            renderer = next((r for r in renderers if r.format == asked), renderers[0])
            return renderer, renderer.media_type
        return super().select_renderer(request, renderers, format_suffix)


class StrictView(APIView):
    """An endpoint that answers GET, HEAD and OPTIONS, and refuses every parameter it does not know.

    All wrong parameters are named at once. Subclasses name theirs in ``parameter_set``.
    """

    authentication_classes = AUTHENTICATION
    permission_classes: list[type[BasePermission]] = [MayRead]
    renderer_classes: list[type[BaseRenderer]] = [JSONRenderer]
    content_negotiation_class = Negotiation
    http_method_names = ["get", "head", "options"]
    parameter_set: type[StrictFilterSet] | None = None
    parameters: StrictFilterSet | None = None
    paginator: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if (request.method or "").lower() not in self.http_method_names:
            self.http_method_not_allowed(request, *args, **kwargs)
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            self.check_parameters(request)

    def get_parameter_set(self) -> type[StrictFilterSet] | None:
        """The parameters of this action."""
        return self.parameter_set

    def check_parameters(self, request: Request) -> None:
        """Read all parameters, or refuse all that are wrong."""
        chosen = self.get_parameter_set()
        declared = chosen.declared() if chosen else {}
        page = self.paginator
        multiple = {name for name, one in declared.items() if one.field_class.multiple}
        known = [*declared, *(page.names if page else ()), *self.format_parameter()]
        given, errors = read_query(request.query_params, known, multiple)
        errors += self.format_refusals(given)
        if chosen:
            self.parameters = chosen({name: given[name] for name in declared if name in given})
            self.parameters.user = request.user
            errors += self.parameters.refusals()
        if page:
            errors += page.read(given)
        if errors:
            refuse(errors)

    def format_parameter(self) -> tuple[str, ...]:
        """``format`` where there is a choice."""
        return ("format",) if len(self.renderer_classes) > 1 else ()

    def format_refusals(self, given: dict[str, str]) -> list[Refusal]:
        """What is wrong with ``format``."""
        formats = [str(renderer.format) for renderer in self.renderer_classes]
        if given.get("format", formats[0]) in formats:
            return []
        return [unknown_value("format", given["format"], formats)]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ["Authorization", "Cookie", "Accept"])
        if not final.has_header("Cache-Control"):
            final["Cache-Control"] = cache_control(request)
        return final


def cache_control(request: Request) -> str:
    """Always ask again (with the ETag); what somebody signed in saw is theirs alone."""
    signed_in = getattr(getattr(request, "_user", None), "is_authenticated", False)
    return "private, no-cache" if signed_in else "public, no-cache"


class StrictViewSet(StrictView, ReadOnlyModelViewSet[Any]):
    """A list and its rows. ``detail_parameter_set`` names the parameters of a single row."""

    pagination_class = CursorPage
    filter_backends = [StrictBackend]
    detail_parameter_set: type[StrictFilterSet] | None = None
    lookup_value_regex = "[^/]+"

    @property
    def paginator(self) -> Any:
        return super(StrictView, self).paginator if self.action == "list" else None

    def get_parameter_set(self) -> type[StrictFilterSet] | None:
        return self.parameter_set if self.action == "list" else self.detail_parameter_set

    def get_object(self) -> Any:
        if not str(self.kwargs.get(self.lookup_url_kwarg or self.lookup_field, "")).isprintable():
            raise Http404
        return super().get_object()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(self.get_object()).data)


def read_query(
    query: QueryDict, known: list[str], multiple: set[str]
) -> tuple[dict[str, str], list[Refusal]]:
    """The parameters that are known and given once (or may repeat), and what is wrong with others.

    Values of parameters that may repeat are joined by commas.
    """
    given: dict[str, str] = {}
    errors: list[Refusal] = []
    for name, values in query.lists():
        # Chinese keyboards give the wide blank, pages of the web the one that does not break.
        text = ",".join(values).translate(BLANKS)
        if name not in known:
            errors.append(unknown_parameter(name, text, known))
        elif len(values) > 1 and name not in multiple:
            # zh: 参数只能出现一次。
            errors.append(refusal(name, text, "repeated", _("Give the parameter once.")))
        elif "" in values:
            # zh: 参数“%(name)s”没有值；请填写，或去掉该参数。
            message = _("The parameter “%(name)s” is empty; give a value or leave it out.")
            errors.append(refusal(name, text, "empty", message % {"name": name}))
        elif not text.isprintable():
            # zh: 参数含有不可见字符。
            message = _("The value has characters that cannot be printed.")
            errors.append(refusal(name, text, "unprintable", message))
        else:
            given[name] = text
    return given, errors
