"""Entries of the journal as people read them: which record, which fields, before → after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

from cultivation.access.models import User
from cultivation.firms.models import Firm, FirmEvent
from cultivation.journal import history
from cultivation.journal.models import Entry
from cultivation.journal.words import OPERATIONS, models_by_table, tables
from cultivation.portal.journal.values import Values, field_of, in_order, left_out

# What an event with another firm says of it.
SPOKEN = frozenset({"before", "after", "reason", "document"})
# What tells one record of a firm from the others of its kind, by table.
TOLD_APART = {
    "certification_certification": ("tier_id", "batch_id"),
    "firms_firmevent": ("kind", "effective_on"),
    "firms_firmindustry": ("industry_id",),
    "firms_firmname": ("name",),
    "firms_firmyear": ("year",),
    "firms_residence": ("outside", "district_id", "zone_id"),
}


@dataclass(frozen=True)
class Changed:
    """One field of an entry: its label, and what stood and stands there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An entry in words: the ``kind`` of record and its ``name``, what was done, which fields.

    ``firm`` is the firm it is about, if the reader may see it.
    """

    entry: Entry
    kind: str
    name: str
    operation: str
    changes: list[Changed]
    firm: Firm | None

    @property
    def record(self) -> str:
        """What names the record in the address of its journal."""
        return f"{self.entry.table_name}/{self.entry.row_key}"


class Teller:
    """Tells entries; what they refer to is looked up for all of them at once."""

    def __init__(self, entries: Iterable[Entry], user: User) -> None:
        """Take ``entries`` (of ``history.exact``) that ``user`` may see."""
        self.entries = list(entries)
        self.kinds = tables()
        self.inserted = self._inserted()
        self.values = Values(self._referred(), user)
        subjects = {one.subject_id for one in self.entries if one.subject_id}
        seen = Firm.objects.visible_to(user).filter(pk__in=subjects) if subjects else ()
        self.firms = {firm.pk: firm for firm in seen}

    def told(self) -> list[Told]:
        """Each entry in words, in their order."""
        return [self.tell(entry) for entry in self.entries]

    def tell(self, entry: Entry) -> Told:
        """One of the entries in words."""
        table = entry.table_name
        before, after = self._both(entry)
        if self._about_another(entry, after):
            after = {name: value for name, value in after.items() if name not in SPOKEN}
        changes = [
            Changed(
                self.values.label(table, name),
                self.values.text(table, name, before.get(name)),
                self.values.text(table, name, after.get(name)),
            )
            for name in in_order(table, {*before, *after})
            if not left_out(table, name) and _says(before.get(name), after.get(name))
        ]
        return Told(
            entry=entry,
            kind=self.kinds.get(table, table),
            name=self._name(entry),
            operation=str(OPERATIONS.get(entry.operation, entry.operation)),
            changes=changes,
            firm=self.firms.get(entry.subject_id or 0),
        )

    def _about_another(self, entry: Entry, after: dict[str, Any]) -> bool:
        """Whether it is an event with another firm, which the reader may not see."""
        other = after.get("other_id")
        is_event = entry.table_name == FirmEvent._meta.db_table
        return is_event and other is not None and other not in self.values.names.get(Firm, {})

    def _name(self, entry: Entry) -> str:
        """What tells the record from others of its kind; empty for a firm itself."""
        if entry.subject_id is None:
            model = models_by_table().get(entry.table_name)
            names = self.values.names.get(model, {}) if model else {}
            before, after = self._both(entry)
            gone = before.get("name_zh") or after.get("name_zh") or entry.row_key
            return names.get(_key(model, entry.row_key)) or str(gone)
        row = self.inserted.get((entry.table_name, entry.row_key), {})
        parts = [
            self.values.text(entry.table_name, column, row[column])
            for column in TOLD_APART.get(entry.table_name, ())
            if row.get(column) not in (None, "", False)
        ]
        return " · ".join(parts)

    def _inserted(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The records of firms as they were when they were added."""
        wanted = {
            (one.table_name, one.row_key) for one in self.entries if one.table_name in TOLD_APART
        }
        if not wanted:
            return {}
        found = history.exact(Entry.objects.filter(operation="insert")).filter(
            table_name__in={table for table, _key in wanted},
            row_key__in={key for _table, key in wanted},
        )
        rows = {(one.table_name, one.row_key): self._both(one)[1] for one in found}
        return {place: row for place, row in rows.items() if place in wanted}

    def _referred(self) -> dict[type[Model], set[Any]]:
        """The keys of all rows that the entries speak of, by model."""
        referred: dict[type[Model], set[Any]] = defaultdict(set)
        named = [(one.table_name, columns) for one in self.entries for columns in self._both(one)]
        named += [
            (table, {name: row.get(name) for name in TOLD_APART[table]})
            for (table, _key), row in self.inserted.items()
        ]
        for table, columns in named:
            for column, value in columns.items():
                field = field_of(table, column)
                if value is None or left_out(table, column):
                    continue
                if isinstance(field, ForeignKey):
                    referred[field.related_model].add(value)
        for entry in self.entries:
            model = models_by_table().get(entry.table_name)
            key = _key(model, entry.row_key) if entry.subject_id is None else None
            if model is not None and key is not None:
                referred[model].add(key)
        return referred

    def _both(self, entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
        texts = [getattr(entry, "before_text"), getattr(entry, "after_text")]  # noqa: B009
        return history.columns(texts[0]), history.columns(texts[1])


def _says(before: Any, after: Any) -> bool:
    return any(value not in (None, "", {}, []) for value in (before, after))


def _key(model: type[Model] | None, text: str) -> Any:
    """The primary key that ``text`` of a journal's row writes."""
    try:
        return model._meta.pk.to_python(text) if model else None
    except ValidationError:
        return None
