"""What is not for everybody who sees a firm: marks, reserved documents, who objected to it.

One case has all of it; everybody reads every page, list, file and answer in which it could stand.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from cultivation.access.models import AccessRecord, Message, Role, User
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Document, Notice, Objection, Scoring
from cultivation.certification.services import scoring as scorings
from cultivation.certification.services.notices import raise_objection, settle_objection
from cultivation.clock import now
from cultivation.journal.models import Entry, Revision
from cultivation.journal.services import revision
from tests.certification import samples
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
)
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.factories import make_certification, make_firm, make_user
from tests.portal.desk import Desk
from tests.scenarios.story import moved

MORNING = dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC)
# What must stay where it belongs.
EXPERT, COMMENT, PAPER = "鲁专家", "评语仅供市级", "举报线索材料"
OBJECTOR, CONTACT, CONTENT = "赵实名", "13911112222", "所附合同系伪造"
# A file of evidence: its name, and what is in it.
LETTER, WRITTEN = "钱证人说明", b"% heard from the witness"
MARKS = (EXPERT, COMMENT)
RESERVED = (*MARKS, PAPER)
PERSONS = (OBJECTOR, CONTACT, CONTENT, LETTER, WRITTEN.decode())


class Case:
    """A case of 和平区 with marks, a reserved document, and an objection that was upheld, with a
    file of evidence."""

    def __init__(self) -> None:
        self.people = people = People()
        self.firm = make_firm("天津密件测试有限公司", district="120101")
        batch = make_batch("innovative")
        self.one = make_application(batch, people.officer, self.firm)
        do(Doing.SUBMIT, self.one, people.officer)
        do(Doing.RECOMMEND, self.one, people.officer)
        expert = make_user(Role.EXPERT, last_name=EXPERT)
        do(Doing.SEND_TO_EXPERTS, self.one, people.reviewer, experts=(expert.pk,))
        with revision(reason="专家评分", actor=expert):
            self.scoring = given = Scoring.objects.get(application=self.one)
            scorings.mark(
                scoring=given, actor=expert, marks={1: Decimal(80)}, comment=COMMENT, submit=True
            )
        with revision(reason=f"上传{PAPER}", actor=people.reviewer):
            self.paper = Document.objects.create(
                application=self.one, firm=self.firm, kind="other", name=f"{PAPER}.pdf", size=9,
                content_type="application/pdf", sha256="ab" * 32, reserved=True,
                uploaded_by=people.reviewer, uploaded_at=now(),
            )  # fmt: skip
        do(Doing.PROPOSE, self.one, people.reviewer)
        self.notice: Notice = notice_of(batch, [self.one], people.decider)
        with revision(reason="登记异议", actor=people.reviewer):
            self.objection: Objection = raise_objection(
                notice=self.notice, application=self.one, actor=people.reviewer,
                objector=OBJECTOR, contact=CONTACT, content=CONTENT,
                evidence=[(f"{LETTER}.pdf", samples.PDF[:-6] + WRITTEN + samples.PDF[-6:])],
            )  # fmt: skip
        self.letter = Document.objects.get(objection=self.objection)
        with revision(reason="处理异议", actor=people.decider):
            settle_objection(
                objection=self.objection, upheld=True, actor=people.decider,
                grounds=f"{OBJECTOR}（{CONTACT}）反映{CONTENT}，属实",
            )  # fmt: skip
        self.one.refresh_from_db()


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    """Made once for all tests of this file, and rolled back after them."""
    travel = time_machine.travel(MORNING, tick=False)
    folder = override_settings(DOCUMENTS_DIR=tmp_path_factory.mktemp("documents"))
    with django_db_blocker.unblock(), travel, folder, transaction.atomic():
        yield Case()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def case(made: Case, db: None) -> Case:
    return made


def body(answer: Any) -> str:
    """What an answer says, in whatever shape."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":  # xlsx, docx
        with ZipFile(BytesIO(content)) as parts:
            content = b" ".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", "replace") + str(answer.headers)


def addresses(case: Case) -> list[str]:
    """Everything in which something of the case could stand."""
    pk, firm, number = case.one.pk, case.firm.pk, case.notice.number
    mine = Revision.objects.filter(pk__in=Entry.objects.filter(subject_id=firm).values("revision"))
    lists = [
        "/cases/?show=all", "/objections/", "/notices/staff/", "/upkeep/", "/upkeep/bans/",
        "/upkeep/updates/", "/upkeep/reported-late/", "/upkeep/appeals/", "/events/", "/journal/",
    ]  # fmt: skip
    files = [f"{one}{'&' if '?' in one else '?'}export=csv" for one in lists]
    files.append("/objections/?export=xlsx")
    return [
        f"/cases/{pk}/", f"/cases/{pk}/scoring/", f"/cases/{pk}/documents/{case.paper.pk}/",
        f"/cases/{pk}/documents/{case.letter.pk}/", f"/scoring/{case.scoring.pk}/",
        f"/firms/{firm}/", f"/firms/{firm}/journal/", f"/firms/{firm}/journal/?recorded=2026-06-15",
        f"/notices/{number}/", f"/notices/{number}/staff/", f"/objections/{case.objection.pk}/",
        "/messages/", "/workbench/", "/batches/", "/admin/", "/verify/",
        *lists, *files,
        f"/journal/?firm=id-{firm}",
        *(f"/journal/{one}/" for one in mine.values_list("number", flat=True)),
        *(
            f"/journal/of/{table}/{key}/"
            for table, key in Entry.objects.filter(subject_id=firm)
            .values_list("table_name", "row_key").distinct()
        ),
        *(f"/notices/{number}/list.{kind}" for kind in ("xlsx", "docx", "pdf")),
    ]  # fmt: skip


REST = (
    "applications/", "applications/{pk}/", "applications/{pk}/acts/",
    "applications/{pk}/documents/",
    "objections/", "objections/{objection}/", "notices/", "notices/{number}/", "batches/",
    "firms/id-{firm}/", "certifications/", "screening/",
)  # fmt: skip


def rest_addresses(case: Case) -> list[str]:
    names = {
        "pk": case.one.pk,
        "objection": case.objection.pk,
        "number": case.notice.number,
        "firm": case.firm.pk,
    }
    return [f"/api/v1/{one.format(**names)}" for one in REST]


def reads(client: Any, where: list[str]) -> dict[str, set[str]]:
    """Which of all secrets are read at which addresses."""
    found: dict[str, set[str]] = {}
    for address in where:
        answer = client.get(address)
        assert answer.status_code < 500, address
        text = body(answer)
        said = {secret for secret in (*RESERVED, *PERSONS) if secret in text}
        if said:
            found[address] = said
    return found


def never(found: dict[str, set[str]], secrets: tuple[str, ...]) -> None:
    assert {a: said & set(secrets) for a, said in found.items() if said & set(secrets)} == {}


def told(found: dict[str, set[str]]) -> set[str]:
    return set().union(*found.values()) if found else set()


def whole(case: Case, user: User) -> dict[str, set[str]]:
    return reads(Desk(user).client, addresses(case) + rest_addresses(case))


def test_the_public_reads_nothing_of_it(case: Case, client: Any) -> None:
    assert reads(client, addresses(case) + rest_addresses(case)) == {}


@pytest.mark.parametrize(
    "place", [{"district": "120111"}, {"district": "120116", "zone": "120116400"}]
)
def test_other_districts_read_nothing_of_it(case: Case, place: Any) -> None:
    assert whole(case, make_user(Role.DISTRICT, is_staff=True, **place)) == {}


def test_the_own_district_reads_who_objected_and_nothing_reserved(case: Case) -> None:
    found = whole(case, make_user(Role.DISTRICT, district="120101", is_staff=True))
    assert told(found) == set(PERSONS)
    never(found, RESERVED)
    # Nor over the lists of people who wrote something.
    assert all("/journal/of/certification_scoring/" not in one for one in found)


def test_the_bureau_and_the_auditor_read_all_of_it(case: Case) -> None:
    for user in (case.people.decider, make_user(Role.AUDITOR)):
        assert told(whole(case, user)) == {*RESERVED, *PERSONS}


def test_the_other_bureau_reads_no_reserved_document(case: Case) -> None:
    found = whole(case, make_user(Role.BUREAU, authority="sti_tianjin", is_staff=True))
    never(found, (PAPER,))


def test_an_expert_reads_nothing_but_its_own_marks(case: Case) -> None:
    expert = case.scoring.expert
    found = whole(case, expert)
    never(found, (PAPER, *PERSONS))
    # The case is decided: its pages are closed to the expert, the own sheet is not.
    assert not case.one.is_open
    desk, sheet = Desk(expert), f"/scoring/{case.scoring.pk}/"
    assert found.pop(sheet) == {*MARKS}
    never(found, (COMMENT,))
    assert str(case.firm.uscc) not in desk.read(sheet)
    assert not Document.objects.visible_to(expert).exists()
    assert whole(case, make_user(Role.EXPERT)) == {}


@pytest.mark.parametrize("scopes", [("read",), ("read", "write")])
@pytest.mark.parametrize("district", [None, "120101"])
def test_a_client_reads_nothing_of_it(case: Case, scopes: Any, district: Any) -> None:
    client = client_with(make_user(Role.CLIENT, district=district), scopes=scopes)
    assert reads(client, rest_addresses(case)) == {}


def test_no_message_and_no_reason_says_it(case: Case) -> None:
    letters = " ".join(f"{one.subject} {one.body}" for one in Message.objects.all())
    reasons = " ".join(Revision.objects.values_list("reason", flat=True))
    assert not [one for one in PERSONS if one in letters + reasons]


def test_the_access_log_does_not_say_whom_somebody_looked_for(case: Case) -> None:
    clerk = Desk(case.people.reviewer)
    clerk.get("/objections/", name=OBJECTOR, export="csv")
    (row,) = AccessRecord.objects.filter(kind="export", detail__list="objections")
    assert OBJECTOR not in str(row.detail)


def test_a_firm_that_moves_takes_its_case_along(case: Case) -> None:
    officers = {place: make_user(Role.DISTRICT, district=place) for place in ("120101", "120111")}
    with transaction.atomic():
        moved(case.firm, to="120111", on="2026-06-10")
        before, after = (whole(case, officers[place]) for place in ("120101", "120111"))
        assert before == {}
        assert told(after) == set(PERSONS)
        client = client_with(make_user(Role.CLIENT, district="120101"))
        assert client.get(url(f"applications/{case.one.pk}/")).status_code == 404
        transaction.set_rollback(True)


# --- names of batches ---


def test_the_name_of_a_batch_that_is_not_seen_is_no_name(case: Case) -> None:
    """Not by a status, and not as a hint."""
    make_certification(make_firm(district="120101"), "seed", batch="和平独有批次")
    for user in (
        make_user(Role.DISTRICT, district="120111"),
        make_user(Role.CLIENT, district="120111"),
    ):
        client = client_with(user)
        for asked in ("和平独有批次", "和平独有批", "没有的批次"):
            answer = client.get(url("certifications/"), {"batch": asked})
            assert answer.status_code == 400
            assert "和平独有批次" not in answer.content.decode().replace(f"“{asked}”", "").replace(
                f'"value": "{asked}"', ""
            ).replace(f'"value":"{asked}"', "")
    own = client_with(make_user(Role.DISTRICT, district="120101"))
    assert own.get(url("certifications/"), {"batch": "和平独有批次"}).status_code == 200
