"""The ladders and tiers of the fixtures: their order, their life, what is not known."""

import datetime as dt

import pytest

from cultivation.ladders.models import Ladder, Tier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ladder", "tiers"),
    [
        ("quality_sme", ["innovative", "seed", "specialized", "little_giant"]),
        ("innovation_leader", ["eaglet", "gazelle", "leading_cultivation", "leading"]),
        ("cheetah", ["cheetah"]),
        ("tech_sme", ["tech_sme"]),
        ("service_platform", ["service_platform_municipal", "service_platform_national"]),
        ("startup_base", ["startup_base_municipal", "startup_base_national"]),
        ("incubator", ["incubator_municipal", "incubator_national"]),
        ("makerspace", ["makerspace_municipal", "makerspace_national", "makerspace_specialised"]),
        ("listing_reserve", ["listing_reserve"]),
        ("cloud_adopter", ["cloud_adopter"]),
    ],
)
def test_the_tiers_of_a_ladder_from_below(ladder: str, tiers: list[str]) -> None:
    found = Tier.objects.filter(ladder=ladder).order_by("rank").values_list("code", flat=True)
    assert list(found) == tiers


def test_carriers_are_told_from_firms() -> None:
    carriers = set(Ladder.objects.filter(kind="carrier").values_list("code", flat=True))
    assert carriers == {"service_platform", "startup_base", "incubator", "makerspace"}


def test_each_bureau_has_its_ladder() -> None:
    assert Ladder.objects.get(code="quality_sme").authority_id == "miit_tianjin"
    for code in ("innovation_leader", "cheetah", "tech_sme"):
        assert Ladder.objects.get(code=code).authority_id == "sti_tianjin"


def test_innovative_exists_since_its_first_call_and_nothing_ends_on_a_guessed_day() -> None:
    assert Tier.objects.get(code="innovative").valid_from == dt.date(2022, 10, 10)
    assert not Tier.objects.filter(valid_to__isnull=False).exists()


def test_validity_is_three_years_where_a_document_says_so_and_unknown_elsewhere() -> None:
    known = dict(
        Tier.objects.filter(validity_years__isnull=False).values_list("code", "validity_years")
    )
    assert known == {"innovative": 3, "seed": 3, "specialized": 3, "little_giant": 3}


def test_every_tier_names_its_source() -> None:
    assert not Tier.objects.filter(source="").exists()
