"""/healthz and /readyz, and what REST says when the inside is not well."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from rest_framework import exceptions
from rest_framework.test import APIClient, APIRequestFactory

from cultivation.counts import api as counts_api
from cultivation.problems import Problem
from registry.api.problems import exception_handler


def test_alive_asks_nobody(client: Client) -> None:
    response = client.get("/healthz")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_when_the_database_is(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": "ok", "migrations": "ok"}


@pytest.mark.django_db
def test_not_ready_while_migrations_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "pending"


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("could not connect to 10.0.0.1 as secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "unreachable"
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_rest_says_that_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("secret")

    monkeypatch.setattr(counts_api, "count", refuse)
    response = APIClient(raise_request_exception=False).get("/api/v1/counts/")
    assert response.status_code == 503
    assert response.json()["code"] == "unavailable"
    assert response["Retry-After"] == "5"
    assert "secret" not in response.content.decode()


def test_a_wrong_host_is_a_problem_document(client: Client) -> None:
    response = client.get("/api/v1/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert "elsewhere" not in response.content.decode()


@pytest.mark.parametrize(
    ("exception", "status", "code"),
    [
        (exceptions.ParseError(), 400, "parse_error"),
        (exceptions.UnsupportedMediaType("text/x"), 415, "unsupported_media_type"),
        (exceptions.Throttled(wait=2.5), 429, "throttled"),
        (exceptions.ValidationError({"name": ["Too long."]}), 400, "invalid"),
        (Problem("held_already", "It is held."), 400, "held_already"),
        (Problem("gone", "It is gone.", status=410), 410, "gone"),
    ],
)
def test_every_kind_of_error_has_a_document(exception: Any, status: int, code: str) -> None:
    request = APIRequestFactory().get("/api/v1/")
    response = exception_handler(exception, {"request": request})
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert f'"code": "{code}"' in response.content.decode()
    if status == 429:
        assert response["Retry-After"] == "3"
    if code == "invalid":
        assert '"field": "name"' in response.content.decode()
