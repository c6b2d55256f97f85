"""How the endpoints become an OpenAPI document: parameters, problems, security from the views."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from rest_framework.request import Request

from cultivation.rest.access import AskedOpenly, Published
from cultivation.rest.filters import Parameter, StrictFilterSet
from registry.api.problems import CONTENT_TYPE

PROBLEMS = {
    "400": "Wrong parameters: every one is named.",
    "401": "A login or token is needed.",
    "403": "The token or account may not do this.",
    "404": "Not there, or not in your scope.",
    "405": "Not by this method.",
    "406": "Not available in the asked format.",
    "429": "Too many requests.",
    "500": "Something went wrong inside; X-Request-Id names the request.",
}
# What can go wrong beside that where something is sent to be written.
OF_WRITING = {
    "409": "Something stands against it, or somebody wrote at the same moment.",
    "412": "It is no longer as you saw it (If-Match), or there already (If-None-Match: *).",
    "413": "The body is too large.",
    "415": "The body is no application/json.",
    "422": "The Idempotency-Key was used for another request.",
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). Codes never change; sentences are in the asked"
    " language (Accept-Language: zh-hans, en).",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
    },
}
ERROR = {
    "type": "object",
    "description": "One wrong parameter, or one wrong field of a body.",
    "required": ["code", "message"],
    "properties": {
        "param": {"type": "string"},
        "field": {"type": "string"},
        "value": {"type": "string"},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "allowed": {"type": "array", "items": {"type": "string"}},
    },
}
EXAMPLE = {
    "type": "/api/v1/problems/invalid-parameters",
    "title": "Wrong parameters",
    "status": 400,
    "detail": "Wrong parameters: by.",
    "code": "invalid_parameters",
    "errors": [
        {
            "param": "by",
            "value": "teir",
            "code": "unknown_value",
            "message": "The parameter “by” cannot be “teir”. Did you mean “tier”?",
            "allowed": ["tier", "ladder", "district", "zone", "industry", "size"],
        }
    ],
}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the header of a token is written."""

    target_class = "cultivation.rest.access.Token"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "The word Token, a blank, and the token.",
        }


class LoginScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """The cookie of a login, as that of any login of Django."""

    target_class = "cultivation.rest.access.Login"


class RegistrySchema(AutoSchema):
    """Reads the strict parameters of a view, of a list as of a single row."""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        chosen: type[StrictFilterSet] | None = None
        if hasattr(self.view, "get_parameter_set"):
            chosen = self.view.get_parameter_set()
        declared = chosen.declared() if chosen else {}
        return [_parameter(name, one) for name, one in declared.items()]

    def get_auth(self) -> list[dict[str, Any]]:
        auth = super().get_auth()
        open_ = any(
            isinstance(one, AskedOpenly) or (isinstance(one, Published) and self.method == "GET")
            for one in self.view.get_permissions()
        )
        return [*auth, {}] if open_ else auth


def _parameter(name: str, one: Parameter) -> dict[str, Any]:
    field = one.field
    described: dict[str, Any] = build_parameter_type(
        name=name,
        schema=dict(field.schema),
        location="query",
        required=False,
        description=str(one.label or ""),
    )
    return described


def add_problems(
    result: dict[str, Any], generator: Any, request: Request | None, public: bool
) -> dict[str, Any]:
    """A hook of drf-spectacular: what can go wrong, at every endpoint."""
    schemas = result["components"].setdefault("schemas", {})
    schemas |= {"Problem": PROBLEM, "ProblemError": ERROR}
    responses = result["components"].setdefault("responses", {})
    for status, text in (PROBLEMS | OF_WRITING).items():
        content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
        if status == "400":
            content["example"] = EXAMPLE
        responses[f"Problem{status}"] = {"description": text, "content": {CONTENT_TYPE: content}}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            for status in PROBLEMS | (OF_WRITING if "requestBody" in operation else {}):
                if status != "404" or "{" in path:
                    reference = {"$ref": f"#/components/responses/Problem{status}"}
                    operation["responses"].setdefault(status, reference)
    return result
