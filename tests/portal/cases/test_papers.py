"""Documents and visits of an application, and how one is opened, in the bureau's words."""

import datetime as dt
from typing import Any

import pytest

from cultivation.access.models import AccessRecord, Role
from cultivation.certification.models import (
    Application,
    Ban,
    Document,
    SiteVisit,
)
from cultivation.clock import today
from cultivation.firms.models import Firm
from tests.certification import samples
from tests.certification.cases import People, make_application, make_batch
from tests.factories import make_certification, make_user, writing
from tests.portal.casework import at, sent
from tests.portal.desk import Desk, text_of

pytestmark = pytest.mark.django_db


def test_documents_are_handed_out_as_they_came_in(case: Application, people: People) -> None:
    officer = Desk(people.officer)
    where = at(case, "documents/attach/")
    body = {"kind": "other", "file": sent(samples.PDF, "补充 说明.pdf")}
    assert officer.client.post(where, body).status_code == 302
    made = Document.objects.get(name="补充 说明.pdf")
    place = at(case, f"documents/{made.pk}/")
    answer = officer.get(place)
    assert answer.content == samples.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E8%A1%A5")
    record = AccessRecord.objects.filter(kind="export").latest("pk")
    assert record.detail["filter"] == "天津鲲鹏精密机械有限公司 补充 说明.pdf"
    assert record.account_id == people.officer.pk
    # Another case does not lead to it, and another district sees neither.
    elsewhere = make_application(case.batch, people.officer)
    officer.get(at(elsewhere, f"documents/{made.pk}/"), status=404)
    Desk(make_user(Role.DISTRICT, district="120111")).get(place, status=404)
    from cultivation.certification.files.store import place_of

    place_of(made).write_bytes(b"%PDF-changed")
    assert "已损坏或丢失" in text_of(officer.get(place, status=410))
    # Withdrawn it stays on file, and says why.
    withdraw = at(case, f"documents/{made.pk}/withdraw/")
    assert officer.client.post(withdraw, {"reason": ""}).status_code == 400
    assert officer.client.post(withdraw, {"reason": "传错文件"}).status_code == 302
    assert "传错文件" in officer.read(at(case))
    assert officer.client.post(withdraw, {"reason": "再一次"}).status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ program", "按内容判断"),
        (b"%PDF-1.4 cut", "不完整或已损坏"),
        (samples.PDF + bytes(1024 * 1024), "文件超过 1 MB"),
        (samples.packed("word/document.xml", body=bytes(9_000_000)), "解压后过大"),
    ],
)
def test_what_is_not_taken_says_why(
    case: Application, people: People, settings: Any, content: bytes, said: str
) -> None:
    settings.DOCUMENT_MAX_MB = 1
    before = Document.objects.count()
    answer = Desk(people.officer).client.post(
        at(case, "documents/attach/"), {"kind": "other", "file": sent(content, "好文件.pdf")}
    )
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert Document.objects.count() == before


def test_a_visit_is_recorded_with_photos(case: Application, people: People) -> None:
    officer = Desk(people.officer)
    where = at(case, "visits/record/")
    data = {
        "visited_on": today().isoformat(),
        "visitors": "张三、李四",
        "findings": "设备在用，人员到岗",
        "conclusion": "partly",
        "photos": [sent(samples.JPEG, "车间.jpg"), sent(samples.PNG, "设备.png")],
    }
    officer.get(where)
    assert officer.client.post(where, data).status_code == 302
    page = officer.read(at(case))
    for said in ("张三、李四", "设备在用，人员到岗", "部分不符", "车间.jpg", "设备.png"):
        assert said in page, said
    late = data | {"visited_on": "2026-06-16", "photos": []}
    answer = officer.client.post(where, late)
    assert (answer.status_code, SiteVisit.objects.count()) == (400, 1)
    assert "核查日期不能在今天之后" in text_of(answer)
    wrong = data | {"findings": "另一次", "photos": [sent(samples.PDF, "照片.jpg")]}
    assert officer.client.post(where, wrong).status_code == 400
    early = data | {"visited_on": "2026-06-04", "photos": []}
    assert "早于该批次申报起始日 2026-06-05" in text_of(officer.client.post(where, early))
    # Sent twice it is one visit.
    answer = officer.client.post(where, data | {"photos": []})
    assert (answer.status_code, "同一次核查已经登记" in text_of(answer)) == (409, True)
    assert SiteVisit.objects.count() == 1


def test_opening_says_before_what_stands_against_it(people: People, firm: Firm) -> None:
    batch = make_batch()
    with writing():
        over = make_batch("specialized", "往年批次", files_to=today() - dt.timedelta(days=1))
        Ban.objects.create(
            firm=firm, from_day=today(), until=today() + dt.timedelta(days=900), grounds="造假"
        )
    officer = Desk(people.officer)
    assert f"/cases/open/?firm={firm.pk}" in officer.get(f"/firms/{firm.pk}/").content.decode()
    page = officer.read("/cases/open/", firm=firm.pk)
    assert "前不得申报（曾被撤销称号）" in page
    assert "往年批次" not in page
    told = officer.get("/cases/open/", status=409, batch=over.pk)
    assert "不受理申报，或受理已结束" in text_of(told)
    data = {"firm": firm.uscc, "batch": batch.pk, "kind": "new", "statement": ""}
    answer = officer.client.post("/cases/open/", data)
    assert answer.status_code == 409
    assert "前不得申报" in text_of(answer)
    with writing():
        Ban.objects.update(lifted_on=today(), lifted_reason="复核")
    answer = officer.client.post("/cases/open/", data)
    made = Application.objects.get(firm=firm)
    assert answer.headers["Location"] == at(made)
    assert "“创新型中小企业”已有在办申报" in officer.read("/cases/open/", firm=firm.pk)
    assert officer.client.post("/cases/open/", data).status_code == 409


def test_a_renewal_is_of_what_runs(people: People, firm: Firm) -> None:
    batch = make_batch()
    officer = Desk(people.officer)
    data = {"firm": firm.uscc, "batch": batch.pk, "kind": "renewal", "statement": ""}
    answer = officer.client.post("/cases/open/", data)
    assert answer.status_code == 409
    assert "没有可复核的认定" in text_of(answer)
    held = make_certification(
        firm, "innovative", valid_from=dt.date(2023, 9, 1), valid_to=dt.date(2026, 9, 1)
    )
    assert officer.client.post("/cases/open/", data).status_code == 302
    assert Application.objects.get(firm=firm).renews == held


def test_who_may_open_one(people: People, firm: Firm) -> None:
    batch = make_batch()
    stranger = Desk(make_user(Role.DISTRICT, district="120111"))
    stranger.get("/cases/open/", status=404, firm=firm.pk)
    data = {"firm": firm.uscc, "batch": batch.pk, "kind": "new"}
    assert "没有找到" in text_of(stranger.client.post("/cases/open/", data))
    other = Desk(people.scientist)
    other.get("/cases/open/", status=403, batch=batch.pk)
    assert other.client.post("/cases/open/", data).status_code == 400
    Desk(make_user(Role.AUDITOR)).get("/cases/open/", status=403)
    for value in ("x", "-1", "9" * 30):
        stranger.get("/cases/open/", status=400, firm=value)
    assert not Application.objects.exists()
