"""Every entry says which firm its row belongs to; what was on record before learnt it."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection

from cultivation.firms import services
from cultivation.firms.models import Firm, FirmName
from cultivation.journal import tracking
from cultivation.journal.models import Entry
from cultivation.journal.words import models_by_table, tables
from cultivation.ladders.models import Tier
from cultivation.places.models import District
from tests.factories import make_certification, make_firm, writing

pytestmark = pytest.mark.django_db

SUBJECT = Path(tracking.__file__).parent / "sql" / "subject.sql"
BACKFILL = "-- What is on record already"


def make_history() -> int:
    """A firm with a row of every kind, changed and deleted again; returns its id."""
    firm = make_firm(district="120101", industry="C", size="small")
    held = make_certification(firm, valid_to=None)
    with writing():
        services.rename(
            firm=firm, name=f"天津新名{firm.pk}有限公司", effective_on=dt.date(2025, 5, 1)
        )
        services.move(
            firm=firm, district=District.objects.get(pk="120111"), effective_on=dt.date(2025, 6, 1)
        )
        held.number = f"Z-{firm.pk}"
        held.save()
        firm.industries.all().delete()
    return firm.pk


def test_rows_of_a_firm_know_it_whatever_was_done_to_them() -> None:
    pk = make_history()
    mine = Entry.objects.filter(subject_id=pk)
    assert set(mine.values_list("operation", flat=True)) == {"insert", "update", "delete"}
    assert set(mine.values_list("table_name", flat=True)) == {
        "certification_certification",
        "firms_firm",
        "firms_firmevent",
        "firms_firmindustry",
        "firms_firmname",
        "firms_firmyear",
        "firms_residence",
    }
    name = FirmName.objects.filter(firm=pk, valid_to__isnull=False).get()
    closed = Entry.objects.get(table_name="firms_firmname", row_key=name.pk, operation="update")
    assert closed.after == {"valid_to": "2025-05-01"}
    assert closed.subject_id == pk


def test_what_belongs_to_nobody_has_none() -> None:
    with writing() as opened:
        Tier.objects.filter(pk="seed").update(name_en="Seed (new)")
    assert opened.entries.get().subject_id is None


def test_a_row_that_changes_its_key_keeps_its_firm_on_both_sides() -> None:
    firm = make_firm()
    with writing() as opened:
        FirmName.objects.filter(firm=firm).update(id=10**9)
    entries = {one.operation: one.subject_id for one in opened.entries.all()}
    assert entries == {"delete": firm.pk, "insert": firm.pk}


def test_firms_are_named_by_one_column_everywhere() -> None:
    """The trigger reads ``firm_id``: a link to a firm under another name would be nobody's."""
    for table in tables():
        model = models_by_table()[table]
        to_firms = {f.column for f in model._meta.concrete_fields if f.related_model is Firm}
        if to_firms and table != "firms_firm":
            assert "firm_id" in to_firms, table


def test_what_was_on_record_before_learns_its_firm() -> None:
    make_history()
    make_history()
    firms = Entry.objects.filter(table_name__startswith="firms_") | Entry.objects.filter(
        table_name__startswith="certification_"
    )
    known = dict(firms.values_list("pk", "subject_id"))
    assert any(known.values())
    backfill = SUBJECT.read_text(encoding="utf-8").split(BACKFILL)[1]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only")
        cursor.execute("UPDATE journal_entry SET subject_id = NULL")
        cursor.execute(f"--{backfill}")
    assert dict(firms.values_list("pk", "subject_id")) == known
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgname = 'journal_entry_append_only'"
        )
        assert cursor.fetchone() == ("O",)
