"""Progress towards the targets, counted from certifications, with published figures beside."""

import datetime as dt
from collections.abc import Iterator

import pytest

from cultivation.certification.models import Certification, EndKind
from cultivation.certification.services import certify, end
from cultivation.firms.models import Firm
from cultivation.firms.services import move, register
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District
from cultivation.targets.models import PublishedFigure, Target
from cultivation.targets.rules import Status
from cultivation.targets.selectors import TargetProgress, progress

pytestmark = pytest.mark.django_db
SEEDS = "2025-12-31.seed.city"


@pytest.fixture(autouse=True)
def writing() -> Iterator[None]:
    with revision(reason="test"):
        yield


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def firm(name: str, district: str = "120111") -> Firm:
    return register(name=name, district=District.objects.get(code=district))


def grant(
    holder: Firm,
    tier: str,
    first: str,
    last: str | None = None,
    continues: Certification | None = None,
) -> Certification:
    certification = certify(
        firm=holder,
        tier=Tier.objects.get(code=tier),
        batch="试验批次",
        valid_from=day(first),
        valid_to=day(last) if last else None,
    )
    certification.continues = continues
    certification.save(update_fields=["continues"])
    return certification


def target(code: str, measure: str, tiers: list[str], **fields: object) -> Target:
    made = Target.objects.create(
        code=code, name_zh=code, name_en=code, measure=measure, value=2, document="-",
        confidence="test", **fields,
    )  # fmt: skip
    made.tiers.set(Tier.objects.filter(code__in=tiers))
    return made


def found(code: str, as_of: str) -> TargetProgress:
    return next(item for item in progress(as_of=day(as_of)) if item.target.code == code)


def test_the_libraries_of_2025_are_counted_by_their_holders_on_the_day() -> None:
    for number in range(3):
        grant(firm(f"甲{number}"), "seed", "2024-01-01", "2025-07-01")
    before, after = found(SEEDS, "2025-06-30"), found(SEEDS, "2025-07-01")
    assert (before.value, before.counted, before.gap, before.surplus) == (3000, 3, 2997, 0)
    assert (str(before.percent), before.status) == ("0.1", Status.OPEN)
    assert after.counted == 0


def test_after_the_due_day_the_count_of_the_due_day_decides() -> None:
    target("t", "stock", ["seed"], due_on=day("2025-12-31"))
    grant(firm("甲"), "seed", "2025-01-01")
    grant(firm("乙"), "seed", "2026-01-01")
    late = found("t", "2026-02-01")
    assert (late.counted, late.counted_on_due, late.gap) == (2, 1, 0)
    assert late.status == Status.MISSED
    assert found("t", "2025-12-31").counted_on_due is None


def test_a_target_reached_on_its_day_stays_reached_when_holders_leave() -> None:
    target("t", "stock", ["seed"], due_on=day("2025-12-31"))
    for name in "甲乙":
        grant(firm(name), "seed", "2024-01-01", "2026-01-01")
    assert found("t", "2026-06-01").counted == 0
    assert found("t", "2026-06-01").status == Status.REACHED


def test_a_target_of_a_district_counts_who_is_there_on_the_day() -> None:
    target("t", "stock", ["seed"], district_id="120116")
    mover = firm("甲", "120116")
    grant(mover, "seed", "2024-01-01")
    grant(firm("乙", "120111"), "seed", "2024-01-01")
    move(firm=mover, district=District.objects.get(code="120111"), effective_on=day("2025-03-01"))
    assert found("t", "2025-02-28").counted == 1
    assert found("t", "2025-03-01").counted == 0


def test_a_target_of_two_tiers_adds_them_up() -> None:
    grant(firm("甲"), "leading", "2022-01-01")
    grant(firm("乙"), "leading_cultivation", "2022-01-01")
    assert found("2022-12-31.leading_all.city", "2022-12-31").counted == 2


def test_cumulative_counts_each_firm_once_though_it_left() -> None:
    target("t", "cumulative", ["seed"])
    holder = firm("甲")
    first = grant(holder, "seed", "2021-06-01", "2024-06-01")
    grant(holder, "seed", "2024-06-01", "2025-06-01", continues=first)
    assert found("t", "2021-05-31").counted == 0
    assert found("t", "2026-01-01").counted == 1


def test_new_in_a_year_counts_what_began_in_it_without_renewals() -> None:
    target("new", "period_new", ["eaglet"], due_on=day("2022-12-31"))
    target("entered", "ytd_entered", ["eaglet"], due_on=day("2022-12-31"))
    old = grant(firm("甲"), "eaglet", "2021-12-31", "2022-12-31")
    grant(old.firm, "eaglet", "2022-12-31", continues=old)
    grant(firm("乙"), "eaglet", "2022-01-01")
    grant(firm("丙"), "eaglet", "2023-01-01")
    assert found("new", "2022-12-30").counted == 1
    assert found("new", "2024-01-01").counted == 1
    assert found("entered", "2024-01-01").counted == 2
    assert found("new", "2021-06-01").counted == 0


def test_a_yearly_target_of_a_district_asks_where_the_firm_was_when_it_began() -> None:
    target("t", "period_new", ["eaglet"], due_on=day("2022-12-31"), district_id="120116")
    mover = firm("甲", "120116")
    grant(mover, "eaglet", "2022-02-01")
    grant(firm("乙", "120111"), "eaglet", "2022-02-01")
    move(firm=mover, district=District.objects.get(code="120111"), effective_on=day("2022-03-01"))
    assert found("t", "2022-12-31").counted == 1


def test_a_certification_ended_before_it_began_counts_nowhere() -> None:
    target("t", "cumulative", ["seed"])
    void = grant(firm("甲"), "seed", "2024-01-01")
    end(
        certification=void,
        kind=EndKind.REVOCATION,
        effective_on=day("2024-01-01"),
        reason="材料不实",
    )
    assert found("t", "2024-06-01").counted == 0


def test_a_measure_that_the_ledger_cannot_count_stays_open_without_a_number() -> None:
    target("t", "recommended", ["little_giant"], due_on=day("2022-12-31"))
    item = found("t", "2023-01-01")
    assert (item.counted, item.gap, item.percent, item.status) == (None, None, None, Status.OPEN)


def test_the_newest_published_figure_up_to_the_day_stands_beside() -> None:
    code = "2022-12-31.leading_all.city"
    early, late = found(code, "2022-12-31").published, found(code, "2023-12-31").published
    assert early is not None
    assert late is not None
    assert (early.as_of, early.value, early.op) == ("2020-12-31", 210, "=")
    assert (late.as_of, late.value) == ("2023-08-31", 305)
    assert found(code, "2020-12-30").published is None


def test_a_district_target_takes_the_figure_of_the_district() -> None:
    published = found("2023-12-31.leading_all.120116", "2023-12-31").published
    assert published is not None
    assert published.value == 157


def test_a_figure_of_the_nation_or_of_another_measure_never_stands_beside() -> None:
    published = found("2025-12-31.little_giant.city", "2026-06-01").published
    assert published is not None
    assert published.measure == "stock"
    assert published.code == "2023-12-31.stock.little_giant.city"


def test_beside_a_cumulative_target_a_stock_may_stand_and_says_so() -> None:
    published = found("undated.service_platform_national.city", "2021-01-01").published
    assert published is not None
    assert (published.value, published.measure) == (15, "stock")


def test_a_yearly_target_takes_figures_of_its_year_only() -> None:
    target("t", "period_new", ["tech_sme"], due_on=day("2020-12-31"))
    target("later", "period_new", ["tech_sme"], due_on=day("2022-12-31"))
    published = found("t", "2023-01-01").published
    assert published is not None
    assert published.value == 8179
    assert found("later", "2023-01-01").published is None


def test_the_documents_of_the_fixtures() -> None:
    values = dict(Target.objects.filter(due_on="2025-12-31").values_list("code", "value"))
    assert values == {
        "2025-12-31.seed.city": 3000,
        "2025-12-31.specialized.city": 1000,
        "2025-12-31.little_giant.city": 150,
    }
    assert not Target.objects.filter(document="").exists()
    assert not PublishedFigure.objects.filter(source="").exists()


def test_the_districts_of_may_2022_add_up_to_the_city() -> None:
    figures = PublishedFigure.objects.filter(
        as_of="2022-05-31", subject="tech_sme", measure="ytd_entered"
    )
    city = figures.get(area_level="city").value
    assert sum(figures.filter(area_level="district").values_list("value", flat=True)) == city
    assert figures.filter(area_level="district", district__isnull=False).count() == 16
    binhai = figures.get(district="120116").value
    assert sum(figures.filter(zone__district="120116").values_list("value", flat=True)) == binhai


def test_the_period_of_a_figure_follows_from_how_it_is_dated() -> None:
    half = PublishedFigure.objects.get(as_of="2022-H1")
    assert (half.first_day, half.last_day) == (day("2022-01-01"), day("2022-06-30"))
    month = PublishedFigure.objects.get(as_of="2022-12", measure="batch")
    assert (month.first_day, month.last_day) == (day("2022-12-01"), day("2022-12-31"))
