"""Yearly figures of a firm over REST: who may write them, what is refused, what is kept."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from cultivation.access.models import AccessRecord, Role, User
from cultivation.clock import today
from cultivation.firms.models import Firm, FirmYear
from cultivation.firms.services.years import FIGURES
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db
BOTH = ("read", "write")
YEAR = 2024


@pytest.fixture
def firm() -> Firm:
    return make_firm("天津填报科技有限公司", district="120101", industry="40")


@pytest.fixture
def writer() -> APIClient:
    """An officer of the firm's district, with a token that may write."""
    return client_with(make_user(Role.DISTRICT, district="120101", username="填报员"), scopes=BOTH)


def address(firm: Firm, year: int | str = YEAR) -> str:
    return url(f"firms/{firm.uscc}/years/{year}/")


def put(client: APIClient, firm: Firm, figures: Any, **headers: str) -> Any:
    return client.put(address(firm), figures, format="json", headers=headers)


def figures_of(firm: Firm, year: int = YEAR) -> dict[str, Any]:
    row = FirmYear.objects.filter(firm=firm, year=year).values(*FIGURES).first()
    return {name: value for name, value in (row or {}).items() if value is not None}


def refused(answer: Any, status: int, code: str) -> dict[str, dict[str, Any]]:
    """What is wrong with each field."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code
    return {one["field"]: one for one in answer.json().get("errors", [])}


def test_a_year_is_recorded_and_read_again(firm: Firm, writer: APIClient) -> None:
    sent = {"revenue": "1234.56", "staff": 12, "net_profit": -3.25, "reason": "企业报送"}
    answer = put(writer, firm, sent)
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["year"], body["revenue"], body["staff"]) == (YEAR, "1234.56", 12)
    assert (body["net_profit"], body["assets"], body["warnings"]) == ("-3.25", None, [])
    assert figures_of(firm) == {
        "revenue": Decimal("1234.56"),
        "net_profit": Decimal("-3.25"),
        "staff": 12,
    }
    del body["warnings"]
    read = writer.get(address(firm))
    assert read.json() == body
    assert read["ETag"] == answer["ETag"]
    listed = writer.get(url(f"firms/{firm.uscc}/years/")).json()
    assert listed == {"next": None, "previous": None, "results": [body]}
    made = Revision.objects.latest("pk")
    assert (made.actor_name, made.source) == ("填报员", "rest")
    assert made.reason == "年度数据 2024：企业报送"
    assert made.request_id == answer["X-Request-Id"]


def test_put_replaces_and_patch_amends(firm: Firm, writer: APIClient) -> None:
    put(writer, firm, {"revenue": "100", "staff": 5})
    amended = writer.patch(address(firm), {"assets": "7.5", "staff": None}, format="json")
    assert amended.status_code == 200
    assert figures_of(firm) == {"revenue": 100, "assets": Decimal("7.5")}
    assert put(writer, firm, {"staff": 6}).status_code == 200
    assert figures_of(firm) == {"staff": 6}


def test_patch_needs_a_year_on_file(firm: Firm, writer: APIClient) -> None:
    refused(writer.patch(address(firm), {"staff": 1}, format="json"), 404, "not_found")


def test_the_same_again_is_not_written(firm: Firm, writer: APIClient) -> None:
    first = put(writer, firm, {"revenue": "100.10"})
    before = data_version()
    again = put(writer, firm, {"revenue": 100.1})
    assert (again.status_code, again["ETag"]) == (200, first["ETag"])
    assert data_version() == before


def test_if_match_keeps_from_writing_over_others(firm: Firm, writer: APIClient) -> None:
    refused(put(writer, firm, {"staff": 1}, **{"If-Match": "*"}), 412, "changed_meanwhile")
    tag = put(writer, firm, {"staff": 1}, **{"If-None-Match": "*"})["ETag"]
    refused(put(writer, firm, {"staff": 2}, **{"If-None-Match": "*"}), 412, "exists_already")
    assert put(writer, firm, {"staff": 2}, **{"If-Match": tag}).status_code == 200
    for stale in (tag, '"nonsense"', "unquoted", ""):
        refused(put(writer, firm, {"staff": 3}, **{"If-Match": stale}), 412, "changed_meanwhile")
    now = writer.get(address(firm))["ETag"]
    assert put(writer, firm, {"staff": 3}, **{"If-Match": f"W/{now}"}).status_code == 200
    now = writer.get(address(firm))["ETag"]
    assert writer.get(address(firm), headers={"If-None-Match": now}).status_code == 304


def test_what_is_implausible_is_recorded_with_a_warning(firm: Firm, writer: APIClient) -> None:
    answer = put(writer, firm, {"revenue": "10", "rd_expense": "11", "staff": 3, "rd_staff": 4})
    assert answer.status_code == 201
    found = {one["code"]: one for one in answer.json()["warnings"]}
    assert set(found) == {"rd_expense_above_revenue", "rd_staff_above_staff"}
    assert found["rd_staff_above_staff"]["facts"] == ["rd_staff", "staff"]
    assert "上一年度" not in found["rd_staff_above_staff"]["text"]["zh"]


WRONG = [
    ("revenue", "很多", "not_an_amount"),
    ("revenue", True, "not_an_amount"),
    ("revenue", [], "not_an_amount"),
    ("revenue", "", "not_an_amount"),
    ("revenue", "1e3", "not_an_amount"),
    ("revenue", "0.0000001", "not_an_amount"),
    ("revenue", "123456789012345", "not_an_amount"),
    ("revenue", "１２", "not_an_amount"),
    ("revenue", "-1", "negative"),
    ("staff", -1, "negative"),
    ("staff", 1.5, "not_a_whole_number"),
    ("staff", "12", "not_a_whole_number"),
    ("staff", 2**31, "not_a_whole_number"),
    ("staff", False, "not_a_whole_number"),
    ("reason", "x" * 501, "not_a_text"),
    ("reason", "a\x00b", "not_a_text"),
    ("reason", None, "required"),
    ("revenu", "1", "unknown_field"),
    ("year", 2024, "unknown_field"),
]


@pytest.mark.parametrize(("field", "value", "code"), WRONG)
def test_a_wrong_field_is_named(
    firm: Firm, writer: APIClient, field: str, value: Any, code: str
) -> None:
    found = refused(put(writer, firm, {field: value, "assets": "1"}), 400, "invalid_fields")
    assert found[field]["code"] == code
    assert found[field]["message"]
    assert not FirmYear.objects.exists()


def test_all_wrong_fields_are_named_at_once(firm: Firm, writer: APIClient) -> None:
    sent = {"revenu": 1, "staff": "many", "assets": "-2"}
    found = refused(put(writer, firm, sent), 400, "invalid_fields")
    assert set(found) == set(sent)
    assert "revenue" in found["revenu"]["message"]
    assert found["assets"]["value"] == "-2"


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (b"{", "not_json", 400),
        (b"[]", "not_an_object", 400),
        (b"null", "not_an_object", 400),
        (b'{"staff": NaN}', "not_json", 400),
        (b'{"revenue": 1e999999999}', "not_json", 400),
        (b'{"staff": 1, "staff": 2}', "repeated_field", 400),
        (b"\xff", "not_json", 400),
        (b"{}", "no_figures", 400),
        (b'{"staff": null}', "no_figures", 400),
        (b'{"reason": "\\ud800", "staff": 1}', "invalid_fields", 400),
        (b" " * 70_000, "too_large", 413),
    ],
)
def test_what_is_no_year_is_refused(
    firm: Firm, writer: APIClient, body: bytes, code: str, status: int
) -> None:
    refused(writer.put(address(firm), body, content_type="application/json"), status, code)


def test_years_types_parameters_and_methods(firm: Firm, writer: APIClient) -> None:
    for year in (today().year + 1, 1948, "0000"):
        answer = writer.put(address(firm, year), {"staff": 1}, format="json")
        refused(answer, 400, "year_out_of_range")
    for year in ("24", "20245", "2o24", "-2024"):
        answer = writer.put(address(firm, year), {"staff": 1}, format="json")
        assert answer.status_code == 404
    assert writer.put(address(firm), {"staff": "1"}, format="multipart").status_code == 415
    answer = writer.put(f"{address(firm)}?force=1", {"staff": 1}, format="json")
    assert answer.json()["errors"][0]["param"] == "force"
    answer = writer.delete(address(firm))
    refused(answer, 405, "method_not_allowed")
    assert "PUT" in answer.json()["detail"]
    assert not FirmYear.objects.exists()


# --- Who may ---


@pytest.mark.parametrize(
    ("role", "more", "scopes", "status"),
    [
        (Role.DISTRICT, {"district": "120101"}, BOTH, 201),
        (Role.DISTRICT, {"district": "120101"}, ("write",), 201),
        (Role.BUREAU, {}, BOTH, 201),
        (Role.CLIENT, {}, BOTH, 201),
        (Role.CLIENT, {"district": "120101"}, BOTH, 201),
        ("", {"is_superuser": True}, BOTH, 201),
        # without the scope
        (Role.DISTRICT, {"district": "120101"}, ("read",), 403),
        (Role.CLIENT, {}, (), 403),
        ("", {"is_superuser": True}, ("read",), 403),
        # who does not work on firms
        (Role.AUDITOR, {}, BOTH, 403),
        ("", {}, BOTH, 403),
        # another district
        (Role.DISTRICT, {"district": "120104"}, BOTH, 404),
        (Role.DISTRICT, {"district": "120116", "zone": "120116400"}, BOTH, 404),
        (Role.CLIENT, {"district": "120104"}, BOTH, 404),
    ],
)
def test_who_may_write(
    firm: Firm, role: str, more: dict[str, Any], scopes: tuple[str, ...], status: int
) -> None:
    client = client_with(make_user(role, **more), scopes=scopes)
    before = data_version()
    answer = put(client, firm, {"staff": 1})
    assert answer.status_code == status, answer.content
    if status != 201:
        assert firm.name not in answer.content.decode()
        assert data_version() == before
        assert not FirmYear.objects.exists()


def test_a_foreign_firm_is_as_one_that_does_not_exist(firm: Firm) -> None:
    client = client_with(make_user(Role.DISTRICT, district="120104"), scopes=BOTH)
    nobody = url("firms/id-999999/years/2024/")
    assert (
        put(client, firm, {"staff": 1}).json()
        == client.put(nobody, {"staff": 1}, format="json").json()
    )
    # Before the body is looked at, too.
    assert put(client, firm, {"x": 1}).status_code == 404
    kept = AccessRecord.objects.filter(kind="out_of_scope").values_list("detail", flat=True)
    assert list(kept) == [{"asked": f"firm {firm.pk}"}] * 2


def test_nobody_writes_without_an_account(firm: Firm, anonymous: APIClient) -> None:
    answer = put(anonymous, firm, {"staff": 1})
    refused(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Token"
    assert anonymous.get(address(firm)).status_code == 401


def test_a_token_without_the_scope_is_told_so(firm: Firm) -> None:
    client = client_with(make_user(Role.BUREAU), scopes=("read",))
    assert "write" in put(client, firm, {"staff": 1}).json()["detail"]
    blind = client_with(make_user(Role.BUREAU), scopes=("write",))
    assert "read" in blind.get(address(firm)).json()["detail"]


def session(account: User) -> Iterator[Client]:
    """Clients of a login: with a wrong and with the right CSRF token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    yield client
    client.get("/account/")
    client.defaults["HTTP_X_CSRFTOKEN"] = client.cookies["csrftoken"].value
    yield client


def test_a_login_writes_with_its_csrf_token_only(firm: Firm) -> None:
    account = make_user(Role.DISTRICT, district="120101", is_staff=True)
    answers = [
        client.put(address(firm), '{"staff": 1}', content_type="application/json")
        for client in session(account)
    ]
    assert [answer.status_code for answer in answers] == [403, 201]
    assert "X-CSRFToken" in answers[0].json()["detail"]


def test_a_client_does_not_write_by_a_login(firm: Firm) -> None:
    client = APIClient()
    client.force_login(make_user(Role.CLIENT))
    assert put(client, firm, {"staff": 1}).status_code == 403


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*FIGURES, "reason", "x"]), JSON, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_sent_is_recorded_or_refused(
    firm: Firm, writer: APIClient, sent: dict[str, Any]
) -> None:
    answer = put(writer, firm, sent)
    assert answer.status_code in (200, 201, 400), answer.content
