"""Renewals, yearly updates, and firms that change while their applications are open."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Certification, Objection, YearlyUpdate
from cultivation.certification.selectors.renewing import renewals_of, update_missing
from cultivation.clock import today
from cultivation.firms import services as firms
from cultivation.firms.models import Firm, FirmEvent
from cultivation.firms.services.splitting import preview_split, split
from cultivation.places.models import District
from cultivation.problems import Problem
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import writing
from tests.scenarios.story import (
    certified,
    counted,
    day,
    deregistered,
    given_firm,
    merged,
    moved,
    renamed,
    reported,
)

pytestmark = pytest.mark.django_db
XIQING, NANKAI = "120111", "120104"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """After the update of 2028 was due, which is the first but one that counts."""
    with time_machine.travel(dt.datetime(2028, 6, 15, 2, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def holder(name: str, tier: str = "specialized", **more: Any) -> Certification:
    return certified(
        given_firm(name, **more), tier, from_="2025-09-01", to="2028-09-01", batch="2025年第一批"
    )


def updated(firm: Firm, year: int, on: str) -> None:
    with writing():
        services.record_updates(firms=[firm.pk], year=year, updated_on=day(on), actor=None)


def in_time(held: Certification) -> Certification:
    for year in (2027, 2028):
        updated(held.firm, year, f"{year}-05-31")
    return held


def against(held: Certification) -> list[str]:
    (found,) = renewals_of([held], today())
    return [code for code, _text in found.against]


def missing() -> set[int]:
    return set(Certification.objects.filter(update_missing(today())).values_list("pk", flat=True))


def test_drafts_are_opened_for_those_who_may_renew() -> None:
    people, batch = People(XIQING), make_batch("specialized", kind="renewal")
    good, lost = in_time(holder("天津甲有限公司")), holder("天津乙有限公司")
    away = in_time(holder("天津丙有限公司"))
    moved(away.firm, to=None, on="2028-06-01")
    assert (against(good), against(lost), against(away)) == (
        [],
        ["update_missing"],
        ["firm_outside"],
    )
    with writing():
        made = services.open_renewals(
            batch=batch, certifications=[good, lost, away], actor=people.officer
        )
    assert [one.renews_id for one in made] == [good.pk]
    assert against(good) == ["open_already"]
    with writing():
        assert not services.open_renewals(batch=batch, certifications=[good], actor=people.officer)


def test_an_update_counts_by_its_day_or_by_the_bureaus_word() -> None:
    held = holder("天津甲有限公司")
    updated(held.firm, 2027, "2027-05-31")
    updated(held.firm, 2028, "2028-06-01")
    assert against(held) == ["update_missing"]
    assert missing() == {held.pk}
    with writing():
        services.accept_late(firms=[held.firm_id], year=2028, reason="系统故障")
    assert (against(held), missing()) == ([], set())
    with pytest.raises(Problem) as refused, writing():
        services.accept_late(firms=[held.firm_id], year=2028, reason="再次")
    assert refused.value.code == "none_late"


def test_figures_of_last_year_are_the_update_of_this_year(clock: Any) -> None:
    held, other = holder("天津甲有限公司"), given_firm("天津乙有限公司")
    clock.move_to(dt.datetime(2027, 4, 20, 2, tzinfo=dt.UTC))
    for firm in (held.firm, other):
        reported(firm, 2026, staff=30)
        reported(firm, 2025, staff=30)
    update = YearlyUpdate.objects.get()
    assert (update.firm_id, update.year, update.updated_on) == (
        held.firm_id,
        2027,
        day("2027-04-20"),
    )
    # Corrected later, it stays the update of its day.
    clock.move_to(dt.datetime(2027, 7, 1, 2, tzinfo=dt.UTC))
    reported(held.firm, 2026, staff=31)
    assert YearlyUpdate.objects.get().updated_on == day("2027-04-20")


@pytest.mark.parametrize(
    ("year", "on", "code"),
    [(2028, "2028-06-16", "day_in_future"), (2028, "2027-12-31", "before_the_year")],
)
def test_an_update_has_a_day_that_can_be(year: int, on: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        updated(given_firm("天津甲有限公司"), year, on)
    assert refused.value.code == code


def test_a_late_report_is_for_the_review_to_judge() -> None:
    held = in_time(holder("天津甲有限公司"))
    with writing():
        firms.rename(
            firm=held.firm,
            name="天津新甲有限公司",
            effective_on=day("2028-01-31"),
            filed_on=day("2028-05-01"),
        )
    (found,) = renewals_of([held], today())
    assert not found.against
    assert "2028-05-01 才报告" in found.remarks[0]


# --- firms that change while an application is open ---


def open_one(people: People, firm: Firm, *doings: Doing) -> Application:
    one = make_application(make_batch("innovative", f"批次{firm.pk}"), people.officer, firm)
    for doing in doings:
        do(doing, one, people.officer)
    return one


def take(one: Application, user: Any) -> None:
    with writing():
        Application.objects.filter(pk=one.pk).update(assigned_to=user)


def test_a_rename_changes_nothing_for_case_and_title() -> None:
    people, held = People(XIQING), holder("天津甲有限公司")
    one = open_one(people, held.firm, Doing.SUBMIT)
    told = firms.preview_rename(firm=held.firm, effective_on=day("2028-06-01"))
    assert [effect.code for effect in told] == ["goes_on", "certificate_keeps_name"]
    renamed(held.firm, "天津新甲有限公司", on="2028-06-01")
    one.refresh_from_db()
    assert one.state == "submitted"
    assert counted("specialized", on="2028-06-15") == 1


def test_a_move_takes_the_case_to_the_new_district() -> None:
    old, new, held = People(XIQING), People(NANKAI), holder("天津甲有限公司")
    one = open_one(old, held.firm, Doing.SUBMIT)
    take(one, old.officer)
    told = firms.preview_move(
        firm=held.firm, district=District.objects.get(pk=NANKAI), effective_on=day("2028-06-01")
    )
    assert [effect.code for effect in told] == ["goes_on", "set_free", "goes_on"]
    moved(held.firm, to=NANKAI, on="2028-06-01")
    one.refresh_from_db()
    assert one.assigned_to_id is None
    assert not Application.objects.visible_to(old.officer).filter(pk=one.pk).exists()
    do(Doing.RECOMMEND, one, new.officer)
    assert one.state == "recommended"


def test_past_the_district_the_case_stays_with_the_bureau() -> None:
    people, firm = People(XIQING), given_firm("天津甲有限公司")
    one = open_one(people, firm, Doing.SUBMIT, Doing.RECOMMEND)
    take(one, people.reviewer)
    moved(firm, to=NANKAI, on="2028-06-01")
    one.refresh_from_db()
    assert (one.state, one.assigned_to_id) == ("recommended", people.reviewer.pk)


def test_leaving_the_city_closes_the_case_and_leaves_the_title_to_the_bureau() -> None:
    people, held = People(XIQING), holder("天津甲有限公司")
    one = open_one(people, held.firm, Doing.SUBMIT)
    told = firms.preview_move(firm=held.firm, district=None, effective_on=day("2028-06-01"))
    assert [effect.code for effect in told] == ["application_closed", "runs_on"]
    moved(held.firm, to=None, on="2028-06-01")
    one.refresh_from_db()
    last = one.acts.latest("id")
    assert (one.state, last.doing, last.actor_id, last.reason) == (
        "withdrawn",
        "close",
        None,
        "firm_changed",
    )
    assert counted("specialized", on="2028-06-15") == 1


def test_a_move_that_was_undone_since_leaves_the_case_alone() -> None:
    people, firm = People(XIQING), given_firm("天津甲有限公司")
    moved(firm, to=NANKAI, on="2028-06-10")
    one = open_one(People(NANKAI), firm, Doing.SUBMIT)
    take(one, people.officer)
    moved(firm, to=None, on="2028-05-01")
    one.refresh_from_db()
    assert one.state == "submitted"


@pytest.mark.parametrize("how", ["merger", "deregistration"])
def test_a_firm_that_closes_closes_its_cases(how: str) -> None:
    people, firm = People(XIQING), given_firm("天津甲有限公司")
    one = open_one(people, firm, Doing.SUBMIT)
    if how == "merger":
        merged(firm, into=given_firm("天津乙有限公司"), on="2028-06-01")
    else:
        told = firms.preview_deregister(firm=firm, effective_on=day("2028-06-01"))
        assert [effect.code for effect in told] == ["application_closed"]
        deregistered(firm, on="2028-06-01")
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert not Objection.objects.filter(state="open").exists()


def test_a_split_passes_nothing_on() -> None:
    people, held = People(XIQING), holder("天津甲有限公司")
    one = open_one(people, held.firm, Doing.SUBMIT)
    told = preview_split(firm=held.firm, effective_on=day("2028-06-01"))
    assert [effect.code for effect in told] == ["stays", "stays"]
    with writing():
        event = split(
            firm=held.firm,
            name="天津分立有限公司",
            district=District.objects.get(pk=NANKAI),
            effective_on=day("2028-06-01"),
        )
    one.refresh_from_db()
    made = event.other
    assert made is not None
    assert (event.kind, made.name, made.established_on) == (
        FirmEvent.Kind.SPLIT,
        "天津分立有限公司",
        day("2028-06-01"),
    )
    assert not made.certifications.exists()
    assert one.state == "submitted"
    assert counted("specialized", on="2028-06-15") == 1
