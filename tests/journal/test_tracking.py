"""What is written is journalled: the database refuses a write that is not."""

import io
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from cultivation.firms.models import Firm
from cultivation.journal.models import Entry
from cultivation.journal.services import revision
from cultivation.places.models import PlaceAlias
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# Tables that are not journalled, each with its reason.
NOT_TRACKED = {
    "journal_revision": "the journal itself",
    "journal_entry": "the journal itself",
    "access_user_groups": "belongs to the accounts",
    "access_user_user_permissions": "belongs to the accounts",
    "access_apitoken": "every request with a token writes to it, and it holds secrets",
    "access_accessrecord": "a log of its own, append-only",
    "access_message": "tells of what is journalled",
    "access_repeatedrequest": "an answer that was given, for a day",
    "access_requestcount": "how often was asked, for an hour",
    "pages_savedlist": "what somebody looks for, not what is so",
    "exchange_import": "a working paper; what it writes is journalled in its revision",
    "exchange_importfile": "the file of a working paper",
    "exchange_importrow": "the rows of a working paper",
    "counts_span": "derived from certifications, kept by triggers",
    "counts_change": "derived from certifications, kept by triggers",
}


def copy_in() -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor:
        rows = io.StringIO("天津丙\t天津丙\t\t\t\t\tf\n")
        cursor.copy_expert(
            "COPY firms_firm (name, name_key, legal_form, capital_currency, business_scope,"
            " address, demonstration) FROM STDIN",
            rows,
        )


def raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE firms_firm SET name = '天津丁'")


WRITES: dict[str, Callable[[], object]] = {
    "save": lambda: Firm(name="天津乙", name_key="天津乙").save(),
    "update": lambda: Firm.objects.update(name="天津乙"),
    "delete": lambda: Firm.objects.all().delete(),
    "bulk_create": lambda: Firm.objects.bulk_create([Firm(name="天津乙", name_key="天津乙")]),
    "copy": copy_in,
    "raw SQL": raw,
}


@pytest.fixture
def firm() -> Firm:
    with revision(reason="enters"):
        return Firm.objects.create(name="天津甲", name_key="天津甲")


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_outside_a_revision_is_refused(firm: Firm, write: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="needs a revision"):
        write()


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_the_same_write_in_a_revision_is_journalled(
    firm: Firm, write: Callable[[], object]
) -> None:
    with revision(reason="on purpose") as opened:
        write()
    assert opened.entries.filter(table_name="firms_firm").count() == 1


def test_a_write_after_the_revision_is_refused_again(firm: Firm) -> None:
    with pytest.raises(DatabaseError, match="needs a revision"):
        firm.save(update_fields=["name"])


def test_a_statement_that_touches_no_row_needs_no_revision(firm: Firm) -> None:
    Firm.objects.filter(pk=0).update(name="天津乙")
    Firm.objects.filter(pk=0).delete()


def test_truncating_is_refused_even_in_a_revision(firm: Firm) -> None:
    with (
        pytest.raises(DatabaseError, match="do not truncate"),
        revision(reason="empty"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE firms_firm CASCADE")


def tables() -> list[str]:
    """The tables of the registry's own apps, those behind many-to-many fields included."""
    own = apps.get_models(include_auto_created=True)
    return sorted(m._meta.db_table for m in own if m.__module__.startswith("cultivation."))


@pytest.mark.parametrize("table", [table for table in tables() if table not in NOT_TRACKED])
def test_every_table_is_tracked_in_full(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'"
            " AND tgname LIKE 'journal_%%'",
            [table],
        )
        found = {name for (name,) in cursor.fetchall()}
    expected = {"journal_insert", "journal_update", "journal_delete", "journal_truncate"}
    assert found == expected


def test_the_exceptions_are_tables_that_exist() -> None:
    assert set(NOT_TRACKED) <= set(tables())


def test_an_insertion_keeps_the_row(firm: Firm) -> None:
    with revision(reason="enters") as opened:
        other = Firm.objects.create(name="天津乙", name_key="天津乙", legal_form="有限责任公司")
    (entry,) = opened.entries.all()
    assert (entry.table_name, entry.row_key) == ("firms_firm", str(other.pk))
    assert entry.operation == "insert"
    assert entry.before is None
    assert entry.after is not None
    assert entry.after["legal_form"] == "有限责任公司"
    assert "uscc" not in entry.after


def test_an_update_keeps_only_what_changed(firm: Firm) -> None:
    with revision(reason="address") as opened:
        firm.address = "西青区学府工业区1号"
        firm.save()
    (entry,) = opened.entries.all()
    assert entry.operation == "update"
    assert entry.before == {"address": ""}
    assert entry.after == {"address": "西青区学府工业区1号"}


def test_an_update_to_and_from_nothing_says_so(firm: Firm) -> None:
    with revision(reason="code") as opened:
        Firm.objects.filter(pk=firm.pk).update(registered_capital=500)
        Firm.objects.filter(pk=firm.pk).update(registered_capital=None)
    first, second = opened.entries.order_by("id")
    assert (first.before, first.after) == (
        {"registered_capital": None},
        {"registered_capital": 500},
    )
    assert second.after == {"registered_capital": None}


def test_an_update_that_changes_nothing_leaves_no_entry(firm: Firm) -> None:
    with revision(reason="nothing") as opened:
        firm.save()
    assert not opened.entries.exists()


def test_a_deletion_keeps_what_was_there(firm: Firm) -> None:
    pk = firm.pk
    with revision(reason="entered twice") as opened:
        firm.delete()
    (entry,) = opened.entries.all()
    assert (entry.operation, entry.row_key, entry.after) == ("delete", str(pk), None)
    assert entry.before is not None
    assert entry.before["name"] == "天津甲"


def test_a_bulk_update_has_an_entry_for_each_row(firm: Firm) -> None:
    with revision(reason="two more"):
        Firm.objects.bulk_create([Firm(name=f"天津{n}", name_key=f"天津{n}") for n in range(2)])
    with revision(reason="all") as opened:
        Firm.objects.update(legal_form="有限责任公司")
    assert opened.entries.count() == 3


def test_a_row_that_changes_its_key_is_journalled_as_gone_and_come() -> None:
    with revision(reason="alias"):
        PlaceAlias.objects.create(text="某园区", district_id="120111")
    with revision(reason="key") as opened:
        PlaceAlias.objects.filter(text="某园区").update(text="某某园区")
    found = {(entry.operation, entry.row_key) for entry in opened.entries.all()}
    assert found == {("delete", "某园区"), ("insert", "某某园区")}


def test_a_secret_is_journalled_as_changed_and_never_as_what_it_is() -> None:
    account = make_user("auditor", username="shenji")
    with revision(reason="new password") as opened:
        account.set_password("Another-Word-2026")
        account.save()
    (entry,) = opened.entries.filter(table_name="access_user")
    assert entry.before == {"password": "***"}
    assert entry.after == {"password": "***"}
    made = Entry.objects.get(table_name="access_user", row_key=account.pk, operation="insert")
    assert made.after is not None
    assert made.after["username"] == "shenji"
    assert made.after["password"] == "***"
