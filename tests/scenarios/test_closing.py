"""The end of a firm: merger and deregistration, as the preview says beforehand."""

import pytest

from cultivation.certification.models import Certification, EndKind
from cultivation.firms.models import Firm
from tests.scenarios.story import (
    certified,
    counted,
    counts,
    day,
    deregistered,
    ended,
    given_firm,
    merged,
)


@pytest.fixture
def absorbed() -> Firm:
    return given_firm("天津甲", district="120111")


@pytest.fixture
def successor() -> Firm:
    return given_firm("天津乙", district="120110")


def titles(firm: Firm) -> list[Certification]:
    return list(Certification.objects.filter(firm=firm).order_by("valid_from", "id"))


def test_the_title_of_an_absorbed_firm_goes_on_with_its_successor(
    absorbed: Firm, successor: Firm
) -> None:
    title = certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    assert merged(absorbed, into=successor, on="2023-05-10") == ["continues"]
    assert counts("district", on="2023-05-09") == {"120111": 1}
    assert counts("district", on="2023-05-10") == {"120110": 1}
    assert counted("seed", on="2025-02-28") == 1
    assert counted("seed", on="2025-03-01") == 0
    (goes_on,) = titles(successor)
    assert goes_on.continues == title


def test_where_the_successor_holds_the_tier_the_absorbed_title_ends(
    absorbed: Firm, successor: Firm
) -> None:
    certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    certified(successor, "seed", from_="2022-07-01", to="2025-07-01")
    assert merged(absorbed, into=successor, on="2023-05-10") == ["ends"]
    assert counted("seed", on="2023-05-09") == 2
    assert counted("seed", on="2023-05-10") == 1
    assert len(titles(successor)) == 1


def test_each_title_goes_its_own_way(absorbed: Firm, successor: Firm) -> None:
    certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    certified(absorbed, "gazelle", from_="2022-03-01")
    certified(successor, "seed", from_="2022-07-01", to="2025-07-01")
    assert sorted(merged(absorbed, into=successor, on="2023-05-10")) == ["continues", "ends"]
    assert counts("tier", on="2023-05-09") == {"seed": 2, "gazelle": 1}
    assert counts("tier", on="2023-05-10") == {"seed": 1, "gazelle": 1}


def test_after_a_merger_the_successor_is_one_firm_at_the_higher_tier(
    absorbed: Firm, successor: Firm
) -> None:
    certified(absorbed, "little_giant", from_="2022-03-01", to="2025-03-01")
    certified(successor, "seed", from_="2022-03-01", to="2025-03-01")
    merged(absorbed, into=successor, on="2023-05-10")
    assert counts("tier", on="2023-05-09", measure="firms") == {"little_giant": 1, "seed": 1}
    assert counts("tier", on="2023-05-10", measure="firms") == {"little_giant": 1}
    assert counts("tier", on="2023-05-10") == {"little_giant": 1, "seed": 1}


def test_a_title_that_lapsed_before_the_merger_is_left_alone(
    absorbed: Firm, successor: Firm
) -> None:
    title = certified(absorbed, "specialized", from_="2019-03-01", to="2022-03-01")
    assert merged(absorbed, into=successor, on="2023-05-10") == []
    title.refresh_from_db()
    assert title.ended_on is None
    assert titles(successor) == []


def test_a_renewal_already_granted_goes_on_too(absorbed: Firm, successor: Firm) -> None:
    certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    certified(absorbed, "seed", from_="2025-03-01", to="2028-03-01", batch="第二批")
    assert merged(absorbed, into=successor, on="2023-05-10") == ["continues", "continues"]
    for on in ("2023-05-09", "2023-05-10", "2025-02-28", "2025-03-01", "2028-02-29"):
        assert counted("seed", on=on) == 1, on
    assert counted("seed", on="2028-03-01") == 0


def test_a_merger_filed_after_a_revocation_ends_with_the_revocation(
    absorbed: Firm, successor: Firm
) -> None:
    title = certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    ended(title, on="2024-06-02")
    assert merged(absorbed, into=successor, on="2023-05-10") == ["continues"]
    assert counts("district", on="2024-06-01") == {"120110": 1}
    assert counted("seed", on="2024-06-02") == 0
    (goes_on,) = titles(successor)
    assert (goes_on.end_kind, goes_on.ended_on) == (EndKind.REVOCATION, day("2024-06-02"))


def test_a_deregistered_firm_is_in_no_library_from_that_day(absorbed: Firm) -> None:
    certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    certified(absorbed, "gazelle", from_="2022-03-01")
    assert deregistered(absorbed, on="2023-05-10") == ["ends", "ends"]
    assert counted(on="2023-05-09") == 2
    assert counted(on="2023-05-10") == 0
    assert {title.end_kind for title in titles(absorbed)} == {EndKind.DEREGISTRATION}


def test_a_deregistration_filed_after_a_revocation_ends_the_title_earlier(absorbed: Firm) -> None:
    ended(certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01"), on="2024-06-02")
    assert deregistered(absorbed, on="2023-05-10") == ["ends"]
    assert counted("seed", on="2023-05-09") == 1
    assert counted("seed", on="2023-05-10") == 0


def test_a_title_that_would_begin_later_never_counts_after_deregistration(absorbed: Firm) -> None:
    certified(absorbed, "seed", from_="2024-03-01", to="2027-03-01")
    assert deregistered(absorbed, on="2023-05-10") == ["ends"]
    assert counted("seed", on="2024-03-01") == 0
    assert counted("seed", on="2026-03-01") == 0


def test_a_title_revoked_from_its_first_day_is_left_alone(absorbed: Firm, successor: Firm) -> None:
    ended(certified(absorbed, "seed", from_="2024-03-01", to="2027-03-01"), on="2024-03-01")
    assert merged(absorbed, into=successor, on="2023-05-10") == []
    assert counted("seed", on="2024-03-01") == 0


def test_a_title_filed_after_the_firm_closed_stops_on_the_day_it_closed(absorbed: Firm) -> None:
    deregistered(absorbed, on="2023-05-10")
    late = certified(absorbed, "seed", from_="2022-03-01", to="2025-03-01")
    assert counted("seed", on="2023-05-09") == 1
    assert counted("seed", on="2023-05-10") == 0
    assert late.end_kind == EndKind.DEREGISTRATION
