"""Comparing the files with the database, and writing the difference in one revision."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cultivation.journal.models import Entry
from cultivation.journal.services import revision
from cultivation.portal.reference.reading import Content, Fault, ReferenceFaults, Row
from cultivation.portal.reference.tables import Folder, Table

# Revisions of ours begin so: it tells rows that came from a file from those that staff added.
REASON = "load_reference: "
Link = tuple[str, str, str]


@dataclass
class Change:
    """What a table needs: rows to add, rows to change (with old and new values), links.

    ``kept`` are the codes of rows that differ from the file because people changed them: they stay
    as they are, and are only reported.
    """

    table: Table
    created: list[Row] = field(default_factory=list)
    updated: list[tuple[Row, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    linked: list[Link] = field(default_factory=list)
    unlinked: list[Link] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.created or self.updated or self.linked or self.unlinked)


def compare(content: Content) -> list[Change]:
    """What the database lacks, and what people changed; empty when it is as the files say.

    Raises ReferenceFaults for rows that once came from a file and are gone from it: a reference row
    is retired by date, never deleted. Rows that staff added are left alone, and so are rows that
    they changed in tables that are edited in the pages.
    """
    changes: list[Change] = []
    faults: list[Fault] = []
    for table, rows in content.items():
        attributes = [f.attname for f in table.fields.values()]
        stored: dict[str, dict[str, Any]] = {
            row[table.model._meta.pk.attname]: dict(zip(table.fields, row.values(), strict=True))
            for row in table.model._default_manager.values(*attributes)
        }
        change = Change(table)
        for row in rows:
            old = stored.get(row.key)
            if old is None:
                change.created.append(row)
                continue
            differing = {
                name: (old[name], value) for name, value in row.values.items() if old[name] != value
            }
            if differing:
                change.updated.append((row, differing))
        _compare_links(change, rows)
        if table.edited:
            _keep(change)
        faults.extend(_fixed(change))
        faults.extend(_vanished(table, stored.keys() - {row.key for row in rows}))
        if change or change.kept:
            changes.append(change)
    if faults:
        raise ReferenceFaults(faults)
    return changes


def _compare_links(change: Change, rows: list[Row]) -> None:
    for name, many in change.table.many.items():
        own, other = many.m2m_field_name() + "_id", many.m2m_reverse_field_name() + "_id"
        ours = {row.key for row in rows}
        stored = {
            link for link in _through(many).objects.values_list(own, other) if link[0] in ours
        }
        wanted = {(row.key, code) for row in rows for code in row.many[name]}
        change.linked += [(name, *link) for link in sorted(wanted - stored)]
        change.unlinked += [(name, *link) for link in sorted(stored - wanted)]


def _keep(change: Change) -> None:
    """Take out of ``change`` what people wrote last: the page goes before the file."""
    links = [*change.linked, *change.unlinked]
    # The journal writes keys as text, also those that are years or days.
    keys = {str(row.key) for row, _d in change.updated} | {str(key) for _n, key, _c in links}
    if not keys:
        return
    table = change.table
    by_people = Entry.objects.exclude(revision__reason__startswith=REASON)
    rows = by_people.filter(table_name=table.model._meta.db_table, row_key__in=keys)
    kept = set(rows.values_list("row_key", flat=True))
    for many in table.many.values():
        # A link is a row of its own table: it is its owner that people changed.
        own = many.m2m_field_name() + "_id"
        changed = by_people.filter(table_name=_through(many)._meta.db_table)
        for link in changed.values_list("before", "after"):
            kept.update(str(state[own]) for state in link if state and str(state[own]) in keys)
    change.kept = sorted(kept)
    change.updated = [one for one in change.updated if str(one[0].key) not in kept]
    change.linked = [link for link in change.linked if str(link[1]) not in kept]
    change.unlinked = [link for link in change.unlinked if str(link[1]) not in kept]


def _fixed(change: Change) -> list[Fault]:
    if not isinstance(change.table, Folder) or not change.updated:
        return []
    # zh: 已有测评引用该版本，不能修改；请另建下一版本的文件
    message = _("this version has been assessed by and cannot change; make a file of the next one")
    keys = change.table.fixed([row.key for row, _differing in change.updated])
    return [Fault(change.table.path, 0, key, message) for key in sorted(keys)]


def _vanished(table: Table, keys: set[str]) -> list[Fault]:
    if not keys:
        return []
    from_files = Entry.objects.filter(
        table_name=table.model._meta.db_table,
        row_key__in=keys,
        operation="insert",
        revision__reason__startswith=REASON,
    ).values_list("row_key", flat=True)
    # zh: “%(key)s”已从文件中消失；参考数据按日期停用，不得删除，请恢复该行
    message = _(
        "“%(key)s” is gone from the file; reference rows are retired by date and never deleted,"
        " put it back"
    )
    return [
        Fault(table.path, 0, table.key, message % {"key": key}) for key in sorted(set(from_files))
    ]


def write(changes: list[Change]) -> None:
    """Write ``changes`` in one revision that names the files; nothing when there are none."""
    changes = [change for change in changes if change]
    if not changes:
        return
    with revision(reason=REASON + ", ".join(change.table.path for change in changes)):
        for change in changes:
            _write(change)


def _write(change: Change) -> None:
    table = change.table
    manager = table.model._default_manager
    manager.bulk_create([_record(table, row) for row in change.created])
    # Not an upsert of all columns: an UPDATE that names a tier's rank, even unchanged, makes the
    # database count everything anew.
    columns = {name for _row, differing in change.updated for name in differing}
    if columns:
        manager.bulk_update([_record(table, row) for row, _d in change.updated], sorted(columns))
    for name, many in table.many.items():
        through = _through(many)
        own, other = many.m2m_field_name() + "_id", many.m2m_reverse_field_name() + "_id"
        for column, key, code in change.unlinked:
            if column == name:
                through.objects.filter(**{own: key, other: code}).delete()
        through.objects.bulk_create(
            through(**{own: key, other: code})
            for column, key, code in change.linked
            if column == name
        )


def _record(table: Table, row: Row) -> Any:
    values = {table.fields[name].attname: value for name, value in row.values.items()}
    return table.model(**values)


def _through(many: Any) -> Any:
    return many.remote_field.through
