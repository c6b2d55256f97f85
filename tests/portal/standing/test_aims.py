"""Which target a count is set against."""

import datetime as dt

import pytest

from cultivation.journal.services import revision
from cultivation.portal.standing.aims import Aim, nearest, stock_aims
from cultivation.portal.standing.libraries import Bar, Line
from cultivation.targets.models import Target
from cultivation.targets.services import retire_target

DAY = dt.date(2026, 11, 27)


def aim(code: str, due: str | None) -> Aim:
    return Aim(code, 100, dt.date.fromisoformat(due) if due else None)


def chosen(*aims: Aim) -> tuple[str | None, list[str]]:
    here, later = nearest(list(aims), DAY)
    return here.code if here else None, [one.code for one in later]


def test_the_one_due_next_then_the_last_that_was_due_then_one_without_a_day() -> None:
    past, older = aim("past", "2025-12-31"), aim("older", "2022-12-31")
    today, later = aim("today", "2026-11-27"), aim("later", "2030-12-31")
    undated = aim("undated", None)
    assert chosen() == (None, [])
    assert chosen(older, past) == ("past", [])
    assert chosen(older, past, undated) == ("past", ["undated"])
    assert chosen(past, today, later) == ("today", ["later"])
    assert chosen(undated) == ("undated", [])


@pytest.mark.django_db
def test_targets_of_one_tier_in_force() -> None:
    aims = stock_aims(DAY)
    assert [(one.value, str(one.due_on)) for one in aims["seed", None]] == [
        (1500, "2022-12-31"),
        (3000, "2025-12-31"),
    ]
    assert aims["gazelle", "120116"][0].value == 200
    # A target of two tiers together is none of either.
    assert ("leading", None) not in aims
    with revision(reason="撤下"):
        retire_target(target=Target.objects.get(pk="2025-12-31.seed.city"), retired_on=DAY)
    assert [one.value for one in stock_aims(DAY)["seed", None]] == [1500]
    assert len(stock_aims(DAY - dt.timedelta(days=1))["seed", None]) == 2


def test_a_bar_holds_count_and_marks() -> None:
    short, long = Bar(600, [3000, 1200]), Bar(3000, [1000])
    assert (short.filled, short.marks) == (200, [997, 400])
    assert (long.filled, long.marks) == (1000, [333])
    assert Bar(0, [1]).filled == 0


def test_a_line_stays_within_its_drawing() -> None:
    for counts, goal in (([5], 5), ([0, 0], 0), ([3, 9, 1], 400)):
        line = Line(counts, goal)
        for point in line.points.split():
            x, y = map(int, point.split(","))
            assert 0 <= x <= line.whole
            assert 0 <= y <= line.height
        assert 0 <= line.aim <= line.height
