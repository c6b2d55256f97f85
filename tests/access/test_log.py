"""The access log: what goes into it, and that nothing stops it, nor is stopped by it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from rest_framework.test import APIClient

from cultivation.access import log
from cultivation.access.middleware import AccessLogMiddleware
from cultivation.access.models import AccessKind, AccessRecord, Role, User
from tests.factories import make_user, token_for

pytestmark = pytest.mark.django_db


def answered(user: Any, view: Any, path: str = "/x/?name=secret") -> HttpResponse:
    """What the middleware makes of ``view``, asked by ``user``."""
    request = RequestFactory().get(path)
    request.user = user
    return AccessLogMiddleware(view)(request)


def refusal(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=403)


def test_a_refusal_is_on_record_without_the_values_of_the_query(db: None) -> None:
    user = make_user(Role.DISTRICT)
    answered(user, refusal)
    record = AccessRecord.objects.get()
    assert (record.kind, record.account_id, record.path) == ("refused", user.pk, "/x/?name")
    assert record.detail == {"method": "GET"}


def test_strangers_and_what_is_allowed_leave_no_trace(db: None) -> None:
    answered(AnonymousUser(), refusal)
    answered(make_user(), lambda request: HttpResponse())
    assert not AccessRecord.objects.exists()


def test_a_refusal_outlives_the_transaction_it_happened_in(db: None) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        try:
            with transaction.atomic():
                log.record(kind=AccessKind.OUT_OF_SCOPE, detail={"firm": 7})
                raise PermissionDenied
        except PermissionDenied:
            return HttpResponse(status=403)

    answered(make_user(Role.DISTRICT), view)
    # One record: what the view says itself is not said again.
    assert AccessRecord.objects.get().kind == "out_of_scope"


def test_an_act_that_is_taken_back_is_not_on_record(db: None) -> None:
    user = make_user()
    with transaction.atomic():
        log.record_act(kind=AccessKind.PASSWORD_CHANGED, account=user)
        transaction.set_rollback(True)
    assert not AccessRecord.objects.exists()


def test_a_log_that_cannot_be_written_breaks_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AccessRecord.objects, "bulk_create", full)
    user = make_user(Role.DISTRICT)
    assert answered(user, refusal).status_code == 403
    assert "not put on record" in caplog.text
    assert User.objects.filter(pk=user.pk).exists()


def test_pages_and_rest_alike(db: None) -> None:
    user = make_user(Role.DISTRICT)
    client = Client()
    client.force_login(user)
    assert client.get("/officers/").status_code == 403
    rest = APIClient()
    rest.credentials(HTTP_AUTHORIZATION=f"Token {token_for(user, scopes=['write'])}")
    assert rest.get("/api/v1/firms/", {"name": "x"}).status_code == 403
    refused = AccessRecord.objects.filter(kind="refused").order_by("pk")
    assert [one.path for one in refused] == ["/officers/", "/api/v1/firms/?name"]
    assert {one.account_name for one in refused} == {user.username}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_accessrecord SET kind = 'login'",
        "DELETE FROM access_accessrecord",
        "TRUNCATE access_accessrecord",
    ],
)
def test_nobody_changes_what_is_on_record(db: None, statement: str) -> None:
    log.record(kind=AccessKind.LOGIN, account=make_user())
    with pytest.raises(IntegrityError, match="access_record_append_only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_accounts_are_never_deleted(db: None) -> None:
    user = make_user()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in (
        f"DELETE FROM access_user WHERE id = {user.pk}",
        "TRUNCATE access_user CASCADE",
    ):
        with pytest.raises(IntegrityError, match="access_user_never_deleted"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(IntegrityError, match="access_user_never_deleted"), transaction.atomic():
        user.delete()


@pytest.mark.parametrize(
    ("account", "sees"),
    [
        ({"role": Role.AUDITOR}, True),
        ({"is_superuser": True}, True),
        ({"role": Role.AUDITOR, "is_active": False}, False),
        ({"role": Role.BUREAU}, False),
        ({"role": Role.DISTRICT}, False),
        ({"role": Role.CLIENT}, False),
        ({"is_staff": True}, False),
    ],
)
def test_who_reads_it(db: None, account: dict[str, Any], sees: bool) -> None:
    user, other = make_user(**account), make_user()
    log.record(kind=AccessKind.LOGIN, account=user)
    log.record(kind=AccessKind.LOGIN, account=other)
    assert AccessRecord.objects.visible_to(user).exists() is sees
    assert not AccessRecord.objects.visible_to(AnonymousUser()).exists()
    assert AccessRecord.objects.of(user).get().account_id == user.pk
