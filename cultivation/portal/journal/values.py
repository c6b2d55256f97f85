"""Single values of the journal as people read them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import DateTimeField, Field, ForeignKey, Model
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.models import Certification
from cultivation.journal.words import models_by_table
from cultivation.pages import shown
from cultivation.portal import labels
from cultivation.portal.desk.batches.words import briefly

# Columns that say nothing to people: keys for matching, what others are computed from.
LEFT_OUT = frozenset(
    {"id", "name_key", "key", "initials", "holds_to", "revision_id", "size_reason", "firm_id"}
)
# An event keeps codes of what the other records of its revision say in words.
LEFT_OUT_OF = {"firms_firmevent": frozenset({"before", "after"})}
LONGEST = 120


def left_out(table: str, column: str) -> bool:
    """Whether a column is of no use to a reader."""
    return column in LEFT_OUT or column in LEFT_OUT_OF.get(table, ())


@lru_cache(maxsize=1024)
def field_of(table: str, column: str) -> "Field[Any, Any] | None":
    """The field behind a column; None for what the registry no longer has."""
    model = models_by_table().get(table)
    if model is None:
        return None
    return next((f for f in model._meta.concrete_fields if f.column == column), None)


def in_order(table: str, columns: set[str]) -> list[str]:
    """``columns`` as the fields of the record stand; what the registry no longer has comes last."""
    model = models_by_table().get(table)
    fields = [str(field.column) for field in model._meta.concrete_fields] if model else []
    return [*(name for name in fields if name in columns), *sorted(columns - set(fields))]


class Values:
    """Values in words, with the names of the rows that they refer to looked up at once."""

    def __init__(self, referred: Mapping[type[Model], set[Any]], user: User) -> None:
        """Take the keys that will be asked for, by model; ``user`` reads of own rows only."""
        self.names = {model: _names(model, keys, user) for model, keys in referred.items()}

    def label(self, table: str, column: str) -> str:
        """What a column is called."""
        field = field_of(table, column)
        return str(field.verbose_name) if field is not None else column

    def text(self, table: str, column: str, value: Any) -> str:
        """``value`` of a column."""
        field = field_of(table, column)
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
        if column == "overrides" and isinstance(value, list):
            return briefly(value) or shown.NOTHING
        if isinstance(value, dict | list):
            text = _flat(value)
            return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        if field is not None and field.get_internal_type() == "DecimalField":
            return shown.money(Decimal(value))
        if value is True and column == "outside":
            return self.label(table, column)
        return shown.shown(value)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(f"{key}：{_flat(inner)}" for key, inner in value.items()) or shown.NOTHING
    if isinstance(value, list):
        return "、".join(_flat(inner) for inner in value) or shown.NOTHING
    return shown.shown(value)


def _names(model: type[Model], keys: set[Any], user: User) -> dict[Any, str]:
    rows: Any = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    found = rows.filter(pk__in=keys)
    if hasattr(model, "name_zh"):
        return {row.pk: labels.name(row) for row in found}
    if model is Certification:
        found = found.select_related("tier", "batch")
        return {row.pk: f"{labels.name(row.tier)} · {row.batch.name}" for row in found}
    return {row.pk: str(row) for row in found}
