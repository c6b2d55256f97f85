"""The queue: the applications that wait for the account, and all others it may see."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import Application
from cultivation.certification.selectors.cases import parties_of
from cultivation.clock import today
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Chip, Facet, Field, address
from cultivation.pages.lists import ListPage
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.desk import counting
from cultivation.portal.desk.columns import COLUMNS, prepare_export
from cultivation.portal.desk.filters import STILL_OPEN, WAITING, CaseFilter
from cultivation.portal.desk.offering import Offered, offered
from cultivation.portal.desk.parties import QUEUE_ORDER, waiting_states
from cultivation.portal.placing import homes_shown


class CasesPage(ListPage):
    """Applications as they are narrowed; shared by the queue and by what is done to all of it."""

    parameter_set = CaseFilter

    def read_parameters(self) -> None:
        """Without another wish, what waits for the account's own party is shown."""
        super().read_parameters()
        self.given.setdefault("show", WAITING if waiting_states(self.user) else STILL_OPEN)
        declared = CaseFilter.declared()
        own = {name: value for name, value in self.given.items() if name in declared}
        self.parameters = CaseFilter(own)
        self.parameters.user = self.user
        # Reads the values, so that they are there for whoever takes one of them out.
        assert not self.parameters.refusals()

    def rows(self) -> QuerySet[Any]:
        return Application.objects.visible_to(self.user)


class Queue(CasesPage):
    # zh: 认定办理
    heading = _("Cases")
    # zh: 件
    unit = pgettext_lazy("counted", "cases")
    # zh: 目前没有待您办理的申报。可在“范围”中选“全部在办”查看其他申报。
    empty = _("Nothing waits for you. Choose “all open ones” to see the others.")
    export_name = "cases"
    saved_as = "portal:cases"
    template_name = "portal/desk/queue.html"
    default_order = QUEUE_ORDER
    fields = (
        Field(
            "search",
            # zh: 查找企业
            _("Find a firm"),
            # zh: 名称、曾用名、信用代码或拼音首字母，可用空格分开几段
            _("Name, former name, code or pinyin initials"),
            wide=True,
        ),
    )

    # The first case that is shown.
    first: Application | None = None
    unoffered = (
        Field(
            "notice",
            # zh: 公示
            _("Public notice"),
            options=(
                # zh: 公示中
                ("running", _("running, before the public")),
                # zh: 期满待决定
                ("over", _("over, to be decided")),
            ),
        ),
    )

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Officers of one district need no column that says so."""
        home = self.user.district_id and "export" not in self.given
        return [one for one in COLUMNS if one.key != "district" or not home]

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        return counting.facets(self.user, today())

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("cases")

    @property
    def picks(self) -> bool:  # type: ignore[override]
        """Rows are ticked by accounts that handle cases."""
        return bool(parties_of(self.user))

    @cached_property
    def chips(self) -> list[Chip]:
        """The part is always said; taken away, all open ones are shown."""
        found = super().chips
        wider = address(self.request.GET, show=STILL_OPEN)
        label = next(str(one.label) for one in self.facets if one.name == "show")
        return [
            Chip(one.label, one.value, wider) if one.label == label else one
            for one in found
            if one.label != label or self.given["show"] != STILL_OPEN
        ]

    @property
    def lead(self) -> str:  # type: ignore[override]
        """How many of them are overdue, which is said first."""
        found = next((one for one in self._facets_shown if one[0].name == "due"), None)
        late = sum(one.count or 0 for one in found[1] if one.code == "overdue") if found else 0
        # zh: 其中 %(n)s 件已逾期
        return gettext("%(n)s of them overdue") % {"n": late} if late else ""

    @cached_property
    def _facets_shown(self) -> list[Any]:
        return super().facet_options()

    def facet_options(self) -> list[Any]:
        return self._facets_shown

    def context(self) -> dict[str, Any]:
        return {
            "tiles": counting.tiles(self.rows(), self.user),
            **super().context(),
            "offers": self.offers(),
            "asked_for": address(self.request.GET, export=None, show=self.given["show"]),
        }

    def offers(self) -> list[Offered]:
        """What can be done to the cases of this list, by the states that are in it."""
        parties = parties_of(self.user)
        if not parties or not self.total:
            return []
        return offered(self._present("state"), self._present("tier"), parties, self.first)

    def _present(self, name: str) -> list[str]:
        """The codes of a facet that cases of this list have."""
        found = next(choices for facet, choices in self._facets_shown if facet.name == name)
        return [one.code for one in found if one.count and (one.chosen or name not in self.given)]

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        related = ["tier", "batch", "assigned_to"]
        if "export" in self.given:
            related.append("assessment")
        rows = homes_shown(rows, today()).annotate(computed=F("assessment__computed"))
        return rows.select_related(*related)

    def prepared(self, rows: list[Any]) -> list[Any]:
        self.first = rows[0] if rows else None
        return prepare_export(rows) if "export" in self.given else rows

    def row_address(self, row: Any) -> str:
        return reverse("portal:case", args=[row.pk])
