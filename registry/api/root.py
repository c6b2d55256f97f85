"""The root of REST and what belongs to it: the list of addresses, the schema, its page."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cultivation.rest.access import AUTHENTICATION, Published
from cultivation.rest.refusals import Refusal
from cultivation.rest.views import StrictView
from registry.api.problems import no_such_address

# Every endpoint that has an address of its own, in the order in which a newcomer wants them.
ADDRESSES = {
    "counts": "counts",
    "counts/series": "counts-series",
    "targets": "target-list",
    "targets/progress": "target-progress",
    "published-figures": "published-figure-list",
    "ladders": "ladder-list",
    "tiers": "tier-list",
    "standards": "standard-list",
    "screening": "screening",
    "districts": "district-list",
    "zones": "zone-list",
    "firms": "firm-list",
    "certifications": "certification-list",
    "batches": "batch-list",
    "applications": "application-list",
    "notices": "notice-list",
    "objections": "objection-list",
    "schema": "schema",
    "docs": "docs",
}


class RootView(StrictView):
    """All addresses of this version."""

    permission_classes = [Published]

    @extend_schema(operation_id="root", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response({name: reverse(view, request=request) for name, view in ADDRESSES.items()})


class SchemaView(SpectacularAPIView, StrictView):
    """The OpenAPI document, as YAML or JSON (``?format=json``)."""

    authentication_classes = AUTHENTICATION
    permission_classes = [Published]

    def format_refusals(self, given: dict[str, str]) -> list[Refusal]:
        return super().format_refusals({k: v for k, v in given.items() if k == "format"})


class DocsView(SpectacularSwaggerSplitView, StrictView):
    """The page that shows the OpenAPI document and tries it out; everything it loads is local."""

    authentication_classes = AUTHENTICATION
    permission_classes = [Published]
    template_name = "registry/docs.html"

    def check_parameters(self, request: Request) -> None:
        # The page asks for its own script by an empty parameter.
        if request.query_params.dict() != {"script": ""}:
            super().check_parameters(request)


def no_such_path(request: HttpRequest, path: str) -> HttpResponse:
    """Any other address under /api/: a missing slash is mended, the rest is a problem."""
    if request.method in ("GET", "HEAD") and not path.endswith("/"):
        try:
            found = resolve(f"{request.path}/")
        except Resolver404:
            return no_such_address(request)
        if found.func is not no_such_path:
            query = request.META.get("QUERY_STRING", "")
            address = f"{request.path}/" + (f"?{query}" if query else "")
            return HttpResponsePermanentRedirect(address)
    return no_such_address(request)
