"""Documents over REST: listed as far as they may be seen, attached as a form."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cultivation.access.models import AccessRecord
from cultivation.certification.models import Application, Commitment, Document
from cultivation.clock import now, today
from tests.certification import samples
from tests.certification.cases import make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import Office, fields, put_into
from tests.contracts.test_schema import check, document
from tests.factories import writing

pytestmark = pytest.mark.django_db
__all__ = ["document"]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "documents"


@pytest.fixture
def case(office: Office) -> Application:
    return make_application(make_batch(), office.users["officer"], documents=False)


def pdf(content: bytes = samples.PDF, name: str = "申请书.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def attach(office: Office, name: str, one: Application, **said: Any) -> Any:
    headers = said.pop("headers", {})
    here = url(f"applications/{one.pk}/documents/")
    return office[name].post(here, said, format="multipart", headers=headers)


def test_a_document_is_attached(
    office: Office, case: Application, document: dict[str, Any]
) -> None:
    with writing():
        Commitment.objects.create(
            application=case, firm=case.firm, kind="form", due_on=today(), accepted_on=today()
        )
    answer = attach(office, "filer", case, kind="form", file=pdf())
    assert answer.status_code == 201, answer.content
    told = answer.json()
    check(document, {"$ref": "#/components/schemas/Document"}, told, "document")
    assert (told["name"], told["content_type"], told["size"]) == (
        "申请书.pdf", "application/pdf", len(samples.PDF),
    )  # fmt: skip
    listed = office["officer"].get(url(f"applications/{case.pk}/documents/")).json()["results"]
    assert listed == [told]
    seen = office["officer"].get(url(f"applications/{case.pk}/")).json()
    assert ([one["kind"] for one in seen["missing"]], seen["promised"]) == (["statement"], [])


def test_the_file_itself_is_handed_out(office: Office, case: Application) -> None:
    made = attach(office, "filer", case, kind="form", file=pdf()).json()
    here = url(f"applications/{case.pk}/documents/{made['id']}/")
    for name in ("officer", "decider", "auditor", "filer"):
        answer = office[name].get(here, headers={"accept": "application/pdf"})
        assert (answer.status_code, answer.content) == (200, samples.PDF), name
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
    taken = AccessRecord.objects.filter(kind="export", detail__filter__icontains="申请书.pdf")
    assert taken.count() == 4
    # A machine reads only what it handed in itself; who sees no such case finds no such file.
    refused = office["reader"].get(here)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
    assert office["expert"].get(here).status_code == 403
    for name, address in (("stranger", here), ("officer", f"{here[:-1]}9/")):
        assert office[name].get(address).status_code == 404
    photo = pdf(samples.PNG, "举报.png")
    reserved = attach(office, "reviewer", case, kind="other", file=photo, reserved="true").json()
    there = url(f"applications/{case.pk}/documents/{reserved['id']}/")
    assert office["decider"].get(there).status_code == 200
    for name in ("officer", "scientist", "reader"):
        assert office[name].get(there).status_code == 404
    assert office["officer"].get(f"{here}?as=png").status_code == 400


def test_who_attaches(office: Office, case: Application) -> None:
    for name, status in {"reader": 403, "auditor": 403, "scientist": 403, "stranger": 404,
                         "expert": 403, "anonymous": 401, "reviewer": 201}.items():  # fmt: skip
        answer = attach(office, name, case, kind="form", file=pdf())
        assert answer.status_code == status, (name, answer.content)
    put_into(case, "refused")
    closed = attach(office, "officer", case, kind="statement", file=pdf())
    assert (closed.status_code, closed.json()["code"]) == (409, "case_closed")


def test_what_is_for_the_bureau_only(office: Office, case: Application) -> None:
    assert attach(office, "officer", case, kind="form", file=pdf(), reserved="true").json()[
        "code"
    ] == ("not_yours")
    made = attach(office, "reviewer", case, kind="form", file=pdf(), reserved="true").json()
    assert office.act("officer", case, "submit").status_code == 200
    for name, sees in {"reviewer": True, "auditor": True, "officer": False, "reader": False,
                       "filer": False}.items():  # fmt: skip
        rows = office[name].get(url(f"applications/{case.pk}/documents/")).json()["results"]
        history = office[name].get(url(f"applications/{case.pk}/acts/")).json()["history"]
        assert bool(rows) == bool(history[-1]["seen"]["documents"]) == sees, name
        assert (made["sha256"] in str([rows, history])) == sees, name


def test_the_same_upload_again_is_one(office: Office, case: Application) -> None:
    key = {"Idempotency-Key": "an-upload"}
    first, again = (
        attach(office, "officer", case, kind="form", file=pdf(), headers=key) for _ in range(2)
    )
    assert (first.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    other = attach(office, "officer", case, kind="form", file=pdf(samples.PNG), headers=key)
    assert other.status_code == 422
    without = attach(office, "officer", case, kind="form", file=pdf())
    assert (without.status_code, without.json()["code"]) == (409, "document_there")
    assert Document.objects.get().uploaded_at <= now()


def test_a_wrong_document_is_withdrawn(
    office: Office, case: Application, document: dict[str, Any]
) -> None:
    made = attach(office, "filer", case, kind="form", file=pdf()).json()
    here = url(f"applications/{case.pk}/documents/{made['id']}/withdraw/")
    said = {"reason": "传错"}
    for name, status in {"reader": 403, "auditor": 403, "scientist": 403, "stranger": 404,
                         "expert": 403, "anonymous": 401}.items():  # fmt: skip
        assert office[name].post(here, said).status_code == status, name
    for wrong, code in (({}, "required"), ({"reason": " "}, "required"),
                        ({"reason": "长" * 201}, "not_a_text")):  # fmt: skip
        answer = office["filer"].post(here, wrong)
        assert (answer.status_code, fields(answer)) == (400, {"reason": code})
    # Before the bureau, it alone withdraws; of another case it is not there.
    put_into(case, "recommended")
    assert office["officer"].post(here, said).json()["code"] == "not_yours"
    put_into(case, "draft")
    other = make_application(make_batch("seed"), office.users["officer"], documents=False)
    elsewhere = here.replace(f"/{case.pk}/", f"/{other.pk}/")
    assert office["officer"].post(elsewhere, said).status_code == 404
    key = {"Idempotency-Key": "a mistake"}
    for _again in range(2):
        answer = office["filer"].post(here, said, headers=key)
        told = answer.json()
        check(document, {"$ref": "#/components/schemas/Document"}, told, "document")
        assert (answer.status_code, told["withdrawn_reason"]) == (200, "传错")
    again = office["officer"].post(here, said)
    assert (again.status_code, again.json()["code"]) == (409, "withdrawn_already")
    seen = office["officer"].get(url(f"applications/{case.pk}/")).json()
    assert [one["kind"] for one in seen["missing"]] == ["form", "statement"]
    # What is for the bureau only is not there for others.
    kept = attach(office, "reviewer", case, kind="other", file=pdf(), reserved="true").json()
    hidden = url(f"applications/{case.pk}/documents/{kept['id']}/withdraw/")
    assert office["officer"].post(hidden, said).status_code == 404
    assert office["reviewer"].post(hidden, said).status_code == 200
    put_into(case, "refused")
    closed = office["officer"].post(here, said)
    assert (closed.status_code, closed.json()["code"]) == (409, "withdrawn_already")


def test_a_wrong_form_is_refused(office: Office, case: Application) -> None:
    wrong: list[tuple[dict[str, Any], dict[str, str]]] = [
        ({}, {"kind": "required", "file": "required"}),
        ({"kind": "form", "file": "text"}, {"file": "not_a_file"}),
        ({"kind": pdf(), "file": pdf()}, {"kind": "not_a_text"}),
        ({"kind": "a\x01", "file": pdf()}, {"kind": "not_a_text"}),
        ({"kind": ["form", "form"], "file": pdf()}, {"kind": "repeated"}),
        ({"kind": "form", "file": pdf(), "reserved": "yes"}, {"reserved": "unknown_value"}),
        ({"kind": "form", "file": pdf(), "who": "me"}, {"who": "unknown_field"}),
        ({"kind": "no_such", "file": pdf()}, {"kind": "unknown_document"}),
    ]
    for said, expected in wrong:
        answer = attach(office, "officer", case, **said)
        assert (answer.status_code, fields(answer)) == (400, expected), said
    for content in (b"", b"MZ", samples.PDF[:10]):
        answer = attach(office, "officer", case, kind="form", file=pdf(content))
        assert answer.status_code == 400, content
    here = url(f"applications/{case.pk}/documents/")
    assert office["officer"].post(here, {"kind": "form"}, format="json").status_code == 415
    torn = office["officer"].post(here, b"--x", content_type="multipart/form-data; boundary=x")
    assert torn.status_code == 400
    assert not Document.objects.exists()
