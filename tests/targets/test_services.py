"""Setting, changing and retiring targets; recording and correcting published figures."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cultivation.journal.models import Entry
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone
from cultivation.problems import Problem
from cultivation.targets import services
from cultivation.targets.models import Measure, PublishedFigure, Target
from cultivation.targets.rules import period
from cultivation.targets.selectors import progress

pytestmark = pytest.mark.django_db
DUE = dt.date(2027, 12, 31)
SEEDS = "2025-12-31.seed.city"


@pytest.fixture(autouse=True)
def writing() -> Iterator[None]:
    with revision(reason="test"):
        yield


def tiers(*codes: str) -> list[Tier]:
    return list(Tier.objects.filter(pk__in=codes))


def set_target(**changed: Any) -> Target:
    given: dict[str, Any] = {
        "tiers": tiers("seed"),
        "measure": Measure.STOCK,
        "value": 3500,
        "document": "津工信〔2027〕1号",
        "due_on": DUE,
    }
    return services.set_target(**given | changed)


def record(**changed: Any) -> PublishedFigure:
    given: dict[str, Any] = {
        "tiers": tiers("seed"),
        "as_of": "2026-06-30",
        "measure": Measure.STOCK,
        "value": 2300,
        "source": "市工信局通报",
    }
    return services.record_figure(**given | changed)


def problem(act: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        act()
    return caught.value


class TestTargets:
    def test_a_target_has_a_code_and_names_of_what_it_is_about(self) -> None:
        target = set_target(district=District.objects.get(pk="120111"))
        assert target.code == "2027-12-31.seed.120111"
        assert target.name_zh == "2027年西青区专精特新“种子”企业在库数"
        assert target.name_en == "Seed firm in Xiqing by 2027-12-31"
        other = set_target(
            tiers=tiers("leading", "leading_cultivation"), measure=Measure.PERIOD_NEW
        )
        assert other.code == "2027-12-31.leading_cultivation+leading.city.period_new"
        assert {tier.code for tier in other.tiers.all()} == {"leading", "leading_cultivation"}
        assert Entry.objects.filter(table_name="targets_target", row_key=other.code).exists()

    @pytest.mark.parametrize(
        ("changed", "code", "field"),
        [
            ({"tiers": []}, "tiers_missing", "tiers"),
            ({"value": 0}, "invalid_record", None),
            ({"document": ""}, "invalid_record", "document"),
            ({"document": "文" * 301}, "invalid_record", "document"),
            ({"district": "120107"}, "district_abolished", "district"),
        ],
    )
    def test_what_cannot_be(self, changed: dict[str, Any], code: str, field: str | None) -> None:
        if "district" in changed:
            changed = {"district": District.objects.get(pk=changed["district"])}
        found = problem(lambda: set_target(**changed))
        assert (found.code, found.params.get("field")) == (code, field)
        assert str(found)

    def test_the_same_target_is_not_set_twice(self) -> None:
        set_target()
        assert problem(set_target).code == "target_exists"
        # Another day, place, measure or tier is another target.
        set_target(due_on=None)
        set_target(measure=Measure.CUMULATIVE)
        set_target(tiers=tiers("seed", "specialized"))

    def test_a_change_keeps_code_and_subject(self) -> None:
        target = set_target()
        kept: dict[str, Any] = {
            "document": target.document,
            "due_on": target.due_on,
            "name_zh": target.name_zh,
            "name_en": target.name_en,
            "source": "",
            "note": "",
        }
        changed = services.change_target(target=target, value=3600, **kept)
        assert (changed.code, changed.value) == (target.code, 3600)
        entry = Entry.objects.filter(row_key=target.code, operation="update").latest("id")
        assert (entry.before, entry.after) == ({"value": 3500}, {"value": 3600})
        assert (
            problem(lambda: services.change_target(target=target, value=3600, **kept)).code
            == "nothing_changes"
        )
        clash = kept | {"due_on": dt.date(2025, 12, 31)}
        assert (
            problem(lambda: services.change_target(target=target, value=1, **clash)).code
            == "target_exists"
        )

    def test_a_retired_target_stays_on_file_and_counts_no_more(self) -> None:
        target = Target.objects.get(pk=SEEDS)
        day = dt.date(2026, 1, 1)
        services.retire_target(target=target, retired_on=day)

        def told(as_of: dt.date) -> bool:
            return SEEDS in {one.target.code for one in progress(as_of=as_of)}

        assert told(day - dt.timedelta(days=1))
        assert not told(day)
        assert (
            problem(lambda: services.retire_target(target=target, retired_on=day)).code
            == "target_retired"
        )
        anew = set_target(due_on=target.due_on)
        assert anew.code == f"{SEEDS}.2"

    def test_the_database_refuses_what_passes_the_services_by(self) -> None:
        for wrong in ({"value": 0}, {"document": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Target.objects.filter(pk=SEEDS).update(**wrong)
        figure = PublishedFigure.objects.all()[:1].get()
        for changed in ({"op": "<"}, {"first_day": "2100-01-01"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PublishedFigure.objects.filter(pk=figure.pk).update(**changed)


class TestPublishedFigures:
    def test_a_figure_of_the_city_of_a_district_of_a_zone(self) -> None:
        city = record(as_of="2026-H1")
        assert (city.code, city.area_level, city.area_zh) == (
            "2026-H1.stock.seed.city", "city", "天津市",
        )  # fmt: skip
        assert (str(city.first_day), str(city.last_day)) == ("2026-01-01", "2026-06-30")
        district = record(district=District.objects.get(pk="120111"))
        assert (district.area_level, district.area_zh) == ("district", "西青区")
        zone = record(zone=Zone.objects.get(pk="120116400"))
        assert (zone.code, zone.area_level, zone.area_zh) == (
            "2026-06-30.stock.seed.120116400", "zone", "经开区",
        )  # fmt: skip

    def test_two_sources_may_differ_one_says_it_once(self) -> None:
        record()
        assert problem(record).code == "figure_exists"
        assert record(source="天津日报", value=2299).code == "2026-06-30.stock.seed.city.2"
        # The zone 120116-other begins like its district.
        other = Zone.objects.get(pk="120116-other")
        record(zone=other)
        record(district=District.objects.get(pk="120116"))

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"as_of": "2026年6月"}, "as_of_unreadable"),
            ({"as_of": "2026-13"}, "as_of_unreadable"),
            ({"as_of": "2026-02-30"}, "as_of_unreadable"),
            ({"as_of": "0001"}, "as_of_unreadable"),
            ({"tiers": []}, "tiers_missing"),
            ({"op": "<"}, "invalid_record"),
            ({"source": ""}, "invalid_record"),
        ],
    )
    def test_what_cannot_be(self, changed: dict[str, Any], code: str) -> None:
        assert problem(lambda: record(**changed)).code == code

    def test_a_place_is_a_district_or_a_zone(self) -> None:
        zone = Zone.objects.get(pk="120116400")
        assert problem(lambda: record(district=zone.district, zone=zone)).code == "two_places"

    def test_a_correction_keeps_the_code(self) -> None:
        figure = record()
        kept: dict[str, Any] = {
            "as_of": "2026-05", "measure": Measure.STOCK, "op": ">", "source": "通报", "note": "",
        }  # fmt: skip
        corrected = services.correct_figure(figure=figure, value=2310, **kept)
        assert corrected.code == figure.code
        assert str(corrected.last_day) == "2026-05-31"
        assert corrected.shown_value == ">2,310"
        assert (
            problem(lambda: services.correct_figure(figure=figure, value=2310, **kept)).code
            == "nothing_changes"
        )


@given(st.dates(dt.date(1949, 1, 1), dt.date(2100, 12, 31)))
def test_a_time_lies_in_its_month_half_year_and_year(day: dt.date) -> None:
    half = "H1" if day.month <= 6 else "H2"
    outer = dt.date.min, dt.date.max
    for text in (f"{day:%Y}", f"{day:%Y}-{half}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        first, last = period(text)
        assert outer[0] <= first <= day <= last <= outer[1]
        outer = first, last
    assert outer == (day, day)
    assert period(f"{day:%Y-%m}")[1] + dt.timedelta(days=1) == (
        dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    )
