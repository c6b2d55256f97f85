"""Totals of experts: exact, from 0 to 100, never falling when a mark rises."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cultivation.certification.scoring import Measure, spread, total


def measures(*rows: tuple[str, str]) -> list[Measure]:
    return [
        Measure(n, str(n), Decimal(full), Decimal(weight))
        for n, (full, weight) in enumerate(rows, start=1)
    ]


cents = st.integers(1, 999_999).map(lambda n: Decimal(n) / 100)


@st.composite
def marked(draw: st.DrawFn) -> tuple[list[Measure], dict[int, Decimal]]:
    """Criteria whose weights make up 100, each with a mark."""
    n = draw(st.integers(1, 6))
    cuts = sorted(draw(st.lists(st.integers(1, 9999), min_size=n - 1, max_size=n - 1, unique=True)))
    edges = [0, *cuts, 10_000]
    weights = [Decimal(b - a) / 100 for a, b in itertools.pairwise(edges)]
    found = [Measure(k, str(k), draw(cents), weight) for k, weight in enumerate(weights, start=1)]
    marks = {
        one.position: Decimal(draw(st.integers(0, int(one.full * 100)))) / 100 for one in found
    }
    return found, marks


@given(marked())
@settings(max_examples=150)
def test_a_total_is_from_0_to_100_and_nearest_to_the_exact_one(
    case: tuple[list[Measure], dict[int, Decimal]],
) -> None:
    found, marks = case
    result = total(found, marks)
    exact = sum(
        Fraction(marks[one.position]) / Fraction(one.full) * Fraction(one.weight) for one in found
    )
    assert 0 <= result <= 100
    assert result == round(result, 2)
    assert -Fraction(1, 200) < Fraction(result) - exact <= Fraction(1, 200)


@given(marked(), st.data())
@settings(max_examples=150)
def test_a_total_never_falls_when_a_mark_rises(
    case: tuple[list[Measure], dict[int, Decimal]], data: st.DataObject
) -> None:
    found, marks = case
    one = data.draw(st.sampled_from(found))
    most = int(one.full * 100)
    more = Decimal(data.draw(st.integers(int(marks[one.position] * 100), most))) / 100
    assert total(found, marks | {one.position: more}) >= total(found, marks)


@given(marked())
@settings(max_examples=50)
def test_full_marks_are_100_and_none_are_0(
    case: tuple[list[Measure], dict[int, Decimal]],
) -> None:
    found, _marks = case
    assert total(found, {one.position: one.full for one in found}) == 100
    assert total(found, {one.position: Decimal(0) for one in found}) == 0


def test_half_a_hundredth_goes_up() -> None:
    # 1/40 of 50 is 1.25; 0.5 of 100 at weight 33 is 0.165.
    assert total(measures(("40", "50"), ("10", "50")), {1: Decimal(1), 2: Decimal(0)}) == Decimal(
        "1.25"
    )
    rows = measures(("100", "33"), ("100", "67"))
    assert total(rows, {1: Decimal("0.5"), 2: Decimal(0)}) == Decimal("0.17")


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        (measures(("10", "60")), {1: Decimal(1)}),  # 60 % is not all
        (measures(("10", "100")), {}),
        (measures(("10", "100")), {1: Decimal("10.01")}),
        (measures(("10", "100")), {1: Decimal("-0.01")}),
    ],
)
def test_what_cannot_be_totalled_is_not(rows: list[Measure], marks: dict[int, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"weights|mark"):
        total(rows, marks)


def test_the_spread_of_experts() -> None:
    assert spread([]) is None
    found = spread([Decimal("80.00"), Decimal("90.01"), Decimal("85.00")])
    assert found is not None
    assert (found.number, found.mean, found.least, found.most, found.apart) == (
        3,
        Decimal("85.00"),
        Decimal("80.00"),
        Decimal("90.01"),
        Decimal("10.01"),
    )
