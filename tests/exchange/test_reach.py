"""Whose firms a list may be about: an officer learns nothing of other districts."""

import datetime as dt

import pytest

from cultivation.exchange.models import Import, State
from cultivation.exchange.staging import services
from cultivation.exchange.staging.access import may_handle, tiers_of
from cultivation.exchange.staging.services import Asked
from cultivation.firms.models import Firm, Residence
from cultivation.problems import Problem
from tests.exchange.staged import act, bureau, options, receive, shown
from tests.factories import make_code, make_firm, make_user

pytestmark = pytest.mark.django_db
TITLES = ["企业名称", "统一社会信用代码", "所属区"]
HERE, THERE = "120111", "120104"


def officer(district: str = HERE, zone: str | None = None):
    return make_user("district", district=district, zone=zone)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("天津外甲有限公司", ""),
        ("", make_code(1)),
        ("天津外甲有限公司", make_code(1)),
        ("天津别名有限公司", make_code(1)),
        ("天津外甲有限公司", make_code(2)),
        ("天津外〔甲〕有限公司", ""),
    ],
)
def test_a_firm_of_another_district_is_refused_and_nothing_told_of_it(name: str, code: str) -> None:
    make_firm("天津外甲有限公司", code=make_code(1), district=THERE)
    make_firm("天津外（甲）有限公司", code=make_code(3), district=THERE)
    make_firm("天津外(甲)有限公司", code=make_code(4), district=THERE)
    importing = receive(officer(), TITLES, [name, code, "西青区"])
    assert shown(importing) == [(2, "error", ["outside_scope"])]
    kept = str(importing.rows.values().get())
    assert "南开" not in kept
    assert make_code(1) in kept if code == make_code(1) else make_code(1) not in kept
    if not name.startswith("天津外甲"):
        assert "天津外甲" not in kept
    assert importing.rows.get().candidates == []


def test_of_candidates_only_the_own_are_shown_and_none_is_guessed() -> None:
    own = make_firm("天津试(甲)有限公司", district=HERE)
    foreign = make_firm("天津试（甲）有限公司", district=THERE)
    user = officer()
    importing = receive(user, TITLES, ["天津试(甲)有限公司", "", ""])
    row = importing.rows.get()
    assert row.kind == "choose"
    assert [one["key"] for one in row.candidates] == [f"firm:{own.pk}"]
    kept = str(importing.rows.values().get())
    assert foreign.name not in kept
    assert str(foreign.uscc) not in kept
    importing = act("choose", importing, user, {"0:2": f"firm:{foreign.pk}"})
    assert importing.rows.get().kind == "choose"


@pytest.mark.parametrize(
    ("place", "zone", "kind"),
    [("", "", "create"), ("西青区", "", "create"), ("南开区", "", "error")],
)
def test_a_new_firm_lies_in_the_own_district(place: str, zone: str, kind: str) -> None:
    user = officer()
    importing = receive(user, [*TITLES, "功能区"], ["天津新甲有限公司", "", place, zone])
    assert [one for _row, one, _codes in shown(importing)] == [kind]
    if kind == "create":
        act("confirm", importing, user)
        assert Residence.objects.get().district_id == HERE


def test_a_new_firm_of_a_zone_officer_lies_in_the_zone() -> None:
    user = officer("120116", "120116400")
    importing = receive(user, TITLES, ["天津新甲有限公司", "", "滨海新区"])
    act("confirm", importing, user)
    here = Residence.objects.get()
    assert (here.district_id, here.zone_id) == ("120116", "120116400")


def test_a_row_about_an_own_firm_may_not_move_it_away() -> None:
    make_firm("天津试甲有限公司", code=make_code(1), district=HERE)
    importing = receive(officer(), TITLES, ["天津试甲有限公司", make_code(1), "南开区"])
    assert shown(importing) == [(2, "error", ["place_differs"])]


@pytest.mark.parametrize(
    ("authority", "tier", "taken"),
    [
        ("miit_tianjin", "seed", True),
        ("miit_tianjin", "eaglet", False),
        ("sti_tianjin", "eaglet", True),
        ("sti_tianjin", "seed", False),
    ],
)
def test_certifications_are_for_their_own_authority(authority: str, tier: str, taken: bool) -> None:
    user = make_user("bureau", authority=authority)
    assert (tier in {one.code for one in tiers_of(user)}) is taken
    if taken:
        importing = receive(user, TITLES, ["天津试甲有限公司", "", ""], options=options(tier))
        assert importing.state == State.READY
        return
    with pytest.raises(Problem) as refused:
        receive(user, TITLES, ["天津试甲有限公司", "", ""], options=options(tier))
    assert refused.value.code == "not_yours"


@pytest.mark.parametrize("role", ["district", "auditor", "client", ""])
def test_others_import_no_certifications(role: str) -> None:
    with pytest.raises(Problem):
        receive(make_user(role), TITLES, ["天津试甲有限公司", "", ""], options=options())
    assert not Import.objects.exists()


def test_who_sees_and_handles_an_import() -> None:
    own, colleague, foreign, city = officer(), officer(), officer(THERE), bureau()
    auditor = make_user("auditor")
    rows = TITLES, ["天津试甲有限公司", "", ""]
    importing = receive(own, *rows)
    of_the_city = receive(city, *rows)
    seen = {
        user.pk: set(Import.objects.visible_to(user))
        for user in (own, colleague, foreign, city, auditor, make_user("client"))
    }
    assert seen[own.pk] == seen[colleague.pk] == {importing}
    assert seen[foreign.pk] == set()
    assert seen[city.pk] == seen[auditor.pk] == {importing, of_the_city}
    assert [may_handle(one, importing) for one in (own, colleague, foreign, city, auditor)] == [
        True, True, False, True, False,
    ]  # fmt: skip
    for act_ in (services.confirm, services.cancel, services.read_again):
        with pytest.raises(Problem) as refused:
            act_(importing, by=Asked(foreign))
        assert refused.value.code == "not_yours"


def test_a_zone_officer_sees_the_imports_of_the_zone_only() -> None:
    of_district, of_zone = officer("120116"), officer("120116", "120116400")
    rows = TITLES, ["天津试甲有限公司", "", ""]
    whole, part = receive(of_district, *rows), receive(of_zone, *rows)
    assert set(Import.objects.visible_to(of_zone)) == {part}
    assert set(Import.objects.visible_to(of_district)) == {whole, part}
    assert not may_handle(of_zone, whole)


def test_who_lost_the_right_meanwhile_writes_nothing() -> None:
    user = officer()
    importing = receive(user, TITLES, ["天津试甲有限公司", "", "西青区"])
    user.district_id = THERE
    user.save()
    with pytest.raises(Problem) as refused:
        act("confirm", importing, user)
    assert refused.value.code == "not_yours"
    assert not Firm.objects.exists()


def test_the_days_of_a_list_are_shown_with_their_last_day() -> None:
    importing = receive(
        bureau(), TITLES, ["天津试甲有限公司", "", ""],
        options=options(valid_to=dt.date(2025, 9, 1)),
    )  # fmt: skip
    assert "2022-09-01" in importing.rows.get().days
    assert "2025-08-31" in importing.rows.get().days
