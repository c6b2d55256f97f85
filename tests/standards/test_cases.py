"""The worked cases of every standard come out as the tables say."""

import datetime as dt
from typing import Any

import pytest

from cultivation.standards.engine.assessing import assess
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.report import as_dict
from cultivation.standards.vocabulary import read_facts
from tests.standards.cases import (
    GONE,
    Case,
    eaglet_2021,
    innovative_2022,
    little_giant_2022,
    little_giant_2026,
    partly_known,
    specialized_2022,
    specialized_2026,
    tech_sme,
)
from tests.standards.files import CODES, content

WHOLE = (
    innovative_2022, specialized_2022, little_giant_2022, specialized_2026, little_giant_2026,
    tech_sme, eaglet_2021,
)  # fmt: skip
TABLES: list[tuple[str, str, dict[str, Any], list[Case]]] = [
    *((one.CODE, one.DAY, dict(one.BASE), list(one.CASES)) for one in WHOLE),
    *partly_known.TABLES,
]
EVERY = [
    pytest.param(code, day, base, case, id=f"{code}: {case.note}: {case.criterion}")
    for code, day, base, cases in TABLES
    for case in cases
]


def find(criteria: list[dict[str, Any]], identity: str) -> dict[str, Any] | None:
    """The criterion or indicator of that id."""
    for one in criteria:
        if one["id"] == identity:
            return one
        indicators = [i for p in one.get("score", {}).get("parts", ()) for i in p["indicators"]]
        found = find(one.get("criteria", []), identity) or find(indicators, identity)
        if found:
            return found
    return None


def test_every_standard_has_its_table() -> None:
    assert {code for code, *_rest in TABLES} == set(CODES)
    for one in WHOLE:
        assert len(one.CASES) >= 8


@pytest.mark.parametrize(("code", "day", "base", "case"), EVERY)
def test_case(code: str, day: str, base: dict[str, Any], case: Case) -> None:
    written = {k: v for k, v in {**base, **case.changes}.items() if v is not GONE}
    facts, wrong = read_facts(written)
    assert wrong == []
    on = dt.date.fromisoformat(case.as_of or day)
    answer = as_dict(assess(content(code), facts, on, act=Act(case.act)))
    if case.criterion == "*":
        assert answer["result"] == case.result, answer
        return
    found = find(answer["criteria"], case.criterion)
    assert found is not None
    assert found["result"] == case.result, found
    if case.points is not None:
        assert found["points"] == case.points
