"""Objections: who may record and read them, what they hold up, and how they are settled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cultivation.access.models import AccessRecord, Role
from cultivation.certification.models import Document, Objection
from cultivation.firms.services import move
from cultivation.journal.models import Entry, Revision
from cultivation.places.models import District
from tests.certification import samples
from tests.certification.cases import make_application
from tests.factories import make_firm, make_user, writing
from tests.portal.desk import Desk, auditor, text_of
from tests.portal.notices.story import AFTER, LAST, MONDAY, Story, on

pytestmark = pytest.mark.django_db
SECRETS = ("王实名", "13800000000", "研发费用与审计报告不符")


@pytest.fixture
def story() -> Iterator[Story]:
    with on(MONDAY):
        made = Story()
        made.publish()
        yield made


def record(story: Story) -> Objection:
    """Somebody objects to the first firm."""
    where = f"/notices/{story.notice.number}/objections/record/"
    assert "名单中其他企业不受影响" in story.reviewer.read(where)
    story.reviewer.confirm(where, **story.objection(story.cases[0]))
    return Objection.objects.get()


def test_an_objection_holds_up_its_firm_and_not_the_others(story: Story) -> None:
    one = record(story)
    assert story.states() == ["objected", "noticed", "noticed"]
    with on(AFTER):
        desk = Desk(story.people.decider)
        where = f"/notices/{story.notice.number}/certify/"
        page = desk.get(where)
        offered = page.context["form"]["applications"].value()
        assert set(offered) == {story.cases[1].pk, story.cases[2].pk}
        data = {"applications": [str(pk) for pk in offered], "document": "津工信〔2026〕1号"}
        told = desk.preview(where, **data)
        assert told[0] == "认定 2 家，有效期 2026-06-23 至 2029-06-22。"
        assert told[1] == "证书编号 TJ-CX-2026-00001 至 TJ-CX-2026-00002。"
        assert "和平区：0 → 2（+2）" in " ".join(told)
        assert told[-1] == f"不认定：{story.cases[0].firm.name}（异议核查中）"
        assert story.states() == ["objected", "noticed", "noticed"]
        desk.confirm(where, **data)
        assert story.states() == ["objected", "certified", "certified"]
        assert "待认定" not in desk.read("/notices/staff/")
        # Rejected: the firm can be certified too, in a second act.
        settle = f"/objections/{one.pk}/settle/"
        told = desk.preview(settle, outcome="rejected", grounds="经核查，数据一致")
        assert "恢复公示状态" in told[0]
        desk.confirm(settle, outcome="rejected", grounds="经核查，数据一致")
        assert "待认定 1 家" in desk.read("/notices/staff/")
        desk.confirm(where, applications=[str(story.cases[0].pk)])
        assert story.states() == ["certified"] * 3
        assert "没有可以办理的企业" in desk.read(where)


def test_sent_twice_it_is_one_objection_and_without_a_name_none(story: Story) -> None:
    record(story)
    where = f"/notices/{story.notice.number}/objections/record/"
    again = story.objection(story.cases[0])
    assert "同一异议已经登记" in str(story.reviewer.confirm(where, status=409, **again))
    story.reviewer.confirm(where, **again | {"content": "另有一事不符"})
    for name in ("匿名", "匿名群众", "（不具名）"):
        told = story.reviewer.confirm(where, status=409, **again | {"objector": name})
        assert "匿名的不予受理" in str(told)
    assert Objection.objects.count() == 2


def test_an_upheld_objection_refuses_the_firm(story: Story) -> None:
    one = record(story)
    note = f"/objections/{one.pk}/inquiry/"
    story.reviewer.confirm(note, grounds="已调取审计报告")
    assert "已调取审计报告" in story.reviewer.read(f"/objections/{one.pk}/")
    settle = f"/objections/{one.pk}/settle/"
    assert story.desk.get(settle).context["form"]["grounds"].value() == "已调取审计报告"
    # Whoever proposed the firm does not refuse it.
    (said,) = story.reviewer.preview(settle, 400, outcome="upheld", grounds="属实")
    assert "推荐人或审核人不能作出决定" in said
    assert story.desk.preview(settle, 400, outcome="", grounds="属实")
    story.desk.confirm(settle, outcome="upheld", grounds="属实")
    assert story.states() == ["refused", "noticed", "noticed"]
    (said,) = story.desk.confirm(settle, 409, outcome="rejected", grounds="更正")
    assert "已于 2026-06-15 处理" in said
    (said,) = story.desk.confirm(note, 409, grounds="更正")
    assert "已于 2026-06-15 处理" in said
    # Nor are their forms offered any more.
    for address in (settle, note, f"/objections/{one.pk}/evidence/"):
        assert "已于 2026-06-15 处理" in text_of(story.desk.get(address, 409))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"objector": " "}, "匿名的不予受理"),
        ({"contact": ""}, "匿名的不予受理"),
        ({"raised_on": "2026-06-23"}, "异议受理期为 2026-06-15 至 2026-06-22"),
        ({"raised_on": "2026-06-14"}, "异议受理期为 2026-06-15 至 2026-06-22"),
    ],
)
def test_late_and_anonymous_ones_are_refused(
    story: Story, wrong: dict[str, str], sentence: str
) -> None:
    where = f"/notices/{story.notice.number}/objections/record/"
    with on(AFTER):
        desk = Desk(story.people.reviewer)
        status = 409 if "raised_on" in wrong else 400
        (said,) = desk.confirm(where, status, **story.objection(story.cases[0], **wrong))
        assert sentence in said
    assert not Objection.objects.exists()


def test_one_that_came_in_on_the_last_day_counts(story: Story) -> None:
    where = f"/notices/{story.notice.number}/objections/record/"
    with on(AFTER):
        desk = Desk(story.people.reviewer)
        desk.confirm(where, **story.objection(story.cases[0], raised_on=LAST.isoformat()))
    assert story.states()[0] == "objected"


def test_names_of_persons_stay_with_those_concerned(story: Story) -> None:
    one = record(story)
    revision = Revision.objects.latest("id")
    addresses = [
        f"/objections/{one.pk}/",
        "/objections/",
        f"/journal/{revision.number}/",
        f"/journal/of/certification_objection/{one.pk}/",
    ]
    elsewhere = Desk(make_user(Role.DISTRICT, district="120111"))
    expert = Desk(make_user(Role.EXPERT))
    for desk in (story.officer, story.reviewer, auditor()):
        texts = [desk.read(address) for address in addresses]
        assert all(secret in texts[0] for secret in SECRETS)
        assert SECRETS[0] in texts[1]
        assert SECRETS[0] in texts[2]
        assert SECRETS[0] in texts[3]
    for address in (*addresses, "/journal/", f"/notices/{story.notice.number}/staff/"):
        for client in (elsewhere.client, expert.client, Client()):
            told = client.get(address).content.decode()
            assert not any(secret in told for secret in SECRETS), address
    assert elsewhere.client.get(f"/objections/{one.pk}/").status_code == 404
    missing = elsewhere.client.get("/objections/999999/")
    seen_not = elsewhere.client.get(f"/objections/{one.pk}/")
    assert text_of(missing) == text_of(seen_not)
    for address in ("/notices/", f"/notices/{story.notice.number}/"):
        told = Client().get(address).content.decode()
        assert not any(secret in told for secret in SECRETS), address


def test_the_journal_follows_the_firm(story: Story) -> None:
    one = record(story)
    story.desk.confirm(f"/objections/{one.pk}/settle/", outcome="rejected", grounds="机密依据")
    entries = Entry.objects.filter(table_name="certification_objection")
    assert set(entries.values_list("subject_id", flat=True)) == {one.firm_id}
    elsewhere = make_user(Role.DISTRICT, district="120111")
    assert not entries.visible_to(elsewhere).exists()
    assert entries.visible_to(story.people.officer).count() == 2
    # Not even the reasons of revisions, which others read, say a name.
    assert not any(
        secret in reason
        for reason in Revision.objects.values_list("reason", flat=True)
        for secret in (*SECRETS, "机密依据")
    )
    # The firm moves on: so does who may read.
    with writing():
        move(
            firm=one.firm,
            district=District.objects.get(pk="120111"),
            effective_on=MONDAY,
        )
    assert entries.visible_to(elsewhere).count() == 2
    assert not entries.visible_to(story.people.officer).exists()


def test_who_may_record_and_settle(story: Story) -> None:
    one = record(story)
    others = [story.officer, auditor(), Desk(make_user(Role.BUREAU, authority="sti_tianjin"))]
    for desk in others:
        for address in (
            f"/notices/{story.notice.number}/objections/record/",
            f"/objections/{one.pk}/inquiry/",
            f"/objections/{one.pk}/evidence/",
            f"/objections/{one.pk}/settle/",
            f"/notices/{story.notice.number}/certify/",
            f"/notices/{story.notice.number}/withdraw/",
        ):
            desk.get(address, 403)
    assert "处理异议" not in others[0].read(f"/objections/{one.pk}/")


def test_no_client_reads_objections_whatever_its_scope(story: Story) -> None:
    record(story)
    client = make_user(Role.CLIENT)
    assert not Objection.objects.visible_to(client).exists()
    assert Objection.objects.visible_to(story.people.reviewer).count() == 1


def test_a_firm_outside_of_the_notice_is_refused(story: Story) -> None:
    other = make_application(story.batch, story.people.officer, make_firm("天津丁试验有限公司"))
    where = f"/notices/{story.notice.number}/objections/record/"
    assert story.reviewer.confirm(where, 400, **story.objection(other))
    assert not Objection.objects.exists()


def file(content: bytes = samples.PDF, name: str = "举报信.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_evidence_comes_with_the_objection_and_after_it(
    story: Story, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    record = f"/notices/{story.notice.number}/objections/record/"
    said: dict[str, Any] = dict(story.objection(story.cases[0]))

    def files(number: int) -> list[SimpleUploadedFile]:
        return [file(samples.PDF + b"%d" % n, f"{n}.pdf") for n in range(number)]

    for wrong, told in (
        (file(b"MZ"), "只接受 PDF"),
        (file(b""), "空"),
        (files(21), "一次最多 20 个"),
    ):
        (found,) = story.reviewer.confirm(record, 400, **said, evidence=wrong)
        assert told in found
    assert not Objection.objects.exists()
    both = [file(), file(samples.JPEG, "现场.jpg")]
    story.reviewer.confirm(record, **said, evidence=both)
    one = Objection.objects.get()
    page, more = f"/objections/{one.pk}/", f"/objections/{one.pk}/evidence/"
    for desk in (story.officer, story.reviewer, auditor()):
        assert "举报信.pdf" in desk.read(page)
        assert "举报信.pdf" in desk.read(f"/cases/{one.application_id}/")
    # Not among the documents of the case: they are the objection's.
    assert "异议证据" not in story.reviewer.read(f"/cases/{one.application_id}/")
    (missing,) = story.reviewer.confirm(more, 400)
    assert missing
    (same,) = story.reviewer.confirm(more, 400, evidence=file())
    assert "已上传" in same
    # Of several it is said which one is wrong; and no browser keeps what was chosen.
    for wrong in (file(b"", "照片.pdf"), file(b"MZ", "照片.pdf")):
        (which,) = story.reviewer.confirm(more, 400, evidence=[file(samples.PNG, "x.png"), wrong])
        assert which.startswith("“照片.pdf”：")
    late = story.reviewer.client.post(record, said | {"raised_on": LAST, "evidence": file()})
    assert "所选文件没有保留；请重新选择" in late.content.decode()
    assert "请重新选择" not in story.reviewer.read(more)
    story.reviewer.confirm(more, evidence=file(samples.PNG, "鉴定.png"))
    (full,) = story.reviewer.confirm(more, 400, evidence=files(18))
    assert "最多 20 份证据（已有 3 份）" in full
    letter = one.evidence.get(name="举报信.pdf")
    where = f"/cases/{one.application_id}/documents/{letter.pk}/"
    answer: Any = story.officer.client.get(where)
    assert (answer.status_code, answer.content) == (200, samples.PDF)
    # The log of what was taken away does not name it: names of files may name persons.
    assert "举报信" not in str(AccessRecord.objects.filter(kind="export").latest("pk").detail)
    assert story.officer.client.post(f"{where}withdraw/", {"reason": "x"}).status_code == 403
    story.reviewer.confirm(f"{where}withdraw/", reason="重复")
    assert "已作废 1 份" in story.reviewer.read(page)
    story.desk.confirm(f"/objections/{one.pk}/settle/", outcome="rejected", grounds="不实")
    for where, given in ((more, {"evidence": file(samples.XLSX)}), (
        f"/cases/{one.application_id}/documents/{one.evidence.latest('pk').pk}/withdraw/",
        {"reason": "x"},
    )):  # fmt: skip
        (settled,) = story.reviewer.confirm(where, 409, **given)
        assert "已于 2026-06-15 处理" in settled
    # What is no objection's is no evidence.
    case, attach = one.application_id, f"/cases/{one.application_id}/documents/attach/"
    assert "异议证据" not in story.reviewer.read(attach)
    story.reviewer.confirm(attach, 400, kind="evidence", file=file())
    assert Document.objects.filter(application=case, kind="evidence").count() == 3


def test_taking_the_notice_back_closes_what_is_open(story: Story) -> None:
    one = record(story)
    story.reviewer.confirm(f"/notices/{story.notice.number}/withdraw/", reason="名单有误")
    one.refresh_from_db()
    assert (one.state, one.grounds) == ("rejected", "公示已撤回：名单有误")
    assert "不成立" in story.officer.read(f"/objections/{one.pk}/")


def test_the_list_of_objections_goes_out_for_those_who_see_it(story: Story) -> None:
    record(story)
    elsewhere = Desk(make_user(Role.DISTRICT, district="120111"))
    for desk, seen in ((story.officer, True), (elsewhere, False)):
        answer: Any = desk.client.get("/objections/?export=csv")
        told = b"".join(answer.streaming_content).decode()
        assert ("王实名" in told) is seen
    assert "王实名" in story.reviewer.read("/objections/", state="open", name="王实")
    assert "王实名" not in story.reviewer.read("/objections/", state="upheld")
    story.reviewer.get("/objections/", 400, state="other")
