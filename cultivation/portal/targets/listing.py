"""The list of targets with how far they are."""

import datetime as dt
from functools import cached_property, partial
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, may
from cultivation.access.scope import scope_of
from cultivation.clock import today
from cultivation.pages.columns import Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.portal import labels
from cultivation.portal.targets.columns import COLUMNS
from cultivation.portal.workbench.lists import Lists, Place
from cultivation.rest import filters
from cultivation.rest.fields import NONE
from cultivation.targets.api import TargetFilter
from cultivation.targets.models import Measure, Target
from cultivation.targets.selectors import progress

# zh: 有效
IN_FORCE = _("in force")


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The lists of this part of the registry."""
    pages = {
        # zh: 目标
        "targets": _("Targets"),
        # zh: 公布数
        "published-figures": _("Published figures"),
    }
    return [(label, reverse(f"portal:{n}"), n == here) for n, label in pages.items()]


def years() -> dict[str, str]:
    """The years in which targets are due, the latest first."""
    found = Target.objects.filter(due_on__isnull=False).values_list("due_on__year", flat=True)
    # zh: 未定期限
    undated = {NONE: gettext("no due day")}
    return {str(year): str(year) for year in sorted(set(found), reverse=True)} | undated


def places(elsewhere: str = "") -> dict[str, str]:
    """The districts, and what stands for no district: the whole city, or ``elsewhere``."""
    # zh: 全市
    return {NONE: elsewhere or gettext("the whole city")} | {
        code: name for code, name in labels.districts().items() if code != NONE
    }


def measures() -> dict[str, str]:
    """What is counted."""
    return {str(code): str(label) for code, label in Measure.choices}


def by_column(column: str, rows: QuerySet[Any]) -> Counts:
    """How many have each value of ``column``; ``none`` where it is empty."""
    found = rows.order_by().values_list(column).annotate(n=Count("pk", distinct=True))
    return {NONE if code is None else str(code): n for code, n in found}


class TargetListFilter(TargetFilter):
    """The parameters of REST, and what the desk asks beside them."""

    year = filters.Codes(
        # zh: 到期年份，none 表示未定期限
        label=_("The years in which they are due; none: no due day."),
        allowed=lambda: list(years()),
    )
    # zh: 是否已撤下
    retired = filters.Flag(label=_("Whether they are retired."))
    # zh: 截至日期，默认今天
    as_of = filters.Day(label=_("The day; today if empty."))

    @property
    def day(self) -> dt.date:
        """The day that progress is told for."""
        return self.asked["as_of"] or today()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().narrow(rows)
        asked = self.asked
        if asked["year"]:
            rows = rows.annotate(due_year=ExtractYear("due_on"))
            rows = rows.filter(filters.among("due_year", asked["year"]))
        if asked["retired"] is not None:
            gone = Q(retired_on__isnull=False, retired_on__lte=self.day)
            rows = rows.filter(gone if asked["retired"] else ~gone)
        return rows


class TargetList(ListPage):
    """All targets, the latest due first, with how far each is on a day: by default today."""

    # zh: 目标
    heading = _("Targets")
    # zh: 项
    unit = pgettext_lazy("counted", "targets")
    # zh: 可在此设定一项目标。
    empty = _("Set a target here.")
    export_name = "targets"
    template_name = "portal/targets/list.html"
    parameter_set = TargetListFilter
    fields = (
        # zh: 截至日期
        Field("as_of", _("As of")),
        # zh: 是否撤下
        Field("retired", _("Retired"), options=flag_options(_("retired"), IN_FORCE)),
    )  # fmt: skip

    columns = COLUMNS

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        return [
            # zh: 到期年份
            Facet("year", _("Due in"), years, partial(by_column, "due_on__year")),
            # zh: 层级
            Facet("tier", _("Tier"), labels.tiers, partial(by_column, "tiers")),
            Facet("district", _("Place"), places, partial(by_column, "district")),
            Facet("measure", _("Measure"), measures, partial(by_column, "measure"), single=True),
        ]

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("targets")

    @property
    def may_set(self) -> bool:
        """Whether the account may set targets."""
        return may(self.user, Act.SET_TARGETS)

    @property
    def day(self) -> dt.date:
        """The day that the list is about."""
        assert isinstance(self.parameters, TargetListFilter)
        return self.parameters.day

    def rows(self) -> QuerySet[Any]:
        return Target.objects.all()

    def order_fields(self) -> tuple[Any, ...]:
        """The latest due first, those without a day last, unless another order is asked for."""
        if "order" in self.given:
            return super().order_fields()
        return (F("due_on").desc(nulls_last=True), "code")

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("district").prefetch_related("tiers")

    def prepared(self, rows: list[Any]) -> list[Any]:
        lists = Lists(scope_of(self.user), today())
        day = self.day if self.day != today() else None
        for row, found in zip(rows, progress(as_of=self.day, targets=rows), strict=True):
            row.progress = found
            # Other measures and tiers that are counted together have no list of their own.
            single = row.measure == Measure.STOCK and len(found.tiers) == 1
            place = Place(row.district_id)
            row.list_address = lists.held(found.tiers[0], place, as_of=day) if single else ""
        return rows

    def row_address(self, row: Any) -> str:
        return reverse("portal:target", args=[row.pk])
