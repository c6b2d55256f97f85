"""What an assessment says: rule, figure, threshold with unit, distance, and why it is so."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cultivation.standards.engine.assessing import assess
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.nearness import shortfalls
from cultivation.standards.engine.numbers import shown
from cultivation.standards.engine.report import as_dict
from cultivation.standards.vocabulary import read_facts
from tests.standards.cases import GONE, innovative_2022, little_giant_2022, little_giant_2026
from tests.standards.files import content
from tests.standards.test_cases import find


def answer(table: Any, day: str = "", act: Act = Act.NEW, **changes: Any) -> dict[str, Any]:
    """The assessment of the table's firm with some facts changed."""
    written = {k: v for k, v in {**table.BASE, **changes}.items() if v is not GONE}
    facts, _wrong = read_facts(written)
    judged = assess(content(table.CODE), facts, dt.date.fromisoformat(day or table.DAY), act=act)
    return as_dict(judged)


def criterion(found: dict[str, Any], identity: str) -> dict[str, Any]:
    one = find(found["criteria"], identity)
    assert one is not None
    return one


def test_rule_figure_threshold_and_distance() -> None:
    found = criterion(answer(little_giant_2026, main_revenue_y1="19624.5"), "c2b")
    assert found["result"] == "not_met"
    assert found["figure"]["value"] == "89"
    assert found["figure"]["label"]["zh"] == "上年度主营业务收入占营业收入比重"
    assert found["threshold"] == {"op": ">=", "value": "90", "unit": "%"}
    assert found["distance"] == {"value": "-1", "unit": "百分点"}
    assert found["sentence"]["zh"] == (
        "上年度主营业务收入占营业收入比重89%，要求不低于90%，差1个百分点"
    )
    assert found["sentence"]["en"].endswith("asked: at least 90%, short by 1 percentage points")
    assert found["document"] == "工信部企业〔2026〕2号"
    assert "第2项" in found["article"]["zh"]


def test_a_figure_is_never_rounded_onto_its_threshold() -> None:
    found = criterion(answer(little_giant_2026, rd_expense_y1="661.499"), "c3b-y1")
    assert found["result"] == "not_met"
    assert found["figure"]["value"] == "2.999995"


def test_a_compound_rate_is_shown_as_a_rate() -> None:
    found = criterion(answer(little_giant_2026), "c2c")
    assert (found["figure"]["value"], found["distance"]["value"]) == ("5", "0")
    found = criterion(answer(little_giant_2026, revenue_y1="20000"), "c2c")
    assert (found["figure"]["value"], found["distance"]["value"]) == ("0", "-5")


def test_falling_bounds_have_their_distance_too() -> None:
    found = criterion(answer(little_giant_2026, liabilities_y1="16000"), "c2d")
    assert found["distance"] == {"value": "-5", "unit": "百分点"}
    found = criterion(answer(little_giant_2026, liabilities_y1="14000"), "c2d")
    assert found["distance"] == {"value": "5", "unit": "百分点"}


def test_missing_names_what_is_missing_and_undefined_says_why() -> None:
    found = answer(little_giant_2026, revenue_y3=GONE)
    assert criterion(found, "c2c")["missing"] == ["revenue_y3"]
    assert [one["fact"] for one in found["missing"]] == ["revenue_y3"]
    assert "营业收入（前第三年）" in criterion(found, "c2c")["sentence"]["zh"]
    found = criterion(answer(little_giant_2026, revenue_y3="0"), "c2c")
    assert found["result"] == "missing"
    assert "基期" in found["undefined"]["zh"]
    found = criterion(answer(little_giant_2026, revenue_y1="0"), "c2b")
    assert found["result"] == "missing"


def test_a_score_says_points_maximum_and_what_is_still_possible() -> None:
    score = criterion(answer(innovative_2022), "score")["score"]
    assert (score["least"], score["most"], score["max"], score["min"]) == ("70", "70", 100, "60")
    assert {part["code"]: part["least"] for part in score["parts"]} == {
        "innovation": "30",
        "growth": "20",
        "specialisation": "20",
    }
    open_ = criterion(answer(innovative_2022, main_revenue_y2=GONE), "score")
    assert open_["result"] == "missing"
    assert (open_["score"]["least"], open_["score"]["most"]) == ("55", "75")
    part = criterion(
        answer(
            innovative_2022, ip_class1_own_y1=0, ip_class1_y1=0, rd_expense_y1="20",
            main_revenue_y2="500", liabilities_y1="550", main_revenue_y1="700",
        ),
        "score",
    )  # fmt: skip
    assert "创新能力至多15分，要求不低于20分" in part["sentence"]["zh"]


def test_a_score_out_of_reach_is_not_met_though_figures_are_missing() -> None:
    poor: dict[str, Any] = {
        "rd_expense_y1": "0",
        "ip_class1_own_y1": 0,
        "ip_class1_y1": 0,
        "ip_class2_y1": 0,
    }
    found = criterion(answer(innovative_2022, main_revenue_y2=GONE, **poor), "score")
    assert found["result"] == "not_met"


def test_overrides_are_seen() -> None:
    found = answer(little_giant_2022, day="2025-06-01")
    assert [one["document"] for one in found["overrides"]] == ["工信厅企业函〔2025〕190号"]
    assert criterion(found, "floor")["override"] == "miit-2025-190"
    renewal = answer(little_giant_2022, day="2025-06-01", act=Act.RENEWAL)
    growth = criterion(renewal, "p3")
    assert growth["waived"]["zh"] == "按2025年复核通知不考察"
    assert growth["override"] == "miit-2025-190-renewal"
    assert growth["threshold"]["value"] == "5"


def test_what_a_person_confirms_stands_beside_met() -> None:
    found = criterion(answer(little_giant_2022), "i3")
    assert found["result"] == "met"
    assert "人工核实" in found["confirm"]["zh"]


def test_a_limit_is_told_as_what_it_is() -> None:
    found = criterion(answer(little_giant_2022, ip_class1_applied=GONE, ip_class1_y1=1), "i3")
    assert found["result"] == "not_met"
    assert found["figure"]["name"] == "ip_class1_y1"


@pytest.mark.parametrize(
    ("number", "bound", "text"),
    [
        (Fraction(2, 3), None, "0.67"),
        (Decimal("5.10"), None, "5.1"),
        (3, None, "3"),
        (Fraction(29999, 10000), 3, "2.9999"),
        (Fraction(3), 3, "3"),
        (Fraction(300001, 100000), 3, "3.00001"),
        (Decimal("-0.001"), 0, "-0.001"),
        (10000, None, "10000"),
    ],
)
def test_numbers_as_people_read_them(number: Any, bound: Any, text: str) -> None:
    assert shown(number, bound) == text


def test_the_shortest_way_to_met() -> None:
    facts, _wrong = read_facts(
        {**little_giant_2026.BASE, "market_share": "9", "market_rank": 9, "revenue_y1": "4900"}
    )
    judged = assess(content("little-giant-2026"), facts, dt.date(2026, 6, 1))
    ways = {one.id: one.share for one in shortfalls(judged.findings)}
    assert ways["c2a"] == Fraction(100, 5000)
    assert ways["c5a"] == Fraction(1, 10)  # nearer than to become third from ninth
    assert "c5b" not in ways
