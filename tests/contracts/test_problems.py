"""Errors of every kind are problem documents, in the asked language, with a request's name."""

import re
from typing import Any

import pytest
from rest_framework.test import APIClient

from cultivation.access.models import Role
from cultivation.counts import api as counts_api
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.conftest import World
from tests.factories import make_user, token_for

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["code"] == code
    assert document["type"] == f"/api/v1/problems/{code.replace('_', '-')}"
    assert document["title"]
    assert document["detail"]
    return document


def test_401_says_how_to_sign_in(anonymous: APIClient, db: None) -> None:
    response = anonymous.get(url("firms/"))
    document = problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Token"
    assert "Token" in document["detail"]


@pytest.mark.parametrize("token", ["wrong", "0" * 64, "短", "a\x00b", "x" * 9000, "two words", ""])
def test_a_wrong_token_is_401_even_where_everybody_may_read(db: None, token: str) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}".encode().decode("latin-1"))
    response = client.get(url("counts/"))
    problem(response, 401, "authentication_failed")
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "address", ["nothing/", "firms/a/b/", "certifications/x/", "../v2/", "%00/", "counts/%ff/"]
)
def test_404_of_an_address(bureau: APIClient, address: str) -> None:
    problem(bureau.get(url(address)), 404, "no_such_address")


@pytest.mark.parametrize(
    "address", ["ladders/nope/", "tiers/%00/", "districts/x y/", "certifications/999999999/"]
)
def test_404_of_a_row(bureau: APIClient, address: str) -> None:
    problem(bureau.get(url(address)), 404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["counts/", "firms/", "ladders/", "targets/progress/", ""])
def test_405_before_anything_else(
    anonymous: APIClient, db: None, method: str, address: str
) -> None:
    response = getattr(anonymous, method)(url(address), {"a": 1})
    problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


def test_405_of_somebody_signed_in_who_sends_what_is_no_json(bureau: APIClient) -> None:
    response = bureau.post(url("firms/"), "{broken", content_type="application/json")
    problem(response, 405, "method_not_allowed")


def test_a_form_that_cannot_be_read_is_told_in_a_sentence_of_ours(db: None) -> None:
    client = client_with(make_user(Role.BUREAU), scopes=("read", "write"))
    response = client.generic(
        "POST", url("objections/"), "x", "multipart/form-data", headers={"Accept-Language": "en"}
    )
    assert "cannot be read" in problem(response, 400, "parse_error")["detail"]


def test_406(anonymous: APIClient, db: None) -> None:
    problem(anonymous.get(url("counts/"), HTTP_ACCEPT="image/png"), 406, "not_acceptable")


def test_500_is_a_problem_without_a_trace(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*args: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(counts_api, "count", explode)
    client = APIClient(raise_request_exception=False)
    response = client.get(url("counts/"), headers={"X-Request-Id": "request-12345"})
    document = problem(response, 500, "internal_error")
    assert "secret" not in response.content.decode()
    assert "request-12345" in document["detail"]


def test_a_missing_slash_is_mended_and_keeps_its_query(anonymous: APIClient, db: None) -> None:
    response = anonymous.get("/api/v1/counts?by=tier")
    assert response.status_code == 301
    assert response["Location"] == "/api/v1/counts/?by=tier"
    problem(anonymous.get("/api/v1/conts?by=tier"), 404, "no_such_address")
    problem(anonymous.post("/api/v1/counts"), 404, "no_such_address")


@pytest.mark.parametrize("address", ["counts/?by=teir", "firms/", "nothing/", "firms/123/"])
def test_sentences_are_in_the_asked_language_and_codes_in_none(db: None, address: str) -> None:
    client = APIClient()
    if address == "firms/123/":
        client.credentials(HTTP_AUTHORIZATION=f"Token {token_for(make_user('auditor'))}")
    chinese = client.get(url(address)).json()
    english = client.get(url(address), HTTP_ACCEPT_LANGUAGE="en").json()
    assert chinese["code"] == english["code"]
    for name in ("title", "detail"):
        assert CHINESE.search(chinese[name]), chinese[name]
        assert not CHINESE.search(english[name]), english[name]
    for error in chinese.get("errors", []):
        assert CHINESE.search(error["message"]), error["message"]


def test_a_request_keeps_a_decent_name_and_gets_one_otherwise(anonymous: APIClient) -> None:
    given = anonymous.get("/healthz", headers={"X-Request-Id": "abc-DEF_1.23"})
    assert given["X-Request-Id"] == "abc-DEF_1.23"
    for bad in ("short", "x" * 65, "with blank in it", "<script>alert(1)</script>"):
        made = anonymous.get("/healthz", headers={"X-Request-Id": bad})["X-Request-Id"]
        assert re.fullmatch(r"[0-9a-f]{32}", made)


def test_an_ill_formed_code_is_404_that_says_what_is_wrong(world: World, bureau: APIClient) -> None:
    code = str(world["plain"].uscc)
    broken = code[:-1] + ("0" if code[-1] != "0" else "1")
    problem(bureau.get(url(f"firms/{broken}/")), 404, "uscc_check_digit")
    problem(bureau.get(url("firms/12345/")), 404, "uscc_length")
    problem(bureau.get(url("firms/123456789012345/")), 404, "uscc_old_number")
    problem(bureau.get(url(f"firms/{'9' * 3000}/")), 404, "uscc_length")
    problem(bureau.get(url("firms/id-999999/")), 404, "not_found")
