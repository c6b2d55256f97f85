"""What was on file, and when: rows as the journal recorded them, replayed."""

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from cultivation.journal.models import Entry

ONE_DAY = dt.timedelta(days=1)
Columns = dict[str, Any]
Rows = dict[tuple[str, str], Columns]


def exact(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """``entries`` with their columns as text too: numbers in it are exact, floats are not."""
    return entries.annotate(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )


def columns(text: str | None) -> Columns:
    """The columns that a text of ``exact`` holds; amounts as Decimal."""
    found: Columns = json.loads(text, parse_float=Decimal) if text else {}
    return found


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after ``day`` in Tianjin."""
    return timezone.make_aware(dt.datetime.combine(day + ONE_DAY, dt.time()))


def recorded_by(entries: QuerySet[Entry], day: dt.date) -> QuerySet[Entry]:
    """Those of ``entries`` that were recorded by the end of ``day``, in their order."""
    return entries.filter(revision__recorded_at__lt=end_of(day)).order_by("pk")


def replay(entries: Iterable[Entry]) -> Rows:
    """The rows that ``entries`` (of ``exact``, in their order) leave: (table, key) → columns."""
    rows: Rows = {}
    for entry in entries:
        place = (entry.table_name, entry.row_key)
        after = columns(getattr(entry, "after_text"))  # noqa: B009
        match entry.operation:
            case "insert":
                rows[place] = after
            case "update":
                rows.setdefault(place, {}).update(after)
            case _:
                rows.pop(place, None)
    return rows


def row_as_recorded(table: str, key: str, day: dt.date) -> Columns | None:
    """The row ``key`` of ``table`` as it stood on file at the end of ``day``; None if it did not.

    A column that was empty may be missing.
    """
    entries = Entry.objects.filter(table_name=table, row_key=key)
    return replay(recorded_by(exact(entries), day)).get((table, key))


def subject_as_recorded(subject: int, day: dt.date) -> Rows:
    """Everything on file at the end of ``day`` that belongs to the firm ``subject``."""
    entries = Entry.objects.filter(subject_id=subject)
    return replay(recorded_by(exact(entries), day))
