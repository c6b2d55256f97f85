"""Revisions: who, when, why; numbers without gaps; nothing of them ever changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from cultivation.access.models import User
from cultivation.firms.models import Firm
from cultivation.journal.models import Entry, Revision
from cultivation.journal.selectors import data_version
from cultivation.journal.services import current_revision, revision
from cultivation.places.models import District

pytestmark = pytest.mark.django_db


def enter(name: str) -> Firm:
    return Firm.objects.create(name=name, name_key=name)


def enter_and_fail(name: str) -> None:
    enter(name)
    raise ZeroDivisionError


def test_a_revision_says_who_and_why_and_from_where() -> None:
    actor = User.objects.create(username="wang")
    with revision(reason="名单", actor=actor, source="browser", request_id="r-1") as opened:
        enter("天津甲")
    kept = Revision.objects.get(pk=opened.pk)
    assert (kept.actor_id, kept.actor_name) == (actor.pk, "wang")
    assert (kept.reason, kept.source, kept.request_id) == ("名单", "browser", "r-1")
    assert kept.number == opened.number


def test_without_an_actor_it_is_the_system_that_acts() -> None:
    with revision(reason="nightly") as opened:
        pass
    assert (opened.actor_id, opened.actor_name) == (None, "system")


def test_the_data_version_is_the_number_of_the_newest_revision() -> None:
    before = data_version()
    with revision(reason="one") as opened:
        enter("天津甲")
        assert data_version() == before
    assert data_version() == opened.number == before + 1


def test_reading_leaves_the_data_version() -> None:
    before = data_version()
    list(Firm.objects.all())
    assert data_version() == before


def test_a_revision_that_fails_leaves_nothing_behind() -> None:
    before = data_version(), Entry.objects.count(), Revision.objects.count()
    with pytest.raises(ZeroDivisionError), revision(reason="fails"):
        enter_and_fail("天津甲")
    assert (data_version(), Entry.objects.count(), Revision.objects.count()) == before
    assert not Firm.objects.filter(name="天津甲").exists()


def test_after_a_revision_that_failed_writes_are_refused_again() -> None:
    with pytest.raises(ZeroDivisionError), revision(reason="fails"):
        raise ZeroDivisionError
    with pytest.raises(DatabaseError, match="needs a revision"):
        enter("天津甲")


def test_an_act_made_of_acts_is_one_revision() -> None:
    before = data_version()
    with revision(reason="outer") as outer:
        enter("天津甲")
        with revision(reason="inner") as inner:
            enter("天津乙")
        enter("天津丙")
    assert inner == outer
    assert outer.entries.count() == 3
    assert data_version() == before + 1


def test_an_inner_act_that_fails_takes_only_its_own_writes_with_it() -> None:
    with revision(reason="outer") as outer:
        enter("天津甲")
        with pytest.raises(ZeroDivisionError), revision(reason="inner"):
            enter_and_fail("天津乙")
        enter("天津丙")
    names = {(entry.after or {})["name"] for entry in outer.entries.all()}
    assert names == {"天津甲", "天津丙"}


def test_two_revisions_in_one_transaction_are_two() -> None:
    with transaction.atomic():
        with revision(reason="first") as first:
            enter("天津甲")
        with revision(reason="second") as second:
            enter("天津乙")
    assert first.number is not None
    assert second.number == first.number + 1


def test_services_ask_for_the_revision_that_is_open() -> None:
    with pytest.raises(RuntimeError, match="open one first"):
        current_revision()
    with revision(reason="open") as opened:
        assert current_revision() == opened


@pytest.mark.parametrize(
    "column", ["number", "actor_id", "actor_name", "source", "reason", "request_id", "recorded_at"]
)
def test_nothing_of_a_finished_revision_ever_changes(column: str) -> None:
    with revision(reason="done", request_id="r-1") as opened:
        pass
    value = {"number": "1000000", "actor_id": "7", "recorded_at": "now()"}.get(column, "'x'")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_revision SET {column} = {value} WHERE id = {opened.pk}")


@pytest.mark.parametrize("column", ["actor_id", "source", "reason", "request_id"])
def test_an_open_revision_takes_nothing_but_its_number(column: str) -> None:
    value = "7" if column == "actor_id" else "'x'"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        revision(reason="open") as opened,
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE journal_revision SET {column} = {value} WHERE id = {opened.pk}")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_revision",
        "TRUNCATE journal_revision CASCADE",
        "DELETE FROM journal_entry",
        "UPDATE journal_entry SET after = NULL",
        "TRUNCATE journal_entry",
    ],
)
def test_the_journal_only_grows(statement: str) -> None:
    with revision(reason="a row"):
        enter("天津甲")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


def test_many_to_many_links_are_journalled() -> None:
    from cultivation.places.models import Block

    block = Block.objects.first()
    assert block is not None
    district = District.objects.exclude(block=block).first()
    assert district is not None
    with revision(reason="block") as opened:
        block.districts.add(district)
    assert opened.entries.get().table_name == "places_block_districts"
