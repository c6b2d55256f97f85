"""Industry by date, size class by accounting year."""

from tests.scenarios.story import (
    certified,
    changed_industry,
    corrected,
    counted,
    counts,
    given_firm,
    reported,
)


def test_a_change_of_industry_counts_from_its_day() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    changed_industry(firm, "65", on="2023-05-10")
    assert counts("industry", on="2023-05-09") == {"C": 1}
    assert counts("industry", on="2023-05-10") == {"I": 1}
    assert counted("seed", on="2023-05-09", industry="C") == 1
    assert counted("seed", on="2023-05-10", industry="C") == 0
    assert counted("seed", on="2023-05-10", industry="I") == 1


def test_a_firm_whose_industry_is_a_section_or_a_group_counts_in_its_section() -> None:
    for number, industry in enumerate(("C", "39", "591")):
        firm = given_firm(f"天津{number}", industry=industry)
        certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    assert counts("industry", on="2022-03-01") == {"C": 2, "G": 1}


def test_an_industry_that_is_not_known_counts_under_none() -> None:
    certified(given_firm("天津甲"), "seed", from_="2022-03-01", to="2025-03-01")
    assert counts("industry", on="2022-03-01") == {None: 1}
    assert counted("seed", on="2022-03-01", industry="") == 1


def test_the_size_class_turns_on_new_years_day() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    reported(firm, 2021, staff=15, revenue=200)
    reported(firm, 2022, staff=150, revenue=1900)
    assert counts("size", on="2022-12-31") == {"micro": 1}
    assert counts("size", on="2023-01-01") == {"small": 1}


def test_a_year_without_a_class_leaves_that_of_the_latest_earlier_year() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    reported(firm, 2021, staff=150, revenue=1900)
    assert reported(firm, 2022, staff=150).size_class is None
    assert counts("size", on="2023-01-01") == {"small": 1}


def test_before_the_first_year_on_file_the_size_is_not_known() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    reported(firm, 2022, staff=150, revenue=1900)
    assert counts("size", on="2022-12-31") == {None: 1}
    assert counts("size", on="2023-01-01") == {"small": 1}


def test_figures_put_right_later_change_the_size_of_that_year() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    reported(firm, 2021, staff=15, revenue=200)
    reported(firm, 2021, staff=350, revenue=2500)
    assert counts("size", on="2022-03-01") == {"medium": 1}


def test_the_correction_of_an_industry_classes_the_years_anew() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    reported(firm, 2021, staff=150, revenue=1900)
    assert counts("size", on="2022-03-01") == {"small": 1}
    corrected(firm, industry_id="65")
    assert counts("size", on="2022-03-01") == {"medium": 1}


def test_a_change_of_industry_filed_late_classes_the_years_since_anew() -> None:
    firm = given_firm("天津甲", industry="39")
    certified(firm, "seed", from_="2021-03-01", to="2025-03-01")
    reported(firm, 2020, staff=150, revenue=1900)
    reported(firm, 2021, staff=150, revenue=1900)
    changed_industry(firm, "65", on="2021-05-10")
    assert counts("size", on="2021-12-31") == {"small": 1}
    assert counts("size", on="2022-01-01") == {"medium": 1}
