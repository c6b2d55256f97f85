"""firms/: shape, and every filter against plain Python over the rows."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from cultivation.access.models import Role
from cultivation.certification.models import Certification
from cultivation.clock import today
from cultivation.firms.models import Firm, FirmYear
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.conftest import World
from tests.factories import make_firm, make_user, writing

FIELDS = {
    "id", "uscc", "code_pending", "name", "former_names", "established_on", "legal_form",
    "registered_capital", "capital_currency", "address", "district", "zone", "industry", "size",
    "closed_on", "merged_into", "demonstration", "tiers",
}  # fmt: skip
DETAIL = {"business_scope", "years", "events", "certifications"}
DAYS = ["2023-02-28", "2023-03-01", "2023-06-14", "2023-06-15", "2024-05-01", "2026-01-01"]


def firms(client: APIClient, **query: Any) -> list[dict[str, Any]]:
    response = client.get(url("firms/"), {"page_size": 500, **query})
    assert response.status_code == 200, response.content
    rows: list[dict[str, Any]] = response.json()["results"]
    return rows


def names(client: APIClient, world: World, **query: Any) -> set[str]:
    """The short names of the firms listed."""
    short = {firm.pk: name for name, firm in world.firms.items()}
    return {short[row["id"]] for row in firms(client, **query)}


# --- What held on a day, in plain Python ---


def holding(rows: Any, day: dt.date) -> Any:
    """The one of ``rows`` that holds on ``day``, or None."""
    held = [
        row
        for row in rows
        if (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day < row.valid_to)
    ]
    assert len(held) <= 1
    return held[0] if held else None


def place(firm: Firm, day: dt.date) -> tuple[str | None, str | None]:
    held = holding(firm.residences.all(), day)
    return (held.district_id, held.zone_id) if held else (None, None)


def industry(firm: Firm, day: dt.date) -> Any:
    held = holding(firm.industries.all(), day)
    return held.industry if held else None


def size(firm: Firm, day: dt.date) -> str | None:
    years = [y for y in firm.years.all() if y.size_class and y.year < day.year]
    return max(years, key=lambda y: y.year).size_class if years else None


def tiers(firm: Firm, day: dt.date) -> set[str]:
    return {
        c.tier_id
        for c in firm.certifications.all()
        if c.valid_from <= day
        and (c.valid_to is None or day < c.valid_to)
        and (c.ended_on is None or day < c.ended_on)
    }


def ladders(firm: Firm, day: dt.date) -> set[str]:
    return {c.tier.ladder_id for c in firm.certifications.all() if c.tier_id in tiers(firm, day)}


Holds = Callable[[Firm, dt.date], bool]
FILTERS: list[tuple[dict[str, str], Holds]] = [
    ({"district": "120101"}, lambda f, d: place(f, d)[0] == "120101"),
    ({"district": "120101,120104"}, lambda f, d: place(f, d)[0] in ("120101", "120104")),
    ({"district": "none"}, lambda f, d: place(f, d)[0] is None),
    ({"district": "none,120116"}, lambda f, d: place(f, d)[0] in (None, "120116")),
    ({"zone": "120116400"}, lambda f, d: place(f, d)[1] == "120116400"),
    ({"zone": "none"}, lambda f, d: place(f, d)[1] is None),
    ({"industry": "C"}, lambda f, d: bool(industry(f, d)) and industry(f, d).section == "C"),
    ({"industry": "27"}, lambda f, d: bool(industry(f, d)) and industry(f, d).code[:2] == "27"),
    (
        {"industry": "I,51"},
        lambda f, d: bool(industry(f, d)) and industry(f, d).code in ("65", "51"),
    ),
    ({"industry": "none"}, lambda f, d: industry(f, d) is None),
    ({"size": "small"}, lambda f, d: size(f, d) == "small"),
    ({"size": "micro,medium"}, lambda f, d: size(f, d) in ("micro", "medium")),
    ({"size": "none"}, lambda f, d: size(f, d) is None),
    ({"tier": "seed"}, lambda f, d: "seed" in tiers(f, d)),
    ({"tier": "seed,specialized"}, lambda f, d: bool(tiers(f, d) & {"seed", "specialized"})),
    ({"ladder": "quality_sme"}, lambda f, d: "quality_sme" in ladders(f, d)),
    ({"ladder": "innovation_leader"}, lambda f, d: "innovation_leader" in ladders(f, d)),
    ({"pending": "true"}, lambda f, d: f.uscc is None),
    ({"pending": "false"}, lambda f, d: f.uscc is not None),
    ({"closed": "true"}, lambda f, d: bool(f.closed_on and f.closed_on <= d)),
    ({"closed": "false"}, lambda f, d: not (f.closed_on and f.closed_on <= d)),
    ({"established_from": "1998-05-06"}, lambda f, d: bool(f.established_on)),
    ({"established_from": "1998-05-07"}, lambda f, d: f.established_on == dt.date(2021, 9, 30)),
    ({"established_to": "1998-05-06"}, lambda f, d: f.established_on == dt.date(1998, 5, 6)),
    ({"demonstration": "true"}, lambda f, d: f.demonstration),
    ({"demonstration": "false"}, lambda f, d: not f.demonstration),
    (
        {"district": "120101", "tier": "seed", "pending": "false"},
        lambda f, d: place(f, d)[0] == "120101" and "seed" in tiers(f, d) and f.uscc is not None,
    ),
]


@pytest.mark.parametrize("day", DAYS)
def test_filters_list_what_holds_on_the_day(world: World, bureau: APIClient, day: str) -> None:
    on = dt.date.fromisoformat(day)
    for query, holds in FILTERS:
        expected = {name for name, firm in world.firms.items() if holds(firm, on)}
        assert names(bureau, world, as_of=day, **query) == expected, query


def test_every_filter_lets_some_through_and_keeps_some_out(world: World) -> None:
    """The filters above could fail: on some day each has firms on both sides."""
    for query, holds in FILTERS:
        results = {
            holds(firm, dt.date.fromisoformat(day)) for firm in world.firms.values() for day in DAYS
        }
        assert results == {True, False}, query


@pytest.mark.parametrize("day", DAYS)
def test_the_representation_is_that_of_the_day(world: World, bureau: APIClient, day: str) -> None:
    on = dt.date.fromisoformat(day)
    rows = {row["id"]: row for row in firms(bureau, as_of=day)}
    assert set(rows) == {firm.pk for firm in world.firms.values()}
    for firm in world.firms.values():
        row = rows[firm.pk]
        assert set(row) == FIELDS
        assert (row["district"], row["zone"]) == place(firm, on)
        assert row["industry"] == (industry(firm, on).code if industry(firm, on) else None)
        assert row["size"] == size(firm, on)
        assert set(row["tiers"]) == tiers(firm, on)
        assert row["name"] == holding(firm.names.all(), on).name
        single = bureau.get(url(f"firms/id-{firm.pk}/"), {"as_of": day}).json()
        assert {name: single[name] for name in FIELDS} == row


def test_a_move_counts_from_its_day(world: World, bureau: APIClient) -> None:
    moved = {"uscc": world["moved"].uscc}
    assert firms(bureau, as_of="2023-06-14", **moved)[0]["district"] == "120102"
    assert firms(bureau, as_of="2023-06-15", **moved)[0]["district"] == "120101"


def test_the_day_is_today_when_none_is_given(world: World, bureau: APIClient) -> None:
    assert firms(bureau) == firms(bureau, as_of=today().isoformat())
    # 15:59 and 16:00 in Greenwich lie on both sides of midnight in Tianjin.
    for hour, minute, day in ((15, 59, "2023-06-14"), (16, 0, "2023-06-15")):
        with time_machine.travel(dt.datetime(2023, 6, 14, hour, minute, tzinfo=dt.UTC)):
            client = client_with(make_user(Role.BUREAU))
            row = client.get(url(f"firms/{world['moved'].uscc}/")).json()
            assert row == client.get(url(f"firms/{world['moved'].uscc}/?as_of={day}")).json()
            assert row["district"] == ("120101" if day == "2023-06-15" else "120102")


def test_names_are_found_by_any_part_whatever_the_brackets(world: World, bureau: APIClient) -> None:
    assert names(bureau, world, name="青禾") == {"plain", "brackets"}
    for text in ("青禾(天津)", "青禾（天津）", "青禾 ( 天津 )", "青禾〔天津〕"):
        assert names(bureau, world, name=text) == {"brackets"}
    assert names(bureau, world, name="旧名") == {"renamed"}
    assert names(bureau, world, name="新名") == {"renamed"}
    assert names(bureau, world, name="%") == set()
    assert names(bureau, world, name="_") == set()


def test_a_former_name_has_its_days(world: World, bureau: APIClient) -> None:
    row = firms(bureau, uscc=world["renamed"].uscc, as_of="2023-03-01")[0]
    assert row["name"] == "天津新名机电有限公司"
    assert row["former_names"] == [
        {"name": "天津旧名机电有限公司", "valid_from": None, "valid_to": "2023-03-01"}
    ]
    before = firms(bureau, uscc=world["renamed"].uscc, as_of="2023-02-28")[0]
    assert before["name"] == "天津旧名机电有限公司"
    assert before["former_names"] == []


def test_a_code_is_normalised_before_it_is_looked_up(world: World, bureau: APIClient) -> None:
    firm = world["plain"]
    code = str(firm.uscc)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    for text in (code, code.lower(), f" {code[:8]}-{code[8:]} ", wide):
        assert bureau.get(url(f"firms/{text}/")).json()["id"] == firm.pk
        assert names(bureau, world, uscc=text) == {"plain"}


def test_a_firm_without_a_code_has_an_address(world: World, bureau: APIClient) -> None:
    row = bureau.get(url(f"firms/id-{world['pending'].pk}/")).json()
    assert row["uscc"] is None
    assert row["code_pending"] is True


def test_the_single_firm_tells_all(world: World, bureau: APIClient) -> None:
    firm = world["plain"]
    with writing():
        FirmYear.objects.create(
            firm=firm,
            year=2021,
            revenue=Decimal("1200.5"),
            rd_expense=Decimal("0.010000"),
            staff=12,
        )
    row = bureau.get(url(f"firms/{firm.uscc}/")).json()
    assert set(row) == FIELDS | DETAIL
    assert [year["year"] for year in row["years"]] == [2021, 2020]
    assert row["years"][0]["revenue"] == "1200.5"
    assert row["years"][0]["rd_expense"] == "0.01"
    assert row["years"][0]["assets"] is None
    assert row["years"][0]["staff"] == 12
    assert {c["tier"] for c in row["certifications"]} == {"seed", "eaglet"}
    assert row["events"] == []


def test_the_events_of_a_firm_have_both_days(world: World, bureau: APIClient) -> None:
    events = bureau.get(url(f"firms/{world['moved'].uscc}/")).json()["events"]
    (move,) = [event for event in events if event["kind"] == "move"]
    assert (move["filed_on"], move["effective_on"]) == ("2023-06-20", "2023-06-15")


def test_amounts_are_exact_text(bureau: APIClient) -> None:
    firm = make_firm(registered_capital=Decimal("12345678901234.123456"), capital_currency="CNY")
    row = firms(bureau, uscc=firm.uscc)[0]
    assert row["registered_capital"] == "12345678901234.123456"
    assert row["capital_currency"] == "CNY"
    thousand = make_firm(registered_capital=Decimal("1000"))
    assert firms(bureau, uscc=thousand.uscc)[0]["registered_capital"] == "1000"


def test_tiers_agree_with_the_definition_of_a_count(world: World, bureau: APIClient) -> None:
    for day in DAYS:
        held = Certification.objects.as_of(dt.date.fromisoformat(day))
        listed = [(row["id"], tier) for row in firms(bureau, as_of=day) for tier in row["tiers"]]
        assert sorted(listed) == sorted(held.values_list("firm_id", "tier_id"))
