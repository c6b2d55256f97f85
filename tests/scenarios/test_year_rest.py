"""A year of a batch, through REST only: filed by a system of the firms, recommended by the
district, reviewed, noticed, objected to, certified by another, and renewed; what is not renewed
lapses."""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from cultivation.certification.models import Batch, CalendarYear, SpecialDay, YearlyUpdate
from cultivation.firms.models import Firm
from tests.certification import samples
from tests.contracts.casework import Office
from tests.contracts.test_documents import pdf
from tests.factories import make_firm, writing

Clock = Any
SAID: dict[str, Any] = {"opinion": "同意", "differs": "人工核实"}
DISTRICTS = ("120101", "120101", "120101", "120111")
FORMS = {"form": samples.PDF, "statement": samples.PNG}
_keys = count(1)


@pytest.fixture
def clock(settings: Any, tmp_path: Path) -> Iterator[Clock]:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    with time_machine.travel(at("2026-05-06"), tick=False) as traveller:
        yield traveller


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T10:00:00+08:00")


def get(client: APIClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client: APIClient, address: str, status: int = 0, **said: Any) -> Any:
    """POST with a key of its own; ``status`` is what is expected (0: any that says "done")."""
    headers = {"Idempotency-Key": f"request-{next(_keys)}"}
    answer = client.post(f"/api/v1/{address}", said, headers=headers)
    assert answer.status_code == status or (not status and answer.status_code in (200, 201)), (
        answer.content.decode()
    )
    return answer.json()


def in_library(office: Office, day: str) -> dict[str, int]:
    """The published counts of a day by district; the list of certifications must say the same."""
    told = get(office["anonymous"], f"counts/?as_of={day}&tier=innovative&by=district")
    held = get(office["reader"], f"certifications/?valid_on={day}&tier=innovative&count=exact")[
        "count"
    ]
    assert told["total"] == held
    return {row["district"]: row["count"] for row in told["rows"]}


def called(name: str, files_from: str, files_to: str, kind: str) -> int:
    """A batch is opened in the pages, not over REST."""
    with writing():
        return Batch.objects.create(
            tier_id="innovative",
            name=name,
            kind=kind,
            files_from=files_from,
            files_to=files_to,
            district_due_on=files_to,
        ).pk


def filed(office: Office, batch: int, firm: Firm, **more: Any) -> int:
    """Draft, documents, submission by the system of the firms."""
    filer = office["filer"]
    pk: int = post(filer, "applications/", batch=batch, firm=firm.uscc, **more)["id"]
    for kind, content in FORMS.items():
        attached(office, "filer", pk, kind, content)
    (submit,) = (one for one in get(filer, f"applications/{pk}/acts/")["offers"] if one["lead"])
    assert (submit["act"], submit["possible"]) == ("submit", True)
    post(filer, submit["address"], act="submit")
    return pk


def attached(office: Office, name: str, pk: int, kind: str, content: bytes) -> None:
    sent = {"kind": kind, "file": pdf(content)}
    answer = office[name].post(f"/api/v1/applications/{pk}/documents/", sent, format="multipart")
    assert answer.status_code == 201, answer.content


def promised(office: Office, pk: int, due_on: str) -> None:
    """A page is the wrong one; the firm signs that the right one comes by ``due_on``."""
    papers = get(office["officer"], f"applications/{pk}/documents/")["results"]
    (wrong,) = (one["id"] for one in papers if one["kind"] == "statement")
    here = f"applications/{pk}/documents/{wrong}/withdraw/"
    post(office["officer"], here, reason="盖章页不是本企业的")
    assert office.act("officer", pk, "recommend", **SAID).json()["code"] == "documents_missing"
    said = {"missing": ["statement"], "due_on": due_on, "opinion": "同意容缺受理"}
    without = office.act("officer", pk, "accept_incomplete", **said)
    assert (without.status_code, without.json()["code"]) == (400, "commitment_missing")
    signed = said | {"act": "accept_incomplete", "commitment": pdf(b"%PDF-1.4 signed %%EOF")}
    acts = f"/api/v1/applications/{pk}/acts/"
    assert office["officer"].post(acts, signed, format="multipart").status_code == 200


def recommended(office: Office, name: str, stage: str) -> list[int]:
    """The officer takes what waits in the own district, one by one, as it was seen."""
    done = []
    for row in get(office[name], f"applications/?stage={stage}&tier=innovative")["results"]:
        answer = office.act(
            name, row["id"], "recommend", headers={"If-Match": f'"{row["version"]}"'}, **SAID
        )
        assert answer.status_code == 200, answer.content
        done.append(row["id"])
    return done


def noticed(office: Office, batch: int, title: str) -> dict[str, Any]:
    """The bureau proposes all that was recommended, and publishes the list."""
    waiting = get(office["reviewer"], f"applications/?batch={batch}&state=recommended")["results"]
    ids = [row["id"] for row in waiting]
    told = post(office["reviewer"], "applications/acts/", act="propose", applications=ids, **SAID)
    assert (told["done"], told["refused"]) == (len(ids), 0)
    notice: dict[str, Any] = post(
        office["reviewer"], "notices/", batch=batch, applications=ids, title=title,
        contact="书面实名，022-00000000",
    )  # fmt: skip
    return notice


def certified(office: Office, number: str, status: int = 0) -> Any:
    listed = get(office["decider"], f"applications/?notice={number}&state=noticed,objected")
    ids = [row["id"] for row in listed["results"]]
    said: dict[str, Any] = {
        "act": "certify",
        "document": "津工信发〔2026〕1号",
        "applications": ids,
    }
    return post(office["decider"], "applications/acts/", status, **said)


def test_a_year_of_a_batch(clock: Clock) -> None:
    office = Office()
    firms = [make_firm(f"天津一年{n}有限公司", district=d) for n, d in enumerate(DISTRICTS)]
    batch = called("2026年第一批", "2026-05-01", "2026-05-31", "new")
    assert [b["id"] for b in get(office["filer"], "batches/?takes_on=2026-05-06")["results"]] == [
        batch
    ]
    cases = [filed(office, batch, firm) for firm in firms]

    # --- the districts, each with its own; one case goes back to the firm and comes again ---
    clock.move_to(at("2026-05-20"))
    said = {"reason": "documents_wrong", "opinion": "请补充盖章页"}
    assert office.act("officer", cases[2], "return_to_firm", **said).status_code == 200
    promised(office, cases[1], "2026-06-18")
    assert recommended(office, "officer", "district") == cases[:2]
    assert recommended(office, "stranger", "district") == cases[3:]
    (row,) = get(office["filer"], "applications/?stage=firm")["results"]
    back = get(office["filer"], f"applications/{row['id']}/acts/")["history"][-1]
    assert (back["reason"], back["opinion"]) == ("documents_wrong", "请补充盖章页")
    post(office["filer"], f"applications/{row['id']}/acts/", act="resubmit")
    assert recommended(office, "officer", "district") == [cases[2]]

    # --- the bureau, its notice, an objection ---
    clock.move_to(at("2026-06-15"))
    notice = noticed(office, batch, "2026年第一批创新型中小企业公示")
    # What was promised comes in time: until then it would not be certified.
    waits = get(office["filer"], f"applications/{cases[1]}/")["promised"]
    assert [(one["kind"], one["due_on"]) for one in waits] == [("statement", "2026-06-18")]
    attached(office, "filer", cases[1], "statement", FORMS["statement"])
    assert get(office["filer"], f"applications/{cases[1]}/")["promised"] == []
    number = notice["number"]
    assert notice["last_day"] == "2026-06-22"
    assert [row["name"] for row in get(office["anonymous"], f"notices/{number}/")["rows"]] == [
        firm.name for firm in firms
    ]
    raised = post(
        office["reviewer"], "objections/", notice=number, application=cases[0], objector="李某",
        contact="13900000000", content="营业收入不实，附审计报告",
    )  # fmt: skip
    assert in_library(office, "2026-06-22") == {}
    assert certified(office, number, 409)["code"] in ("notice_running", "changed_meanwhile")

    # --- after the window: the open objection holds up one firm, not the others ---
    clock.move_to(at("2026-06-23"))
    late: dict[str, Any] = {
        "notice": number, "application": cases[1], "objector": "王某",
        "contact": "x", "content": "y",
    }  # fmt: skip
    assert post(office["reviewer"], "objections/", 409, **late)["code"] == "objection_late"
    told = post(
        office["decider"], "applications/acts/", act="certify", applications=cases,
        on_refusal="keep_good",
    )  # fmt: skip
    assert [row["done"] for row in told["results"]] == [False, True, True, True]
    settled: dict[str, Any] = {"upheld": False, "grounds": "经核查，营业收入与审计报告一致"}
    post(office["reviewer"], f"objections/{raised['id']}/settle/", **settled)
    assert office.act("reviewer", cases[0], "certify").json()["code"] == "same_person"
    assert certified(office, number)["done"] == 1
    assert in_library(office, "2026-06-22") == {}
    assert in_library(office, "2026-06-23") == {"120101": 3, "120111": 1}
    held = get(office["reader"], "certifications/?tier=innovative")["results"]
    assert sorted(one["number"] for one in held) == [f"TJ-CX-2026-{n:05}" for n in (1, 2, 3, 4)]
    assert {one["last_valid_day"] for one in held} == {"2029-06-22"}
    of_case = get(office["officer"], f"applications/{cases[0]}/")
    assert of_case["certification"] in {one["id"] for one in held}
    assert of_case["assessment"]["decided"] == "met"
    assert [one["act"] for one in get(office["auditor"], f"applications/{cases[0]}/acts/")[
        "history"]] == ["open", "submit", "recommend", "propose", "publish", "object",
                        "dismiss_objection", "certify"]  # fmt: skip

    # --- three years on: two renew, one too late with its yearly update, one does not ask ---
    clock.move_to(at("2029-05-10"))
    office.new_tokens()
    renewing = called("2029年复核", "2029-05-01", "2029-06-10", "renewal")
    with writing():
        for firm in firms[:2]:
            for year in (2027, 2028, 2029):
                YearlyUpdate.objects.create(firm=firm, year=year, updated_on=f"{year}-04-01")
    titles = {one["firm"]["id"]: one["id"] for one in held}
    renewals = [filed(office, renewing, firm, renews=titles[firm.pk]) for firm in firms[:2]]
    draft = post(
        office["filer"], "applications/", batch=renewing, firm=firms[2].uscc,
        renews=titles[firms[2].pk],
    )  # fmt: skip
    stays = post(office["filer"], f"applications/{draft['id']}/acts/", 409, act="submit")
    assert stays["code"] == "update_missing"
    assert recommended(office, "officer", "district") == renewals
    renewed(office, clock, renewing)
    assert in_library(office, "2029-06-22") == {"120101": 3, "120111": 1}
    # Two go on without a gap; the others have lapsed, and nothing had to run for it.
    assert in_library(office, "2029-06-23") == {"120101": 2}
    again = get(office["reader"], "certifications/?valid_on=2029-06-23&tier=innovative")["results"]
    assert [one["valid_from"] for one in again] == ["2029-06-23", "2029-06-23"]


def renewed(office: Office, clock: Clock, batch: int) -> None:
    """The renewals are noticed and certified while the earlier titles still run."""
    with writing():
        # An invented year of the calendar.
        CalendarYear.objects.create(year=2029, document="演示", source="演示")
        # A year counts as on file with its holidays only.
        SpecialDay.objects.create(day=dt.date(2029, 1, 1), kind="holiday", name="元旦")
    clock.move_to(at("2029-06-11"))
    notice = noticed(office, batch, "2029年复核公示")
    clock.move_to(at("2029-06-19"))
    assert certified(office, notice["number"])["done"] == 2
