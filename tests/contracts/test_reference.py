"""Reference data, targets, progress and published figures over REST."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cultivation.ladders.models import Ladder, Tier
from cultivation.places.models import District, Zone
from cultivation.targets.models import PublishedFigure, Target
from tests.contracts.addresses import url
from tests.contracts.conftest import World


def rows(client: APIClient, address: str, **query: Any) -> list[dict[str, Any]]:
    response = client.get(url(address), {"page_size": 500, **query})
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def codes(client: APIClient, address: str, **query: Any) -> list[str]:
    return [row["code"] for row in rows(client, address, **query)]


def test_ladders_in_their_order_with_their_tiers(anonymous: APIClient, db: None) -> None:
    found = rows(anonymous, "ladders/")
    assert [row["code"] for row in found] == [
        ladder.code for ladder in sorted(Ladder.objects.all(), key=lambda one: one.position)
    ]
    quality = next(row for row in found if row["code"] == "quality_sme")
    assert quality["tiers"] == ["innovative", "seed", "specialized", "little_giant"]
    assert quality["authority"] == "miit_tianjin"
    for kind in ("firm", "carrier"):
        expected = {ladder.code for ladder in Ladder.objects.all() if ladder.kind == kind}
        assert set(codes(anonymous, "ladders/", kind=kind)) == expected


def test_tiers_by_ladder(anonymous: APIClient, db: None) -> None:
    asked = "innovation_leader,cheetah"
    expected = {tier.code for tier in Tier.objects.all() if tier.ladder_id in asked.split(",")}
    assert set(codes(anonymous, "tiers/", ladder=asked)) == expected
    seed = anonymous.get(url("tiers/seed/")).json()
    assert seed["ladder"] == "quality_sme"
    assert seed["validity_years"] == Tier.objects.get(pk="seed").validity_years


def test_districts_keep_the_abolished_ones(anonymous: APIClient, db: None) -> None:
    gone = {row.code for row in District.objects.all() if row.abolished_on or row.successor_id}
    assert set(codes(anonymous, "districts/", abolished="true")) == gone
    current = codes(anonymous, "districts/", abolished="false")
    assert len(current) == 16
    assert codes(anonymous, "districts/") == current
    assert anonymous.get(url(f"districts/{min(gone)}/")).status_code == 200


def test_zones_by_district(anonymous: APIClient, db: None) -> None:
    expected = {row.code for row in Zone.objects.all() if row.district_id == "120116"}
    assert set(codes(anonymous, "zones/", district="120116")) == expected
    assert codes(anonymous, "zones/", district="120101") == []


@pytest.mark.parametrize(
    ("address", "model"), [("targets/", Target), ("published-figures/", PublishedFigure)]
)
def test_targets_and_figures_by_tier_district_and_measure(
    anonymous: APIClient, db: None, address: str, model: type[Target] | type[PublishedFigure]
) -> None:
    everything: list[Any] = list(model.objects.prefetch_related("tiers"))
    assert set(codes(anonymous, address)) == {row.pk for row in everything}
    for row in rows(anonymous, address):
        own = next(one for one in everything if one.pk == row["code"])
        assert row["tiers"] == sorted(tier.pk for tier in own.tiers.all())
        assert row["value"] == own.value
    queries: list[tuple[dict[str, str], Any]] = [
        ({"tier": "seed"}, lambda one: "seed" in {tier.pk for tier in one.tiers.all()}),
        ({"measure": "stock"}, lambda one: one.measure == "stock"),
        ({"district": "none"}, lambda one: one.district_id is None),
    ]
    for query, holds in queries:
        expected = {one.pk for one in everything if holds(one)}
        assert expected
        assert set(codes(anonymous, address, **query)) == expected


def test_published_figures_by_day(anonymous: APIClient, db: None) -> None:
    days = sorted({figure.last_day for figure in PublishedFigure.objects.all()})
    middle = days[len(days) // 2]
    later = set(codes(anonymous, "published-figures/", published_from=middle.isoformat()))
    earlier = set(codes(anonymous, "published-figures/", published_to=middle.isoformat()))
    both = {figure.pk for figure in PublishedFigure.objects.filter(last_day=middle)}
    assert later & earlier == both
    assert later | earlier == {figure.pk for figure in PublishedFigure.objects.all()}


def progress(client: APIClient, **query: str) -> dict[str, dict[str, Any]]:
    response = client.get(url("targets/progress/"), query)
    assert response.status_code == 200, response.content
    answer = response.json()
    assert set(answer) == {"as_of", "version", "definition", "results"}
    return {row["target"]: row for row in answer["results"]}


def test_progress_counts_by_the_one_definition(world: World, anonymous: APIClient) -> None:
    row = progress(anonymous, as_of="2023-01-01")["2025-12-31.seed.city"]
    held = anonymous.get(url("counts/"), {"as_of": "2023-01-01", "tier": "seed"}).json()["total"]
    assert row["counted"] == held == 3
    assert row["value"] == 3000
    assert row["gap"] == 2997
    assert row["percent"] == "0.1"
    assert row["status"] == "open"
    assert row["due_on"] == "2025-12-31"
    assert row["counted_on_due"] is None
    after = progress(anonymous, as_of="2026-01-01")["2025-12-31.seed.city"]
    assert after["status"] == "missed"
    assert after["counted_on_due"] == 2


def test_progress_by_tier_district_and_measure(world: World, anonymous: APIClient) -> None:
    everything = progress(anonymous)
    assert set(everything) == {target.pk for target in Target.objects.all()}
    only = progress(anonymous, tier="seed", measure="stock", district="none")
    assert only
    for row in only.values():
        assert row["tiers"] == ["seed"] or "seed" in row["tiers"]
        assert row["measure"] == "stock"
        assert row["district"] is None
    assert set(only) < set(everything)
