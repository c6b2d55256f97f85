"""Changes of firms that were reported after their three months: shown, and no more than that."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import Certification
from cultivation.certification.rules import report_due_on
from cultivation.certification.selectors.renewing import filed_late
from cultivation.clock import today
from cultivation.pages.columns import Column
from cultivation.portal import labels
from cultivation.portal.firms import events
from cultivation.portal.upkeep.tabs import UpkeepTabs


def days_late(row: Any) -> int:
    """How many days after the last day of its three months a change was reported."""
    return int((row.filed_on - report_due_on(row.effective_on)).days)


class LateReports(UpkeepTabs, events.EventList):
    """What was reported late, with the titles that the firm holds today: what follows from it is
    for the review of a renewal to say (工信部企业〔2022〕63号, 〔2026〕2号)."""

    here = "upkeep-late"
    # zh: 变更逾期报告
    heading = _("Changes reported late")
    # zh: 发生三个月后才报告的变更；是否影响复核由审核时裁量，系统不作处理
    lead = _("reported after three months; whether that matters is for the review of a renewal")
    # zh: 没有逾期报告的企业变更。
    empty = _("No change of a firm was reported late.")
    export_name = "late-reports"
    parameter_set = events.ChangeFilter
    columns = (
        replace(events.FIRM, kind="narrow"), events.USCC, replace(events.DISTRICT, kind="narrow"),
        # zh: 变更内容
        Column("told", _("What changed"), lambda row: row.told.title, "wrap"),
        events.EFFECTIVE,
        Column(
            # zh: 应于此日前报告
            "due", _("To be reported by"), lambda row: report_due_on(row.effective_on), "day",
            exported_only=True,
        ),
        # zh: 报告日期
        replace(events.FILED, label=_("Reported on")),
        # zh: 逾期
        # zh: 天
        Column("days", _("Late by"), days_late, "number", unit=_("days")),
        Column(
            # zh: 在库称号
            "titles", _("Titles held"),
            lambda row: [labels.short_name(one.tier) for one in row.titles], "tags",
        ),
        replace(events.REASON, exported_only=True), events.DOCUMENT,
    )  # fmt: skip
    fields = (events.NAME, *events.DAYS)

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(filed_late())

    def prepared(self, rows: list[Any]) -> list[Any]:
        firms = {row.firm_id for row in rows}
        held = Certification.objects.as_of(today()).filter(firm__in=firms).select_related("tier")
        titles: dict[int, list[Certification]] = {}
        for one in held.order_by("tier"):
            titles.setdefault(one.firm_id, []).append(one)
        for row in super().prepared(rows):
            row.titles = titles.get(row.firm_id, [])
        return rows
