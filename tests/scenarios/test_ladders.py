"""Certifications held, and firms once a ladder at their highest tier."""

from tests.scenarios.story import certified, counted, counts, ended, given_firm


def test_one_firm_on_two_tiers_of_a_ladder_holds_two_and_is_one_firm() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    certified(firm, "specialized", from_="2023-01-01", to="2026-01-01")
    assert counts("tier", on="2023-01-01") == {"seed": 1, "specialized": 1}
    assert counts("tier", on="2023-01-01", measure="firms") == {"specialized": 1}


def test_before_it_climbs_it_counts_at_the_lower_tier() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    certified(firm, "specialized", from_="2023-01-01", to="2026-01-01")
    assert counts("tier", on="2022-12-31", measure="firms") == {"seed": 1}


def test_when_the_higher_tier_lapses_it_counts_at_the_lower_again() -> None:
    firm = given_firm("天津甲")
    certified(firm, "specialized", from_="2022-01-01", to="2024-01-01")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    assert counts("tier", on="2023-12-31", measure="firms") == {"specialized": 1}
    assert counts("tier", on="2024-01-01", measure="firms") == {"seed": 1}


def test_when_the_higher_tier_is_revoked_it_counts_at_the_lower_from_that_day() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    ended(certified(firm, "little_giant", from_="2022-03-01", to="2025-03-01"), on="2023-06-02")
    assert counts("tier", on="2023-06-01", measure="firms") == {"little_giant": 1}
    assert counts("tier", on="2023-06-02", measure="firms") == {"seed": 1}


def test_on_two_ladders_a_firm_counts_once_in_each() -> None:
    firm = given_firm("天津甲")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    certified(firm, "gazelle", from_="2022-03-01")
    expected = {"quality_sme": 1, "innovation_leader": 1}
    assert counts("ladder", on="2022-03-01", measure="firms") == expected
    assert counts("ladder", on="2022-03-01") == expected


def test_firms_never_exceed_holdings() -> None:
    for name, tiers in {"天津甲": ("seed", "specialized"), "天津乙": ("seed",)}.items():
        firm = given_firm(name)
        for tier in tiers:
            certified(firm, tier, from_="2022-03-01", to="2025-03-01")
    assert counted(on="2022-03-01") == 3
    assert counted(on="2022-03-01", measure="firms") == 2
    assert counted("seed", on="2022-03-01", measure="firms") == 1
