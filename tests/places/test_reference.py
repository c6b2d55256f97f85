"""The districts, zones and groupings of the fixtures."""

import datetime as dt

import pytest
from django.db.models import Q

from cultivation.places.models import District, Grouping, Zone

pytestmark = pytest.mark.django_db


def test_sixteen_districts_of_today_and_eight_of_the_past() -> None:
    assert District.objects.filter(successor__isnull=True).count() == 16
    assert District.objects.filter(successor__isnull=False).count() == 8


def test_a_successor_is_a_district_of_today() -> None:
    assert not District.objects.filter(successor__successor__isnull=False).exists()


def test_each_grouping_holds_every_district_once() -> None:
    today = set(District.objects.filter(successor__isnull=True).values_list("code", flat=True))
    for grouping in Grouping.objects.prefetch_related("blocks__districts"):
        held = [d.code for block in grouping.blocks.all() for d in block.districts.all()]
        assert sorted(held) == sorted(today), grouping


@pytest.mark.parametrize(("day", "code"), [("2022-05-31", "block3_2022"), ("2023-08-31", "block4")])
def test_the_bulletin_of_a_day_has_one_grouping(day: str, code: str) -> None:
    date = dt.date.fromisoformat(day)
    found = Grouping.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=date),
        Q(valid_to__isnull=True) | Q(valid_to__gt=date),
    )
    assert [grouping.code for grouping in found] == [code]


def test_the_other_towns_of_binhai_are_a_zone_of_their_own() -> None:
    assert Zone.objects.get(code="120116-other").short_name == "其他街镇"
