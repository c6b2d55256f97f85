"""What a browser gets that asks for something that is not there; and what the log says of it."""

import logging

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from registry.api import problems
from registry.settings import base, demonstration


def test_a_page_that_does_not_exist() -> None:
    answer = Client().get("/nothing/here/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert f'href="{reverse("portal:home")}"' in text
    assert "pages/registry.css" in text
    assert "页面不存在" in text


def test_no_permission_and_a_wrong_request() -> None:
    request = RequestFactory().get("/page/")
    for view, status in ((problems.forbidden, 403), (problems.bad_request, 400)):
        answer: HttpResponse = view(request, Exception("no"))
        assert answer.status_code == status
        assert 'class="card narrow"' in answer.content.decode()


def test_the_page_of_a_failure_needs_nothing_that_may_have_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise ValueError("no list of static files")

    # Without the mark `django_db` every query fails, too.
    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage.url", broken)
    answer = problems.server_error(HttpRequest())
    assert answer.status_code == 500
    assert 'href="/static/pages/registry.css"' in answer.content.decode()
    assert settings.STATIC_URL == "/static/"


def test_the_icon() -> None:
    answer = Client().get("/favicon.ico", follow=True)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"


def test_a_wrong_host_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = Client().get("/", headers={"host": "elsewhere.invalid"})
    assert answer.status_code == 400
    (record,) = [one for one in caplog.records if one.name.endswith("DisallowedHost")]
    assert "elsewhere.invalid" in record.getMessage()
    assert record.exc_info is None


def test_refusals_fill_no_console_of_the_demonstration() -> None:
    assert demonstration.LOGGING["loggers"]["django.request"] == {"level": "ERROR"}
    assert "django.request" not in base.LOGGING["loggers"]
