"""Entries in words: names for keys, labels for codes, days, amounts, yes and no."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cultivation.access.models import User
from cultivation.firms import services
from cultivation.firms.models import Firm
from cultivation.journal import history
from cultivation.journal.models import Entry, Revision
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District
from cultivation.portal.journal.telling import Teller, Told
from tests.factories import make_certification, make_code, make_firm, make_user, writing

pytestmark = pytest.mark.django_db
WUQING = "120114"


@pytest.fixture(autouse=True)
def chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def told(opened: Revision, user: User | None = None) -> list[Told]:
    entries = history.exact(opened.entries.order_by("pk"))
    return Teller(entries, user or make_user("auditor")).told()


def changes(one: Told) -> dict[str, tuple[str, str]]:
    return {change.label: (change.before, change.after) for change in one.changes}


def test_a_new_firm_is_told_field_by_field() -> None:
    with revision(reason="登记") as opened:
        firm = services.register(
            name="天津甲有限公司",
            district=District.objects.get(pk=WUQING),
            established_on=dt.date(2001, 2, 3),
            registered_capital=Decimal("1234567.5"),
        )
    by_kind = {one.kind: one for one in told(opened)}
    assert list(by_kind) == ["企业", "企业名称", "住所"]
    one = by_kind["企业"]
    assert (one.operation, one.name, one.firm) == ("新增", "", firm)
    found = changes(one)
    assert found["名称"] == ("—", "天津甲有限公司")
    assert found["成立日期"] == ("—", "2001-02-03")
    assert found["注册资本（万）"] == ("—", "1,234,567.50")
    assert found["演示用虚构企业"] == ("—", "否")
    assert "name_key" not in found
    assert changes(by_kind["住所"])["所属区"] == ("—", "武清区")
    assert by_kind["住所"].name == "武清区"


def test_a_change_tells_what_stood_and_which_record_it_was() -> None:
    firm = make_firm("天津旧名有限公司", district=WUQING)
    with revision(reason="更名") as opened:
        services.rename(firm=firm, name="天津新名有限公司", effective_on=dt.date(2025, 5, 1))
    by_name = {(one.kind, one.name): one for one in told(opened)}
    assert changes(by_name["企业", ""]) == {"名称": ("天津旧名有限公司", "天津新名有限公司")}
    closed = changes(by_name["企业名称", "天津旧名有限公司"])
    assert list(closed.values()) == [("—", "2025-05-01")]


def test_codes_have_their_labels_and_keys_their_names() -> None:
    held = make_certification(tier="seed", batch="2024年第一批", valid_to=None)
    with revision(reason="撤销") as opened:
        type(held).objects.filter(pk=held.pk).update(
            ended_on=dt.date(2025, 1, 1), end_kind="revocation", listing={"序号": 7, "备注": ""}
        )
    (one,) = told(opened)
    assert one.name == "专精特新“种子”企业 · 2024年第一批"
    found = changes(one)
    assert ("—", "撤销") in found.values()
    assert ("—", "备注：—；序号：7") in found.values()
    assert found["终止日期"] == ("—", "2025-01-01")
    with revision(reason="层级") as opened:
        Tier.objects.filter(pk="seed").update(name_en="Seedling")
    (one,) = told(opened)
    assert (one.kind, one.name, one.firm) == ("层级", "专精特新“种子”企业", None)


def test_what_is_gone_is_told_as_it_was() -> None:
    firm = make_firm(industry="C")
    with revision(reason="误录") as opened:
        firm.industries.all().delete()
    (one,) = told(opened)
    assert (one.kind, one.operation, one.name) == ("所属行业", "删除", "制造业")
    assert changes(one)["行业"] == ("制造业", "—")


def test_another_districts_firm_is_not_named() -> None:
    own = make_firm("天津自家有限公司", district=WUQING)
    foreign = make_firm("天津他家有限公司", district="120101")
    with writing() as opened:
        Firm.objects.filter(pk=own.pk).update(closed_on=dt.date(2025, 5, 1), merged_into=foreign.pk)
    officer = make_user("district", district=WUQING)
    (one,) = told(opened, officer)
    assert changes(one)["并入企业"][1] == "（辖区以外或已不存在）"
    assert changes(told(opened)[0])["并入企业"][1] == "天津他家有限公司"


def test_fields_stand_as_they_do_on_the_record() -> None:
    firm = make_firm()
    with revision(reason="两项") as opened:
        Firm.objects.filter(pk=firm.pk).update(address="某路1号", uscc=make_code())
    (one,) = told(opened)
    assert [change.label for change in one.changes] == ["统一社会信用代码", "地址"]


def test_a_field_that_is_no_more_is_told_by_its_column() -> None:
    firm = make_firm()
    with writing() as opened:
        Firm.objects.filter(pk=firm.pk).update(address="某路1号")
    entry = history.exact(opened.entries.all()).get()
    entry.after_text = '{"lost": 7, "address": "某路1号"}'  # type: ignore[attr-defined]
    (one,) = Teller([entry], make_user("auditor")).told()
    assert changes(one)["lost"] == ("—", "7")


def test_many_entries_cost_no_more_than_one() -> None:
    user = make_user("auditor")

    def cost() -> int:
        entries = list(history.exact(Entry.objects.filter(subject_id__isnull=False)))
        with CaptureQueriesContext(connection) as captured:
            Teller(entries, user).told()
        return len(captured)

    make_certification(make_firm(industry="C", district=WUQING))
    few = cost()
    for number in range(12):
        make_certification(make_firm(industry="C", district=WUQING), batch=f"{number}")
    assert cost() <= few <= 9
