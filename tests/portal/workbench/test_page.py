"""What the workbench says to whom."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultivation.access.models import Role, User
from cultivation.counts.selectors import Query, count
from cultivation.firms.models import Firm
from cultivation.journal import keeping
from cultivation.ladders.models import Tier
from cultivation.targets.models import Target
from tests.factories import make_certification, make_firm, make_user, writing
from tests.portal.desk import text_of
from tests.portal.workbench.city import BINHAI, HEPING, TEDA, XIQING
from tests.portal.workbench.conftest import TODAY
from tests.portal.workbench.reading import seen_by

MOST_QUERIES = 25


def test_the_first_line_says_what_stands(city: dict[str, User]) -> None:
    assert "三库均未达到目标" in text_of(seen_by(city["miit"]))
    with writing():
        Target.objects.filter(
            pk__in=["2025-12-31.seed.city", "2025-12-31.little_giant.city"]
        ).update(value=1)
    text = text_of(seen_by(city["auditor"]))
    assert "三库总体：专精特新库落后于目标，其余两库已达" in text
    assert "目标 1 家，2025-12-31 前" in text


def test_the_next_target_counts_and_later_ones_are_named(city: dict[str, User]) -> None:
    with writing():
        for year, value in ((2027, 7), (2030, 9)):
            made = Target.objects.create(
                code=f"{year}", name_zh="-", name_en="-", measure="stock", value=value,
                document="-", confidence="-", due_on=TODAY.replace(year=year),
            )  # fmt: skip
            made.tiers.set([Tier.objects.get(pk="seed")])
    (card, *_others) = seen_by(city["miit"]).context["cards"]
    assert (card.library.aim.value, [aim.value for aim in card.library.later]) == (7, [9])
    assert card.on_due is None


def test_the_table_adds_up_to_the_city(city: dict[str, User]) -> None:
    answer = seen_by(city["miit"])
    table, total = answer.context["table"], answer.context["table_total"]
    for name in ("held", "begun", "ending"):
        assert sum(getattr(row, name).value for row in table) == getattr(total, name).value
    (unknown,) = [row for row in table if row.name == "不明"]
    # The firm without a residence, and the one that left the city.
    assert unknown.held.value == 2
    held = count(Query(filters={"tier": ("seed",)}), TODAY)
    assert total.held.value == held.total
    zones = answer.context["zone_figures"]
    binhai = next(row for row in table if row.name == "滨海新区")
    inside = sum(figure.value for _name, figure, _own in zones)
    assert inside + answer.context["no_zone"].value == binhai.held.value


@pytest.mark.parametrize(
    ("name", "own"), [("xiqing", "西青区"), ("teda", "其中：天津经济技术开发区")]
)
def test_an_officer_sees_the_own_detail_and_of_others_what_is_published(
    city: dict[str, User], name: str, own: str
) -> None:
    answer = seen_by(city[name])
    assert [row.name for row in answer.context["table"] if row.own] == [own]
    for row in answer.context["table"]:
        assert row.held.value is not None
        told = (row.begun.value, row.ending.value) != (None, None)
        assert told == row.own, row.name
        assert bool(row.held.address) == row.own
    for card in answer.context["cards"]:
        assert card.held.address == ""
        assert card.own is not None
    everything = seen_by(city["miit"]).context["table_total"]
    assert answer.context["table_total"].held.value == everything.held.value


def test_nothing_about_a_firm_stands_on_it(city: dict[str, User]) -> None:
    for user in city.values():
        text = seen_by(user).content.decode()
        for name, code in Firm.objects.values_list("name", "uscc"):
            assert name not in text
            assert code is None or code not in text


def test_what_waits_is_of_the_own_ladder_for_bureau_staff(city: dict[str, User]) -> None:
    miit, sti, officer = (
        {task.label: task.figure for task in seen_by(city[name]).context["tasks"]}
        for name in ("miit", "sti", "xiqing")
    )
    assert "ladder=quality_sme," in miit["临近到期的认定"].address
    assert "ladder=innovation_leader," in sti["临近到期的认定"].address
    assert sti["临近到期的认定"].value == 7
    # Nobody of a district sees a firm that is in none.
    assert set(miit) - set(officer) == {
        "不在任何区（不明或已迁出）",
        "待确认的名单",
        "企业已迁出、认定仍在库",
    }
    assert "ladder" not in officer["待补信用代码"].address
    assert officer["缺 2025 年度数据"].value == 3
    assert miit["待确认的名单"].value == 3
    assert "待确认的名单" not in officer


def test_another_tier_is_chosen_by_its_code(city: dict[str, User]) -> None:
    answer = seen_by(city["miit"], "?tier=eaglet")
    assert answer.context["trend"].title.startswith("雏鹰")
    assert "区目标" in text_of(answer)
    client = Client()
    client.force_login(city["miit"])
    for query in ("?tier=eagle", "?tier=seed,eaglet", "?teir=seed", "?export=pdf"):
        assert client.get(f"/workbench/{query}").status_code == 400


def test_the_table_as_a_file(city: dict[str, User]) -> None:
    client = Client()
    client.force_login(city["xiqing"])
    answer = client.get("/workbench/?tier=seed&export=csv")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[2] == ["所属区", "在库（家）", "占全市", "今年认定", "90 天内到期"]
    rows = {line[0]: line[1:] for line in lines[3:]}
    assert rows["西青区"][2:] != ["", ""]
    assert rows["南开区"][2:] == ["", ""]
    assert rows["全市合计"][0] == str(count(Query(filters={"tier": ("seed",)}), TODAY).total)
    xlsx = client.get("/workbench/?export=xlsx")
    assert xlsx["Content-Disposition"].startswith("attachment")
    assert b"".join(xlsx.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_a_client_is_led_to_the_front_page(db: None) -> None:
    client = Client()
    client.force_login(make_user(Role.CLIENT))
    assert client.get("/workbench/")["Location"] == "/"
    assert client.post("/workbench/").status_code == 403


def test_the_numbers_of_the_line_stand_in_the_table_and_in_the_drawing(
    city: dict[str, User],
) -> None:
    answer = seen_by(city["miit"])
    trend = answer.context["trend"]
    assert len(trend.points) == 25
    assert trend.drawing["counts"] == [point.held.value for point in trend.points]
    for point in trend.points:
        assert point.held.value == count(Query(filters={"tier": ("seed",)}), point.day).total
    assert b'<script id="trend-data" type="application/json">' in answer.content


def queries(user: User) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/workbench/").status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["miit", "xiqing", "teda", "auditor"])
def test_queries(city: dict[str, User], name: str) -> None:
    keeping._answers.clear()
    few = queries(city[name])
    assert few <= MOST_QUERIES
    # Nothing was written since: what takes long is kept.
    assert queries(city[name]) < few
    for district, zone in ((XIQING, None), (BINHAI, TEDA), (HEPING, None)):
        for _n in range(4):
            firm = make_firm(district=district, zone=zone)
            make_certification(firm, valid_from=TODAY, valid_to=None)
    assert queries(city[name]) == few


def test_a_write_is_seen_at_once(city: dict[str, User]) -> None:
    def ending(answer: Any) -> Any:
        return answer.context["table_total"].ending.value

    before = ending(seen_by(city["miit"]))
    make_certification(make_firm(), valid_from=TODAY, valid_to=TODAY.replace(month=12))
    assert ending(seen_by(city["miit"])) == before + 1


FORMS = (
    "/targets/set/",
    "/targets/2025-12-31.seed.city/change/",
    "/targets/2025-12-31.seed.city/retire/",
    "/published-figures/record/",
)


@pytest.mark.parametrize("address", FORMS)
def test_queries_of_forms(
    city: dict[str, User], address: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = Client()
    client.force_login(city["miit"])
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
