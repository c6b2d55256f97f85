"""In the library from the day of certification, until the day it stops."""

from typing import Any

import pytest

from cultivation.certification.models import EndKind
from cultivation.journal.selectors import data_version
from tests.scenarios.story import certified, counted, day, ended, given_firm


def test_the_day_of_certification_counts_and_the_day_before_does_not() -> None:
    certified(given_firm("天津甲"), "seed", from_="2022-03-01", to="2025-03-01")
    assert counted("seed", on="2022-02-28") == 0
    assert counted("seed", on="2022-03-01") == 1


def test_a_title_lapses_at_the_end_of_its_validity_without_anybody_acting() -> None:
    certified(given_firm("天津甲"), "seed", from_="2022-03-01", to="2025-03-01")
    version = data_version()
    assert counted("seed", on="2025-02-28") == 1
    assert counted("seed", on="2025-03-01") == 0
    assert data_version() == version


def test_the_validity_of_the_tier_holds_where_no_end_is_given() -> None:
    certified(given_firm("天津甲"), "seed", from_="2022-03-01")
    assert counted("seed", on="2025-02-28") == 1
    assert counted("seed", on="2025-03-01") == 0


def test_a_title_of_a_tier_without_known_validity_goes_on() -> None:
    certified(given_firm("天津甲"), "eaglet", from_="2021-03-01")
    assert counted("eaglet", on="2099-12-31") == 1


@pytest.mark.parametrize("kind", [EndKind.REVOCATION, EndKind.WITHDRAWAL, EndKind.SURRENDER])
def test_revoked_on_2_june_is_counted_in_the_first_quarter_and_not_on_2_june(kind: EndKind) -> None:
    title = certified(given_firm("天津甲"), "seed", from_="2022-03-01", to="2025-03-01")
    ended(title, on="2023-06-02", kind=kind)
    assert counted("seed", on="2023-03-31") == 1
    assert counted("seed", on="2023-06-01") == 1
    assert counted("seed", on="2023-06-02") == 0


def test_a_title_revoked_from_its_first_day_on_never_counts() -> None:
    title = certified(given_firm("天津甲"), "seed", from_="2022-03-01", to="2025-03-01")
    ended(title, on="2022-03-01")
    assert counted("seed", on="2022-03-01") == 0
    assert counted("seed", on="2024-01-01") == 0


def test_a_renewal_without_a_gap_counts_once_on_every_day_around_the_turn() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    certified(firm, "seed", from_="2025-03-01", batch="第二批")
    for on in ("2025-02-27", "2025-02-28", "2025-03-01", "2025-03-02"):
        assert counted("seed", on=on) == 1, on
        assert counted("seed", on=on, measure="firms") == 1, on


def test_a_renewal_after_a_gap_leaves_the_gap() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    certified(firm, "seed", from_="2025-03-03", batch="第二批")
    found = [counted("seed", on=f"2025-03-0{n}") for n in (1, 2, 3)]
    assert found == [0, 0, 1]


def test_after_a_revocation_the_firm_may_be_certified_again_from_that_day() -> None:
    firm = given_firm("天津甲")
    ended(certified(firm, "seed", from_="2022-03-01", to="2025-03-01"), on="2023-06-02")
    certified(firm, "seed", from_="2023-06-02", to="2025-03-01", batch="第二批")
    assert counted("seed", on="2023-06-01") == 1
    assert counted("seed", on="2023-06-02") == 1


def test_filed_late_with_an_earlier_effective_day_changes_the_past_and_the_version() -> None:
    certified(given_firm("天津甲"), "seed", from_="2022-03-01", to="2025-03-01")
    assert counted("seed", on="2022-06-30") == 1
    version = data_version()
    late: dict[str, Any] = {"filed_on": day("2023-01-10"), "decided_on": day("2023-01-20")}
    certified(given_firm("天津乙"), "seed", from_="2022-04-01", to="2025-04-01", **late)
    assert counted("seed", on="2022-03-31") == 1
    assert counted("seed", on="2022-06-30") == 2
    assert data_version() > version
