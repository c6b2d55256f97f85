"""The list of what was filed about firms: renames, moves, mergers, corrections."""

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.certification.selectors.renewing import filed_late, is_late
from cultivation.clock import today
from cultivation.firms.api.filters import read_name, residing
from cultivation.firms.models import Firm, FirmEvent
from cultivation.pages.columns import Column, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.places.api import district_codes
from cultivation.portal import labels
from cultivation.portal.firms.listing import place
from cultivation.portal.firms.story import events_told
from cultivation.portal.firms.tabs import tabs
from cultivation.portal.placing import by_place, homes_shown
from cultivation.rest import filters

# zh: 逾期报告
LATE = _("reported late")
NAME = Field("name", _("Name of the firm"), wide=True)
DAYS = (
    # zh: 生效自
    Field("effective_from", _("Effective from")),
    # zh: 生效至
    Field("effective_to", _("Effective to")),
    # zh: 申报自
    Field("filed_from", _("Filed from")),
    # zh: 申报至
    Field("filed_to", _("Filed to")),
)
# zh: 企业名称（现名）
FIRM = Column("firm", _("Firm, by its name of today"), lambda row: row.firm.name)
USCC = Column("uscc", _("Credit code"), lambda row: row.firm.uscc, "code", exported_only=True)
DISTRICT = Column("district", _("District"), lambda row: place(row.firm))
EFFECTIVE = Column(
    # zh: 生效日期
    "effective", _("Effective on"), lambda row: row.effective_on, "day", order="effective_on"
)  # fmt: skip
# zh: 申报日期
FILED = Column("filed", _("Filed on"), lambda row: row.filed_on, "day", order="filed_on")
# zh: 事由
REASON = Column("reason", _("Reason"), lambda row: row.words[0], "wrap")
# zh: 依据文件
DOCUMENT = Column("document", _("Document"), lambda row: row.words[1], exported_only=True)


class ChangeFilter(filters.StrictFilterSet):
    """By kind, place, name and days; the lists add what is their own."""

    # zh: 变更类型，多个以逗号分隔
    kind = filters.Codes(label=_("Kinds of events."), allowed=lambda: FirmEvent.Kind.values)
    # zh: 区代码：企业今天所属区
    district = filters.Codes(label=_("Districts of today."), allowed=district_codes, none=True)
    # zh: 企业名称中的文字
    name = filters.Text(label=_("A part of the firm's name."), read_as=read_name)
    # zh: 生效日期自（含）
    effective_from = filters.Day(label=_("Effective on this day or later."))
    # zh: 生效日期至（含）
    effective_to = filters.Day(label=_("Effective on this day or earlier."))
    # zh: 申报日期自（含）
    filed_from = filters.Day(label=_("Filed on this day or later."))
    # zh: 申报日期至（含）
    filed_to = filters.Day(label=_("Filed on this day or earlier."))

    class Meta:
        model = FirmEvent
        fields: list[str] = []

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        if asked["kind"]:
            rows = rows.filter(kind__in=asked["kind"])
        if asked["district"]:
            rows = rows.filter(residing(asked["district"], "district", today(), firm="firm"))
        if asked["name"]:
            rows = rows.filter(firm__name_key__contains=asked["name"])
        for column in ("effective", "filed"):
            if asked[f"{column}_from"]:
                rows = rows.filter(**{f"{column}_on__gte": asked[f"{column}_from"]})
            if asked[f"{column}_to"]:
                rows = rows.filter(**{f"{column}_on__lte": asked[f"{column}_to"]})
        return rows


class EventFilter(ChangeFilter):
    # zh: 是否逾期报告（生效后超过三个月才申报）
    late = filters.Flag(label=_("Whether it was filed after its three months."))

    def narrow(self, rows: Any) -> Any:
        rows, late = super().narrow(rows), self.asked["late"]
        if late is None:
            return rows
        return rows.filter(filed_late()) if late else rows.exclude(filed_late())


def by_kind(rows: QuerySet[Any]) -> Counts:
    return dict(rows.values_list("kind").annotate(n=Count("pk")).order_by())


def kinds() -> dict[str, str]:
    return {str(code): str(label) for code, label in FirmEvent.Kind.choices}


def told(row: Any) -> str:
    """What changed, with a mark where it was reported late."""
    # zh: %(told)s（逾期报告）
    late = gettext("%(told)s (reported late)")
    return late % {"told": row.told.title} if is_late(row) else str(row.told.title)


class EventList(ListPage):
    """What was filed about the firms of the account's scope, newest first."""

    # zh: 变更记录
    heading = _("Changes filed")
    # zh: 条
    unit = pgettext_lazy("counted", "records")
    # zh: 更名、迁移、合并、注销等在企业页面办理后记录于此。
    empty = _("Renames, moves, mergers and the like are filed on a firm's own page.")
    export_name = "events"
    parameter_set = EventFilter
    default_order = ("-filed_on", "-pk")
    columns: tuple[Column, ...] = (
        FIRM, USCC, DISTRICT,
        # zh: 变更内容
        Column("told", _("What changed"), told, "wrap"),
        EFFECTIVE, FILED,
        Column(
            # zh: 报告
            "late", _("Reported"), lambda row: LATE if is_late(row) else "", exported_only=True
        ),
        REASON, DOCUMENT,
    )  # fmt: skip
    fields: tuple[Field, ...] = (
        NAME,
        Field(
            "late",
            # zh: 报告期限（三个月）
            _("Reported within three months"),
            # zh: 按期
            options=flag_options(LATE, _("in time")),
        ),
        *DAYS,
    )
    facets = (
        # zh: 变更类型
        Facet("kind", _("Kind of change"), kinds, by_kind),
        Facet(
            "district", _("District"), labels.districts,
            lambda rows: by_place("district_id", today(), rows),
        ),
    )  # fmt: skip

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("events")

    def rows(self) -> QuerySet[Any]:
        return FirmEvent.objects.visible_to(self.user)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return homes_shown(rows, today())

    def prepared(self, rows: list[Any]) -> list[Any]:
        others = {row.other_id for row in rows if row.other_id}
        seen = Firm.objects.visible_to(self.user).filter(pk__in=others) if others else ()
        visible = {None, *(firm.pk for firm in seen)}
        for row, told in zip(rows, events_told(rows, self.user), strict=True):
            row.told = told
            # What a clerk wrote about two firms may name the other one.
            row.words = (row.reason, row.document) if row.other_id in visible else ("", "")
        return rows

    def row_address(self, row: Any) -> str:
        return reverse("portal:firm", args=[row.firm_id])
