"""Applications and batches over REST: read within the scope, opened by whoever files."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.access.models import AccessRecord
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch, Commitment
from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from tests.certification.cases import do, make_application, make_batch, sign
from tests.contracts.addresses import url
from tests.contracts.casework import Office, fields, put_into
from tests.contracts.test_schema import check, document
from tests.factories import make_certification, make_firm, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["document"]


@pytest.fixture
def case(office: Office, batch: Batch) -> Application:
    firm = make_firm("天津甲乙丙科技有限公司", district="120101")
    return make_application(batch, office.users["officer"], firm, documents=False)


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_who_sees_what(office: Office, case: Application) -> None:
    sees = {"officer", "reviewer", "scientist", "auditor", "reader", "filer"}
    for name in (*sees, "stranger"):
        client = office[name]
        assert ids(client.get(url("applications/"))) == ([case.pk] if name in sees else []), name
        one = client.get(url(f"applications/{case.pk}/"))
        assert one.status_code == (200 if name in sees else 404), name
    for name, status in (("anonymous", 401), ("expert", 403)):
        for address in ("batches/", "applications/", f"applications/{case.pk}/acts/",
                        f"applications/{case.pk}/documents/", "objections/"):  # fmt: skip
            assert office[name].get(url(address)).status_code == status, (name, address)


def test_what_is_not_seen_is_as_what_is_not_there(office: Office, case: Application) -> None:
    for tail in ("", "acts/", "documents/"):
        hidden = office["stranger"].get(url(f"applications/{case.pk}/{tail}"))
        absent = office["stranger"].get(url(f"applications/{case.pk + 999}/{tail}"))
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    asked = AccessRecord.objects.filter(kind="out_of_scope").values_list("detail", flat=True)
    assert {"asked": f"application {case.pk}"} in asked


def test_a_case_says_what_the_flow_looks_at(
    office: Office, case: Application, document: dict[str, Any]
) -> None:
    answer = office["officer"].get(url(f"applications/{case.pk}/"))
    assert answer["ETag"] == '"0"'
    assert answer["Cache-Control"] == "private, no-store"
    told = answer.json()
    check(document, {"$ref": "#/components/schemas/Case"}, told, "case")
    assert told["firm"]["name"] == "天津甲乙丙科技有限公司"
    assert (told["state"], told["stage"], told["version"]) == ("draft", "firm", 0)
    assert [one["kind"] for one in told["missing"]] == ["form", "statement"]
    assert told["returns"] == {"to_firm": 0, "by_bureau": 0, "limit": None}
    assert (told["notice"], told["assessment"], told["promised"]) == (None, None, [])


def test_what_was_promised_is_named(office: Office, case: Application) -> None:
    do(Doing.SUBMIT, case, office.users["officer"])
    sign(case, office.users["officer"])
    said = {"missing": ["form"], "due_on": "2026-06-30", "opinion": "承诺补齐"}
    assert office.act("officer", case, "accept_incomplete", **said).status_code == 200
    told = office["officer"].get(url(f"applications/{case.pk}/")).json()
    assert [one["kind"] for one in told["missing"]] == ["statement"]
    assert [(one["kind"], one["due_on"]) for one in told["promised"]] == [("form", "2026-06-30")]
    assert Commitment.objects.get().due_on == dt.date(2026, 6, 30)


def test_the_list_is_filtered(office: Office, batch: Batch, case: Application) -> None:
    officer = office.users["officer"]
    other = make_application(make_batch("eaglet"), officer, documents=False)
    do(Doing.SUBMIT, other, officer)
    with writing():
        Application.objects.filter(pk=other.pk).update(
            due_on=today() - dt.timedelta(days=1), assigned_to=officer
        )
    asked = {
        "state=draft": case, "state=submitted,draft&kind=new": None, "stage=district": other,
        "tier=eaglet": other, "ladder=quality_sme": case, f"batch={batch.pk}": case,
        f"firm=id-{case.firm_id}": case, f"firm={other.firm.uscc}": other, "district=120101": None,
        "overdue=true": other, "overdue=false": case, "assigned=me": other, "assigned=none": case,
        "assigned=somebody": other, "filed_from=2026-06-15": other, "due_from=2026-06-20": case,
        "due_to=2026-06-14&filed_to=2026-06-15": other,
    }  # fmt: skip
    for query, one in asked.items():
        expected = [one.pk] if one else sorted([case.pk, other.pk])
        assert ids(office["officer"].get(url(f"applications/?{query}"))) == expected, query
    for query in ("district=120111", "zone=120116400", "kind=renewal", "notice=2026-001",
                  "batch=999999"):  # fmt: skip
        assert ids(office["officer"].get(url(f"applications/?{query}"))) == [], query


def opened(office: Office, name: str, **said: Any) -> Any:
    return office[name].post(url("applications/"), said)


def test_who_opens_a_draft(office: Office, batch: Batch) -> None:
    for name, status in {
        "officer": 201, "reviewer": 201, "filer": 201, "stranger": 404, "scientist": 403,
        "auditor": 403, "reader": 403, "expert": 403, "anonymous": 401,
    }.items():  # fmt: skip
        firm = make_firm(district="120101")
        answer = opened(office, name, batch=batch.pk, firm=firm.uscc, statement="首次\n申报")
        assert answer.status_code == status, (name, answer.content)
        assert Application.objects.filter(firm=firm).count() == (status == 201)
    made = Application.objects.latest("pk")
    assert made.statement == "首次\n申报"
    sources = Revision.objects.filter(reason="登记申报").values_list("source", flat=True)
    assert list(sources) == ["rest"] * 3


def test_a_draft_is_answered_with_its_address(office: Office, batch: Batch) -> None:
    firm = make_firm(code=None, district="120101")
    answer = opened(office, "filer", batch=batch.pk, firm=f"id-{firm.pk}", kind="new")
    told = answer.json()
    assert answer["Location"].endswith(f"/api/v1/applications/{told['id']}/")
    assert (answer["ETag"], told["state"], told["statement"]) == ('"0"', "draft", "")
    again = opened(office, "filer", batch=batch.pk, firm=f"id-{firm.pk}")
    assert (again.status_code, again.json()["code"]) == (409, "open_already")


PERIOD: dict[str, Any] = {"valid_from": dt.date(2023, 12, 1), "valid_to": dt.date(2026, 12, 1)}


def test_a_renewal_names_what_it_renews(office: Office, batch: Batch) -> None:
    held = make_certification(tier="innovative", **PERIOD)
    said = {"batch": batch.pk, "firm": held.firm.uscc}
    for more in ({"kind": "renewal"}, {"kind": "new", "renews": held.pk}):
        assert fields(opened(office, "officer", **said, **more)) == {"renews": "renews_kind"}
    other = make_certification(make_firm(district="120111"), "innovative", **PERIOD)
    assert fields(opened(office, "officer", **said, renews=other.pk)) == {"renews": "not_found"}
    wrong = opened(office, "reviewer", **said, renews=other.pk)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "renews_other")
    answer = opened(office, "officer", **said, renews=held.pk)
    assert (answer.json()["kind"], answer.json()["renews"]) == ("renewal", held.pk)


def test_a_firm_out_of_scope_is_as_one_that_is_not_there(office: Office, batch: Batch) -> None:
    foreign = Firm.objects.get(pk=make_firm(district="120111").pk)
    hidden, absent = (
        opened(office, "officer", batch=batch.pk, firm=f"id-{pk}") for pk in (foreign.pk, 10**9)
    )
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(str(foreign.pk).encode(), b"") == absent.content.replace(
        str(10**9).encode(), b""
    )


HUGE = 10**30
WRONG: list[tuple[Any, dict[str, str] | str]] = [
    ({}, {"batch": "required", "firm": "required"}),
    ({"batch": HUGE, "firm": "x"}, {"batch": "not_an_id", "firm": "uscc_length"}),
    ({"batch": True, "firm": ["id-1"]}, {"batch": "not_an_id", "firm": "uscc_length"}),
    ({"batch": "1", "firm": "id-1\x00"}, {"batch": "not_an_id", "firm": "uscc_length"}),
    ({"batch": 0, "firm": "id-1", "x": 1}, {"batch": "not_an_id", "x": "unknown_field"}),
    ({"batch": 1, "firm": "id-1", "statement": "a\x00"}, {"statement": "not_a_text"}),
    ({"batch": 1, "firm": "id-1", "statement": "a" * 4001}, {"statement": "not_a_text"}),
    ({"batch": 1, "firm": "id-1", "kind": ["new"]}, {"kind": "unknown_value"}),
    ({"batch": 1, "firm": None}, {"firm": "required"}),
    ({"batch": 2**63, "firm": "id-1"}, {"batch": "not_an_id"}),
    ({"batch": 2**62, "firm": "id-1"}, {"batch": "not_found"}),
    ({"batch": 1.5, "firm": "id-999999999999999999999"}, {"batch": "not_an_id"}),
    ([1], "not_an_object"),
    ("a", "not_an_object"),
    (None, {"batch": "required"}),
]


@pytest.mark.parametrize(("said", "expected"), WRONG)
def test_a_wrong_body_is_refused(office: Office, said: Any, expected: Any) -> None:
    answer = office["officer"].post(url("applications/"), said)
    assert answer.status_code in (400, 404), answer.content
    if isinstance(expected, str):
        assert answer.json()["code"] == expected
    else:
        assert expected.items() <= fields(answer).items()


@pytest.mark.parametrize("address", ["applications/", "notices/", "objections/"])
def test_parameters_of_writing_are_refused(office: Office, address: str) -> None:
    answer = office["reviewer"].post(url(f"{address}?state=draft"), {})
    assert answer.json()["errors"][0]["param"] == "state"


def test_batches(office: Office, batch: Batch, document: dict[str, Any]) -> None:
    listed = make_certification(make_firm(district="120111"), batch="只是名单").batch
    assert ids(office["officer"].get(url("batches/"))) == [batch.pk]
    assert ids(office["reviewer"].get(url("batches/"))) == sorted([batch.pk, listed.pk])
    assert office["officer"].get(url(f"batches/{listed.pk}/")).status_code == 404
    told = office["officer"].get(url(f"batches/{batch.pk}/")).json()
    check(document, {"$ref": "#/components/schemas/BatchDetail"}, told, "batch")
    assert (told["tier"], told["takes_today"], told["quota"]) == ("innovative", True, None)
    for query, found in {
        "takes_on=2026-06-15&tier=innovative": True, "takes_on=2026-07-15": False,
        "closed=true": False, "ladder=quality_sme&closed=false": True, f"name={batch.name}": True,
    }.items():  # fmt: skip
        assert ids(office["officer"].get(url(f"batches/?{query}"))) == [batch.pk] * found, query


def test_a_page_costs_the_same_for_one_as_for_many(office: Office, batch: Batch) -> None:
    officer = office.users["officer"]
    costs = []
    for n in (1, 6):
        for _ in range(n):
            put_into(make_application(batch, officer, documents=False), "recommended")
        office["officer"].get(url(""))
        for address in ("applications/?count=exact", "batches/"):
            with CaptureQueriesContext(connection) as captured:
                office["officer"].get(url(address))
            costs.append(len(captured))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 6
    one = Application.objects.latest("pk")
    office["reviewer"].get(url(""))
    for address, most in ((f"applications/{one.pk}/", 30), (f"applications/{one.pk}/acts/", 40)):
        with CaptureQueriesContext(connection) as captured:
            assert office["reviewer"].get(url(address)).status_code == 200
        assert len(captured) <= most, (address, len(captured))
