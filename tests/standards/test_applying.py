"""Which standard applies: by tier, act and day of filing."""

import datetime as dt
from typing import Any

import pytest

from cultivation.standards.engine.applying import applicable
from cultivation.standards.engine.content import Act, read_content
from tests.standards.files import CODES, content, raw

EVERYTHING = [content(code) for code in CODES]
NEW, RENEWAL = Act.NEW, Act.RENEWAL


@pytest.mark.parametrize(
    ("tier", "act", "day", "code"),
    [
        ("specialized", NEW, "2022-07-31", None),
        ("specialized", NEW, "2022-08-01", "specialized-2022"),
        ("specialized", NEW, "2026-03-31", "specialized-2022"),
        ("specialized", NEW, "2026-04-01", "specialized-2026"),
        ("specialized", RENEWAL, "2026-03-31", "specialized-2022"),
        ("specialized", RENEWAL, "2026-05-31", "specialized-2026"),
        ("little_giant", NEW, "2026-03-31", "little-giant-2022"),
        ("little_giant", NEW, "2026-04-25", "little-giant-2026"),
        # A renewal of 2026 is still judged by the text of 2022.
        ("little_giant", RENEWAL, "2026-04-25", "little-giant-2022"),
        ("little_giant", RENEWAL, "2026-12-31", "little-giant-2022"),
        ("little_giant", RENEWAL, "2027-01-01", "little-giant-2026"),
        # The table of the base tier goes on until a merged standard is issued.
        ("innovative", NEW, "2026-06-01", "innovative-2022"),
        ("innovative", RENEWAL, "2030-01-01", "innovative-2022"),
        ("tech_sme", NEW, "2026-06-01", "tech-sme"),
        ("seed", NEW, "2021-06-01", "seed-2021"),
        ("seed", NEW, "2024-06-01", "seed-2022"),
        ("eaglet", NEW, "2021-07-08", None),
        ("eaglet", NEW, "2021-07-09", "eaglet-2021"),
        ("cheetah", NEW, "2024-12-31", None),
        ("cheetah", NEW, "2026-05-01", "cheetah-2025"),
        ("no_such_tier", NEW, "2026-05-01", None),
    ],
)
def test_by_tier_act_and_day(tier: str, act: Act, day: str, code: str | None) -> None:
    choice = applicable(EVERYTHING, tier=tier, act=act, filed_on=dt.date.fromisoformat(day))
    assert (choice.content.code if choice else None) == code


def test_it_says_why_where_that_is_special() -> None:
    choice = applicable(EVERYTHING, tier="little_giant", act=RENEWAL, filed_on=dt.date(2026, 4, 25))
    assert choice is not None
    assert choice.applies.why is not None
    assert "117号" in choice.applies.why.zh


@pytest.mark.parametrize(
    ("act", "day", "codes"),
    [
        (NEW, dt.date(2025, 5, 1), ["miit-2025-190"]),
        (RENEWAL, dt.date(2025, 5, 1), ["miit-2025-190", "miit-2025-190-renewal"]),
        (NEW, dt.date(2024, 12, 31), []),
        (RENEWAL, dt.date(2026, 1, 1), []),
    ],
)
def test_the_overrides_of_a_batch_come_with_it(act: Act, day: dt.date, codes: list[str]) -> None:
    choice = applicable(EVERYTHING, tier="little_giant", act=act, filed_on=day)
    assert choice is not None
    assert [one.code for one in choice.overrides] == codes


def _version(number: int, **changes: Any) -> Any:
    return read_content({**raw("gazelle-2021"), "version": number, **changes})


def test_a_later_version_goes_before_an_earlier_one() -> None:
    def chosen(day: dt.date) -> int:
        choice = applicable(versions, tier="gazelle", act=NEW, filed_on=day)
        assert choice is not None
        return choice.content.version

    versions = [_version(1), _version(2)]
    assert chosen(dt.date(2021, 8, 1)) == 2
    versions = [_version(1), _version(2, **{"from": "2027-01-01"})]
    assert chosen(dt.date(2026, 12, 31)) == 1
    assert chosen(dt.date(2027, 1, 1)) == 2
