"""The journal of one record: all that became of it, and what was on file at the end of a day."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.journal import history
from cultivation.journal.models import Entry
from cultivation.journal.words import models_by_table, tables
from cultivation.pages.paging import neighbours, page_number, wrong
from cultivation.pages.views import StaffPage
from cultivation.portal.firms.page import OfFirm
from cultivation.portal.journal.grouping import by_revision
from cultivation.portal.journal.revision import ENTRIES
from cultivation.portal.journal.telling import Teller, Told
from cultivation.portal.journal.values import left_out
from cultivation.rest import filters

# The pages of records, by table; those of firms lead to the firm.
PAGES = {
    "access_user": "portal:officer",
    "firms_firm": "portal:firm",
    "targets_target": "portal:target",
}
# How the values of a field stand in a table, by the kind of field: the rest is text.
KINDS = {
    "DateField": "day",
    "DecimalField": "number",
    "IntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
}
# The order in which the records of a firm are shown.
ORDER = (
    "firms_firm", "firms_firmname", "firms_residence", "firms_firmindustry", "firms_firmyear",
    "certification_certification", "firms_firmevent",
)  # fmt: skip


class DayAsked(filters.StrictFilterSet):
    # zh: 登记日：按该日终了时的登记内容显示
    recorded = filters.Day(label=_("Show what was on file at the end of this day."))

    class Meta:
        model = Entry
        fields: list[str] = []


@dataclass(frozen=True)
class Head:
    """A field of records: its label, its column, and the kind of its values (``KINDS``)."""

    label: str
    column: str
    kind: str


@dataclass(frozen=True)
class Table:
    """Records of one kind as they were on file: the fields that were filled in, and the rows."""

    kind: str
    heads: list[Head]
    lines: list[list[tuple[Head, str]]]

    @property
    def pairs(self) -> list[tuple[Head, str]]:
        """The fields of the only record, if there is one only: read better below each other."""
        return self.lines[0] if len(self.lines) == 1 else []


class HistoryPage(StaffPage):
    """What every journal of a record is. Subclasses say whose ``entries`` and the headings."""

    template_name = "portal/journal/history.html"
    parameter_set = DayAsked
    further = ("page",)

    @property
    def entries(self) -> QuerySet[Entry]:
        """The entries of the record that the account may see."""
        raise NotImplementedError

    def heading(self, told: list[Told]) -> dict[str, str]:
        """``heading`` and ``kind`` of the record, and the ``address`` of its page."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        day = self._day()
        number = page_number(self.given.get("page", "1"))
        total = self.entries.count()
        rows = history.exact(self.entries).select_related("revision")
        listed = list(rows.order_by("-pk")[(number - 1) * ENTRIES : number * ENTRIES])
        recorded = list(history.recorded_by(rows, day)) if day else []
        # One teller for both: names are looked up once.
        teller = Teller([*listed, *recorded], self.user)
        told = [teller.tell(entry) for entry in listed]
        return {
            **self.heading(told),
            "groups": by_revision(told, self.user),
            "day": day,
            "today": today(),
            "on_file": _on_file(recorded, teller),
            **neighbours(
                self.request.GET, number=number, size=ENTRIES, shown=len(told), total=total
            ),
        }

    def _day(self) -> dt.date | None:
        day: dt.date | None = self.parameters.asked["recorded"]
        if day is not None and day > today():
            raise wrong("recorded", day.isoformat(), [today().isoformat()])
        return day


def _on_file(entries: list[Entry], teller: Teller) -> list[Table]:
    """The records that ``entries`` leave, kind by kind."""
    rows = history.replay(entries)
    found = sorted({table for table, _key in rows}, key=[*ORDER, *tables()].index)
    return [
        _table(table, [row for (name, _key), row in rows.items() if name == table], teller)
        for table in found
    ]


def _table(table: str, rows: list[dict[str, Any]], teller: Teller) -> Table:
    model = models_by_table()[table]
    values = teller.values
    heads = [
        Head(
            values.label(table, str(field.column)),
            str(field.column),
            KINDS.get(field.get_internal_type(), ""),
        )
        for field in model._meta.concrete_fields
        if not left_out(table, str(field.column))
        and any(row.get(str(field.column)) not in (None, "", {}, []) for row in rows)
    ]
    lines = [
        [(head, values.text(table, head.column, row.get(head.column))) for head in heads]
        for row in rows
    ]
    return Table(kind=teller.kinds[table], heads=heads, lines=lines)


class FirmJournal(OfFirm, HistoryPage):
    """The journal of a firm with all that belongs to it."""

    template_name = "portal/journal/history.html"

    @property
    def entries(self) -> QuerySet[Entry]:
        return Entry.objects.visible_to(self.user).filter(subject_id=self.firm.pk)

    def heading(self, told: list[Told]) -> dict[str, str]:
        return {"heading": self.firm.name, "kind": "", "address": self.firm_address}


class RecordJournal(HistoryPage):
    """The journal of one row of any journalled table."""

    @cached_property
    def place(self) -> tuple[str, str]:
        """The table and the key of the record. Raises Http404."""
        table, _slash, key = str(self.kwargs["record"]).partition("/")
        if table not in tables() or not key.isprintable():
            raise Http404
        return table, key

    @property
    def entries(self) -> QuerySet[Entry]:
        return Entry.objects.visible_to(self.user).of(*self.place)

    def heading(self, told: list[Told]) -> dict[str, str]:
        if not told:
            if not self.entries.exists():
                raise Http404
            # zh: 记录
            return {"heading": gettext("Record"), "kind": "", "address": ""}
        one = told[0]
        name = " · ".join(filter(None, [one.firm.name if one.firm else "", one.name]))
        return {
            "heading": name or one.entry.row_key,
            "kind": one.kind,
            "address": _address(one.entry),
        }


def _address(entry: Entry) -> str:
    """The page of the record, or of its firm; empty if it has none."""
    page, key = PAGES.get(entry.table_name, ""), entry.row_key
    if entry.subject_id is not None:
        page, key = "portal:firm", str(entry.subject_id)
    try:
        return reverse(page, args=[key]) if page else ""
    except NoReverseMatch:
        return ""
