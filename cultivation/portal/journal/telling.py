"""Entries of the journal as people read them: what kind of record, which fields, before → after."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DateTimeField, Field, ForeignKey, Model
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.firms.models import Firm, FirmEvent, FirmIndustry, Residence
from cultivation.journal import history
from cultivation.journal.models import Entry, Revision
from cultivation.journal.words import OPERATIONS, models_by_table, tables
from cultivation.pages import shown
from cultivation.portal import labels

# Columns that say nothing to people: keys for matching, what others are computed from.
LEFT_OUT = frozenset(
    {"id", "name_key", "key", "initials", "revision", "revision_id", "size_reason"}
)
# What an event with another firm says of it.
SPOKEN = frozenset({"before", "after", "reason", "document"})
LONGEST = 120


@dataclass(frozen=True)
class Changed:
    """One field of an entry: its label, and what stood and stands there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An entry in words. ``firm`` is the firm it is about, if the reader may see it."""

    kind: str
    operation: str
    key: str
    changes: list[Changed]
    firm: Firm | None
    revision: Revision | None = None


class Teller:
    """Tells entries; what they refer to is looked up for all of them at once."""

    def __init__(self, entries: Iterable[Entry], user: User) -> None:
        """Take ``entries`` (of ``history.exact``), told to ``user``: of firms it may see."""
        self.entries = list(entries)
        self.models = models_by_table()
        self.kinds = tables()
        subjects = {one.subject_id for one in self.entries if one.subject_id}
        referred: dict[type[Model], set[Any]] = defaultdict(set)
        referred[Firm] |= subjects
        for entry in self.entries:
            for column, value in self._columns(entry):
                model = self._referred(entry.table_name, column)
                if model is not None and value is not None:
                    referred[model].add(value)
        self.names = {model: self._names(model, keys, user) for model, keys in referred.items()}
        seen = Firm.objects.visible_to(user).filter(pk__in=subjects) if subjects else ()
        self.firms = {firm.pk: firm for firm in seen}

    def told(self) -> list[Told]:
        """Each entry in words, in their order."""
        return [self._told(entry) for entry in self.entries]

    def _told(self, entry: Entry) -> Told:
        before, after = self._both(entry)
        if self._about_another(entry, after):
            after = {name: value for name, value in after.items() if name not in SPOKEN}
        names = dict.fromkeys([*before, *after])
        changes = [
            Changed(
                self._label(entry.table_name, name),
                self.value(entry.table_name, name, before.get(name)),
                self.value(entry.table_name, name, after.get(name)),
            )
            for name in names
            if name not in LEFT_OUT and (before.get(name) or after.get(name)) not in (None, "")
        ]
        return Told(
            kind=self.kinds.get(entry.table_name, entry.table_name),
            operation=str(OPERATIONS.get(entry.operation, entry.operation)),
            key=entry.row_key,
            changes=changes,
            firm=self.firms.get(entry.subject_id or 0),
            revision=entry.revision,
        )

    def _about_another(self, entry: Entry, after: dict[str, Any]) -> bool:
        """Whether it is an event with another firm, which the reader may not see."""
        other = after.get("other_id")
        is_event = entry.table_name == FirmEvent._meta.db_table
        return is_event and other is not None and other not in self.names.get(Firm, {})

    def _both(self, entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
        texts = [getattr(entry, "before_text"), getattr(entry, "after_text")]  # noqa: B009
        return history.columns(texts[0]), history.columns(texts[1])

    def _columns(self, entry: Entry) -> Iterable[tuple[str, Any]]:
        for found in self._both(entry):
            yield from found.items()

    def _field(self, table: str, column: str) -> "Field[Any, Any] | None":
        model = self.models.get(table)
        if model is None:
            return None
        return next((f for f in model._meta.concrete_fields if f.column == column), None)

    def _referred(self, table: str, column: str) -> type[Model] | None:
        field = self._field(table, column)
        return field.related_model if isinstance(field, ForeignKey) else None

    def _label(self, table: str, column: str) -> str:
        field = self._field(table, column)
        return str(field.verbose_name) if field is not None else column

    def _names(self, model: type[Model], keys: set[Any], user: User) -> dict[Any, str]:
        rows: Any = model._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(user)
        found = rows.filter(pk__in=keys)
        if hasattr(model, "name_zh"):
            return {row.pk: labels.name(row) for row in found}
        return {row.pk: str(row) for row in found}

    def value(self, table: str, column: str, value: Any) -> str:
        """``value`` of a column as people read it."""
        field = self._field(table, column)
        if value is None or value == "":
            return shown.NOTHING
        if isinstance(field, ForeignKey):
            names = self.names.get(field.related_model, {})
            # zh: （辖区以外或已不存在）
            return names.get(value) or _("(outside your district, or no longer there)")
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, DateTimeField):
            return shown.moment(dt.datetime.fromisoformat(value))
        if isinstance(field, DateField):
            return str(value)
        if isinstance(value, dict) and table == FirmEvent._meta.db_table:
            value = {_of_firm(key): inner for key, inner in value.items()}
        if isinstance(value, dict | list):
            return _plain(value)
        if field is not None and field.get_internal_type() == "DecimalField":
            return shown.money(Decimal(value))
        return shown.shown(value)


def _of_firm(key: str) -> str:
    """What an event calls ``key``, a column of the firm or of its dated histories, in words."""
    for model in (Firm, Residence, FirmIndustry):
        for field in model._meta.concrete_fields:
            if key in (field.name, field.column):
                return str(field.verbose_name)
    return key


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        text = "；".join(f"{key}：{_plain(inner)}" for key, inner in value.items())
    else:
        text = (
            "、".join(_plain(inner) for inner in value) if isinstance(value, list) else str(value)
        )
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
