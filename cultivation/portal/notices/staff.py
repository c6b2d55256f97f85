"""Notices as staff see them: which run, what waits, and each with its cases and objections."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, decides_on, may
from cultivation.certification.flow.states import State as CaseState
from cultivation.certification.models import (
    Application,
    Certificate,
    Notice,
    NoticeRow,
    Objection,
)
from cultivation.clock import today
from cultivation.ladders.api import tier_codes
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.notices import words
from cultivation.portal.notices.public import named
from cultivation.portal.notices.publishing import batches_waiting
from cultivation.rest import filters

COLOURS: dict[str, State] = {
    CaseState.CERTIFIED: "good",
    CaseState.OBJECTED: "trouble",
    CaseState.REFUSED: "trouble",
    CaseState.NOTICED: "info",
}


def condition(code: str) -> Q:
    """The notices that stand so today."""
    standing = Q(withdrawn_on__isnull=True)
    match code:
        case "withdrawn":
            return ~standing
        case "running":
            return standing & Q(last_day__gte=today())
        case _:
            return standing & Q(last_day__lt=today())


def undecided(day: dt.date) -> Q:
    """The notices that are over on ``day`` with firms that are neither certified nor refused."""
    waiting = NoticeRow.objects.filter(notice=OuterRef("pk"), application__state=CaseState.NOTICED)
    return Q(Exists(waiting), withdrawn_on=None, last_day__lt=day)


def by_standing(rows: QuerySet[Any]) -> Counts:
    counted = {code: Count("pk", filter=condition(code)) for code in words.names()}
    return dict(rows.order_by().aggregate(**counted))


def by_column(column: str, rows: QuerySet[Any]) -> Counts:
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))


class NoticeListFilter(filters.StrictFilterSet):
    # zh: 公示状态
    standing = filters.Codes(label=_("How it stands today."), allowed=lambda: list(words.names()))
    # zh: 层级代码
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)
    # zh: 标题或编号中的文字
    name = filters.Text(label=_("A part of the title or number."))
    # zh: 公示年份
    year = filters.Year(label=_("The year of publication."))

    # zh: 期满且有企业待决定
    undecided = filters.Flag(label=_("Whether it is over with firms to decide on."))

    class Meta:
        model = Notice
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["standing"]:
            wanted = Q()
            for code in asked["standing"]:
                wanted |= condition(code)
            rows = rows.filter(wanted)
        if asked["tier"]:
            rows = rows.filter(tier__in=asked["tier"])
        if asked["name"]:
            name = asked["name"]
            rows = rows.filter(Q(title__icontains=name) | Q(number__icontains=name))
        if asked["year"]:
            rows = rows.filter(published_on__year=asked["year"])
        if asked["undecided"] is not None:
            wanted = undecided(today())
            rows = rows.filter(wanted if asked["undecided"] else ~wanted)
        return rows


def waits(row: Any) -> str:
    """What the bureau has to do about a notice now."""
    if row.withdrawn_on:
        return ""
    said = []
    if row.open_objections:
        # zh: 异议核查 %(n)s 件
        said.append(gettext("%(n)s objections open") % {"n": row.open_objections})
    if row.undecided and row.last_day < today():
        # zh: 待认定 %(n)s 家
        said.append(gettext("%(n)s firms to decide on") % {"n": row.undecided})
    # zh: ；
    return gettext("; ").join(said)


class StaffNoticeList(ListPage):
    """All notices; figures of firms and objections are those of the account's scope."""

    # zh: 公示
    heading = _("Public notices")
    # zh: 个
    unit = pgettext_lazy("counted", "notices")
    # zh: 拟认定的企业列入公示后，这里可见。
    empty = _("Once proposed firms are published, the notice stands here.")
    export_name = "notices"
    template_name = "portal/notices/staff-list.html"
    parameter_set = NoticeListFilter
    default_order = ("-published_on", "-pk")
    columns = (
        # zh: 标题
        Column("title", _("Title"), lambda row: row.title, "wrap"),
        # zh: 公示编号
        Column("number", pgettext_lazy("of a notice", "Number"), lambda row: row.number, "code"),
        # zh: 层级
        Column("tier", _("Tier"), lambda row: labels.short_name(row.tier), order="tier"),
        # zh: 公示起
        Column("from", _("Published on"), lambda row: row.published_on, "day",
               order="published_on"),
        # zh: 公示止
        Column("to", pgettext_lazy("of a notice", "Last day"), lambda row: row.last_day, "day",
               order="last_day"),
        # zh: 状态
        Column("state", _("State"), lambda row: words.standing(row, today()).word, "state",
               state=lambda row: words.standing(row, today()).colour),
        # zh: 企业
        Column("firms", pgettext_lazy("counted", "Firms"), lambda row: row.firms, "number"),
        # zh: 待办
        Column("waits", _("Waits"), waits, "state",
               state=lambda row: "attention" if waits(row) else ""),
    )  # fmt: skip
    # zh: 标题或编号
    fields = (Field("name", _("Title or number"), wide=True),)
    # zh: 年份
    unoffered = (
        Field("year", _("Year")),
        # zh: 期满待决定
        Field("undecided", _("Over, to be decided"), options=flag_options(_("yes"), _("no"))),
    )
    facets = (
        Facet("standing", _("State"), words.names, by_standing),
        Facet("tier", _("Tier"), labels.tiers, partial(by_column, "tier")),
    )

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("staff-notices")

    @property
    def may_publish(self) -> bool:
        return may(self.user, Act.IMPORT_LISTS)

    def context(self) -> dict[str, Any]:
        waiting = batches_waiting(self.user) if self.may_publish else []
        return super().context() | {"waiting": [(one, labels.name(one.tier)) for one in waiting]}

    def rows(self) -> QuerySet[Any]:
        return Notice.objects.all()

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        seen = NoticeRow.objects.visible_to(self.user).filter(notice=OuterRef("pk"))
        objections = Objection.objects.visible_to(self.user).filter(notice=OuterRef("pk"))
        return rows.select_related("tier").annotate(
            firms=_counted(seen),
            undecided=_counted(seen.filter(application__state=CaseState.NOTICED)),
            open_objections=_counted(objections.filter(state=Objection.State.OPEN)),
        )

    def row_address(self, row: Any) -> str:
        return reverse("portal:notice-staff", args=[row.number])


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of ``rows`` belong to a notice."""
    counted = rows.order_by().values("notice").annotate(x=Count("pk")).values("x")
    return Coalesce(Subquery(counted), 0)


class StaffNotice(StaffPage):
    """One notice: the cases of the account's scope, the objections to them, what can be done."""

    template_name = "portal/notices/staff.html"

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The lists of this part of the registry."""
        return tabs("staff-notices")

    def context(self) -> dict[str, Any]:
        notice, day = named(self.kwargs["number"]), today()
        calendar = words.calendar_of([notice])
        assert calendar is not None
        rows = list(
            NoticeRow.objects.visible_to(self.user)
            .filter(notice=notice)
            .select_related("application", "district")
            .order_by("position")
        )
        objections = list(
            Objection.objects.visible_to(self.user)
            .filter(notice=notice)
            .select_related("firm")
            .order_by("-state", "-raised_on", "-id")
        )
        objected: dict[int, list[Objection]] = {}
        for one in objections:
            objected.setdefault(one.application_id, []).append(one)
        states = [one.application.state for one in rows]
        standing = words.standing(notice, day, calendar)
        own = decides_on(self.user, notice.tier.ladder.authority_id)
        standing_rows = any(one in (CaseState.NOTICED, CaseState.OBJECTED) for one in states)
        return {
            "notice": notice,
            "standing": standing,
            "window": words.window(notice.published_on, notice.days, notice.last_day, calendar),
            "tier": labels.name(notice.tier),
            "rows": [
                (
                    one,
                    labels.name(one.district) if one.district else "",
                    COLOURS.get(one.application.state, ""),
                    objected.get(one.application_id, []),
                )
                for one in rows
            ],
            "per_state": [
                (label, states.count(code)) for code, label in CaseState.choices if code in states
            ],
            "objections": objections,
            "whole": len(rows) == notice.rows.count(),
            "may_certify": own and standing.code == "over" and CaseState.NOTICED in states,
            "certificates": Certificate.objects.visible_to(self.user)
            .filter(certification__application__notice_rows__notice=notice)
            .distinct()
            .count(),
            "may_record": own and standing.code != "withdrawn" and standing_rows,
            "may_withdraw": own
            and standing.code != "withdrawn"
            and not Application.objects.filter(
                notice_rows__notice=notice, state=CaseState.CERTIFIED
            ).exists(),
        }
