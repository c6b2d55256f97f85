"""After every scenario the ledger is compared with the raw facts, on every day that matters."""

import datetime as dt
from collections.abc import Iterator

import pytest

from cultivation.counts.verification import differences, turning_days


@pytest.fixture(autouse=True)
def ledger_agrees_with_the_facts(db: None) -> Iterator[None]:
    yield
    turns = turning_days()
    eves = [turn - dt.timedelta(days=1) for turn in turns]
    assert list(differences([*turns, *eves])) == []
