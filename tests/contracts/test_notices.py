"""Notices and objections over REST: published, read by everybody; objected to, in confidence."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cultivation.access.models import Role
from cultivation.certification.models import Application, Batch, Notice, Objection
from cultivation.certification.services.notices import withdraw_notice
from tests.certification import samples
from tests.certification.cases import make_application, make_batch
from tests.contracts.addresses import url
from tests.contracts.casework import MORNING, Office, fields, put_into
from tests.contracts.clients import client_with
from tests.contracts.test_schema import check, document
from tests.factories import make_firm, make_user, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["document"]
SAID = {"title": "关于2026年第一批的公示", "contact": "书面实名\n022-00000000", "days": 5}
WHO = {"objector": "张某某", "contact": "13800000000", "content": "专利系转让所得\n附件1"}


@pytest.fixture
def cases(office: Office, batch: Batch) -> list[Application]:
    made = []
    for name, district in (("天津公示甲有限公司", "120101"), ("天津公示乙有限公司", "120111")):
        firm = make_firm(name, district=district)
        made.append(make_application(batch, office.users["reviewer"], firm))
        put_into(made[-1], "proposed")
    return made


def published(office: Office, cases: list[Application], name: str = "decider", **more: Any) -> Any:
    said = SAID | {"batch": cases[0].batch_id, "applications": [one.pk for one in cases]}
    return office[name].post(url("notices/"), said | more)


def test_a_notice_is_published_and_read_by_everybody(
    office: Office, cases: list[Application], document: dict[str, Any]
) -> None:
    answer = published(office, cases)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert answer["Location"].endswith(f"/api/v1/notices/{told['number']}/")
    check(document, {"$ref": "#/components/schemas/NoticeDetail"}, told, "notice")
    # 06-19 to 06-21 are the Dragon Boat Festival.
    assert (told["number"], told["last_day"], told["stands"]) == ("2026-001", "2026-06-22", True)
    assert [row["district"] for row in told["rows"]] == ["120101", "120111"]
    read = office["anonymous"].get(url("notices/2026-001/"))
    assert read.json() == told
    (row,) = office["anonymous"].get(url("notices/?stands=true&tier=innovative")).json()["results"]
    assert "rows" not in row
    listed = office["reviewer"].get(url("applications/?notice=2026-001")).json()["results"]
    assert [one["state"] for one in listed] == ["noticed", "noticed"]
    for query in ("stands=false", "published_to=2026-06-14", "batch=x", "ladder=innovation_leader"):
        assert office["anonymous"].get(url(f"notices/?{query}")).json()["results"] == [], query


def test_what_was_taken_back_is_not_there(office: Office, cases: list[Application]) -> None:
    published(office, cases)
    with writing():
        notice = Notice.objects.get()
        withdraw_notice(notice=notice, actor=office.users["decider"], reason="名单有误")
    assert office["anonymous"].get(url("notices/2026-001/")).status_code == 404
    assert office["reviewer"].get(url("notices/")).json()["results"] == []


def test_who_publishes(office: Office, cases: list[Application]) -> None:
    for name, status in {"officer": 403, "scientist": 403, "auditor": 403, "filer": 403,
                         "reader": 403, "expert": 403, "anonymous": 401}.items():  # fmt: skip
        assert published(office, cases, name).status_code == status, name
    assert not Notice.objects.exists()


def test_what_cannot_be_published_is_named(office: Office, cases: list[Application]) -> None:
    put_into(cases[1], "recommended")
    answer = published(office, cases)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert [e["value"] for e in answer.json()["errors"]] == [str(cases[1].pk)]
    assert published(office, cases, applications=[10**12]).status_code == 404
    for more, field in (
        ({"days": 0}, "days"), ({"days": 10**30}, "days"), ({"title": ""}, "title"),
        ({"title": "a\nb"}, "title"), ({"contact": " "}, "contact"), ({"applications": 1},
        "applications"), ({"batch": []}, "batch"), ({"last_day": "2026-06-22"}, "last_day"),
    ):  # fmt: skip
        wrong = published(office, cases, **more)
        assert wrong.status_code == 400, (more, wrong.content)
        assert field in fields(wrong), more
    assert not Notice.objects.exists()
    other = published(office, cases[:1], batch=make_batch("seed").pk)
    assert other.json()["code"] in ("other_batch", "notice_days_missing")


def objected(office: Office, one: Application, name: str = "reviewer", **more: Any) -> Any:
    said = WHO | {"notice": "2026-001", "application": one.pk}
    return office[name].post(url("objections/"), said | more)


def test_an_objection_is_recorded_and_settled(
    office: Office, cases: list[Application], document: dict[str, Any]
) -> None:
    published(office, cases)
    answer = objected(office, cases[0])
    assert answer.status_code == 201, answer.content
    told = answer.json()
    check(document, {"$ref": "#/components/schemas/Objection"}, told, "objection")
    assert (told["state"], told["raised_on"], told["objector"]) == ("open", "2026-06-15", "张某某")
    here = url(f"objections/{told['id']}/")
    assert answer["Location"].endswith(here)
    for name, status in {"officer": 200, "auditor": 200, "reviewer": 200, "stranger": 404,
                         "filer": 403, "reader": 403, "anonymous": 401}.items():  # fmt: skip
        read = office[name].get(here)
        assert read.status_code == status, name
        assert (WHO["objector"] in read.content.decode()) == (status == 200), name
    other = f"application={cases[1].pk}"
    for query, found in {"state=open": 1, "state=upheld": 0, "notice=2026-001": 1, other: 0,
                         "raised_from=2026-06-16": 0}.items():  # fmt: skip
        rows = office["officer"].get(url(f"objections/?{query}")).json()["results"]
        assert len(rows) == found, query
    settled = {"upheld": False, "grounds": "经核查，专利为自主研发"}
    for name, status in {"officer": 403, "scientist": 403, "auditor": 403, "filer": 403,
                         "stranger": 404}.items():  # fmt: skip
        assert office[name].post(f"{here}settle/", settled).status_code == status, name
    done = office["reviewer"].post(f"{here}settle/", settled)
    assert (done.status_code, done.json()["state"]) == (200, "rejected")
    again = office["reviewer"].post(f"{here}settle/", settled)
    assert (again.status_code, again.json()["code"]) == (409, "settled_already")
    cases[0].refresh_from_db()
    assert cases[0].state == "noticed"


def test_a_notice_is_taken_back(
    office: Office, cases: list[Application], document: dict[str, Any], clock: Any
) -> None:
    published(office, cases)
    objected(office, cases[0])
    here, said = url("notices/2026-001/withdraw/"), {"reason": "名单有误"}
    for name, status in {"officer": 403, "scientist": 403, "auditor": 403, "filer": 403,
                         "stranger": 403, "expert": 403, "anonymous": 401}.items():  # fmt: skip
        assert office[name].post(here, said).status_code == status, name
    for wrong, code in (({}, "required"), ({"reason": " "}, "required"),
                        ({"reason": "长" * 301}, "not_a_text")):  # fmt: skip
        answer = office["decider"].post(here, wrong)
        assert (answer.status_code, fields(answer)) == (400, {"reason": code})
    offers = office["decider"].get(url(f"applications/{cases[1].pk}/acts/")).json()["offers"]
    (offer,) = [one for one in offers if one["act"] == "unpublish"]
    assert offer["address"] == "notices/{number}/withdraw/"
    told = office.act("decider", cases[1], "unpublish").json()
    assert (told["code"], "notices/{number}/withdraw/" in told["detail"]) == (
        "done_elsewhere", True,
    )  # fmt: skip
    key = {"Idempotency-Key": "taken back"}
    for _again in range(2):
        answer = office["decider"].post(here, said, headers=key)
        assert (answer.status_code, answer.json()["withdrawn_on"]) == (200, "2026-06-15")
    assert answer.json()["stands"] is False
    check(document, {"$ref": "#/components/schemas/Withdrawn"}, answer.json(), "notice")
    again = office["decider"].post(here, said)
    assert (again.status_code, again.json()["code"]) == (409, "withdrawn_already")
    assert office["anonymous"].get(url("notices/2026-001/")).status_code == 404
    rows = office["decider"].get(url("applications/")).json()["results"]
    assert [one["state"] for one in rows] == ["proposed", "proposed"]
    assert Objection.objects.get().state == "rejected"
    assert office["decider"].post(url("notices/2026-999/withdraw/"), said).status_code == 404
    # Published anew; once a firm of it is certified it stays.
    published(office, cases)
    clock.move_to(MORNING + dt.timedelta(days=8))
    assert office.act("decider", cases[0], "certify").status_code == 200
    late = office["decider"].post(url("notices/2026-002/withdraw/"), said)
    assert (late.status_code, late.json()["code"]) == (409, "decided_already"), late.content


def test_evidence_goes_with_an_objection_and_after_it(
    office: Office, cases: list[Application], settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    published(office, cases)
    said = WHO | {"notice": "2026-001", "application": cases[0].pk}
    here, reviewer = url("objections/"), office["reviewer"]
    for wrong, code in (("text", "not_a_file"), (letter(b"MZ"), "document_type")):
        answer = reviewer.post(here, said | {"evidence": wrong}, format="multipart")
        assert (answer.status_code, fields(answer)) == (400, {"evidence": code})
    assert fields(reviewer.post(here, said | {"evidence": ["x"]})) == {"evidence": "not_a_file"}
    assert not Objection.objects.exists()
    key = {"Idempotency-Key": "an objection"}
    for _again in range(2):
        files = [letter(samples.PDF), letter(samples.PNG, "鉴定.png")]
        sent = said | {"evidence": files}
        answer = reviewer.post(here, sent, format="multipart", headers=key)
        assert answer.status_code == 201, answer.content
    told = answer.json()
    assert [one["name"] for one in told["evidence"]] == ["举报信.pdf", "鉴定.png"]
    more = f"{here}{told['id']}/evidence/"
    for name, status in {"officer": 403, "scientist": 403, "auditor": 403, "filer": 403,
                         "expert": 403, "stranger": 404, "anonymous": 401}.items():  # fmt: skip
        sent = {"evidence": letter(samples.XLSX)}
        assert office[name].post(more, sent, format="multipart").status_code == status, name
    assert fields(reviewer.post(more, {}, format="multipart")) == {"evidence": "required"}
    many = [letter(samples.PDF + b"%d" % n) for n in range(19)]
    full = reviewer.post(more, {"evidence": many}, format="multipart")
    assert (full.status_code, full.json()["code"]) == (409, "evidence_too_many")
    added = reviewer.post(more, {"evidence": letter(samples.XLSX)}, format="multipart")
    assert (added.status_code, len(added.json()["evidence"])) == (201, 3)
    settled = {"upheld": False, "grounds": "经核查不实"}
    assert reviewer.post(f"{here}{told['id']}/settle/", settled).status_code == 200
    late = reviewer.post(more, {"evidence": letter(samples.DOCX)}, format="multipart")
    assert (late.status_code, late.json()["code"]) == (409, "settled_already")
    # Whoever may not read who objects reads no file of it, whatever else of the case it reads.
    for name, sees in {"officer": 3, "auditor": 3, "scientist": 3, "filer": 0, "reader": 0}.items():
        rows = office[name].get(url(f"applications/{cases[0].pk}/documents/")).json()["results"]
        assert len([one for one in rows if one["kind"] == "evidence"]) == sees, name
        acts = office[name].get(url(f"applications/{cases[0].pk}/acts/")).content.decode()
        assert (told["evidence"][0]["sha256"] in acts) == bool(sees), name


def letter(content: bytes, name: str = "举报信.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_what_the_public_says_of_an_objection_is_nothing(
    office: Office, cases: list[Application]
) -> None:
    published(office, cases)
    pk = objected(office, cases[0]).json()["id"]
    grounds = {"upheld": False, "grounds": "张某某所述不实"}
    office["decider"].post(url(f"objections/{pk}/settle/"), grounds)
    for name, told in (("officer", True), ("filer", False), ("reader", False)):
        history = office[name].get(url(f"applications/{cases[0].pk}/acts/")).content.decode()
        assert ("张某某" in history) == told, name


def test_one_that_is_upheld_needs_other_eyes(office: Office, cases: list[Application]) -> None:
    put_into(cases[0], "recommended")
    done = office.act("reviewer", cases[0], "propose", opinion="同意", differs="人工核实")
    assert done.status_code == 200, done.content
    published(office, cases)
    pk = objected(office, cases[0]).json()["id"]
    said = {"upheld": True, "grounds": "属实"}
    same = office["reviewer"].post(url(f"objections/{pk}/settle/"), said)
    assert (same.status_code, same.json()["code"]) == (409, "same_person")
    assert Objection.objects.get().state == "open"
    assert office["decider"].post(url(f"objections/{pk}/settle/"), said).status_code == 200
    cases[0].refresh_from_db()
    assert cases[0].state == "refused"


def test_who_records_an_objection_and_when(
    office: Office, cases: list[Application], clock: Any
) -> None:
    published(office, cases)
    for name, status in {"officer": 403, "scientist": 403, "auditor": 403, "filer": 403,
                         "stranger": 404, "expert": 403, "anonymous": 401}.items():  # fmt: skip
        assert objected(office, cases[0], name).status_code == status, name
    for more, field in (
        ({"objector": " "}, "objector"), ({"content": None}, "content"), ({"contact": 1},
        "contact"), ({"raised_on": "yesterday"}, "raised_on"), ({"upheld": True}, "upheld"),
        ({"notice": "2026-999"}, "notice"), ({"application": 10**15}, "application"),
        ({"notice": ["2026-001"]}, "notice"),
    ):  # fmt: skip
        answer = objected(office, cases[0], **more)
        assert answer.status_code in (400, 404), more
        assert field in fields(answer), more
    clock.move_to(MORNING + dt.timedelta(days=8))
    late = objected(office, cases[0])
    assert (late.status_code, late.json()["code"]) == (409, "objection_late")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "upheld"),
        ({"upheld": "true", "grounds": "x"}, "upheld"),
        ({"upheld": None, "grounds": "x"}, "upheld"),
        ({"upheld": True, "grounds": "\t"}, "grounds"),
        ({"upheld": True, "grounds": ["x"]}, "grounds"),
        ({"upheld": True, "grounds": "x", "state": "upheld"}, "state"),
    ],
)
def test_settling_asks_for_its_grounds(
    office: Office, cases: list[Application], said: Any, field: str
) -> None:
    published(office, cases)
    pk = objected(office, cases[0]).json()["id"]
    answer = office["decider"].post(url(f"objections/{pk}/settle/"), said)
    assert answer.status_code == 400
    assert field in fields(answer)


def test_whoever_may_not_is_told_so_before_what_is_wrong_with_the_body(
    office: Office, cases: list[Application]
) -> None:
    published(office, cases)
    pk = objected(office, cases[0]).json()["id"]
    for where in ("notices/2026-001/withdraw/", f"objections/{pk}/settle/"):
        answer = office["officer"].post(url(where), {"no": "such"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours"), where
    answer = office["officer"].post(url(f"objections/{pk}/evidence/"), {}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


def test_a_client_of_a_district_sees_its_own(office: Office, cases: list[Application]) -> None:
    client = client_with(make_user(Role.CLIENT, district="120111"))
    rows = client.get(url("applications/")).json()["results"]
    assert [row["id"] for row in rows] == [cases[1].pk]
