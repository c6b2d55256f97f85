"""The OpenAPI document: complete, without a warning, and true."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from rest_framework.test import APIClient

from tests.contracts.addresses import LISTS, PRIVATE_LISTS, url
from tests.contracts.conftest import World


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document as the command writes it; fails on any warning."""
    out = io.StringIO()
    call_command("spectacular", "--format=openapi-json", "--validate", "--fail-on-warn", stdout=out)
    written: dict[str, Any] = json.loads(out.getvalue())
    return written


def resolve(document: dict[str, Any], node: Any) -> Any:
    """``node`` with its reference followed."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def test_every_address_is_in_it(document: dict[str, Any]) -> None:
    named = {key for key in get_resolver("registry.api.urls").reverse_dict if isinstance(key, str)}
    assert {"counts", "firm-list", "firm-detail", "target-progress"} <= named
    expected = len(named - {"docs", "schema", "no-such-path"})
    assert len(document["paths"]) == expected
    assert all(path.startswith("/api/v1/") for path in document["paths"])


# Asked by POST, because a question may be long; it writes nothing.
ASKED = "/api/v1/standards/{code}/assess/"
WRITTEN = {
    "/api/v1/firms/{uscc}/years/{year}/": {"get", "put", "patch"},
    "/api/v1/firms/{uscc}/facts/": {"get", "post"},
    "/api/v1/firms/{uscc}/facts/{name}/{holds_on}/": {"get", "put"},
    "/api/v1/applications/": {"get", "post"},
    "/api/v1/applications/acts/": {"post"},
    "/api/v1/applications/{id}/acts/": {"get", "post"},
    "/api/v1/applications/{id}/documents/": {"get", "post"},
    "/api/v1/batches/": {"get", "post"},
    "/api/v1/batches/{id}/": {"get", "patch"},
    "/api/v1/batches/{id}/overrides/": {"get", "post"},
    "/api/v1/batches/{id}/overrides/{code}/": {"put"},
    "/api/v1/batches/{id}/overrides/{code}/remove/": {"post"},
    "/api/v1/batches/{id}/close/": {"post"},
    "/api/v1/batches/{id}/reopen/": {"post"},
    "/api/v1/notices/": {"get", "post"},
    "/api/v1/objections/": {"get", "post"},
    "/api/v1/applications/{id}/documents/{document}/withdraw/": {"post"},
    "/api/v1/notices/{number}/withdraw/": {"post"},
    "/api/v1/objections/{id}/evidence/": {"post"},
    "/api/v1/objections/{id}/settle/": {"post"},
}


def test_what_is_written_and_what_only_read(document: dict[str, Any]) -> None:
    methods = {path: set(operations) for path, operations in document["paths"].items()}
    assert methods.pop(ASKED) == {"post"}
    assert {path: methods.pop(path) for path in WRITTEN} == WRITTEN
    assert set().union(*methods.values()) == {"get"}


def test_every_operation_has_its_problems_and_a_description(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation.get("description"), path
            assert {"400", "401", "403", "405", "500"} <= set(operation["responses"]), path
            assert {"200", "201"} & set(operation["responses"]), path
            problem = resolve(document, operation["responses"]["400"])
            assert list(problem["content"]) == ["application/problem+json"]
            assert ("412" in operation["responses"]) == ("requestBody" in operation), path


INNER = tuple(f"/api/v1/{address}" for address in (*PRIVATE_LISTS, "screening/"))


def test_what_is_public_says_so(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            writes = path.startswith("/api/v1/notices/") and method == "post"
            inner = writes or path.startswith(INNER)
            assert ({} in operation["security"]) is not inner, path
            assert {"token": []} in operation["security"]


@pytest.mark.parametrize("address", [*LISTS, "counts/", "counts/series/", "targets/progress/"])
def test_the_parameters_are_those_that_are_taken(
    document: dict[str, Any], bureau: APIClient, address: str
) -> None:
    described = {p["name"] for p in document["paths"][url(address)]["get"]["parameters"]}
    refused = bureau.get(url(address), {"no_such_parameter": "1"}).json()["errors"][0]
    assert described - {"format"} == set(refused["allowed"]) - {"format"}


@pytest.mark.parametrize("address", [*LISTS, "counts/", "counts/series/", "targets/progress/"])
def test_answers_have_the_described_shape(
    document: dict[str, Any], world: World, bureau: APIClient, address: str
) -> None:
    responses = document["paths"][url(address)]["get"]["responses"]
    schema = responses["200"]["content"]["application/json"]["schema"]
    by = {"by": "tier,district"} if address.startswith("counts") else {}
    check(document, schema, bureau.get(url(address), by).json(), address)


def test_a_single_firm_has_the_described_shape(
    document: dict[str, Any], world: World, bureau: APIClient
) -> None:
    responses = document["paths"]["/api/v1/firms/{uscc}/"]["get"]["responses"]
    schema = responses["200"]["content"]["application/json"]["schema"]
    for name in ("plain", "absorbed", "pending"):
        answer = bureau.get(url(f"firms/id-{world[name].pk}/")).json()
        check(document, schema, answer, name)


def test_problems_have_the_described_shape(document: dict[str, Any], bureau: APIClient) -> None:
    schema = document["components"]["schemas"]["Problem"]
    check(document, schema, bureau.get(url("firms/?teir=1")).json(), "problem")


def check(document: dict[str, Any], schema: Any, value: Any, where: str) -> None:
    """Compare names and types, all the way down; nothing may be there that is not described."""
    schema = resolve(document, schema)
    for part in ("allOf", "oneOf"):
        if part in schema:
            if value is None:
                return
            options = [resolve(document, one) for one in schema[part]]
            schema = (
                options[0]
                if len(options) == 1
                else {"enum": [e for o in options for e in o["enum"]]}
            )
    if value is None:
        assert schema.get("nullable") or None in schema.get("enum", []), where
        return
    if "enum" in schema:
        assert value in schema["enum"], where
    if isinstance(value, dict):
        if "additionalProperties" in schema:
            return
        properties = schema["properties"]
        assert set(value) <= set(properties), where
        assert set(schema.get("required", [])) <= set(value), where
        for name, inner in value.items():
            check(document, properties[name], inner, f"{where}.{name}")
    elif isinstance(value, list):
        for inner in value:
            check(document, schema["items"], inner, f"{where}[]")
    elif "type" in schema:
        kinds = {"string": str, "integer": int, "boolean": bool, "number": float}
        assert isinstance(value, kinds[schema["type"]]), where


def test_the_page_loads_nothing_from_elsewhere(anonymous: APIClient, db: None) -> None:
    page = anonymous.get(url("docs/")).content.decode()
    assert "http://" not in page
    assert "https://" not in page
    assert "<style" not in page
    script = anonymous.get(url("docs/?script="))
    assert script["Content-Type"].startswith("application/javascript")
    assert "<script>" not in page
