"""Dated facts of a firm over REST: recorded, corrected, ended by a later one; what is refused."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from cultivation.access.models import Role
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.journal.selectors import data_version
from cultivation.standards.facts.sheets import facts_of
from cultivation.standards.models import FirmFact
from cultivation.standards.services.facts import entered_by_hand
from cultivation.standards.vocabulary import FACTS
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.test_writing_years import BOTH, JSON, refused
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db
DAY = "2025-06-01"
SHARE = {"name": "market_share", "value": "12.50", "holds_on": DAY, "source": "行业协会报告"}


@pytest.fixture
def firm() -> Firm:
    return make_firm("天津填报科技有限公司", district="120101")


@pytest.fixture
def writer() -> APIClient:
    """An officer of the firm's district, with a token that may write."""
    return client_with(make_user(Role.DISTRICT, district="120101"), scopes=BOTH)


def address(firm: Firm, name: str = "", day: str = DAY) -> str:
    return url(f"firms/{firm.uscc}/facts/{name}/{day}/" if name else f"firms/{firm.uscc}/facts/")


def post(client: APIClient, firm: Firm, said: Any, **headers: str) -> Any:
    return client.post(address(firm), said, format="json", headers=headers)


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in SHARE.items() if name not in names}


def test_a_fact_is_recorded_and_read_again(firm: Firm, writer: APIClient) -> None:
    answer = post(writer, firm, SHARE | {"proof": "报告第3页", "reason": "企业补报"})
    assert answer.status_code == 201, answer.content
    assert answer.json() == {
        "name": "market_share",
        "value": "12.5",
        "holds_on": DAY,
        "checked_on": today().isoformat(),
        "source": "行业协会报告",
        "proof": "报告第3页",
        "warnings": [],
    }
    kept = FirmFact.objects.get()
    assert (kept.firm_id, kept.value) == (firm.pk, "12.5")
    one = writer.get(address(firm, "market_share"))
    assert one["ETag"] == answer["ETag"]
    assert one.json() == {k: v for k, v in answer.json().items() if k != "warnings"}
    assert writer.get(address(firm)).json()["results"] == [one.json()]
    made = Revision.objects.latest("pk")
    assert (made.source, made.reason) == ("rest", "登记数据项：主导产品细分市场占有率：企业补报")


def test_a_later_one_ends_it(firm: Firm, writer: APIClient) -> None:
    listed = {"name": "in_abnormal_list", "value": True, "holds_on": DAY, "source": "公示系统"}
    post(writer, firm, listed)
    post(writer, firm, listed | {"value": False, "holds_on": "2025-09-01"})
    before, after = dt.date(2025, 8, 31), dt.date(2025, 9, 1)
    assert facts_of(firm, before).facts["in_abnormal_list"] is True
    assert facts_of(firm, after).facts["in_abnormal_list"] is False
    rows = writer.get(address(firm), {"name": "in_abnormal_list"}).json()["results"]
    assert [row["holds_on"] for row in rows] == ["2025-09-01", DAY]
    assert writer.get(address(firm), {"name": "market_share"}).json()["results"] == []


def test_it_is_corrected_in_its_place(firm: Firm, writer: APIClient) -> None:
    tag = post(writer, firm, SHARE)["ETag"]
    assert post(writer, firm, SHARE | {"value": "13"}).status_code == 200
    right = without("name", "holds_on") | {"value": "14"}
    here = address(firm, "market_share")
    stale = writer.put(here, right, format="json", headers={"If-Match": tag})
    refused(stale, 412, "changed_meanwhile")
    now = writer.get(here)["ETag"]
    assert writer.put(here, right, format="json", headers={"If-Match": now}).status_code == 200
    assert FirmFact.objects.get().value == "14"
    other = writer.put(address(firm, "market_share", "2025-07-01"), right, format="json")
    assert other.status_code == 201
    refused(post(writer, firm, SHARE, **{"If-None-Match": "*"}), 412, "exists_already")


def test_the_same_again_is_not_written(firm: Firm, writer: APIClient) -> None:
    first = post(writer, firm, SHARE)
    before = data_version()
    again = post(writer, firm, SHARE | {"value": 12.5})
    assert (again.status_code, again["ETag"]) == (200, first["ETag"])
    assert data_version() == before


def test_a_list_is_given_whole(firm: Firm, writer: APIClient) -> None:
    held = [{"code": "high_tech", "from": "2024-01-01", "to": "2027-01-01"}]
    said = {"name": "outside_titles", "value": held, "holds_on": DAY, "source": "证书"}
    assert post(writer, firm, said).json()["value"] == held
    assert post(writer, firm, said | {"value": []}).json()["value"] == []


def test_what_is_implausible_is_recorded_with_a_warning(firm: Firm, writer: APIClient) -> None:
    answer = post(writer, firm, SHARE | {"value": "101"})
    assert answer.status_code == 201
    assert [one["code"] for one in answer.json()["warnings"]] == ["share_above_hundred"]


WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    (without("name"), "invalid_fields", "name", "required"),
    (without("value"), "invalid_fields", "value", "required"),
    (without("source"), "invalid_fields", "source", "required"),
    (without("holds_on"), "invalid_fields", "holds_on", "required"),
    (SHARE | {"value": None}, "invalid_fields", "value", "required"),
    (SHARE | {"source": "  "}, "invalid_fields", "source", "required"),
    (SHARE | {"source": "x" * 201}, "invalid_fields", "source", "not_a_text"),
    (SHARE | {"proof": 5}, "invalid_fields", "proof", "not_a_text"),
    (SHARE | {"holds_on": "2025-02-30"}, "invalid_fields", "holds_on", "invalid_date"),
    (SHARE | {"holds_on": 20250601}, "invalid_fields", "holds_on", "invalid_date"),
    (SHARE | {"note": "x"}, "invalid_fields", "note", "unknown_field"),
    (SHARE | {"name": "market_shar"}, "unknown_fact", "name", "unknown_fact"),
    (SHARE | {"name": "revenue_y1"}, "fact_of_figures", "name", "fact_of_figures"),
    (SHARE | {"name": "titles", "value": []}, "fact_of_figures", "name", "fact_of_figures"),
    (SHARE | {"value": "viel"}, "wrong_fact", "value", "not_a_number"),
    (SHARE | {"value": "-1"}, "wrong_fact", "value", "negative"),
    (SHARE | {"value": {"x": [1]}}, "wrong_fact", "value", "not_a_number"),
    (SHARE | {"name": "own_brand", "value": "yes"}, "wrong_fact", "value", "not_yes_or_no"),
    (SHARE | {"name": "digital_level", "value": "x"}, "wrong_fact", "value", "unknown_value"),
    (
        SHARE | {"name": "platform_scores", "value": [{"year": 2024, "value": "70"}]},
        "proof_missing", "proof", "proof_missing",
    ),
    (SHARE | {"holds_on": "2099-01-01"}, "day_to_come", "holds_on", "day_to_come"),
    (SHARE | {"checked_on": "2099-01-01"}, "day_to_come", "checked_on", "day_to_come"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code", "field", "error"), WRONG)
def test_what_is_wrong_is_named(
    firm: Firm, writer: APIClient, said: dict[str, Any], code: str, field: str, error: str
) -> None:
    before = data_version()
    found = refused(post(writer, firm, said), 400, code)
    assert found[field]["code"] == error
    assert found[field]["message"]
    assert data_version() == before


def test_addresses_of_no_fact(firm: Firm, writer: APIClient) -> None:
    for name, day in (("market_share", DAY), ("market_share", "2025-02-30"), ("x", DAY)):
        assert writer.get(address(firm, name, day)).status_code == 404
    said = without("name", "holds_on")
    assert writer.put(address(firm, "x"), said, format="json").json()["code"] == "unknown_fact"
    assert (
        writer.put(address(firm, "market_share", "today"), said, format="json").status_code == 404
    )
    assert writer.get(address(firm), {"nmae": "x"}).json()["errors"][0]["param"] == "nmae"
    assert writer.post(f"{address(firm)}?name=x", SHARE, format="json").status_code == 400


@pytest.mark.parametrize(
    ("role", "more", "scopes", "status"),
    [
        (Role.BUREAU, {}, BOTH, 201),
        (Role.CLIENT, {"district": "120101"}, BOTH, 201),
        (Role.CLIENT, {"district": "120101"}, ("read",), 403),
        (Role.AUDITOR, {}, BOTH, 403),
        (Role.DISTRICT, {"district": "120104"}, BOTH, 404),
        (Role.CLIENT, {"district": "120104"}, BOTH, 404),
    ],
)
def test_who_may_write(
    firm: Firm, role: str, more: dict[str, Any], scopes: tuple[str, ...], status: int
) -> None:
    client = client_with(make_user(role, **more), scopes=scopes)
    assert post(client, firm, SHARE).status_code == status
    there = client.put(address(firm, "market_share"), without("name", "holds_on"), format="json")
    assert there.status_code == (200 if status == 201 else status)
    assert FirmFact.objects.exists() is (status == 201)
    if status == 404:
        assert client.get(address(firm)).status_code == 404


def test_nobody_reads_or_writes_without_an_account(firm: Firm, anonymous: APIClient) -> None:
    assert anonymous.get(address(firm)).status_code == 401
    assert post(anonymous, firm, SHARE).status_code == 401


@given(
    st.sampled_from([name for name, fact in FACTS.items() if entered_by_hand(fact)]),
    JSON,
    st.dictionaries(st.sampled_from(["source", "proof", "checked_on", "holds_on"]), JSON),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_sent_is_recorded_or_refused(
    firm: Firm, writer: APIClient, name: str, value: Any, more: dict[str, Any]
) -> None:
    answer = post(writer, firm, SHARE | {"name": name, "value": value} | more)
    assert answer.status_code in (200, 201, 400), answer.content


def test_lists_cost_the_same_for_many(firm: Firm, writer: APIClient) -> None:
    costs = []
    for n in range(3):
        post(writer, firm, SHARE | {"holds_on": f"2025-06-0{n + 1}"})
        figures = {"revenue": str(n)}
        writer.put(url(f"firms/{firm.uscc}/years/{2020 + n}/"), figures, format="json")
        with CaptureQueriesContext(connection) as captured:
            writer.get(address(firm))
            writer.get(url(f"firms/{firm.uscc}/years/"))
        costs.append(len(captured))
    # Each: the token with its account, the firm, the rows.
    assert costs == [6, 6, 6]


def test_a_write_costs_a_known_number_of_queries(firm: Firm, writer: APIClient) -> None:
    post(writer, firm, SHARE)
    with CaptureQueriesContext(connection) as captured:
        post(writer, firm, SHARE | {"value": "20"})
    assert len(captured) <= 36, len(captured)
    with CaptureQueriesContext(connection) as captured:
        writer.put(url(f"firms/{firm.uscc}/years/2024/"), {"staff": 1}, format="json")
    assert len(captured) <= 36, len(captured)
