"""What holds between requests: versions, pages while others write, four eyes at two doors."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch, Procedure
from cultivation.certification.services import acting
from tests.certification.cases import do, make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import Office, fields, put_into
from tests.factories import writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def case(office: Office, batch: Batch) -> Application:
    return make_application(batch, office.users["officer"], documents=False)


# --- versions ---


def test_an_application_is_never_said_to_be_unchanged(office: Office, case: Application) -> None:
    """Its ETag is its version, which documents do not change."""
    client, here = office["officer"], url(f"applications/{case.pk}/")
    first = client.get(here)
    assert len(first.json()["missing"]) == 2
    kind = first.json()["missing"][0]["kind"]
    sent = client.post(
        f"{here}documents/",
        {"kind": kind, "file": SimpleUploadedFile("x.pdf", b"%PDF-1.4\n%%EOF")},
        format="multipart",
    )
    assert sent.status_code == 201, sent.content
    for address in (here, f"{here}acts/"):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 200
    assert len(client.get(here, headers={"If-None-Match": first["ETag"]}).json()["missing"]) == 1


@pytest.mark.parametrize("address", ["counts/", "applications/", "batches/", "tiers/"])
def test_412_is_a_problem_where_nothing_is_written_too(office: Office, address: str) -> None:
    client = office["reviewer"]
    answer = client.get(url(address), headers={"If-Match": '"9"'})
    assert (answer.status_code, answer["Content-Type"]) == (412, "application/problem+json")
    assert answer.json()["code"] == "changed_meanwhile"
    known = client.get(url(address))["ETag"]
    assert client.get(url(address), headers={"If-None-Match": known}).status_code == 304


def test_what_the_database_refuses_at_the_end_is_told(
    office: Office, case: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody gives the tier a notice while the case is certified without one."""
    with writing():
        Procedure.objects.filter(pk="innovative").update(notice=False)
    put_into(case, "proposed")
    write = acting._write

    def slowly(*args: Any) -> None:
        write(*args)
        Procedure.objects.filter(pk="innovative").update(notice=True)

    monkeypatch.setattr(acting, "_write", slowly)
    for headers in ({}, {"Idempotency-Key": "k-1"}):
        answer = office.act("decider", case, "certify", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "collision"), headers
    case.refresh_from_db()
    assert case.state == "proposed"


# --- pages ---


def test_pages_hold_while_others_write(office: Office, batch: Batch) -> None:
    made = [make_application(batch, office.users["officer"], documents=False) for _ in range(6)]
    client, seen = office["officer"], []
    page = client.get(url("applications/?page_size=2")).json()
    while True:
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        # New ones come in, old ones move on: none is left out and none comes twice.
        do(Doing.SUBMIT, Application.objects.get(pk=seen[-1]), office.users["officer"])
        if len(seen) == 2:
            made.append(make_application(batch, office.users["officer"], documents=False))
        page = client.get(page["next"]).json()
    assert seen == [one.pk for one in made]
    n = len(page["results"])
    back = client.get(page["previous"]).json()
    assert [row["id"] for row in back["results"]] == seen[-n - 2 : -n]


# --- four eyes ---


def at_the_desk(office: Office, name: str, one: Application, doing: str, **said: Any) -> int:
    client = Client()
    client.force_login(office.users[name])
    one.refresh_from_db()
    data = {"version": one.version, "step": "confirm"} | said
    return client.post(f"/cases/{one.pk}/acts/{doing}/", data).status_code


@pytest.mark.parametrize("door", ["rest", "desk"])
def test_whoever_reviewed_at_one_door_does_not_decide_at_the_other(
    office: Office, batch: Batch, door: str
) -> None:
    one = make_application(batch, office.users["officer"])
    put_into(one, "recommended")
    said = {"opinion": "同意", "differs": "核实"}
    refusing = {"reason": "standard_not_met", "opinion": "不符"}
    if door == "rest":
        assert at_the_desk(office, "reviewer", one, "propose", **said) == 302
        refused = office.act("reviewer", one, "refuse", **refusing)
        assert (refused.status_code, refused.json()["code"]) == (409, "same_person")
        done = office.act("decider", one, "refuse", **refusing)
        assert done.status_code == 200, done.content
    else:
        assert office.act("reviewer", one, "propose", **said).status_code == 200
        assert at_the_desk(office, "reviewer", one, "refuse", **refusing) == 409
        assert at_the_desk(office, "decider", one, "refuse", **refusing) == 302


# --- the ministry's list, entered over REST ---


def test_a_number_is_that_of_one_firm(office: Office) -> None:
    batch = make_batch("little_giant")
    made = [make_application(batch, office.users["officer"]) for _ in range(2)]
    for one in made:
        put_into(one, "with_ministry")
    said = {"act": "enter_result", "valid_from": "2026-07-01", "number": "N-1"}
    many = office["decider"].post(
        url("applications/acts/"), said | {"applications": [one.pk for one in made]}
    )
    assert (many.status_code, fields(many)) == (400, {"number": "number_of_one"})
    here = url(f"applications/{made[0].pk}/acts/")
    later = office["decider"].post(here, said | {"decided_on": "2026-06-16"})
    assert (later.status_code, fields(later)) == (400, {"decided_on": "decided_on_odd"})
    done = office["decider"].post(here, said | {"decided_on": "2026-06-15"})
    assert done.status_code == 200, json.dumps(done.json(), ensure_ascii=False)
