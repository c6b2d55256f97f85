"""A standard over all firms: who qualifies, who is near and by what, who no longer does."""

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cultivation.firms.models import Firm
from cultivation.firms.services import deregister, record_year
from cultivation.standards import services
from cultivation.standards.engine.content import Act
from cultivation.standards.models import Standard
from cultivation.standards.rows import COLUMNS, as_row
from cultivation.standards.screening import Screening, Standing, screen
from cultivation.standards.selectors import assess_firm
from tests.factories import make_certification, make_firm, make_user, writing

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)
FACTS: dict[str, Any] = {
    "in_abnormal_list": False,
    "in_dishonest_list": False,
    "incidents": [],
    "segment_years": "6",
    "ip_class1_applied": 4,
    "market_share": "15",
    "outside_titles": [],
    "controlled_by_little_giant": False,
    "similar_in_group": False,
    "awards": [],
}
SCORE = [{"year": 2026, "value": "70", "proof": "平台截图"}]


def make(
    *,
    revenue: int = 10000,
    tier: str | None = "specialized",
    years: tuple[int, ...] = (2023, 2024, 2025),
    district: str = "120111",
    facts: dict[str, Any] | None = None,
) -> Firm:
    """A firm that meets the standard of Little Giants of 2026, but for a person's judgement."""
    firm = make_firm(district=district, legal_form="有限责任公司", industry="35")
    if tier:
        make_certification(firm, tier, valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2028, 1, 1))
    with writing():
        for k, year in enumerate(years):
            amount = Decimal(revenue) * (Decimal("1.2") ** (k - len(years) + 1))
            amount = amount.quantize(Decimal("0.01"))
            record_year(
                firm=firm,
                year=year,
                figures={
                    "revenue": amount,
                    "main_revenue": (amount * Decimal("0.95")).quantize(Decimal("0.01")),
                    "rd_expense": (amount * Decimal("0.08")).quantize(Decimal("0.01")),
                    "assets": Decimal(9000),
                    "liabilities": Decimal(3000),
                    "staff": 120,
                    "ip_class1": 5,
                },
            )
        for name, value in (FACTS if facts is None else facts).items():
            services.record_fact(
                firm=firm, name=name, value=value, holds_on=dt.date(2026, 5, 1), source="填报"
            )
        if facts is None:
            services.record_fact(
                firm=firm, name="platform_scores", value=SCORE, holds_on=dt.date(2026, 5, 1),
                source="填报",
            )  # fmt: skip
    return firm


def standings(found: Screening) -> dict[int, Standing]:
    return {row.firm: row.standing for row in found.rows}


@pytest.fixture
def standard() -> Standard:
    return Standard.objects.get(code="little-giant-2026")


def test_every_firm_has_its_standing(standard: Standard) -> None:
    likely = make()
    unchecked = make(facts={})
    lacking = make(years=(2025,))
    near = make(revenue=9600, facts={**FACTS, "segment_years": "2.5"})
    far = make(tier=None)
    holder = make(tier="little_giant")
    shrunk = make(tier="little_giant", revenue=3000)
    closed = make()
    with writing():
        deregister(firm=closed, filed_on=dt.date(2026, 5, 1), effective_on=dt.date(2026, 5, 1))
    found = standings(screen(standard.read, DAY))
    assert found == {
        likely.pk: Standing.LIKELY,
        unchecked.pk: Standing.LIKELY,
        lacking.pk: Standing.INCOMPLETE,
        near.pk: Standing.NEAR,
        far.pk: Standing.FAR,
        holder.pk: Standing.HOLDS,
        shrunk.pk: Standing.NO_LONGER,
    }


def test_near_says_by_what(standard: Standard) -> None:
    make(facts={**FACTS, "segment_years": "2.5"})
    (row,) = screen(standard.read, DAY).having(Standing.NEAR)
    (one,) = row.shortfalls
    assert (one.id, one.value) == ("c1", "2.5")
    assert one.text.zh == "从事特定细分市场年限（截至上年末）2.5年，要求不低于3年，差0.5年"
    assert as_row(row)["shortfalls"][0]["short_percent"] == 16.67
    assert list(as_row(row)) == list(COLUMNS)


def test_a_holder_is_told_what_is_no_longer_met(standard: Standard) -> None:
    make(tier="little_giant", revenue=3000)
    (row,) = screen(standard.read, DAY).having(Standing.NO_LONGER)
    assert {"c2a", "c3"} <= set(row.not_met)
    assert {one.id for one in row.shortfalls} >= {"c2a", "c3a"}
    # What a renewal does not examine is not held against it.
    assert "title" not in row.not_met


def test_qualifies_is_said_where_nobody_has_to_judge() -> None:
    eaglet = Standard.objects.get(code="eaglet-2021")
    facts = {"in_abnormal_list": False, "in_dishonest_list": False, "incidents": []}
    firm = make(tier=None, facts=facts)
    with writing():
        Firm.objects.filter(pk=firm.pk).update(established_on=dt.date(2020, 1, 1))
    (row,) = screen(eaglet.read, DAY).rows
    assert row.standing is Standing.QUALIFIES


def test_it_agrees_with_the_assessment_of_each_firm(standard: Standard) -> None:
    firms = [make(), make(years=(2025,)), make(tier=None), make(tier="little_giant", revenue=3000)]
    rows = {row.firm: row for row in screen(standard.read, DAY).rows}
    for firm in firms:
        held = firm.certifications.filter(tier="little_giant").exists()
        act = Act.RENEWAL if held else Act.NEW
        judged, _sheet = assess_firm(firm, standard.read, DAY, act=act)
        assert rows[firm.pk].result == judged.result


def test_it_is_narrowed_by_scope(standard: Standard) -> None:
    here, _there = make(), make(district="120101")
    officer = make_user("district", district="120111")
    found = screen(standard.read, DAY, firms=Firm.objects.visible_to(officer))
    assert [row.firm for row in found.rows] == [here.pk]
    assert found.rows[0].district == "120111"


def test_progress_is_told(standard: Standard) -> None:
    make()
    make()
    told: list[tuple[int, int]] = []
    screen(standard.read, DAY, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_a_handful_of_queries_whatever_the_number(
    standard: Standard, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _k in range(5):
        make()
    with django_assert_max_num_queries(9):
        screen(standard.read, DAY)


# --- the command ---


def run(**options: Any) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("screen", standard="little-giant-2026", as_of="2026-06-01", stdout=out,
                     **options)  # fmt: skip
    return out.getvalue()


def test_the_command_speaks_json_csv_and_tables() -> None:
    near = make(facts={**FACTS, "segment_years": "2.5"})
    make(tier=None)
    answer = json.loads(run(format="json"))
    assert answer["counts"]["near"] == 1
    assert answer["counts"]["far"] == 1
    assert [row["firm"] for row in answer["rows"]] == [near.pk]
    lines = run(format="csv").splitlines()
    assert lines[0].split(",")[:3] == ["firm", "uscc", "name"]
    assert len(lines) == 2
    assert "差0.5年" in lines[1]
    table = run()
    assert near.name in table
    assert "short by 0.5 years" in table
    assert len(json.loads(run(format="json", standing="far,near"))["rows"]) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"standard": "little-giant"}, "little-giant-2026"),
        ({"standard": "eaglet-2021", "as_of": "2026-02-30"}, "2026-02-30"),
        ({"standard": "eaglet-2021", "standing": "nearly"}, "near"),
    ],
)
def test_wrong_usage_has_its_status(options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said) as caught:
        call_command("screen", **options)
    assert caught.value.returncode == 2
