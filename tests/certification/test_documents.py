"""Documents: told by their bytes, kept by their hash, and a promise is kept by handing one in."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cultivation.access.models import Role
from cultivation.certification.files import kinds, store
from cultivation.certification.files.kinds import kind_of
from cultivation.certification.files.names import kept_name
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Commitment, Document, SiteVisit
from cultivation.certification.services.documents import attach, withdraw
from cultivation.certification.services.visits import record_visit
from cultivation.clock import today
from cultivation.problems import Problem
from tests.certification import samples
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import make_user, writing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return tmp_path / "documents"


@contextmanager
def refusing(code: str) -> Iterator[None]:
    """What is done inside is refused with ``code``."""
    with pytest.raises(Problem) as refused:
        yield
    assert refused.value.code == code, str(refused.value)


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def draft(people: People) -> Application:
    return make_application(make_batch(), people.officer, documents=False)


def give(draft: Application, actor: Any, content: bytes = samples.PDF, **more: Any) -> Document:
    given = {"kind": "form", "name": "申请书.pdf"} | more
    with writing():
        return attach(application=draft, content=content, actor=actor, **given)


@pytest.mark.parametrize("name", ["PDF", "PNG", "JPEG", "DOCX", "XLSX", "OFD"])
def test_the_types_that_are_taken(name: str) -> None:
    assert kind_of(getattr(samples, name)) is getattr(kinds, name)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (b"MZ\x90\x00 a program", "document_type"),
        (b"<html><script>alert(1)</script></html>", "document_type"),
        (b" %PDF-1.4 %%EOF", "document_type"),
        (b"PK\x05\x06" + bytes(18), "document_type"),
        (b"%PDF-1.4 cut off", "document_broken"),
        (samples.PNG[:40], "document_broken"),
        (samples.JPEG[:-2], "document_broken"),
        (samples.DOCX[:-30], "document_broken"),
        (samples.packed("anything.exe"), "document_type"),
        (samples.packed("word/document.xml", "word/vbaProject.bin"), "document_macros"),
        (samples.SPOILT, "document_broken"),
        (samples.packed("word/document.xml", "../../etc/passwd"), "document_broken"),
        (samples.packed("word/document.xml", "/etc/passwd"), "document_broken"),
        (samples.packed("word/document.xml", body=bytes(4_000_000)), "zip_bomb"),
    ],
)
def test_what_is_not_taken(content: bytes, code: str) -> None:
    with refusing(code):
        kind_of(content)


def test_a_packed_file_that_is_larger_than_it_says() -> None:
    honest = samples.packed("word/document.xml", body=b"x" * 5000)
    for size, code in ((10, "zip_bomb"), (5001, "document_broken")):
        lying = honest.replace((5000).to_bytes(4, "little"), size.to_bytes(4, "little"))
        with refusing(code):
            kind_of(lying)


def test_one_that_is_locked_with_a_password() -> None:
    locked = bytearray(samples.DOCX)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with refusing("document_encrypted"):
        kind_of(bytes(locked))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2025 年度审计报告.PDF", "2025 年度审计报告.pdf"),
        ("..\\..\\windows\\system.ini", "system.ini.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\x00b\r\n\u202ec.pdf", "abc.pdf"),
        ("真的.exe", "真的.exe.pdf"),
        ("", "PDF.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_names_lead_nowhere(sent: str, kept: str) -> None:
    assert kept_name(sent, kinds.PDF) == kept


def test_it_lies_by_its_hash_once_and_private(
    draft: Application, people: People, folder: Path
) -> None:
    made = give(draft, people.officer, name="../x\x00.exe")
    place = folder / made.path
    assert (made.name, made.content_type) == ("x.exe.pdf", "application/pdf")
    assert place.read_bytes() == samples.PDF
    assert place.stat().st_mode & 0o077 == 0
    give(draft, people.officer, kind="statement")
    assert [p for p in folder.rglob("*") if p.is_file()] == [place]
    with refusing("document_there"):
        give(draft, people.officer)
    place.write_bytes(samples.PDF + b" ")
    with refusing("document_damaged"):
        store.read(made)
    # The same content handed in again mends it.
    give(draft, people.officer, kind="other")
    assert store.read(made) == samples.PDF
    place.unlink()
    with refusing("document_damaged"):
        store.read(made)


def test_one_too_large(draft: Application, people: People, settings: Any) -> None:
    settings.DOCUMENT_MAX_MB = 1
    with refusing("document_too_large"):
        give(draft, people.officer, samples.PDF + bytes(1024 * 1024))


def test_what_was_promised_is_there_with_the_document_and_open_without(
    draft: Application, people: People
) -> None:
    do(Doing.SUBMIT, draft, people.officer)
    due = today() + dt.timedelta(days=5)
    signed = SimpleUploadedFile("承诺书.pdf", samples.JPEG)
    promised = {"missing": ("form", "statement"), "due_on": due}
    for file, code in ((None, "commitment_missing"), (SimpleUploadedFile("x.pdf", b"MZ"),
                                                      "document_type")):  # fmt: skip
        with refusing(code):
            do(Doing.ACCEPT_INCOMPLETE, draft, people.officer, **promised, commitment=file)
    assert not Commitment.objects.exists()
    (row,) = do(Doing.ACCEPT_INCOMPLETE, draft, people.officer, **promised, commitment=signed)
    paper = Document.objects.get(application=draft, kind="commitment")
    assert row.act
    assert (paper.name, row.act.seen["documents"]) == (
        "承诺书.pdf.jpg", [[paper.pk, paper.sha256]],
    )  # fmt: skip
    # What is on the case already need not be sent again; what promises stand on stays.
    do(Doing.ACCEPT_INCOMPLETE, draft, people.officer, **promised)
    with writing(), refusing("commitment_needed"):
        withdraw(document=paper, actor=people.officer, reason="传错")
    give(draft, people.officer, samples.PNG, kind="commitment")
    with writing():
        withdraw(document=paper, actor=people.officer, reason="传错")
    do(Doing.RECOMMEND, draft, people.officer)
    do(Doing.PROPOSE, draft, people.reviewer)
    made = give(draft, people.officer)
    promise = Commitment.objects.get(application=draft, kind="form")
    assert promise.fulfilled_on == today()
    # It lies before the bureau: what is wrong there, the bureau withdraws.
    with writing(), refusing("not_yours"):
        withdraw(document=made, actor=people.officer, reason="传错")
    with writing():
        withdraw(document=made, actor=people.reviewer, reason="传错")
    promise.refresh_from_db()
    assert promise.fulfilled_on is None
    with writing(), refusing("withdrawn_already"):
        withdraw(document=made, actor=people.reviewer, reason="传错")


def test_nothing_is_added_to_a_closed_case(draft: Application, people: People) -> None:
    made = give(draft, people.officer)
    do(Doing.WITHDRAW, draft, people.officer, reason="firm_asks")
    with refusing("case_closed"):
        give(draft, people.officer, kind="other")
    with writing(), refusing("case_closed"):
        withdraw(document=made, actor=people.officer, reason="传错")


def test_others_add_nothing(draft: Application, people: People) -> None:
    for other in (people.scientist, make_user(Role.AUDITOR), make_user(Role.EXPERT)):
        with refusing("not_yours"):
            give(draft, other)
    with refusing("not_yours"):
        give(draft, people.officer, reserved=True)
    with refusing("unknown_document"):
        give(draft, people.officer, kind="nonsense")


def test_what_is_reserved_is_for_the_bureau_of_the_ladder(
    draft: Application, people: People
) -> None:
    made = give(draft, people.reviewer, kind="other", reserved=True)
    seen = Document.objects.visible_to
    for who in (people.reviewer, make_user(Role.AUDITOR), make_user(is_superuser=True)):
        assert made in seen(who)
    for who in (people.officer, people.scientist, make_user(Role.CLIENT), make_user(Role.EXPERT)):
        assert made not in seen(who)
    open_one = give(draft, people.officer)
    assert open_one in seen(people.officer)
    assert open_one in seen(people.scientist)
    assert open_one not in seen(make_user(Role.DISTRICT, district="120111"))


def test_a_visit_with_its_photos(draft: Application, people: People) -> None:
    def visit(**changes: Any) -> SiteVisit:
        given: dict[str, Any] = {
            "application": draft,
            "actor": people.officer,
            "visited_on": today(),
            "visitors": "张三、李四",
            "findings": "设备在用",
            "conclusion": SiteVisit.Conclusion.CONFIRMED,
            "photos": [("1.jpg", samples.JPEG), ("2.png", samples.PNG)],
        }
        with writing():
            return record_visit(**given | changes)

    made = visit()
    photos = Document.objects.filter(application=draft, kind=f"visit:{made.pk}")
    assert [one.name for one in photos] == ["1.jpg", "2.png"]
    for changes, code in (
        ({"visited_on": today() + dt.timedelta(days=1)}, "visit_to_come"),
        ({"findings": " "}, "visit_incomplete"),
        ({"findings": "另一次", "photos": [("1.jpg", samples.PDF)]}, "not_a_picture"),
        ({"actor": people.scientist}, "not_yours"),
    ):
        with refusing(code):
            visit(**changes)
    assert SiteVisit.objects.count() == 1


def test_what_is_there_is_not_promised(draft: Application, people: People) -> None:
    do(Doing.SUBMIT, draft, people.officer)
    give(draft, people.officer, kind="commitment")
    give(draft, people.officer, kind="form")
    due = today() + dt.timedelta(days=5)
    with refusing("not_missing"):
        do(
            Doing.ACCEPT_INCOMPLETE,
            draft,
            people.officer,
            missing=("form", "statement"),
            due_on=due,
        )
    do(Doing.ACCEPT_INCOMPLETE, draft, people.officer, missing=("statement",), due_on=due)
    give(draft, people.officer, kind="statement")
    with refusing("nothing_missing"):
        do(Doing.ACCEPT_INCOMPLETE, draft, people.officer, missing=("statement",), due_on=due)
