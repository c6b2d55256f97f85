"""Batches: opened with what the call says, edited within what has happened, closed."""

import datetime as dt
from typing import Any

import pytest

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Batch, CalendarYear, Procedure, Scoring
from cultivation.certification.models.batch import Criterion
from cultivation.clock import today as day_of
from tests.certification.cases import do
from tests.factories import make_user, writing
from tests.portal.desk import auditor, bureau, filled_in, officer, text_of
from tests.portal.queue.story import Office

pytestmark = pytest.mark.usefixtures("today")
CALL = {
    "tier": "innovative",
    "name": "2026年第一批",
    "kind": "both",
    "document": "津工信中小企服〔2026〕9号",
    "files_from": "2026-01-10",
    "files_to": "2026-02-10",
    "district_due_on": "2026-02-20",
    "review_due_on": "2026-03-20",
    "quota": "2",
}


def test_opened_and_seen_by_the_districts(today: object) -> None:
    desk = bureau()
    told = desk.preview("/batches/open/", **CALL)
    assert "2026-01-10 – 2026-02-10" in told[0]
    desk.confirm("/batches/open/", **CALL)
    made = Batch.objects.get(name="2026年第一批", tier="innovative")
    text = officer().read(f"/batches/{made.pk}/")
    assert "2026-01-10 起受理申报" in text
    assert "修改批次" not in text
    assert "修改批次" in desk.read(f"/batches/{made.pk}/")
    # Whoever may file in it does so from here.
    for one, files in ((officer(), True), (desk, True), (auditor(), False)):
        page = one.get(f"/batches/{made.pk}/").content.decode()
        assert (f"/cases/open/?batch={made.pk}" in page) is files
    assert "2026年第一批" in officer().read("/batches/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"files_to": "2026-01-09"}, "申报截止日不得早于起始日"),
        ({"district_due_on": "2026-02-01"}, "区级完成期限不得早于申报截止日"),
        ({"review_due_on": "2026-02-15"}, "市级完成期限不得早于"),
        ({"quota": "0"}, "1"),
        ({"criteria": "创新，100，60\n市场，100，30"}, "合计为 90%"),
        ({"criteria": "创新 100"}, "第 1 行"),
        ({"criteria": f"{'长' * 101}，100，100"}, "缩短至 100 个字以内"),
        ({"criteria": "创新，100，50\n创新，100，50"}, "“创新”重复"),
        ({"files_from": "0001-01-01"}, "1949-10-01 至 2100-12-31"),
        ({"files_to": "9999-12-31"}, "1949-10-01 至 2100-12-31"),
        ({"tier": "eaglet"}, "eaglet"),
    ],
)
def test_what_a_call_cannot_say(today: object, change: dict[str, str], said: str) -> None:
    answer = bureau().client.post("/batches/open/", CALL | change | {"step": "confirm"})
    assert answer.status_code in (400, 409)
    assert said in text_of(answer)
    assert not Batch.objects.filter(name="2026年第一批").exists()


def test_what_cannot_be_worked_with_says_what_to_do(today: object) -> None:
    desk = bureau()
    ahead = {"files_from": "2027-01-10", "files_to": "2027-02-10", "district_due_on": "",
             "review_due_on": ""}  # fmt: skip
    told = desk.preview("/batches/open/", **CALL | ahead)
    assert any("2027 年的节假日安排尚未录入" in one and "工作日历" in one for one in told)
    with writing():
        CalendarYear.objects.filter(year=2025).delete()
        Procedure.objects.filter(pk="seed").delete()
    now = {"files_from": "2025-12-01", "files_to": "2025-12-20"}
    told = desk.preview("/batches/open/", status=400, **CALL | now)
    assert "请先在“工作日历”中录入该年日历" in told[0]
    told = desk.preview("/batches/open/", status=400, **CALL | {"tier": "seed"})
    assert "系统管理员" in told[0]
    assert "办理程序" in told[0]
    assert not Batch.objects.filter(name="2026年第一批").exists()


def edited(office: Office, status: Any = 302, **change: str) -> Any:
    where = f"/batches/{office.batch.pk}/edit/"
    data = filled_in(office.bureau.get(where)) | {"reason": "延期通知"} | change
    return office.bureau.confirm(where, status=status, **data)


def test_an_extension_moves_the_due_days_of_open_cases(today: object) -> None:
    office = Office(quota=5)
    submitted, recommended = office.submitted(2), office.recommended(1)
    later = day_of() + dt.timedelta(days=60)
    where = f"/batches/{office.batch.pk}/edit/"
    data = filled_in(office.bureau.get(where)) | {"district_due_on": later.isoformat()}
    office.bureau.preview(where, status=400, **data)
    told = office.bureau.preview(where, **data | {"reason": "延期通知"})
    assert any("2 件在办申报" in one for one in told)
    edited(office, district_due_on=later.isoformat())
    for one in (*submitted, *recommended):
        one.refresh_from_db()
    assert [one.due_on for one in submitted] == [later, later]
    assert recommended[0].due_on is None
    assert "延期通知" in office.bureau.read(f"/batches/{office.batch.pk}/")


def test_what_has_happened_keeps_its_place(today: object) -> None:
    office = Office(quota=5)
    rows = office.recommended(3)
    do(Doing.PROPOSE, rows[:2], office.people.reviewer)
    assert "已占用 2 个名额" in str(edited(office, 409, quota="1"))
    tomorrow = (day_of() + dt.timedelta(days=1)).isoformat()
    assert "申报期须包含该日" in str(edited(office, 409, files_from=tomorrow))
    assert "其他类型" in str(edited(office, 409, kind="renewal"))
    edited(office, criteria="创新能力，100，60\n市场，50，40")
    assert [one.weight for one in Criterion.objects.filter(batch=office.batch)] == [60, 40]
    text = office.bureau.read(f"/batches/{office.batch.pk}/")
    assert "已占 2" in text
    with writing():
        Scoring.objects.create(
            application=rows[2], firm_id=rows[2].firm_id, expert=make_user("expert"),
            assigned_on=day_of(), scored_on=day_of(), total=80,
        )  # fmt: skip
    assert "不能再改" in str(edited(office, 409, criteria="创新能力，100，100"))


def test_closed_when_all_is_decided_and_opened_again(today: object) -> None:
    office = Office()
    (one,) = office.submitted()
    office.drafts()
    place = f"/batches/{office.batch.pk}"
    assert "尚有 1 件在办" in str(
        office.bureau.confirm(f"{place}/close/", status=409, reason="已办完")
    )
    do(Doing.DECLINE, one, office.people.officer, reason="other")
    told = office.bureau.preview(f"{place}/close/", reason="已办完")
    assert any("1 件草稿" in line for line in told)
    office.bureau.confirm(f"{place}/close/", reason="已办完")
    office.batch.refresh_from_db()
    assert office.batch.closed_on == day_of()
    office.bureau.confirm(f"{place}/reopen/", reason="补办")
    office.batch.refresh_from_db()
    assert office.batch.closed_on is None


def test_only_the_bureau_of_the_ladder(today: object) -> None:
    office = Office()
    for act in ("edit", "close", "reopen"):
        where = f"/batches/{office.batch.pk}/{act}/"
        for desk in (office.science, office.district):
            assert desk.client.get(where).status_code == 403
            assert desk.client.post(where, {"reason": "x"}).status_code == 403
    assert office.district.client.get("/batches/open/").status_code == 403
    assert office.bureau.client.get("/batches/999999/").status_code == 404
