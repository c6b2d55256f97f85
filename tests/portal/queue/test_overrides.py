"""What a call changes in the standard: filled in criterion by criterion, shown with what it does
to open cases, then seen wherever the batch and its cases are."""

import datetime as dt
from typing import Any

import pytest

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Batch
from cultivation.firms.services import record_year
from cultivation.standards.services import record_fact
from tests.certification.cases import do, make_batch
from tests.factories import make_certification, writing
from tests.portal.desk import filled_in, text_of
from tests.portal.queue.story import Office

pytestmark = pytest.mark.usefixtures("today")
CALL = "津工信中小企服〔2026〕9号"
SAID = {"document": CALL, "reason": "支持初创期企业", "acts": "new,renewal"}


@pytest.fixture
def office(today: object) -> Office:
    return Office("specialized")


def place(batch: Batch, act: str = "add") -> str:
    return f"/batches/{batch.pk}/overrides/{act}/".replace("//", "/")


def spends(one: Application, rd_expense: int) -> None:
    """Nothing stands against the firm but what it spends; much is not known of it."""
    make_certification(one.firm, "innovative", valid_from=dt.date(2025, 1, 1), valid_to=None)
    with writing():
        record_year(firm=one.firm, year=2024, figures={"rd_expense": rd_expense})


def test_a_threshold_is_set_and_seen_wherever_the_batch_is(office: Office) -> None:
    short, enough, passed = office.recommended(3)
    for one, amount in ((short, 80), (enough, 200), (passed, 80)):
        spends(one, amount)
    do(Doing.PROPOSE, passed, office.people.reviewer)
    kept = passed.assessment
    assert kept
    where = place(office.batch)
    page = office.bureau.get(where)
    assert "从事特定细分市场时间达到2年以上" in text_of(page)
    assert "任选其一，不单独免除" in text_of(page)
    told = office.bureau.preview(where, **SAID, **{"to-c2a": "50", "waive-c1": "on"})
    assert "“上年度研发费用总额不低于100万元”改为：研发费用（上一年度）不低于50万元" in told[1]
    assert told[0].startswith("不考察：从事特定细分市场")
    assert "待审核的 2 件在办申报中，1 件的测评结果改变：不符合→缺数据 1 件。" in told
    assert "已审核通过（拟认定及以后）的 1 件：留存的测评不变。" in told
    office.batch.refresh_from_db()
    assert office.batch.overrides == []
    office.bureau.confirm(where, **SAID, **{"to-c2a": "50", "waive-c1": "on"})
    office.batch.refresh_from_db()
    (made,) = office.batch.overrides
    assert (made["code"], made["document"], made["reason"]) == ("call-1", CALL, "支持初创期企业")
    assert made["changes"][1]["set"]["value"] == "50"
    for desk in (office.bureau, office.district):
        text = desk.read(f"/batches/{office.batch.pk}/")
        assert "研发费用（上一年度）不低于50万元" in text
        assert "理由：支持初创期企业" in text
        assert ("取消调整" in text) is (desk is office.bureau)
    case = office.bureau.read(f"/cases/{short.pk}/")
    for said in (f"按批次通知调整：{CALL}", "调整理由：支持初创期企业", f"按{CALL}不考察",
                 "其中有条件按批次通知调整，以下列为准"):  # fmt: skip
        assert said in case, said
    passed.refresh_from_db()
    assert passed.assessment == kept
    assert not kept.overrides
    listed = office.bureau.get("/batches/", export="csv")
    assert "研发费用（上一年度）不低于50万元" in b"".join(listed).decode("utf-8-sig")
    history = office.bureau.read(f"/batches/{office.batch.pk}/")
    assert f"{CALL}，支持初创期企业" in history
    journal = office.bureau.read(f"/journal/of/certification_batch/{office.batch.pk}/")
    assert f"{CALL}（新申报、复核）：不考察：从事特定细分市场" in journal
    assert "改为：研发费用（上一年度）不低于50万元" in journal


def test_edited_and_taken_back(office: Office) -> None:
    (case,) = office.recommended()
    spends(case, 80)
    office.bureau.confirm(place(office.batch), **SAID, **{"to-c2a": "50"})
    where = place(office.batch, "call-1")
    data = filled_in(office.bureau.get(where))
    assert (data["to-c2a"], data["document"], data["acts"]) == ("50", CALL, "new,renewal")
    told = office.bureau.preview(where, **SAID, **{"to-c2a": "90"})
    assert "待审核的 1 件在办申报中，1 件的测评结果改变：缺数据→不符合 1 件。" in told
    office.bureau.confirm(where, **SAID, **{"to-c2a": "60"})
    office.batch.refresh_from_db()
    (made,) = office.batch.overrides
    assert (made["code"], made["changes"][0]["set"]["value"]) == ("call-1", "60")
    # Another document changes others; the same criterion is not changed twice.
    again = office.bureau.confirm(place(office.batch), 409, **SAID, **{"to-c2a": "70"})
    assert f"已按“{CALL}”调整；请修改或取消该项调整" in again[0]
    assert f"已按“{CALL}”调整" in office.bureau.read(place(office.batch))
    back = place(office.batch, "call-1/remove")
    office.bureau.preview(back, status=400)
    told = office.bureau.preview(back, reason="通知修订")
    assert told[0].startswith("不再执行：“上年度研发费用总额不低于100万元”")
    assert any("缺数据→不符合 1 件" in one for one in told)
    office.bureau.confirm(back, reason="通知修订")
    office.batch.refresh_from_db()
    assert office.batch.overrides == []
    office.bureau.get(where, 404)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "请至少改动一项门槛"),
        ({"to-c1": "2"}, "门槛与标准相同"),
        ({"to-c1": "-1"}, "门槛过低"),
        ({"to-c1": "abc"}, "数字"),
        ({"to-c1": "1", "waive-c1": "on"}, "改动门槛与免除只能选一项"),
        ({"waive-title-renewal": "on", "acts": "new"}, "不考察新申报"),
        ({"to-c1": "1", "document": ""}, "必填"),
        ({"to-c1": "1", "reason": "  "}, "必填"),
        ({"to-c1": "1", "document": "文\x00号"}, ""),
        ({"to-c1": "1", "acts": "other"}, "other"),
    ],
)
def test_what_no_document_can_change(office: Office, changes: dict[str, str], said: str) -> None:
    answer = office.bureau.client.post(place(office.batch), SAID | changes | {"step": "confirm"})
    assert answer.status_code in (400, 409)
    assert said in text_of(answer) or said == "必填"
    office.batch.refresh_from_db()
    assert office.batch.overrides == []


def test_where_no_standard_can_be_told(office: Office) -> None:
    # The standard of 2022 ends within this window.
    both = make_batch("specialized", "跨年批次", files_from=dt.date(2026, 3, 1),
                      files_to=dt.date(2026, 5, 1))  # fmt: skip
    text = text_of(office.bureau.get(place(both), 409))
    assert "请先在“修改批次”中指定一项" in text
    listed = make_batch("specialized", "名单", files_from=None, files_to=None)
    assert "只是名单的名称" in text_of(office.bureau.get(place(listed), 409))
    data = filled_in(office.bureau.get(f"/batches/{both.pk}/edit/"))
    data |= {"standard": "specialized-2026.1", "reason": "按新标准"}
    office.bureau.confirm(f"/batches/{both.pk}/edit/", **data)
    office.bureau.confirm(place(both), **SAID, **{"to-c1": "2"})
    # What was changed is said of that standard: another one is not put in its place.
    again = office.bureau.confirm(f"/batches/{both.pk}/edit/", 409, **data | {"standard": ""})
    assert "先在批次页取消这些调整" in again[0]


def test_only_the_bureau_of_the_ladder_while_it_is_open(office: Office) -> None:
    office.bureau.confirm(place(office.batch), **SAID, **{"to-c1": "1"})
    for act in ("add", "call-1", "call-1/remove"):
        for desk in (office.science, office.district):
            desk.get(place(office.batch, act), 403)
            data: Any = {"step": "confirm", **SAID, "to-c1": "3"}
            assert desk.client.post(place(office.batch, act), data).status_code == 403
    office.bureau.confirm(f"/batches/{office.batch.pk}/close/", reason="已办完")
    assert "恢复批次" in str(
        office.bureau.confirm(place(office.batch, "call-1"), 409, **SAID, **{"to-c1": "3"})
    )
    page = office.bureau.get(f"/batches/{office.batch.pk}/").content.decode()
    assert place(office.batch, "") not in page


def test_a_fact_that_is_waived_counts_no_longer(office: Office) -> None:
    (case,) = office.submitted()
    spends(case, 200)
    with writing():
        record_fact(firm=case.firm, name="in_abnormal_list", value=True,
                    holds_on=dt.date(2025, 12, 1), source="公示系统")  # fmt: skip
    told = office.bureau.preview(place(office.batch), **SAID, **{"waive-entry-abnormal": "on"})
    assert "待审核的 1 件在办申报中，1 件的测评结果改变：不符合→缺数据 1 件。" in told


def test_two_standards_in_one_batch_are_changed_each_for_itself(office: Office) -> None:
    # From April to December 2026 new applications go by the standard of 2026, renewals by the old.
    batch = make_batch("little_giant", "推荐与复核", files_from=dt.date(2026, 5, 1),
                       files_to=dt.date(2026, 6, 1))  # fmt: skip
    where = place(batch)
    page = office.bureau.get(where)
    links = [(address, here) for _label, address, here in page.context["tabs"]]
    assert links == [
        ("?standard=little-giant-2026.1", True),
        ("?standard=little-giant-2022.1", False),
    ]
    said = {"document": CALL, "reason": "按通知"}
    old = office.bureau.get(where, standard="little-giant-2022.1")
    assert [code for code, _label in old.context["form"].fields["acts"].choices] == ["renewal"]
    assert "p3" in {one.id for one in old.context["form"].filed.criteria}
    office.bureau.get(where, 404, standard="specialized-2026.1")
    office.bureau.confirm(f"{where}?standard=little-giant-2022.1", **said, acts="renewal",
                          **{"waive-p3": "on"})  # fmt: skip
    office.bureau.confirm(where, 400, **said, acts="renewal", **{"waive-entry-sme": "on"})
    edited = office.bureau.get(place(batch, "call-1"))
    assert edited.context["content"].key == "little-giant-2022.1"
    batch.refresh_from_db()
    assert [one["acts"] for one in batch.overrides] == [["renewal"]]
