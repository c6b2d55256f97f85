"""A firm's own journal, and the firm as it was on file at the end of a day."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.journal import history
from cultivation.journal.models import Entry
from cultivation.journal.words import models_by_table, tables
from cultivation.pages import shown
from cultivation.portal.firms.page import OfFirm
from cultivation.portal.journal.listing import ENTRIES
from cultivation.portal.journal.telling import LEFT_OUT, Teller
from cultivation.rest import filters


class DayAsked(filters.StrictFilterSet):
    # zh: 登记日：按该日终了时的登记内容显示
    recorded = filters.Day(label=_("Show what was on file at the end of this day."))

    class Meta:
        model = Firm
        fields: list[str] = []


class FirmJournal(OfFirm):
    template_name = "portal/journal/firm.html"
    parameter_set = DayAsked
    further = ("page",)

    def context(self) -> dict[str, Any]:
        day: dt.date | None = self.parameters.asked["recorded"]
        entries = Entry.objects.visible_to(self.user).filter(subject_id=self.firm.pk)
        pages = Paginator(
            history.exact(entries).select_related("revision").order_by("-pk"), ENTRIES
        )
        page = pages.get_page(self.given.get("page"))
        return {
            "firm": self.firm,
            "entries": Teller(page.object_list, self.user).told(),
            "listed": page,
            "day": day,
            "today": today(),
            "as_recorded": self._as_recorded(day) if day else None,
        }

    def _as_recorded(self, day: dt.date) -> list[tuple[str, list[str], list[list[str]]]]:
        """What was on file about the firm: for each kind of record its columns and rows."""
        rows = history.subject_as_recorded(self.firm.pk, day)
        entries = history.exact(Entry.objects.filter(subject_id=self.firm.pk))
        teller = Teller(history.recorded_by(entries, day), self.user)
        models, names = models_by_table(), tables()
        found = []
        for table in dict.fromkeys(table for table, _key in rows):
            lines = [columns for (name, _key), columns in rows.items() if name == table]
            used = [
                (str(field.column), str(field.verbose_name))
                for field in models[table]._meta.concrete_fields
                if field.column not in LEFT_OUT | {"firm_id"}
                and any(line.get(str(field.column)) not in (None, "") for line in lines)
            ]
            values = [
                [teller.value(table, column, line.get(column)) for column, _label in used]
                for line in lines
            ]
            found.append((names[table], [label for _column, label in used], values))
        return found or [(str(shown.NOTHING), [], [])]
