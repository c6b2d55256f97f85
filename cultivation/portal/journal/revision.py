"""One revision with what it changed, as far as the account may see it."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from cultivation.journal import history
from cultivation.journal.models import Entry, Revision
from cultivation.journal.words import tables
from cultivation.pages.paging import neighbours, page_number
from cultivation.pages.views import StaffPage
from cultivation.portal.journal import counting
from cultivation.portal.journal.grouping import by_kind, reason, source
from cultivation.portal.journal.telling import Teller
from cultivation.rest import filters

# So many entries stand on a page.
ENTRIES = 100


class KindAsked(filters.StrictFilterSet):
    # zh: 记录类型
    kind = filters.Codes(label=_("Kinds of records changed."), allowed=lambda: list(tables()))

    class Meta:
        model = Entry
        fields: list[str] = []


class RevisionPage(StaffPage):
    """One revision with the entries that the account may see, a hundred at a time."""

    template_name = "portal/journal/revision.html"
    parameter_set = KindAsked
    further = ("page",)

    @cached_property
    def revision(self) -> Any:
        """The revision, if the account may see it. Raises Http404."""
        rows: Any = Revision.objects.visible_to(self.user).told_to(self.user)
        found = rows.filter(number=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        asked = self.parameters.asked["kind"] or ()
        entries = Entry.objects.visible_to(self.user).filter(revision=self.revision)
        kinds = counting.by_kind(self.revision.pk, self.user)
        total = sum(n for table, n in kinds.items() if not asked or table in asked)
        if asked:
            entries = entries.filter(table_name__in=asked)
        number = page_number(self.given.get("page", "1"))
        rows = history.exact(entries).order_by("table_name", "pk")[
            (number - 1) * ENTRIES : number * ENTRIES
        ]
        told = Teller(rows, self.user).told()
        names = tables()
        return {
            "revision": self.revision,
            "reason": reason(self.revision),
            "source": source(self.revision),
            "kinds": [(names[table], table, kinds[table]) for table in names if table in kinds],
            "asked": asked,
            "total": sum(kinds.values()),
            "groups": by_kind(told),
            **neighbours(
                self.request.GET, number=number, size=ENTRIES, shown=len(told), total=total
            ),
        }
