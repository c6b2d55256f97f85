"""The parameters of the list of applications."""

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.certification.flow.states import (
    CLOSED,
    OPEN,
    WITH_BUREAU,
    WITH_DISTRICT,
    WITH_FIRM,
    State,
)
from cultivation.certification.models import Application, NoticeRow
from cultivation.clock import today
from cultivation.firms.api import lookup
from cultivation.firms.api.filters import residing
from cultivation.firms.models import Firm
from cultivation.ladders.api import ladder_codes, tier_codes
from cultivation.places.api import district_codes, zone_codes
from cultivation.problems import Problem
from cultivation.rest import filters

# Whose turn it is, by state.
STAGES = {
    "firm": WITH_FIRM,
    "district": WITH_DISTRICT,
    "bureau": WITH_BUREAU,
    "closed": CLOSED,
}
STAGE_OF = {state: stage for stage, states in STAGES.items() for state in states}


def read_id(text: str) -> int:
    """The id that ``text`` writes. Raises Problem."""
    if not re.fullmatch(r"[0-9]{1,18}", text):
        # zh: 请填写编号（正整数）。
        raise Problem("not_an_id", _("Give an id: a whole number from 1 on."))
    return int(text)


class ApplicationFilter(filters.StrictFilterSet):
    state = filters.Codes(
        # zh: 办理状态代码，多个以逗号分隔
        label=gettext_lazy("Codes of states."),
        allowed=lambda: list(State.values),
    )
    stage = filters.Codes(
        # zh: 当前由谁办理：firm 企业、district 区级、bureau 市级、closed 已办结
        label=gettext_lazy("Whose turn it is: firm, district, bureau, closed."),
        allowed=lambda: list(STAGES),
    )
    # zh: 层级代码，多个以逗号分隔
    tier = filters.Codes(label=gettext_lazy("Codes of tiers."), allowed=tier_codes)
    # zh: 梯度代码，多个以逗号分隔
    ladder = filters.Codes(label=gettext_lazy("Codes of ladders."), allowed=ladder_codes)
    # zh: 批次编号
    batch = filters.Text(label=gettext_lazy("The id of the batch."), read_as=read_id)
    # zh: 公示编号：该公示名单中的申报
    notice = filters.Text(label=gettext_lazy("The number of a notice: those in its list."))
    kind = filters.Choice(
        # zh: 新申报或复核
        label=gettext_lazy("New applications or renewals."),
        allowed=Application.Kind.values,
    )
    firm = filters.Text(
        # zh: 企业的统一社会信用代码，或 id-编号
        label=gettext_lazy("The firm by its credit code, or by id-<number>."),
        read_as=lookup.read,
    )
    district = filters.Codes(
        # zh: 企业今天所属区的代码，多个以逗号分隔
        label=gettext_lazy("Codes of districts where the firm resides today."),
        allowed=district_codes,
        none=True,
    )
    zone = filters.Codes(
        # zh: 企业今天所属功能区的代码，多个以逗号分隔
        label=gettext_lazy("Codes of zones where the firm resides today."),
        allowed=zone_codes,
        none=True,
    )
    assigned = filters.Choice(
        # zh: 经办人：me 本人、none 无、somebody 已有
        label=gettext_lazy("Taken by: me, none, somebody."),
        allowed=("me", "none", "somebody"),
    )
    # zh: 是否超过办理期限
    overdue = filters.Flag(label=gettext_lazy("Whether its last day is over."))
    # zh: 办理期限自（含）
    due_from = filters.Day(label=gettext_lazy("Due on this day or later."))
    # zh: 办理期限至（含）
    due_to = filters.Day(label=gettext_lazy("Due on this day or earlier."))
    # zh: 申报日期自（含）
    filed_from = filters.Day(label=gettext_lazy("Filed on this day or later."))
    # zh: 申报日期至（含）
    filed_to = filters.Day(label=gettext_lazy("Filed on this day or earlier."))

    class Meta:
        model = Application
        fields: list[str] = []

    # Parameters that are a condition by themselves.
    COLUMNS = {
        "state": "state__in",
        "tier": "tier__in",
        "ladder": "tier__ladder__in",
        "batch": "batch",
        "kind": "kind",
        "due_from": "due_on__gte",
        "due_to": "due_on__lte",
        "filed_from": "filed_on__gte",
        "filed_to": "filed_on__lte",
    }

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        conditions: list[Any] = [
            Q(**{column: asked[name]})
            for name, column in self.COLUMNS.items()
            if asked[name] is not None
        ]
        if asked["stage"]:
            states = [state for stage in asked["stage"] for state in STAGES[stage]]
            conditions.append(Q(state__in=states))
        if asked["overdue"] is not None:
            late = Q(state__in=OPEN, due_on__isnull=False, due_on__lt=today())
            conditions.append(late if asked["overdue"] else ~late)
        if asked["assigned"] == "me":
            conditions.append(Q(assigned_to=self.user.pk))
        elif asked["assigned"]:
            conditions.append(Q(assigned_to__isnull=asked["assigned"] == "none"))
        if asked["notice"]:
            there = NoticeRow.objects.filter(notice__number=asked["notice"])
            conditions.append(Exists(there.filter(application=OuterRef("pk"))))
        return rows.filter(*conditions, *self._of_firms(asked))

    @staticmethod
    def _of_firms(asked: dict[str, Any]) -> list[Any]:
        wanted = [asked["firm"]] if asked["firm"] else []
        for column in ("district", "zone"):
            if asked[column]:
                wanted.append(residing(asked[column], column, today()))
        if not wanted:
            return []
        return [Exists(Firm.objects.filter(*wanted, pk=OuterRef("firm_id")))]
