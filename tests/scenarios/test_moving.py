"""Place belongs to time: a move changes counts from its day on and leaves the past as it was."""

import pytest

from cultivation.firms.models import Firm, FirmEvent
from tests.scenarios.story import certified, corrected, counted, counts, day, given_firm, moved

XIQING, DONGLI, NANKAI, BINHAI = "120111", "120110", "120104", "120116"
HIGH_TECH = "120116402"


@pytest.fixture
def firm() -> Firm:
    firm = given_firm("天津甲", district=XIQING)
    certified(firm, "seed", from_="2022-03-01", to="2025-03-01")
    return firm


def test_moved_on_a_day_it_counts_in_the_old_district_until_the_day_before(firm: Firm) -> None:
    before = counts("district", on="2022-12-31")
    moved(firm, to=DONGLI, on="2023-05-10")
    assert counts("district", on="2023-05-09") == {XIQING: 1}
    assert counts("district", on="2023-05-10") == {DONGLI: 1}
    assert counts("district", on="2022-12-31") == before


def test_a_move_leaves_the_total_of_the_city_as_it_was(firm: Firm) -> None:
    certified(given_firm("天津乙", district=DONGLI), "seed", from_="2022-03-01", to="2025-03-01")
    moved(firm, to=DONGLI, on="2023-05-10")
    for on in ("2023-05-09", "2023-05-10", "2023-05-11"):
        assert counted("seed", on=on) == 2, on
        assert sum(counts("district", on=on).values()) == 2, on


def test_a_back_dated_move_filed_late_changes_the_days_since(firm: Firm) -> None:
    moved(firm, to=NANKAI, on="2024-06-01")
    moved(firm, to=DONGLI, on="2023-05-10", filed="2024-09-01")
    assert counts("district", on="2023-05-09") == {XIQING: 1}
    assert counts("district", on="2023-05-10") == {DONGLI: 1}
    assert counts("district", on="2024-05-31") == {DONGLI: 1}
    assert counts("district", on="2024-06-01") == {NANKAI: 1}
    late = FirmEvent.objects.get(firm=firm, effective_on=day("2023-05-10"))
    assert late.filed_on == day("2024-09-01")
    assert late.before["district_id"] == XIQING


def test_moved_out_of_the_city_it_still_holds_its_title_under_no_district(firm: Firm) -> None:
    moved(firm, to=None, on="2023-05-10")
    assert counts("district", on="2023-05-09") == {XIQING: 1}
    assert counts("district", on="2023-05-10") == {None: 1}
    assert counted("seed", on="2023-05-10") == 1


def test_where_the_place_is_not_known_the_districts_and_none_add_up_to_the_city(firm: Firm) -> None:
    certified(given_firm("天津乙", district=None), "seed", from_="2022-03-01", to="2025-03-01")
    assert counts("district", on="2022-03-01") == {XIQING: 1, None: 1}
    assert counted("seed", on="2022-03-01") == 2
    assert counted("seed", on="2022-03-01", district="") == 1


def test_a_zone_is_counted_beside_the_district(firm: Firm) -> None:
    other = given_firm("天津乙", district=BINHAI, zone=HIGH_TECH)
    certified(other, "seed", from_="2022-03-01", to="2025-03-01")
    assert counts("zone", on="2022-03-01") == {None: 1, HIGH_TECH: 1}
    assert counts("district", on="2022-03-01", zone=HIGH_TECH) == {BINHAI: 1}


def test_a_zone_reaches_into_another_district(firm: Firm) -> None:
    moved(firm, to=NANKAI, zone=HIGH_TECH, on="2023-05-10")
    assert counts("district", on="2023-05-10", zone=HIGH_TECH) == {NANKAI: 1}


def test_a_move_inside_the_district_changes_the_zone_only(firm: Firm) -> None:
    other = given_firm("天津乙", district=BINHAI)
    certified(other, "seed", from_="2022-03-01", to="2025-03-01")
    moved(other, to=BINHAI, zone=HIGH_TECH, on="2023-05-10")
    assert counted("seed", on="2023-05-09", zone=HIGH_TECH) == 0
    assert counted("seed", on="2023-05-10", zone=HIGH_TECH) == 1
    assert counted("seed", on="2023-05-09", district=BINHAI) == 1


def test_the_correction_of_a_residence_changes_the_past_too(firm: Firm) -> None:
    corrected(firm, district_id=DONGLI)
    assert counts("district", on="2022-03-01") == {DONGLI: 1}


def test_the_correction_of_an_earlier_residence_leaves_the_later_one(firm: Firm) -> None:
    moved(firm, to=NANKAI, on="2023-05-10")
    corrected(firm, district_id=DONGLI, as_of="2022-06-01")
    assert counts("district", on="2023-05-09") == {DONGLI: 1}
    assert counts("district", on="2023-05-10") == {NANKAI: 1}


def test_wrongly_recorded_as_gone_from_the_city_it_is_corrected_back(firm: Firm) -> None:
    moved(firm, to=None, on="2023-05-10")
    corrected(firm, district_id=NANKAI, as_of="2023-06-01")
    assert counts("district", on="2023-05-10") == {NANKAI: 1}


def test_a_place_found_out_later_is_filled_in_for_all_days() -> None:
    unknown = given_firm("天津丙", district=None)
    certified(unknown, "seed", from_="2022-03-01", to="2025-03-01")
    corrected(unknown, district_id=NANKAI)
    assert counts("district", on="2022-03-01") == {NANKAI: 1}
