"""Told entries in groups, as the pages show them: by kind of record, or by revision."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from cultivation.access.models import User
from cultivation.journal.models import Entry, Revision
from cultivation.journal.words import SOURCES
from cultivation.pages.columns import Text
from cultivation.portal.journal.telling import Told


@dataclass
class Group:
    """Entries under one heading: the ``kind`` they share, or the ``revision`` they are from."""

    kind: str = ""
    revision: Revision | None = None
    reason: str = ""
    source: Text = ""
    entries: list[Told] = field(default_factory=list)


def reason(row: Revision) -> str:
    """Why, as far as the reader may know: a reason can speak of firms of other districts."""
    if getattr(row, "told"):  # noqa: B009
        return row.reason
    # zh: 涉及多处的登记
    return gettext("several records changed")


def source(row: Revision) -> Text:
    """Where the revision came from, in words."""
    return SOURCES.get(row.source, row.source)


def by_kind(told: Iterable[Told]) -> list[Group]:
    """The entries of one revision."""
    groups: dict[str, Group] = {}
    for one in told:
        groups.setdefault(one.kind, Group(kind=one.kind)).entries.append(one)
    return list(groups.values())


def by_revision(told: Iterable[Told], user: User) -> list[Group]:
    """The entries of one record, each revision with what ``user`` may know of its reason."""
    told = list(told)
    numbers = {one.entry.revision_id for one in told}
    found = {row.pk: row for row in Revision.objects.filter(pk__in=numbers).told_to(user)}
    groups: dict[int, Group] = {}
    for one in told:
        row = found[one.entry.revision_id]
        group = groups.setdefault(row.pk, Group(revision=row, reason=reason(row)))
        group.source = source(row)
        group.entries.append(one)
    return list(groups.values())


def of_record(table: str, key: Any, user: User) -> dict[str, Any]:
    """What ``portal/journal/_history.html`` shows on the page of the row ``key`` of ``table``."""
    entries = Entry.objects.visible_to(user).of(table, str(key))
    address = reverse("portal:record-journal", args=[f"{table}/{key}"])
    return {"revisions": latest(entries, user), "journal_address": address}


def latest(entries: QuerySet[Entry], user: User, most: int = 5) -> list[Group]:
    """The newest revisions behind ``entries``, which ``user`` may see; not what they changed."""
    rows = Revision.objects.filter(pk__in=entries.values("revision")).told_to(user)
    return [
        Group(revision=row, reason=reason(row), source=source(row))
        for row in rows.order_by("-pk")[:most]
    ]
