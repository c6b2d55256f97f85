"""What counts: the day from which a certification no longer holds, and who is in the library."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection

from cultivation.certification.models import Batch, Certification, EndKind
from cultivation.firms.models import Firm
from cultivation.journal.services import revision
from tests.scenarios.story import day, given_firm

pytestmark = pytest.mark.django_db

FROM = "2022-03-01"


@pytest.fixture
def firm() -> Firm:
    return given_firm("天津甲")


def title(
    firm: Firm, valid_to: str | None, ended_on: str | None, *, from_: str = FROM, tier: str = "seed"
) -> Certification:
    with revision(reason="by hand"):
        made = Certification.objects.create(
            firm=firm,
            tier_id=tier,
            batch=Batch.objects.get_or_create(tier_id=tier, name="第一批")[0],
            valid_from=day(from_),
            valid_to=day(valid_to) if valid_to else None,
            ended_on=day(ended_on) if ended_on else None,
            end_kind=EndKind.REVOCATION if ended_on else "",
        )
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("valid_to", "ended_on", "holds_to"),
    [
        (None, None, None),
        ("2025-03-01", None, "2025-03-01"),
        (None, "2023-06-02", "2023-06-02"),
        ("2025-03-01", "2023-06-02", "2023-06-02"),
        ("2025-03-01", "2025-03-01", "2025-03-01"),
        ("2025-03-01", "2026-01-01", "2025-03-01"),
        ("2025-03-01", FROM, FROM),
        (None, FROM, FROM),
        ("2025-03-01", "2021-01-01", FROM),
        (None, "2021-01-01", FROM),
    ],
)
def test_it_holds_until_the_earlier_of_validity_and_end(
    firm: Firm, valid_to: str | None, ended_on: str | None, holds_to: str | None
) -> None:
    assert title(firm, valid_to, ended_on).holds_to == (day(holds_to) if holds_to else None)


@pytest.mark.parametrize(
    ("valid_to", "ended_on"),
    list(product([None, "2025-03-01"], [None, FROM, "2023-06-02", "2026-01-01"])),
)
def test_in_the_library_from_the_first_day_until_the_day_it_no_longer_holds(
    firm: Firm, valid_to: str | None, ended_on: str | None
) -> None:
    title(firm, valid_to, ended_on)
    turns = [day(text) for text in (FROM, valid_to, ended_on) if text]
    for turn in turns:
        for on in (turn - dt.timedelta(days=1), turn, turn + dt.timedelta(days=1)):
            begun = on >= day(FROM)
            lapsed = valid_to is not None and on >= day(valid_to)
            ended = ended_on is not None and on >= day(ended_on)
            held = Certification.objects.as_of(on).exists()
            assert held == (begun and not lapsed and not ended), on


def test_what_has_no_end_is_not_left_out_when_what_ended_is_excluded(firm: Firm) -> None:
    open_ended = title(firm, None, None)
    assert list(Certification.objects.exclude(holds_to__lte=day("2025-01-01"))) == [open_ended]


INSERT = (
    "INSERT INTO certification_certification (firm_id, tier_id, batch_id, number, valid_from,"
    " valid_to, ended_on, end_kind, end_reason, end_document, listing)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', '', '{}')"
)


def insert(held: Certification, **changes: Any) -> None:
    row: dict[str, Any] = {
        "firm": held.firm_id,
        "tier": held.tier_id,
        "batch": held.batch_id,
        "number": "",
        "valid_from": "2025-03-01",
        "valid_to": "2028-03-01",
        "ended_on": None,
        "end_kind": "",
    }
    assert set(changes) <= set(row)
    with revision(reason="by hand"), connection.cursor() as cursor:
        cursor.execute(INSERT, list((row | changes).values()))


@pytest.mark.parametrize(
    ("from_", "to", "fits"),
    [
        ("2025-03-01", "2028-03-01", True),
        ("2019-03-01", "2022-03-01", True),
        ("2025-02-28", "2028-03-01", False),
        ("2019-03-01", "2022-03-02", False),
        ("2023-01-01", "2023-01-02", False),
        ("2019-03-01", None, False),
        ("2025-03-01", None, True),
    ],
)
def test_the_database_refuses_two_at_a_time(
    firm: Firm, from_: str, to: str | None, fits: bool
) -> None:
    held = title(firm, "2025-03-01", None)
    if fits:
        insert(held, valid_from=from_, valid_to=to)
        assert Certification.objects.count() == 2
    else:
        with pytest.raises(IntegrityError, match="certification_one_per_tier_at_a_time"):
            insert(held, valid_from=from_, valid_to=to)


def test_the_database_refuses_a_second_one_while_the_first_has_no_end(firm: Firm) -> None:
    held = title(firm, None, None)
    with pytest.raises(IntegrityError, match="certification_one_per_tier_at_a_time"):
        insert(held, valid_from="2099-01-01", valid_to="2100-01-01")


def test_after_an_end_there_is_room_in_the_database(firm: Firm) -> None:
    held = title(firm, "2025-03-01", "2023-06-02")
    with pytest.raises(IntegrityError):
        insert(held, valid_from="2023-06-01")
    insert(held, valid_from="2023-06-02")


def test_one_that_never_held_is_in_nobodys_way(firm: Firm) -> None:
    insert(title(firm, "2025-03-01", FROM), valid_from=FROM, valid_to="2025-03-01")
    assert Certification.objects.as_of(day(FROM)).count() == 1


def test_taking_back_an_end_is_refused_when_the_room_is_taken(firm: Firm) -> None:
    held = title(firm, "2025-03-01", "2023-06-02")
    insert(held, valid_from="2023-06-02")
    with (
        pytest.raises(IntegrityError, match="certification_one_per_tier_at_a_time"),
        revision(reason="by hand"),
    ):
        Certification.objects.filter(pk=held.pk).update(ended_on=None, end_kind="")


@pytest.mark.parametrize("change", ["tier", "firm"])
def test_other_firms_and_other_tiers_are_not_in_the_way(firm: Firm, change: str) -> None:
    held = title(firm, "2025-03-01", None)
    other = {"tier": "specialized", "firm": given_firm("天津乙").pk}[change]
    insert(held, valid_from=FROM, **{change: other})
    assert Certification.objects.as_of(day(FROM)).count() == 2


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"valid_to": "2025-03-01"}, "certification_certification_ends_after_it_begins"),
        ({"ended_on": "2025-06-01"}, "certification_end_has_its_kind"),
        ({"end_kind": "revocation"}, "certification_end_has_its_kind"),
    ],
)
def test_the_database_refuses_a_record_that_cannot_be(
    firm: Firm, changes: dict[str, Any], constraint: str
) -> None:
    held = title(firm, "2025-03-01", None)
    with pytest.raises(IntegrityError, match=constraint):
        insert(held, **changes)


def test_a_number_is_given_once_in_a_tier(firm: Firm) -> None:
    held = title(firm, "2025-03-01", None)
    insert(held, number="津001")
    other = given_firm("天津乙").pk
    insert(held, firm=other, number="")
    with pytest.raises(IntegrityError, match="certification_number_once_per_tier"):
        insert(held, firm=other, number="津001", valid_from="2030-03-01", valid_to="2033-03-01")
