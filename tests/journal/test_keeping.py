"""An answer is kept until something is written, and no longer."""

import pytest

from cultivation.journal import keeping
from cultivation.journal.keeping import kept, state
from tests.factories import make_firm

pytestmark = pytest.mark.django_db


def test_kept_until_the_next_revision() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    at = state()
    assert [kept(at, "a", make), kept(state(), "a", make)] == [1, 1]
    assert kept(at, "b", make) == 2
    make_firm()
    assert state() > at
    assert kept(state(), "a", make) == 3


def test_what_was_asked_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    keeping._answers.clear()
    at = state()
    for key in ("a", "b", "a", "c"):
        kept(at, key, lambda: 1)
    assert list(keeping._answers) == [(at, "a"), (at, "c")]
