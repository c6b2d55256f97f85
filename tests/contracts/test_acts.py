"""Acts over REST: offered, done, refused as the flow refuses them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from cultivation.certification.flow.states import CLOSED, Doing, State
from cultivation.certification.flow.table import RULES
from cultivation.certification.models import Act, Application, Batch
from cultivation.certification.services import Given, Refused, act
from cultivation.clock import today
from tests.certification import samples
from tests.certification.cases import make_application, sign
from tests.contracts.addresses import url
from tests.contracts.casework import Office, fields, put_into, undone
from tests.contracts.test_schema import check, document
from tests.factories import writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["document"]


@pytest.fixture
def case(office: Office, batch: Batch) -> Application:
    return make_application(batch, office.users["officer"])


def offered(office: Office, name: str, one: Application) -> dict[str, Any]:
    answer = office[name].get(url(f"applications/{one.pk}/acts/"))
    assert answer.status_code == 200, answer.content
    return {offer["act"]: offer for offer in answer.json()["offers"]}


def test_what_is_offered(office: Office, case: Application, document: dict[str, Any]) -> None:
    told = office["officer"].get(url(f"applications/{case.pk}/acts/")).json()
    check(document, {"$ref": "#/components/schemas/CaseActs"}, told, "acts")
    assert set(offered(office, "officer", case)) == {"submit", "withdraw"}
    assert offered(office, "auditor", case) == offered(office, "scientist", case) == {}
    submit = offered(office, "filer", case)["submit"]
    assert (submit["label"], submit["to"], submit["possible"], submit["lead"]) == (
        "提交", "submitted", True, True,
    )  # fmt: skip
    assert submit["address"] == f"applications/{case.pk}/acts/"
    reading = offered(office, "reader", case)["submit"]
    assert not reading["possible"]
    assert reading["obstacles"][0]["code"] == "token_reads_only"
    withdraw = offered(office, "officer", case)["withdraw"]["asks"]
    assert [(ask["field"], ask["required"]) for ask in withdraw] == [
        ("reason", True), ("opinion", False),
    ]  # fmt: skip
    assert {"code": "firm_asks", "label": "企业申请撤回"} in withdraw[0]["reasons"]


def test_what_stands_against_an_act_is_what_it_is_refused_with(
    office: Office, batch: Batch, document: dict[str, Any]
) -> None:
    one = make_application(batch, office.users["officer"], documents=False)
    office.act("officer", one, "submit")
    offer = offered(office, "officer", one)["recommend"]
    assert not offer["possible"]
    answer = office.act("officer", one, "recommend", opinion="同意", differs="核实")
    assert answer.status_code == 409
    told = answer.json()
    assert [{k: e[k] for k in ("code", "message")} for e in told["errors"]] == offer["obstacles"]
    assert (told["code"], told["detail"]) == (
        "documents_missing", offer["obstacles"][0]["message"],
    )  # fmt: skip
    acts = office["officer"].get(url(f"applications/{one.pk}/acts/")).json()
    check(document, {"$ref": "#/components/schemas/CaseActs"}, acts, "acts")


def test_an_act_is_done(office: Office, case: Application, document: dict[str, Any]) -> None:
    answer = office.act("filer", case, "submit", headers={"If-Match": '"0"'})
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    told = answer.json()
    check(document, {"$ref": "#/components/schemas/Done"}, told, "done")
    assert (told["application"]["state"], told["application"]["version"]) == ("submitted", 1)
    assert (told["act"]["label"], told["act"]["from_state"]) == ("提交", "draft")
    history = office["officer"].get(url(f"applications/{case.pk}/acts/")).json()["history"]
    assert [one["act"] for one in history] == ["open", "submit"]
    assert history[1] == told["act"]
    assert len(history[1]["seen"]["documents"]) == 2


def test_what_is_asked_and_left_out_is_named(office: Office, case: Application) -> None:
    office.act("officer", case, "submit")
    answer = office.act("officer", case, "return_to_firm")
    assert (answer.status_code, fields(answer)) == (
        400, {"reason": "reason_missing", "opinion": "opinion_missing"},
    )  # fmt: skip
    wrong = office.act("officer", case, "return_to_firm", reason="no_such", opinion="补正")
    assert fields(wrong) == {"reason": "reason_missing"}
    complete = offered(office, "officer", case)["accept_incomplete"]
    assert [one["code"] for one in complete["obstacles"]] == ["nothing_missing"]
    with writing():
        case.documents.filter(kind="form").update(withdrawn_on=today())
    asks = offered(office, "officer", case)["accept_incomplete"]["asks"]
    assert {ask["field"]: ask["required"] for ask in asks} == {
        "commitment": True, "missing": True, "due_on": True, "opinion": True,
    }  # fmt: skip
    sign(case, office.users["officer"])
    asks = offered(office, "officer", case)["accept_incomplete"]["asks"]
    assert asks[0] == {"field": "commitment", "required": False}
    said = {"missing": ["no_such"], "due_on": "2026-06-30", "opinion": "容缺"}
    assert fields(office.act("officer", case, "accept_incomplete", **said)) == {
        "missing": "unknown_document"
    }
    # What is there is not promised: nobody would bring it.
    there = office.act("officer", case, "accept_incomplete", **said | {"missing": ["statement"]})
    assert (there.status_code, fields(there)) == (409, {"missing": "not_missing"})
    assert Act.objects.filter(application=case).count() == 2


def test_what_the_firm_signed_goes_with_the_act(
    office: Office, case: Application, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    office.act("officer", case, "submit")
    with writing():
        case.documents.filter(kind="form").update(withdrawn_on=today())
    said = {
        "act": "accept_incomplete",
        "missing": ["form"],
        "due_on": "2026-06-30",
        "opinion": "容缺",
    }
    here, officer = url(f"applications/{case.pk}/acts/"), office["officer"]
    without = officer.post(here, said)
    assert (without.status_code, fields(without)) == (400, {"commitment": "commitment_missing"})
    many = office["officer"].post(
        url("applications/acts/"), said | {"applications": [case.pk]}
    )  # of many: none without its own
    assert (many.status_code, fields(many)) == (400, {"commitment": "commitment_missing"})
    for file, code in (("text", "not_a_file"), (signed(b"MZ"), "document_type")):
        wrong = officer.post(here, said | {"commitment": file}, format="multipart")
        assert (wrong.status_code, fields(wrong)) == (400, {"commitment": code})
    key = {"Idempotency-Key": "promised"}
    for _again in range(2):
        sent = said | {"commitment": signed(samples.PDF)}
        done = officer.post(here, sent, format="multipart", headers=key)
        assert done.status_code == 200, done.content
    (paper,) = case.documents.filter(kind="commitment")
    assert [paper.pk, paper.sha256] in Act.objects.latest("pk").seen["documents"]
    # Another case that has its own is acted on with many.
    assert officer.post(url("applications/acts/"), said | {"applications": [case.pk]}).json()[
        "done"
    ]


def signed(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("承诺书.pdf", content)


WRONG: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"act": "no_such"}, {"act": "unknown_value"}),
    ({"act": 5}, {"act": "unknown_value"}),
    ({"act": None}, {"act": "required"}),
    ({"act": "submit", "reason": "other"}, {"reason": "not_asked"}),
    ({"act": "submit", "opinion": "x", "who": 1}, {"who": "unknown_field"}),
    ({"act": "recommend", "opinion": ["x"]}, {"opinion": "not_a_text"}),
    ({"act": "recommend", "opinion": "\x00"}, {"opinion": "not_a_text"}),
    ({"act": "recommend", "opinion": "\ud800"}, {"opinion": "not_a_text"}),
    ({"act": "recommend", "opinions": []}, {"opinions": "not_opinions"}),
    ({"act": "recommend", "opinions": {"a": 1}}, {"opinions": "not_opinions"}),
    ({"act": "recommend", "opinions": {"a": {"agrees": 1}}}, {"opinions": "not_opinions"}),
    ({"act": "recommend", "opinions": {"a": {"agrees": True}}}, {"opinions": "unknown_value"}),
    ({"act": "certify", "valid_from": "2026-02-30"}, {"valid_from": "invalid_date"}),
    ({"act": "certify", "valid_from": 20260201}, {"valid_from": "invalid_date"}),
    ({"act": "certify", "document": "文" * 201}, {"document": "not_a_text"}),
    ({"act": "enter_result", "number": "n" * 61}, {"number": "not_a_text"}),
    ({"act": "enter_result", "decided_on": "9999-01-01"}, {"decided_on": "invalid_date"}),
    ({"act": "send_to_experts", "experts": [10**30]}, {"experts": "not_an_id"}),
    ({"act": "send_to_experts", "experts": [1, 1]}, {"experts": "repeated"}),
    ({"act": "send_to_experts", "experts": {}}, {"experts": "not_a_list"}),
    ({"act": "accept_incomplete", "missing": []}, {"missing": "not_a_list"}),
    ({"act": "accept_incomplete", "missing": [[]]}, {"missing": "not_a_text"}),
    ({"act": "open"}, {"act": "done_elsewhere"}),
]


@pytest.mark.parametrize(("said", "expected"), WRONG)
def test_a_wrong_body_is_refused(
    office: Office, case: Application, said: Any, expected: dict[str, str]
) -> None:
    body = json.dumps(said)  # which also writes half a character
    answer = office["reviewer"].post(
        url(f"applications/{case.pk}/acts/"), body, content_type="application/json"
    )
    assert answer.status_code == 400, answer.content
    assert expected.items() <= fields(answer).items()
    case.refresh_from_db()
    assert case.version == 0


def test_if_match(office: Office, case: Application) -> None:
    office.act("officer", case, "submit", headers={"If-Match": '"7", "0"'})
    stale = office.act("filer", case, "withdraw", reason="firm_asks", headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    name = office.users["officer"].get_username()
    assert name in stale.json()["detail"]
    assert "提交" in stale.json()["detail"]
    for wrong in ("0", '"x"', '""', '"-1"', '"99999999999999999999"'):
        again = office.act("filer", case, "withdraw", reason="other", headers={"If-Match": wrong})
        assert again.status_code == 412, wrong
    for right in ("*", 'W/"1"'):
        with undone():
            done = office.act(
                "filer", case, "withdraw", reason="firm_asks", headers={"If-Match": right}
            )
            assert done.status_code == 200, right


def test_what_was_done_already_is_told(office: Office, case: Application) -> None:
    office.act("officer", case, "submit")
    again = office.act("officer", case, "submit")
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")
    assert "提交" in again.json()["detail"]


def test_a_token_that_only_reads_does_nothing(office: Office, case: Application) -> None:
    answer = office.act("reader", case, "submit")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_a_login_needs_its_csrf_token(office: Office, case: Application) -> None:
    here = url(f"applications/{case.pk}/acts/")
    for checks, status in ((True, 403), (False, 200)):
        client = APIClient(enforce_csrf_checks=checks)
        client.force_login(office.users["officer"])
        assert client.post(here, {"act": "submit"}).status_code == status


PEOPLE = ("officer", "reviewer", "scientist", "filer")
# A state for each act in which the table knows it, and one in which it does not.
STATES = {rule.doing: rule.sources[0] for rule in RULES}
NEVER_ACTS = {"auditor": 403, "expert": 403, "stranger": 404, "anonymous": 401}
OWN = {rule.doing for rule in RULES if rule.own}


@pytest.mark.parametrize("doing", sorted(STATES))
def test_it_answers_as_the_flow_does(office: Office, case: Application, doing: Doing) -> None:
    """For every act of the table, by everybody: the status and the sentence of ``services.act``."""
    states = {STATES[doing], State.WITHDRAWN if STATES[doing] != "withdrawn" else State.DRAFT}
    for state in sorted(states):
        put_into(case, state)
        for name in PEOPLE:
            client = office[name]
            with undone():
                answer = client.post(url(f"applications/{case.pk}/acts/"), {"act": doing})
            told = answer.json()
            if doing in OWN:
                bureau = name == "reviewer" and doing is not Doing.CLOSE
                assert told["code"] == ("done_elsewhere" if bureau else "not_yours"), (state, name)
                continue
            assert (answer.status_code, told.get("code"), told.get("detail")) == flow(
                office, case, doing, name
            ), (state, name)


def test_others_never_act(office: Office, case: Application) -> None:
    for name, status in NEVER_ACTS.items():
        for doing in ("submit", "recommend", "certify", "close", "publish"):
            assert office.act(name, case, doing).status_code == status, (name, doing)


def flow(office: Office, case: Application, doing: Doing, name: str) -> tuple[int, Any, Any]:
    """What the one service says to the same person."""
    try:
        with undone(), writing():
            act(
                applications=[case.pk],
                doing=doing,
                actor=office.users[name],
                given=Given(),
                files=name == "filer",
            )
    except Refused as refused:
        return refused.rows[0].status, refused.code, str(refused.message)
    return 200, None, None


def test_a_case_that_is_closed_offers_hardly_anything(office: Office, case: Application) -> None:
    for state in set(CLOSED) - {State.CERTIFIED}:
        put_into(case, state)
        for name in ("officer", "filer"):
            assert offered(office, name, case) == {}, (state, name)
        assert set(offered(office, "reviewer", case)) <= {"reopen"}
