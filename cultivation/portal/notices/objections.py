"""Objections: for the bureaus, the auditors and the officers of the firm's own district."""

from functools import cached_property, partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cultivation.access.permissions import decides_on
from cultivation.certification.models import Document, Objection
from cultivation.clock import today
from cultivation.ladders.api import tier_codes
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Facet, Field
from cultivation.pages.lists import ListPage
from cultivation.pages.views import StaffPage
from cultivation.portal import labels
from cultivation.portal.certifications.tabs import tabs
from cultivation.portal.firms.listing import place, put_on
from cultivation.portal.notices.staff import by_column
from cultivation.portal.placing import homes_shown
from cultivation.rest import filters

COLOURS: dict[str, State] = {
    Objection.State.OPEN: "attention",
    Objection.State.UPHELD: "trouble",
    Objection.State.REJECTED: "",
}


def states() -> dict[str, str]:
    return {str(code): str(label) for code, label in Objection.State.choices}


class ObjectionFilter(filters.StrictFilterSet):
    # zh: 处理状态
    state = filters.Codes(label=_("How it stands."), allowed=lambda: list(states()))
    # zh: 层级代码
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)
    # zh: 公示编号
    notice = filters.Text(label=_("Number of the notice."))
    # zh: 企业名称或异议人中的文字
    name = filters.Text(label=_("A part of the firm's name or of the objector's."))

    class Meta:
        model = Objection
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["state"]:
            rows = rows.filter(state__in=asked["state"])
        if asked["tier"]:
            rows = rows.filter(application__tier__in=asked["tier"])
        if asked["notice"]:
            rows = rows.filter(notice__number=asked["notice"])
        if asked["name"]:
            name = asked["name"]
            rows = rows.filter(Q(firm__name__icontains=name) | Q(objector__icontains=name))
        return rows


class ObjectionList(ListPage):
    # zh: 异议
    heading = _("Objections")
    # zh: 件
    unit = pgettext_lazy("counted", "objections")
    # zh: 仅市主管部门、审计人员和企业所属区可见，不对外公开。
    lead = _("For the bureaus, the auditors and the firm's own district; never public.")
    # zh: 公示期内收到的实名异议在公示页登记。
    empty = _("Objections that come in by real name are recorded on the page of their notice.")
    export_name = "objections"
    unspoken = ("name",)
    parameter_set = ObjectionFilter
    default_order = ("-raised_on", "-pk")
    columns = (
        # zh: 企业名称
        Column("firm", _("Name of the firm"), lambda row: row.firm.name, "narrow"),
        # zh: 所属区
        Column("district", _("District"), lambda row: place(row.firm), "narrow"),
        # zh: 公示编号
        Column("notice", _("Notice"), lambda row: row.notice.number, "code"),
        # zh: 提出日期
        Column("raised", _("Raised on"), lambda row: row.raised_on, "day", order="raised_on"),
        # zh: 异议人
        Column("objector", _("Objector (real name)"), lambda row: row.objector),
        # zh: 证据文件
        Column("evidence", _("Files of evidence"), lambda row: row.files or None, "number"),
        Column("state", _("State"), lambda row: row.get_state_display(), "state",
               state=lambda row: COLOURS[row.state]),
        # zh: 处理日期
        Column("settled", _("Settled on"), lambda row: row.settled_on, "day", order="settled_on"),
    )  # fmt: skip
    # zh: 企业或异议人
    fields = (Field("name", _("Firm or objector"), wide=True), Field("notice", _("Notice")))
    facets = (
        Facet("state", _("State"), states, partial(by_column, "state")),
        Facet("tier", _("Tier"), labels.tiers, partial(by_column, "application__tier")),
    )

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("objections")

    def rows(self) -> QuerySet[Any]:
        return Objection.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        there = Count("evidence", filter=Q(evidence__withdrawn_on=None))
        return homes_shown(rows, today()).select_related("notice").annotate(files=there)

    def row_address(self, row: Any) -> str:
        return reverse("portal:objection", args=[row.pk])


class SeenObjection:
    """The objection of the address, as the account may see it."""

    user: Any
    kwargs: dict[str, Any]

    @cached_property
    def objection(self) -> Objection:
        """Raises Http404 for one that is not seen, as for one that does not exist."""
        rows = Objection.objects.visible_to(self.user).select_related(
            "firm",
            "notice",
            "application__tier__ladder",
            "application__batch",
            "recorded_by",
            "settled_by",
        )
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def files(self) -> list[Document]:
        """All its files of evidence that the account sees."""
        rows = Document.objects.visible_to(self.user).filter(objection=self.objection)
        return list(rows.select_related("uploaded_by").order_by("pk"))

    def told(self) -> dict[str, Any]:
        """What every page about it says of it."""
        one = self.objection
        return {
            "objection": one,
            "tier": labels.name(one.application.tier),
            "evidence": [file for file in self.files if file.withdrawn_on is None],
        }


class ObjectionPage(SeenObjection, StaffPage):
    template_name = "portal/notices/objection.html"

    def tabs(self) -> list[tuple[Text, str, bool]]:
        """The lists of this part of the registry."""
        return tabs("objections")

    def context(self) -> dict[str, Any]:
        one = self.objection
        put_on(today(), [one.firm])
        others = Objection.objects.visible_to(self.user).filter(application=one.application_id)
        return {
            **self.told(),
            "place": place(one.firm),
            "withdrawn": [file for file in self.files if file.withdrawn_on],
            "others": [(other, COLOURS[other.state]) for other in others.exclude(pk=one.pk)],
            "colour": COLOURS[Objection.State(one.state)],
            "may_settle": one.state == Objection.State.OPEN
            and decides_on(self.user, one.application.tier.ladder.authority_id),
        }
