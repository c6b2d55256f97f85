"""The size class: each bound of the standard, its exceptions, what must hold for any figures."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cultivation.firms.models import Industry, SizeRule
from cultivation.firms.selectors import size_rules
from cultivation.firms.size import GRADES, Rule, SizeResult, SizeRules, explain, size_class
from cultivation.portal.reference.reading import read
from cultivation.portal.reference.tables import FOLDER

# 工信部联企业〔2011〕300号, section 4, copied by hand: one industry code of each group, and the
# lower bounds of large, medium and small. The fixtures are judged by this table.
STANDARD: dict[str, tuple[str, dict[str, tuple[int, int, int]]]] = {
    "农、林、牧、渔业": ("01", {"revenue": (20000, 500, 50)}),
    "工业": ("35", {"staff": (1000, 300, 20), "revenue": (40000, 2000, 300)}),
    "建筑业": ("47", {"revenue": (80000, 6000, 300), "assets": (80000, 5000, 300)}),
    "批发业": ("51", {"staff": (200, 20, 5), "revenue": (40000, 5000, 1000)}),
    "零售业": ("52", {"staff": (300, 50, 10), "revenue": (20000, 500, 100)}),
    "交通运输业": ("54", {"staff": (1000, 300, 20), "revenue": (30000, 3000, 200)}),
    "仓储业": ("592", {"staff": (200, 100, 20), "revenue": (30000, 1000, 100)}),
    "邮政业": ("60", {"staff": (1000, 300, 20), "revenue": (30000, 2000, 100)}),
    "住宿业": ("61", {"staff": (300, 100, 10), "revenue": (10000, 2000, 100)}),
    "餐饮业": ("62", {"staff": (300, 100, 10), "revenue": (10000, 2000, 100)}),
    "信息传输业": ("64", {"staff": (2000, 100, 10), "revenue": (100000, 1000, 100)}),
    "软件和信息技术服务业": ("65", {"staff": (300, 100, 10), "revenue": (10000, 1000, 50)}),
    "房地产开发经营": ("701", {"revenue": (200000, 1000, 100), "assets": (10000, 5000, 2000)}),
    "物业管理": ("702", {"staff": (1000, 300, 100), "revenue": (5000, 1000, 500)}),
    "租赁和商务服务业": ("72", {"staff": (300, 100, 10), "assets": (120000, 8000, 100)}),
    "其他未列明行业": ("73", {"staff": (300, 100, 10)}),
}
BOUNDS = [
    pytest.param(code, metric, bounds, id=f"{name}-{metric}")
    for name, (code, metrics) in STANDARD.items()
    for metric, bounds in metrics.items()
]
PLENTY = 10_000_000


def _rules() -> SizeRules:
    content = {table.model: rows for table, rows in read(FOLDER).items()}
    return SizeRules(
        rules=tuple(
            Rule(
                **{
                    name: row.values[name]
                    for name in Rule.__dataclass_fields__
                    if name != "industry_codes"
                },
                industry_codes=tuple(row.values["industry_codes"]),
            )
            for row in content[SizeRule]
        ),
        parents={row.key: row.values["parent"] for row in content[Industry]},
    )


RULES = _rules()


def classify(industry: str | None, **figures: Decimal | int | None) -> SizeResult:
    """The size class with every figure not named far above all bounds."""
    given = {"staff": PLENTY, "revenue": PLENTY, "assets": PLENTY, **figures}
    return size_class(RULES, industry=industry, **given)


def test_the_standard_has_its_thirty_rows() -> None:
    assert len(BOUNDS) == 30
    assert len(RULES.rules) == 30


@pytest.mark.parametrize(("industry", "metric", "bounds"), BOUNDS)
def test_each_bound_belongs_to_the_upper_grade(
    industry: str, metric: str, bounds: tuple[int, int, int]
) -> None:
    for bound, reached, missed in zip(
        bounds, ("large", "medium", "small"), ("medium", "small", "micro"), strict=True
    ):
        assert classify(industry, **{metric: bound}).size == reached
        assert classify(industry, **{metric: bound + 1}).size == reached
        assert classify(industry, **{metric: bound - 1}).size == missed
        if metric != "staff":
            assert classify(industry, **{metric: Decimal(bound) - Decimal("0.000001")}).size == (
                missed
            )


@pytest.mark.parametrize(
    ("industry", "as_in"),
    [
        *(("A", "01"), ("B", "35"), ("C", "35"), ("D", "35"), ("E", "47"), ("L", "72")),
        *(("M", "73"), ("N", "73"), ("O", "73"), ("R", "73"), ("85", "73")),
        *(("3512", "35"), ("C3512", "35"), ("c35", "35"), (" 351 ", "35"), ("6420", "64")),
        *(("55", "54"), ("56", "54"), ("57", "54"), ("58", "54"), ("591", "54"), ("5910", "54")),
        *(("593", "592"), ("594", "592"), ("595", "592"), ("596", "592"), ("5990", "592")),
        *(("63", "64"), ("7010", "701"), ("7020", "702"), ("703", "73"), ("7090", "73")),
    ],
)
def test_a_code_of_any_length_finds_its_group(industry: str, as_in: str) -> None:
    found, wanted = classify(industry), classify(as_in)
    assert found.size == "large"
    assert found.reason["industry_key"] == wanted.reason["industry_key"]


@pytest.mark.parametrize("industry", ["53", "5310", "J", "66", "P", "83", "84", "S", "T", "704"])
def test_no_standard_is_said_so_and_left_to_people(industry: str) -> None:
    assert classify(industry).size == "no_standard"
    assert classify(industry, staff=None, revenue=None, assets=None).size == "no_standard"


@pytest.mark.parametrize("industry", ["", "  ", None])
def test_without_an_industry_there_is_no_class(industry: str | None) -> None:
    assert classify(industry) == SizeResult(None, {"code": "industry_missing", "industry": None})


@pytest.mark.parametrize("industry", ["98", "00", "705", "7050", "597", "A35", "X", "5", "制造业"])
def test_a_code_that_is_none_is_named(industry: str) -> None:
    result = classify(industry)
    assert result.size is None
    assert result.reason == {"code": "industry_unknown", "industry": industry}


def test_59_alone_is_too_coarse_unless_handling_and_storage_agree() -> None:
    # 250 people and 30 000 万元: small in handling (below 300 people), large in storage.
    differing = classify("59", staff=250, revenue=30_000)
    assert differing.size is None
    assert differing.reason["code"] == "industry_too_coarse"
    assert {(c["industry_key"], c["size"]) for c in differing.reason["candidates"]} == {
        ("transport", "small"),
        ("warehouse", "large"),
    }
    agreeing = classify("59", staff=5, revenue=10)
    assert agreeing.size == "micro"
    assert agreeing.reason["code"] == "candidates_agree"


@pytest.mark.parametrize("industry", ["70", "K", "Q", "G"])
def test_a_code_that_covers_industries_without_standard_is_never_decided(industry: str) -> None:
    assert classify(industry).reason["code"] == "industry_too_coarse"
    assert classify(industry, staff=0, revenue=0, assets=0).size is None


def test_a_missing_figure_leaves_it_open_and_says_which() -> None:
    result = classify("35", staff=None)
    assert result.size is None
    assert result.reason["code"] == "figure_missing"
    assert result.reason["missing"] == ["staff"]


def test_one_micro_metric_decides_though_the_other_is_missing() -> None:
    result = classify("35", staff=None, revenue=299)
    assert (result.size, result.reason["code"]) == ("micro", "micro_by_one_metric")


def test_figures_that_the_industry_does_not_use_may_be_missing() -> None:
    assert classify("35", assets=None).size == "large"
    assert classify("73", assets=None, revenue=None).size == "large"


def test_the_reason_tells_each_metric_with_unit_and_grade() -> None:
    result = classify("C3512", staff=300, revenue=Decimal("1999.99"))
    assert result.size == "small"
    assert result.reason == {
        "code": "all_metrics",
        "standard": "MIIT-2011-300",
        "industry": "C3512",
        "industry_key": "industry",
        "metrics": [
            {"metric": "staff", "value": "300", "unit": "persons", "grade": "medium"},
            {"metric": "revenue", "value": "1999.99", "unit": "万元", "grade": "small"},
        ],
    }


@pytest.mark.parametrize(
    ("figures", "industry", "said"),
    [
        (
            {"staff": 300, "revenue": 1999},
            "35",
            "staff 300 persons (medium), revenue 1999 万元 (small)",
        ),
        ({"staff": None}, "35", "staff missing"),
        ({"staff": None, "revenue": 1}, "35", "staff not known"),
        ({}, "704", "“704”: decide by hand"),
        ({}, "70", "“70” covers several groups"),
        ({"staff": 1}, "59", "agree"),
        ({}, "98", "“98” is none of GB/T 4754-2017"),
        ({}, None, "the industry is missing"),
    ],
)
def test_every_reason_becomes_a_sentence(
    figures: dict[str, int | None], industry: str | None, said: str
) -> None:
    with translation.override("en"):
        assert said in explain(classify(industry, **figures).reason)


def test_an_unknown_or_empty_reason_says_nothing() -> None:
    assert explain({}) == ""


def _codes() -> Iterator[str]:
    yield from RULES.parents


AMOUNTS = st.none() | st.decimals(0, 300_000, places=2)
PEOPLE = st.none() | st.integers(0, 3000)


@given(
    industry=st.sampled_from(sorted(_codes())),
    staff=PEOPLE,
    revenue=AMOUNTS,
    assets=AMOUNTS,
    more=st.sampled_from(["staff", "revenue", "assets"]),
    by=st.integers(1, 300_000),
)
def test_raising_a_figure_never_lowers_the_class(
    industry: str,
    staff: int | None,
    revenue: Decimal | None,
    assets: Decimal | None,
    more: str,
    by: int,
) -> None:
    figures = {"staff": staff, "revenue": revenue, "assets": assets}
    before = size_class(RULES, industry=industry, **figures).size
    old = figures[more]
    if old is None or before is None:
        return
    after = size_class(RULES, industry=industry, **{**figures, more: old + by}).size
    if before == "no_standard":
        assert after == "no_standard"
    elif after is None:
        # Micro by one metric, or agreed upon: what was hidden by it shows now.
        assert before == "micro" or industry in RULES.children
    else:
        assert GRADES.index(after) >= GRADES.index(before)


@pytest.mark.django_db
def test_the_rules_of_the_database_are_those_of_the_files() -> None:
    rules = size_rules()
    assert set(rules.rules) == set(RULES.rules)
    assert rules.parents == RULES.parents
    assert size_rules() is rules
