"""The diagram of districts: where tiles stand, and what their shades mean."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cultivation.pages.apps import PagesConfig
from cultivation.places.selectors import districts_of_today
from cultivation.portal.standing.diagram import (
    POSITIONS,
    SHADES,
    bounds,
    shade,
    steps,
    tiles,
)
from cultivation.portal.standing.figures import Figure

STYLES = Path(PagesConfig.__module__.replace(".", "/")).parent / "static/pages/registry.css"
numbers = st.integers(0, 300_000)


@pytest.mark.django_db
def test_every_district_of_today_has_a_place_of_its_own() -> None:
    assert {district.code for district in districts_of_today()} == set(POSITIONS)
    assert len(set(POSITIONS.values())) == 16


def test_a_new_district_stands_below_the_others() -> None:
    made, _legend = tiles(
        [("129999", "新", "新区"), ("120101", "和平", "和平区")], lambda _: Figure(1)
    )
    assert [(tile.column, tile.row) for tile in made] == [(1, 6), (3, 4)]


def test_the_style_sheet_knows_all_columns_rows_and_shades() -> None:
    text = (Path(__file__).resolve().parents[3] / STYLES).read_text()
    columns, rows = zip(*POSITIONS.values(), strict=True)
    names = {f"column-{n}" for n in columns} | {f"row-{n}" for n in (*rows, max(rows) + 1)}
    names |= {f"shade-{n}" for n in range(SHADES + 1)}
    assert names <= set(re.findall(r"\.([a-z]+-\d)", text))


@given(numbers, numbers)
def test_more_is_never_lighter(one: int, other: int) -> None:
    ends = bounds(max(one, other))
    low, high = sorted((one, other))
    assert shade(low, ends) <= shade(high, ends) <= SHADES
    assert (shade(low, ends) == 0) == (low == 0)


@given(numbers, st.data())
def test_the_legend_says_which_numbers_have_which_shade(largest: int, data: st.DataObject) -> None:
    ends = bounds(largest)
    legend = steps(ends, largest)
    assert len(ends) < SHADES
    number = data.draw(st.integers(0, largest))
    (step,) = [
        one for one in legend if one.first <= number and (one.last is None or number <= one.last)
    ]
    assert step.shade == shade(number, ends)
    # No shade is explained that cannot occur.
    assert all(one.first <= largest for one in legend)


def test_shades_tell_districts_apart_where_one_has_much_more() -> None:
    ends = bounds(1016)
    assert ends == [100, 200, 500, 1000]
    assert [shade(n, ends) for n in (0, 60, 117, 202, 702, 1016)] == [0, 1, 2, 3, 4, 5]
