"""The list of revisions."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Count, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.access.scope import scope_of
from cultivation.clock import today
from cultivation.firms.api import lookup
from cultivation.firms.models import Firm
from cultivation.journal import history
from cultivation.journal.keeping import kept, state
from cultivation.journal.models import Entry, Revision
from cultivation.journal.sight import sight_of
from cultivation.journal.words import SOURCES, tables, tables_seen
from cultivation.pages.columns import Column
from cultivation.pages.facets import Counts, Facet, Field, Option
from cultivation.pages.lists import ListPage
from cultivation.portal.journal.counting import counted
from cultivation.portal.journal.grouping import reason, source
from cultivation.rest import filters


class RevisionFilter(filters.StrictFilterSet):
    # zh: 事由中的文字
    reason = filters.Text(label=_("A part of the reason."))
    # zh: 办理人账号
    actor = filters.Text(label=_("The account that acted."))
    # zh: 来源
    source = filters.Codes(label=_("Where it came from."), allowed=lambda: list(SOURCES))
    # zh: 改动的记录类型
    kind = filters.Codes(label=_("Kinds of records changed."), allowed=lambda: list(tables()))
    # zh: 企业的统一社会信用代码，或 id-编号
    firm = filters.Text(label=_("The firm changed, by its code."), read_as=lookup.read)
    # zh: 登记日期自（含）
    recorded_from = filters.Day(label=_("Recorded on this day or later."))
    # zh: 登记日期至（含）
    recorded_to = filters.Day(label=_("Recorded on this day or earlier."))

    class Meta:
        model = Revision
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["reason"]:
            # Who may not read a reason does not find it either.
            rows = rows.filter(reason__icontains=asked["reason"], told=True)
        if asked["actor"]:
            rows = rows.filter(actor_name=asked["actor"])
        if asked["source"]:
            rows = rows.filter(source__in=asked["source"])
        if asked["recorded_from"]:
            first = history.end_of(asked["recorded_from"]) - history.ONE_DAY
            rows = rows.filter(recorded_at__gte=first)
        if asked["recorded_to"]:
            rows = rows.filter(recorded_at__lt=history.end_of(asked["recorded_to"]))
        return rows


def by_source(rows: QuerySet[Any]) -> Counts:
    return dict(rows.values_list("source").annotate(n=Count("pk")).order_by())


def sources() -> dict[str, str]:
    return {code: str(label) for code, label in SOURCES.items()}


class RevisionList(ListPage):
    """What was changed in the account's scope, newest first."""

    # zh: 修订
    heading = _("Revisions")
    # zh: 条
    unit = pgettext_lazy("counted", "records")
    export_name = "revisions"
    parameter_set = RevisionFilter
    default_order = ("-number",)
    columns = (
        # zh: 数据版本
        Column("number", _("Data version"), lambda row: row.number, "code"),
        # zh: 时间
        Column("recorded", _("When"), lambda row: row.recorded_at, "moment"),
        # zh: 办理人
        Column("actor", _("Who"), lambda row: row.actor_name),
        # zh: 来源
        Column("source", _("Source"), source),
        # zh: 事由
        Column("reason", _("Why"), reason, "wrap"),
        # zh: 改动记录数
        Column("entries", _("Records changed"), lambda row: row.n_entries, "number"),
    )
    facets = (
        Facet("source", _("Source"), sources, by_source),
        # zh: 记录类型
        Facet("kind", _("Kind of record"), tables),
    )
    fields = (
        # zh: 事由
        Field("reason", _("Why"), wide=True),
        # zh: 办理人账号
        Field("actor", _("Account")),
        # zh: 企业（信用代码）
        Field("firm", _("Firm (credit code)")),
        # zh: 日期自
        Field("recorded_from", _("From")),
        # zh: 日期至
        Field("recorded_to", _("To")),
    )

    def rows(self) -> QuerySet[Any]:
        asked = self.parameters.asked
        rows: Any = self.visible(asked["kind"] or ()).told_to(self.user)
        if asked["firm"]:
            of_firm = Entry.objects.visible_to(self.user).filter(subject_id=self.firm)
            rows = rows.filter(pk__in=of_firm.values("revision")) if self.firm else rows.none()
        return rows.filter(number__isnull=False)

    def visible(self, kinds: tuple[str, ...]) -> Any:
        """The revisions that the account may see, only those that changed ``kinds`` if there are.

        Those of a district are looked up once, until something is written.
        """
        scope = scope_of(self.user)
        if scope.city:
            rows = Revision.objects.visible_to(self.user)
            seen = Entry.objects.visible_to(self.user).filter(table_name__in=kinds)
            return rows.filter(Exists(seen.filter(revision=OuterRef("pk")))) if kinds else rows
        whose = (scope, today(), self.user.pk)
        keys = kept(state(), ("revisions", whose, kinds), lambda: list(self._seen(kinds)))
        among = RawSQL("journal_revision.id = ANY(%s::bigint[])", [keys], BooleanField())
        return Revision.objects.filter(among)

    def _seen(self, kinds: tuple[str, ...]) -> Iterable[int]:
        if not kinds:
            rows = Revision.objects.visible_to(self.user)
            return rows.order_by().values_list("pk", flat=True)
        entries = Entry.objects.filter(table_name__in=kinds).order_by()
        found = [entries.filter(condition) for condition in sight_of(self.user).conditions]
        return {pk for rows in found for (pk,) in rows.values_list("revision").distinct()}

    @cached_property
    def firm(self) -> int | None:
        """The id of the firm asked for; None if there is none that the account may see."""
        found = Firm.objects.visible_to(self.user).filter(self.parameters.asked["firm"])
        return found.values_list("pk", flat=True).first()

    def prepared(self, rows: list[Any]) -> list[Any]:
        counts = counted(rows, self.user)
        for row in rows:
            row.n_entries = counts[row.pk]
        return rows

    def facet_options(self) -> list[tuple[Facet, list[Option]]]:
        """Without the kinds of records of which the account reads nothing."""
        seen = tables_seen(sight_of(self.user))
        return [
            (facet, [one for one in found if facet.name != "kind" or one.code in seen])
            for facet, found in super().facet_options()
        ]

    def row_address(self, row: Any) -> str:
        return reverse("portal:revision", args=[row.number])
