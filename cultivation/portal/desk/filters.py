"""The parameters of the queue."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import User
from cultivation.certification.flow.states import (
    CLOSED,
    OPEN,
    WITH_BUREAU,
    WITH_DISTRICT,
    WITH_FIRM,
    State,
)
from cultivation.certification.models import Application, Batch, NoticeRow
from cultivation.clock import local, now, today
from cultivation.firms.api.filters import residing
from cultivation.firms.finding import conditions
from cultivation.firms.models import Firm
from cultivation.firms.search import read
from cultivation.ladders.api import tier_codes
from cultivation.places.api import district_codes
from cultivation.portal.desk.parties import NEAR, overdue, waits_for
from cultivation.rest import filters

WAITING, STILL_OPEN, DONE, ALL = "waiting", "open", "closed", "all"
SHOWN = (WAITING, STILL_OPEN, DONE, ALL)
TURNS = {"firm": WITH_FIRM, "district": WITH_DISTRICT, "bureau": WITH_BUREAU}
TAKEN = ("mine", "others", "nobody")
DUE = ("overdue", "near", "later", "none")
# Days in a stage: up to 7, up to 30, more.
AGES = {"week": (0, 7), "month": (8, 30), "older": (31, None)}


def batch_codes() -> list[str]:
    """The ids of the batches that take applications."""
    rows = Batch.objects.filter(files_from__isnull=False)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def shown_as(which: str, user: User) -> Q:
    """The condition of a part of the cases: those that wait for the account, the open ones …"""
    match which:
        case "waiting":
            return waits_for(user)
        case "open":
            return Q(state__in=OPEN)
        case "closed":
            return Q(state__in=CLOSED)
    return Q()


def of_age(age: str, day: dt.date) -> Q:
    """The condition that a case has been in its stage for so many days on ``day``."""
    least, most = AGES[age]
    midnight = local(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    midnight += day - today()
    one = dt.timedelta(days=1)
    condition = Q(since__lt=midnight + one - one * least)
    return condition if most is None else condition & Q(since__gte=midnight - one * most)


def taken_by(whom: str, user: User) -> Q:
    """The condition that a case was taken by the account, by another one, or by nobody."""
    match whom:
        case "mine":
            return Q(assigned_to=user.pk)
        case "others":
            return Q(assigned_to__isnull=False) & ~Q(assigned_to=user.pk)
    return Q(assigned_to__isnull=True)


def due(how: str, day: dt.date) -> Q:
    """The condition that an open case is overdue on ``day``, due soon, later, or at no time."""
    match how:
        case "overdue":
            return overdue(day)
        case "near":
            return Q(state__in=OPEN, due_on__gte=day, due_on__lte=day + NEAR)
        case "later":
            return Q(state__in=OPEN, due_on__gt=day + NEAR)
    return Q(state__in=OPEN, due_on__isnull=True)


def notice_over(day: dt.date) -> Q:
    """The condition that no public notice of a case runs on ``day``."""
    rows = NoticeRow.objects.filter(notice__withdrawn_on=None, notice__last_day__gte=day)
    return ~Q(Exists(rows.filter(application=OuterRef("pk"))))


def either(conditions: list[Q]) -> Q:
    found = Q()
    for one in conditions:
        found |= one
    return found


class CaseFilter(filters.StrictFilterSet):
    """What applications are narrowed by."""

    # zh: 范围：waiting 待我方办理，open 全部在办，closed 已办结，all 全部
    show = filters.Choice(label=_("Which part: waiting, open, closed or all."), allowed=SHOWN)
    # zh: 企业名称、曾用名、信用代码或拼音首字母中的一段
    search = filters.Text(label=_("A part of the firm's name, code or initials."), read_as=read)
    # zh: 办理状态，多个以逗号分隔
    state = filters.Codes(label=_("States."), allowed=lambda: State.values)
    # zh: 轮到谁办理
    turn = filters.Codes(label=_("Whose turn it is."), allowed=lambda: [*TURNS])
    tier = filters.Codes(label=_("Codes of tiers."), allowed=tier_codes)
    # zh: 批次编号
    batch = filters.Codes(label=_("Ids of batches."), allowed=batch_codes)
    # zh: 事项
    kind = filters.Codes(label=_("Kinds."), allowed=lambda: Application.Kind.values)
    district = filters.Codes(
        # zh: 区代码，多个以逗号分隔；none 表示不明
        label=_("Codes of districts; none: not known."),
        allowed=district_codes,
        none=True,
    )
    # zh: 由谁领办
    taken = filters.Codes(label=_("Who has taken it."), allowed=lambda: TAKEN)
    # zh: 办理期限
    due = filters.Codes(label=_("How near its due day is."), allowed=lambda: DUE)
    notice = filters.Choice(
        # zh: 公示：running 公示中，over 期满待决定
        label=_("Whether its public notice runs, or is over and it waits to be decided."),
        allowed=("running", "over"),
    )
    # zh: 在本环节停留时间
    age = filters.Codes(label=_("How long it has been in its stage."), allowed=lambda: [*AGES])

    class Meta:
        model = Application
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked, day = self.asked, today()
        if asked["show"]:
            rows = rows.filter(shown_as(asked["show"], self.user))
        if asked["search"]:
            firms = Firm.objects.filter(*conditions(asked["search"]), pk=OuterRef("firm_id"))
            rows = rows.filter(Exists(firms))
        if asked["state"]:
            rows = rows.filter(state__in=asked["state"])
        if asked["turn"]:
            rows = rows.filter(state__in=[one for turn in asked["turn"] for one in TURNS[turn]])
        for name in ("tier", "batch", "kind"):
            if asked[name]:
                rows = rows.filter(**{f"{name}__in": asked[name]})
        if asked["district"]:
            rows = rows.filter(residing(asked["district"], "district", day, firm="firm_id"))
        if asked["taken"]:
            rows = rows.filter(either([taken_by(one, self.user) for one in asked["taken"]]))
        if asked["due"]:
            rows = rows.filter(either([due(one, day) for one in asked["due"]]))
        if asked["notice"]:
            over = notice_over(day)
            rows = rows.filter(state=State.NOTICED)
            rows = rows.filter(over if asked["notice"] == "over" else ~over)
        if asked["age"]:
            rows = rows.filter(either([of_age(one, day) for one in asked["age"]]))
        return rows
