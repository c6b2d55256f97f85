"""Whatever is written, and however: the ledger says what the facts say."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cultivation.certification.models import Certification
from cultivation.clock import today
from cultivation.counts.definition import DEFINITIONS
from cultivation.counts.selectors import DIMENSIONS, Query, count, series
from cultivation.counts.services import compact, rebuild
from cultivation.counts.steps import STEPS
from cultivation.counts.verification import differences
from tests.counts.edits import DAYS, Editor
from tests.counts.oracle import Facts

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 2**32 - 1)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def edited(seed: int, steps: int = 12) -> Editor:
    editor = Editor(Random(seed))
    for _ in range(steps):
        editor.edit()
    return editor


def random_query(random: Random) -> Query:
    by = tuple(random.sample(DIMENSIONS, random.randrange(4)))
    codes = {
        "tier": ["seed", "specialized", "gazelle", "cheetah"],
        "ladder": ["quality_sme", "innovation_leader"],
        "district": ["120111", "120110", "120116", ""],
        "zone": ["120116402", ""],
        "industry": ["C", "I", "G", ""],
        "size": ["micro", "small", "medium", ""],
    }
    names = random.sample(DIMENSIONS, random.choice([0, 0, 1, 2]))
    filters = {name: tuple(random.sample(codes[name], random.choice([1, 2]))) for name in names}
    return Query(by, random.choice(list(DEFINITIONS)), filters)


@given(seed=seeds)
@FEW
def test_after_every_edit_the_ledger_says_what_the_facts_say(seed: int) -> None:
    with rolled_back():
        editor, tried = Editor(Random(seed)), []
        for _ in range(12):
            tried.append(editor.edit())
            assert list(differences(editor.random.sample(DAYS, 3))) == [], tried
        assert list(differences(Facts.now().turns())) == [], tried
        event(f"edits made: {editor.made // 4 * 4} or more")


@given(seed=seeds)
@FEW
def test_every_count_is_what_one_counts_by_hand(seed: int) -> None:
    with rolled_back():
        random, facts = edited(seed).random, Facts.now()
        for day in [*random.sample(DAYS, 8), dt.date(2023, 2, 28), today()]:
            query = random_query(random)
            found = count(query, day)
            rows = {tuple(row[name] for name in query.by): row["count"] for row in found.rows}
            total, expected = facts.count(query, day)
            assert found.total == total, (query, day)
            assert (rows if query.by else {}) == (expected if query.by else {}), (query, day)


@given(seed=seeds)
@FEW
def test_a_series_is_its_single_counts(seed: int) -> None:
    with rolled_back():
        random = edited(seed).random
        for step in STEPS:
            first, last = sorted(random.sample(DAYS, 2))
            query = random_query(random)
            for point in series(query, first, last, step).points:
                assert point == count(query, point.as_of), (query, first, last, step)


@given(seed=seeds)
@FEW
def test_parts_add_up_and_firms_never_exceed_holdings(seed: int) -> None:
    with rolled_back():
        random = edited(seed).random
        for day in random.sample(DAYS, 3):
            for name in DIMENSIONS:
                whole = {m: count(Query(measure=m), day).total for m in DEFINITIONS}
                assert whole["firms"] <= whole["holdings"]
                rows = {
                    m: {row[name]: row["count"] for row in count(Query((name,), m), day).rows}
                    for m in DEFINITIONS
                }
                for measure, found in rows.items():
                    assert sum(found.values()) == whole[measure], (name, day)
                    for code, n in found.items():
                        one = Query(measure=measure, filters={name: (code or "",)})
                        assert count(one, day).total == n, (name, code, day)
                for code, n in rows["firms"].items():
                    assert n <= rows["holdings"][code], (name, code, day)
        assert count(Query(), today()).total == Certification.objects.as_of(today()).count()


@given(seed=seeds)
@settings(FEW, max_examples=10)
def test_rebuilding_and_compacting_change_no_answer(seed: int) -> None:
    with rolled_back():
        random = edited(seed).random
        asked = [(random_query(random), day) for day in random.sample(DAYS, 5)]
        before = [count(query, day) for query, day in asked]
        compact()
        assert [count(query, day) for query, day in asked] == before
        assert list(differences(DAYS[::4])) == []
        rebuild()
        assert [count(query, day) for query, day in asked] == before
        compact()
        assert [count(query, day) for query, day in asked] == before


def rows_of_ledger() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counts_change")
        return int(cursor.fetchone()[0])


def test_compacting_leaves_one_row_a_cell_and_step() -> None:
    edited(7, steps=30)
    compact()
    least = rows_of_ledger()
    rebuild()
    compact()
    assert rows_of_ledger() == least > 0
