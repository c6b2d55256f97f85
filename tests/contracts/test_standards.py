"""Standards over REST: the list, the single one, trying facts, judging a firm."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from cultivation.firms.services import record_year
from cultivation.standards.models import Standard
from cultivation.standards.vocabulary import FACTS
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.conftest import World
from tests.factories import make_user, writing
from tests.standards.cases import innovative_2022, specialized_2026

ASSESS = "standards/specialized-2026/assess/"


def codes(client: APIClient, **query: str) -> list[str]:
    response = client.get(url("standards/"), query)
    assert response.status_code == 200, response.content
    return [row["code"] for row in response.json()["results"]]


def assess(body: Any, address: str = ASSESS, client: APIClient | None = None) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body)
    return (client or APIClient()).post(url(address), content, content_type="application/json")


def refused(body: Any, code: str = "invalid_facts", status: int = 400) -> dict[str, Any]:
    """The errors by field, of a body that must be refused."""
    response = assess(body)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == code
    return {error["field"]: error for error in response.json().get("errors", [])}


# --- list and detail ---


def test_the_list_has_the_newest_version_of_each(anonymous: APIClient, db: None) -> None:
    assert len(codes(anonymous)) == Standard.objects.count()
    with writing():
        first = Standard.objects.get(key="eaglet-2021.1")
        first.pk, first.version = "eaglet-2021.2", 2
        first.save(force_insert=True)
    rows = anonymous.get(url("standards/"), {"tier": "eaglet"}).json()["results"]
    assert [(row["code"], row["version"]) for row in rows] == [("eaglet-2021", 2)]
    whole = anonymous.get(url("standards/eaglet-2021/")).json()
    assert (whole["version"], whole["versions"]) == (2, [1, 2])
    assert anonymous.get(url("standards/eaglet-2021/?version=1")).json()["version"] == 1


def test_by_tier_act_and_day(anonymous: APIClient, db: None) -> None:
    assert codes(anonymous, tier="specialized") == ["specialized-2022", "specialized-2026"]
    assert codes(anonymous, tier="specialized", in_force="2026-04-01") == ["specialized-2026"]
    assert codes(anonymous, tier="little_giant", in_force="2026-06-01") == [
        "little-giant-2022",  # for renewals of that year
        "little-giant-2026",
    ]
    assert codes(anonymous, in_force="2016-12-31") == []
    assert "tech-sme" in codes(anonymous, act="renewal")


def test_a_standard_tells_its_criteria_and_facts(anonymous: APIClient, db: None) -> None:
    whole = anonymous.get(url("standards/innovative-2022/")).json()
    assert whole["content"]["parts"][0]["max"] == 40
    assert whole["document"] == "工信部企业〔2022〕63号"
    facts = {one["name"]: one for one in whole["facts"]}
    assert set(innovative_2022.BASE) <= set(facts)
    assert facts["revenue_y1"]["unit"] == "万元"
    assert facts["industry"]["origin"] == "registry"
    assert next(iter(facts["size_class"]["choices"])) == "micro"
    assert [one["name"] for one in facts["awards"]["fields"]] == ["level", "rank", "year"]


@pytest.mark.parametrize(
    "address",
    ["standards/nope/", "standards/%00/", "standards/eaglet-2021/?version=9", "standards/x y/",
     "standards/eaglet-2021/?version=one", "standards/eaglet-2021/?version=99999999999"],
)  # fmt: skip
def test_what_is_not_there(anonymous: APIClient, db: None, address: str) -> None:
    assert anonymous.get(url(address)).status_code == 404


@pytest.mark.parametrize(
    "query", [{"teir": "seed"}, {"tier": "sed"}, {"in_force": "2026-02-30"}, {"act": "fresh"}]
)
def test_the_filters_are_strict(anonymous: APIClient, db: None, query: dict[str, str]) -> None:
    response = anonymous.get(url("standards/"), query)
    assert response.status_code == 400
    assert response.json()["errors"][0]["param"] == next(iter(query))


# --- trying facts ---


def test_anybody_may_try_and_nothing_is_stored(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = assess({"facts": specialized_2026.BASE, "as_of": "2026-06-01"})
    assert response.status_code == 200, response.content
    assert all(q["sql"].startswith("SELECT") for q in queries.captured_queries)
    answer = response.json()
    assert answer["result"] == "person"
    assert answer["standard"]["document"] == "工信部企业〔2026〕2号"
    assert {one["result"] for one in answer["criteria"]} == {"met", "person"}
    assert answer["warnings"] == []


def test_nothing_is_asked_of_a_browser_either(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("bureau"))
    body = json.dumps({"facts": {}})
    response = client.post(url(ASSESS), body, content_type="application/json")
    assert response.status_code == 200
    assert response.json()["result"] == "missing"


def test_numbers_may_be_numbers_or_text_and_are_exact(db: None) -> None:
    for value in (0.1, "0.1", "0.100000"):
        facts = {"rd_expense_y1": value, "revenue_y1": 1}
        answer = assess({"facts": facts}).json()
        (found,) = [
            inner
            for one in answer["criteria"]
            for inner in one.get("criteria", ())
            if inner["id"] == "c4b-y1"
        ]
        assert (found["result"], found["figure"]["value"]) == ("met", "10")


def test_the_size_class_follows_from_industry_and_figures(db: None) -> None:
    facts = {"industry": "C35", "staff_y1": 1000, "revenue_y1": 40000}
    answer = assess({"facts": facts}).json()
    assert answer["criteria"][0]["result"] == "not_met"
    answer = assess({"facts": {**facts, "staff_y1": 999}}).json()
    assert answer["criteria"][0]["result"] == "met"
    answer = assess({"facts": {"industry": "C35"}}).json()
    assert answer["criteria"][0]["result"] == "missing"


def test_act_day_version_and_overrides_are_taken(db: None) -> None:
    address = "standards/little-giant-2022/assess/"
    body: dict[str, Any] = {"facts": {}, "act": "renewal", "as_of": "2025-06-01", "version": 1}
    answer = assess(body, address).json()
    assert [one["code"] for one in answer["overrides"]] == [
        "miit-2025-190",
        "miit-2025-190-renewal",
    ]
    answer = assess({**body, "overrides": ["miit-2025-190"]}, address).json()
    assert [one["code"] for one in answer["overrides"]] == ["miit-2025-190"]
    assert assess({**body, "overrides": []}, address).json()["overrides"] == []


def test_figures_that_cannot_be_true_together_are_told(db: None) -> None:
    answer = assess({"facts": {"main_revenue_y1": 2, "revenue_y1": 1}}).json()
    assert [one["code"] for one in answer["warnings"]] == ["main_revenue_above_revenue"]


def test_unknown_facts_are_errors_that_name_them(db: None) -> None:
    errors = refused({"facts": {"revenu_y1": 1, "nonsense": 2, "revenue_y1": 3}})
    assert set(errors) == {"revenu_y1", "nonsense"}
    assert "revenue_y1" in errors["revenu_y1"]["message"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"revenue_y1": "1e3"}, "not_a_number"),
        ({"revenue_y1": True}, "not_a_number"),
        ({"revenue_y1": "１２"}, "not_a_number"),
        ({"revenue_y1": "1" * 15}, "not_a_number"),
        ({"revenue_y1": "0.0000001"}, "not_a_number"),
        ({"revenue_y1": -1}, "negative"),
        ({"revenue_y1": [1]}, "not_a_number"),
        ({"staff_y1": 1.5}, "not_a_whole_number"),
        ({"staff_y1": "9" * 400}, "not_a_whole_number"),
        ({"own_brand": "yes"}, "not_yes_or_no"),
        ({"size_class": "tiny"}, "unknown_value"),
        ({"established_on": "2020-02-30"}, "not_a_day"),
        ({"industry": 35}, "not_a_text"),
        ({"awards": {}}, "not_a_list"),
        ({"awards": ["first"]}, "unknown_field"),
        ({"awards": [{"level": "national"}]}, "field_missing"),
        ({"awards": [{"level": "national", "year": 20}]}, "not_a_year"),
        ({"awards": [{"level": "national", "year": 2020, "x": 1}]}, "unknown_field"),
        ({"awards": [{"level": "national", "year": 2020}] * 101}, "not_a_list"),
        ({"titles": [{"code": "sead", "from": "2020-01-01"}]}, "unknown_tier"),
    ],
)
def test_wrong_facts_are_errors_that_name_them(db: None, facts: dict[str, Any], code: str) -> None:
    (name,) = facts
    errors = refused({"facts": facts})
    assert list(errors) == [name]
    assert errors[name]["code"] == code
    assert errors[name]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "facts"),
        ({"facts": []}, "facts"),
        ({"facts": {}, "asof": "2026-01-01"}, "asof"),
        ({"facts": {}, "as_of": "yesterday"}, "as_of"),
        ({"facts": {}, "as_of": 20260101}, "as_of"),
        ({"facts": {}, "act": "fresh"}, "act"),
        ({"facts": {}, "act": ["new"]}, "act"),
        ({"facts": {}, "version": 9}, "version"),
        ({"facts": {}, "version": "1"}, "version"),
        ({"facts": {}, "version": True}, "version"),
        ({"facts": {}, "overrides": ["none"]}, "overrides"),
        ({"facts": {}, "overrides": [{}]}, "overrides"),
        ({"facts": {}, "overrides": "none"}, "overrides"),
    ],
)
def test_wrong_bodies_are_errors_that_name_them(db: None, body: Any, field: str) -> None:
    assert list(refused(body)) == [field]


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (b"{broken", "not_json", 400),
        (b"\xff\xfe", "not_json", 400),
        (b'{"facts": {"revenue_y1": NaN}}', "not_json", 400),
        (b"[" * 60_000, "not_json", 400),
        (b"[]", "not_an_object", 400),
        (b"null", "not_an_object", 400),
        (b'"x"', "not_an_object", 400),
        (b" " * 70_000, "too_large", 413),
    ],
)
def test_what_is_no_question_is_refused(db: None, body: bytes, code: str, status: int) -> None:
    refused(body, code, status)


def test_other_methods_types_parameters_and_tokens(db: None) -> None:
    client = APIClient()
    for method in ("get", "put", "patch", "delete"):
        assert getattr(client, method)(url(ASSESS)).status_code == 405
    assert client.post(url(ASSESS), {"facts": "x"}, format="multipart").status_code == 415
    assert client.post(url(ASSESS) + "?x=1", "{}", content_type="application/json").status_code == (
        400
    )
    assert assess({"facts": {}}, "standards/nope/assess/").status_code == 404
    client.credentials(HTTP_AUTHORIZATION="Token wrong")
    assert assess({"facts": {}}, client=client).status_code == 401
    writer = client_with(make_user("bureau"), scopes=("write",))
    assert assess({"facts": {}}, client=writer).status_code == 403


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner,
                                                                max_size=3),
    max_leaves=8,
)  # fmt: skip
NAMES = st.sampled_from([*FACTS, "facts", "x"])


@given(st.dictionaries(NAMES, JSON, max_size=5), st.dictionaries(st.text(max_size=8), JSON,
                                                                 max_size=2))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_sent_is_answered_or_refused(
    db: None, facts: dict[str, Any], further: dict[str, Any]
) -> None:
    response = assess({"facts": facts, **further})
    assert response.status_code in (200, 400)


# --- a firm ---


@pytest.fixture
def figures(world: World) -> None:
    with writing():
        record_year(
            firm=world["plain"], year=2025,
            figures={"revenue": Decimal(9000), "main_revenue": Decimal(9900)},
        )  # fmt: skip


def test_a_firm_is_judged_by_the_standard_that_applies(
    world: World, figures: None, officer: APIClient
) -> None:
    firm = world["plain"]
    address = url(f"firms/{firm.uscc}/assessment/")
    answer = officer.get(address, {"tier": "little_giant", "as_of": "2026-05-01"}).json()
    assert answer["firm"] == {"id": firm.pk, "uscc": firm.uscc, "name": firm.name}
    assert answer["standard"]["code"] == "little-giant-2026"
    assert answer["facts"]["revenue_y1"] == "9000"
    assert answer["sources"]["revenue_y1"] == {"year": 2025}
    assert [one["code"] for one in answer["warnings"]] == ["main_revenue_above_revenue"]
    renewal = {"tier": "little_giant", "as_of": "2026-05-01", "act": "renewal"}
    answer = officer.get(address, renewal).json()
    assert answer["standard"]["code"] == "little-giant-2022"
    assert "117号" in answer["applies"]["why"]["zh"]


def test_a_firm_without_any_figures_is_judged_too(world: World, officer: APIClient) -> None:
    pending = world["pending"]
    for tier in ("innovative", "specialized", "eaglet", "gazelle", "cheetah", "tech_sme", "seed"):
        response = officer.get(url(f"firms/id-{pending.pk}/assessment/"), {"tier": tier})
        assert response.status_code == 200, response.content
        assert response.json()["result"] in ("missing", "person", "not_met")


def test_a_foreign_firm_is_not_there(world: World, officer: APIClient) -> None:
    foreign = world["zone"]
    for named in (foreign.uscc, f"id-{foreign.pk}"):
        response = officer.get(url(f"firms/{named}/assessment/"), {"tier": "specialized"})
        assert response.status_code == 404
        assert foreign.name not in response.content.decode()
        assert response.json()["code"] == "not_found"


def test_a_firm_needs_somebody(world: World, anonymous: APIClient) -> None:
    address = url(f"firms/{world['plain'].uscc}/assessment/")
    assert anonymous.get(address, {"tier": "specialized"}).status_code == 401


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({}, "tier"),
        ({"tier": "specialised"}, "tier"),
        ({"tier": "specialized,seed"}, "tier"),
        ({"tier": "seed", "act": "fresh"}, "act"),
        ({"tier": "seed", "as_of": "2026-02-30"}, "as_of"),
        ({"tier": "seed", "page_size": "1"}, "page_size"),
    ],
)
def test_its_parameters_are_strict(
    world: World, officer: APIClient, query: dict[str, str], param: str
) -> None:
    response = officer.get(url(f"firms/{world['plain'].uscc}/assessment/"), query)
    assert response.status_code == 400
    assert [one["param"] for one in response.json()["errors"]] == [param]


def test_where_no_standard_is_on_file_it_says_so(world: World, officer: APIClient) -> None:
    address = url(f"firms/{world['plain'].uscc}/assessment/")
    for query in ({"tier": "cloud_adopter"}, {"tier": "eaglet", "as_of": "2020-01-01"}):
        response = officer.get(address, query)
        assert response.status_code == 404
        assert response.json()["code"] == "no_standard"


def test_a_firm_costs_a_handful_of_queries(world: World, figures: None, bureau: APIClient) -> None:
    address = url(f"firms/{world['plain'].uscc}/assessment/?tier=specialized")
    bureau.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert bureau.get(address).status_code == 200
    assert len(queries) <= 13


def test_days_and_amounts_of_the_answer_are_text(world: World, officer: APIClient) -> None:
    answer = officer.get(
        url(f"firms/{world['plain'].uscc}/assessment/"), {"tier": "specialized"}
    ).json()
    for title in answer["facts"]["titles"]:
        assert dt.date.fromisoformat(title["from"])
