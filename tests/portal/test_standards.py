"""Standards at the desk: the sheet of a firm, what is missing, who could climb, the self-test."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from cultivation.portal.judging import running
from cultivation.standards.models import FirmFact, Standard
from tests.factories import make_user
from tests.portal.desk import Desk, address, auditor, bureau, officer, text_of
from tests.standards.test_screening import FACTS, make

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def june() -> Iterator[None]:
    """The first of June 2026: the new standards are in force, renewals still go by the old."""
    with time_machine.travel(NOON, tick=False):
        yield


# --- The sheet of a firm ---


def test_the_page_of_a_firm_says_what_the_next_tier_asks_of_it() -> None:
    firm = make(revenue=10000)
    page = officer().read(address(firm))
    assert "对照标准：专精特新“小巨人”企业" in page
    assert re.search(r"\d+ 项满足，1 项待人工", page)
    assert "工信部企业〔2026〕2号" in page
    assert "自 2026-04-01 起施行" in page


def test_a_bound_that_is_missed_says_by_how_much() -> None:
    firm = make(revenue=4800)
    page = officer().read(address(firm, "assessment"), tier="little_giant")
    assert "差 200万元" in page
    assert "≥ 5,000万元" in page
    assert "4,800万元" in page


def test_what_is_missing_leads_to_where_it_is_entered() -> None:
    firm = make(facts={}, years=(2023, 2024))
    desk = officer()
    html = desk.get(address(firm, "assessment"), tier="little_giant").content.decode()
    assert f"/firms/{firm.pk}/figures/?year=2025" in html
    assert f"/firms/{firm.pk}/facts/?name=segment_years" in html
    assert "缺数据" in html
    # Who writes nothing is shown no way to write.
    html = auditor().get(address(firm, "assessment")).content.decode()
    assert "/facts/" not in html


def test_a_renewal_of_2026_still_goes_by_2022() -> None:
    firm = make(tier="little_giant")
    page = officer().read(address(firm, "assessment"), tier="little_giant", act="renewal")
    assert "2026年复核仍按2022年标准" in page


def test_a_tier_without_a_standard_is_said() -> None:
    firm = make()
    told = text_of(
        officer().get(address(firm, "assessment"), status=404, tier="seed", as_of="1999-01-01")
    )
    assert "没有已登记的标准" in told


def test_a_firm_of_another_district_is_not_there() -> None:
    firm = make(district="120104")
    desk = officer()
    desk.get(address(firm, "assessment"), status=404)
    desk.get(address(firm, "facts"), status=404, name="market_share")


# --- Facts ---


def test_a_fact_is_previewed_recorded_and_journalled() -> None:
    firm = make(facts={})
    desk = officer()
    where = address(firm, "facts") + "?name=segment_years"
    data = {"segment_years": "6", "holds_on": "2026-05-01", "source": "企业填报"}
    told = ["从事特定细分市场年限（截至上年末）：6年，自 2026-05-01 起"]
    assert desk.preview(where, **data)[:1] == told
    assert not FirmFact.objects.filter(firm=firm, name="segment_years").exists()
    desk.confirm(where, **data)
    kept = FirmFact.objects.get(firm=firm, name="segment_years")
    assert (kept.value, kept.source) == ("6", "企业填报")
    assert "从事特定细分市场年限" in Revision.objects.latest("id").reason


def test_records_are_given_row_by_row_or_said_to_be_none() -> None:
    firm = make(facts={})
    desk = officer()
    where = address(firm, "facts") + "?name=awards"
    base = {"holds_on": "2026-05-01", "source": "证书"}
    award = {"awards-0-level": "national", "awards-0-rank": "2", "awards-0-year": "2024"}
    desk.confirm(where, **base, **award)
    assert FirmFact.objects.get(firm=firm, name="awards").value == [
        {"level": "national", "rank": 2, "year": 2024}
    ]
    # Lists are kept whole: what is on file stands in the form.
    form = desk.get(where).content.decode()
    assert '<option value="national" selected>' in form
    desk.confirm(where, **{**base, "holds_on": "2026-06-01"}, **{"awards-none": "on"})
    assert FirmFact.objects.filter(firm=firm, name="awards").count() == 2
    errors = desk.preview(where, status=400, **base, **{"awards-0-rank": "2"})
    assert "每条须含" in errors[0]
    assert desk.preview(where, status=400, **base)[0].startswith("请填写")


@pytest.mark.parametrize("name", ["revenue_y1", "titles", "nonsense"])
def test_what_comes_from_elsewhere_is_not_entered_here(name: str) -> None:
    officer().get(address(make(facts={}), "facts"), status=400, name=name)


# --- Who could climb ---


def test_the_screening_shows_who_could_climb_and_who_is_near() -> None:
    make(revenue=10000)
    make(facts=FACTS | {"market_share": "9", "market_rank": 7})
    foreign = make(revenue=10000, district="120104")
    desk = officer()
    page = desk.read("/screening/", tier="little_giant")
    assert "共 2 家" in page
    assert "有望符合" in page
    assert "接近" in page
    assert foreign.name not in page
    assert "共 1 家" in desk.read("/screening/", tier="little_giant", standing="near")
    assert "共 3 家" in bureau().read("/screening/", tier="little_giant")
    assert "共 0 家" in desk.read("/screening/", tier="little_giant", district="120104")


def test_holders_whose_conditions_are_no_longer_met_are_shown() -> None:
    make(facts=FACTS | {"in_abnormal_list": True}, tier="little_giant")
    page = officer().read("/screening/", tier="little_giant", act="renewal")
    assert "在库，条件不再符合" in page


def test_the_screening_goes_out_as_a_file() -> None:
    firm = make()
    answer: Any = officer().get("/screening/", tier="little_giant", export="csv")
    text = b"".join(answer.streaming_content).decode()
    assert firm.name in text
    assert str(firm.uscc) in text


def test_a_row_leads_to_the_sheet() -> None:
    firm = make()
    html = officer().get("/screening/", tier="little_giant").content.decode()
    assert f"/firms/{firm.pk}/assessment/?tier=little_giant&amp;act=new" in html


# --- The self-test ---


def test_anybody_tests_a_firm_and_nothing_is_stored() -> None:
    make(tier=None, facts={})
    client = Client()
    assert "自测" in text_of(client.get("/self-test/"))
    where = "/self-test/?tier=little_giant&act=new"
    form = text_of(client.get(where))
    assert "2025 年度数据" in form
    before = (Revision.objects.count(), FirmFact.objects.count(), Firm.objects.count())
    page = text_of(client.post(where, {"revenue_y1": "4,800", "main_revenue_y1": "4700"}))
    assert "差 200万元" in page
    assert "缺数据" in page
    assert (Revision.objects.count(), FirmFact.objects.count(), Firm.objects.count()) == before


def test_what_cannot_be_is_said_and_what_is_wrong_is_marked() -> None:
    client = Client()
    where = "/self-test/?tier=little_giant&act=new"
    page = text_of(client.post(where, {"revenue_y1": "100", "main_revenue_y1": "200"}))
    assert "大于" in page
    wrong = client.post(where, {"revenue_y1": "很多"})
    assert wrong.status_code == 400
    assert "请填写数字" in text_of(wrong)
    assert client.get("/self-test/?tier=nothing").status_code == 400
    assert client.post("/self-test/", {}).status_code == 400


@pytest.mark.parametrize("standard", ["innovative", "specialized", "eaglet", "tech_sme", "cheetah"])
def test_every_tier_can_be_tried_with_nothing_and_in_english(standard: str) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = text_of(client.post(f"/self-test/?tier={standard}", {}))
    assert "missing" in page or "person" in page


# --- Standards as people read them ---


def test_every_standard_is_readable_by_everybody() -> None:
    client = Client()
    page = text_of(client.get("/standards/"))
    for standard in Standard.objects.all():
        assert standard.title_zh in page
        for act in standard.acts:
            answer = client.get(f"/standards/{standard.code}/?act={act}")
            assert answer.status_code == 200
            assert standard.read.document_number in text_of(answer)
    assert client.get("/standards/none/").status_code == 404
    assert client.get("/standards/cheetah-2025/?version=99").status_code == 404


def test_score_tables_stand_there_with_their_bands() -> None:
    page = text_of(Client().get("/standards/specialized-2022/"))
    assert "满分" in page
    assert "得分" not in page.split("条件")[0]


def test_a_bureau_enters_what_it_sets_as_a_new_version() -> None:
    desk = Desk(make_user("bureau", authority="sti_tianjin"))
    where = "/standards/gazelle-2021/enter/"
    assert where in desk.get("/standards/gazelle-2021/").content.decode()
    data = {"document": "津科规〔2026〕1号", "c3-figure": "revenue_y1", "c3-op": ">=",
            "c3-value": "10000"}  # fmt: skip
    told = desk.preview(where, **data)
    assert told[0].endswith("≥ 10000万元")
    assert Standard.objects.filter(code="gazelle-2021").count() == 1
    desk.confirm(where, **data)
    newest = Standard.objects.filter(code="gazelle-2021").latest("version")
    assert (newest.version, newest.document) == (2, "津科规〔2026〕1号")
    assert "≥ 10,000万元" in desk.read("/standards/gazelle-2021/")
    Desk(make_user("bureau", username="别局", authority="miit_tianjin")).get(where, status=403)


@pytest.mark.parametrize(
    "text", ["-1", "1e5", "NaN", "٣", "很多", "9" * 60, "<b>", "%(x)s", "2025-13-40", "A", "true"]
)
def test_nothing_that_is_filled_in_breaks_the_self_test(text: str) -> None:
    client = Client()
    for tier in ("little_giant", "innovative"):
        where = f"/self-test/?tier={tier}&act=new"
        names = [field.html_name for field in client.get(where).context["form"]]
        answer = client.post(where, dict.fromkeys(names, text))
        assert answer.status_code in (200, 400)


@pytest.mark.parametrize("day", ["0001-01-01", "1949-10-01", "2024-02-29", "9999-12-31"])
def test_any_day_can_be_asked_for(day: str) -> None:
    firm = make()
    desk = officer()
    for where in (address(firm, "assessment"), "/screening/"):
        for tier in ("little_giant", "eaglet"):
            answer = desk.client.get(where, {"tier": tier, "as_of": day})
            assert answer.status_code in (200, 400, 404), (where, day)


def test_a_screening_under_way_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    run = running.Run(total=40_000, done=12_000)
    monkeypatch.setattr(running, "screening", lambda *_args: run)
    page = officer().read("/screening/")
    assert "已完成 12,000 / 40,000 家" in page
    run.failed = True
    assert "测评未能完成" in text_of(officer("120104").get("/screening/", status=503))


def test_a_screening_is_kept_until_something_is_written() -> None:
    make()
    desk = officer()
    desk.read("/screening/", tier="little_giant")
    with CaptureQueriesContext(connection) as captured:
        desk.read("/screening/", tier="little_giant")
    assert not any("firms_firmyear" in one["sql"] for one in captured)
    make()
    assert "共 2 家" in desk.read("/screening/", tier="little_giant")
