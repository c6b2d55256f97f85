"""Counts beside the queue: its facets, and the tiles above it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.certification.flow.states import OPEN, State
from cultivation.certification.models import Application, Batch
from cultivation.clock import today
from cultivation.pages.facets import Counts, Facet
from cultivation.portal import labels
from cultivation.portal.desk.filters import (
    AGES,
    ALL,
    DONE,
    DUE,
    SHOWN,
    STILL_OPEN,
    TAKEN,
    TURNS,
    WAITING,
    due,
    of_age,
    shown_as,
    taken_by,
)
from cultivation.portal.desk.parties import overdue, waiting_states, waits_for
from cultivation.portal.placing import by_place

Labels = dict[str, str]


def shown_labels() -> Labels:
    return {
        # zh: 待我方办理
        WAITING: _("waiting for us"),
        # zh: 全部在办
        STILL_OPEN: _("all open ones"),
        # zh: 已办结
        DONE: _("closed"),
        # zh: 全部
        ALL: _("all"),
    }


def turn_labels() -> Labels:
    # zh: 企业（填报、补正）
    firm = _("the firm (filing, completing)")
    # zh: 区级
    district = _("the district")
    # zh: 市级
    return {"firm": firm, "district": district, "bureau": _("the bureau")}


def taken_labels() -> Labels:
    return {
        # zh: 我领办的
        "mine": _("by me"),
        # zh: 他人领办的
        "others": _("by others"),
        # zh: 待领办
        "nobody": _("by nobody yet"),
    }


def due_labels() -> Labels:
    return {
        # zh: 已逾期
        "overdue": _("overdue"),
        # zh: 7 天内到期
        "near": _("within 7 days"),
        # zh: 7 天以后
        "later": _("later"),
        # zh: 无期限
        "none": _("no due day"),
    }


def age_labels() -> Labels:
    return {
        # zh: 7 天以内
        "week": _("up to 7 days"),
        # zh: 8–30 天
        "month": _("8 to 30 days"),
        # zh: 30 天以上
        "older": _("more than 30 days"),
    }


def batch_labels() -> Labels:
    rows = Batch.objects.filter(files_from__isnull=False).select_related("tier")
    rows = rows.order_by("closed_on", "-files_from", "pk")
    return {str(row.pk): f"{labels.short_name(row.tier)} · {row.name}" for row in rows}


def by_column(column: str, rows: QuerySet[Any]) -> Counts:
    found = rows.values_list(column).annotate(n=Count("pk")).order_by()
    return {str(code): n for code, n in found}


def by_condition(conditions: Mapping[str, Q], rows: QuerySet[Any]) -> Counts:
    """How many rows fulfil each of several conditions, in one query."""
    counts = {f"n_{name}": Count("pk", filter=one) for name, one in conditions.items()}
    found = rows.aggregate(**counts)
    return {name: found[f"n_{name}"] for name in conditions}


def by_turn(rows: QuerySet[Any]) -> Counts:
    return by_condition({name: Q(state__in=states) for name, states in TURNS.items()}, rows)


def facets(user: User, day: dt.date) -> list[Facet]:
    """What the queue of ``user`` can be narrowed by."""
    parts = {which: shown_as(which, user) for which in SHOWN}
    takers = {whom: taken_by(whom, user) for whom in TAKEN}
    dues = {how: due(how, day) for how in DUE}
    ages = {age: of_age(age, day) for age in AGES}
    states: Callable[[], Labels] = lambda: {str(c): str(label) for c, label in State.choices}  # noqa: E731
    kinds: Callable[[], Labels] = lambda: {  # noqa: E731
        str(code): str(label) for code, label in Application.Kind.choices
    }
    return [
        # zh: 范围
        Facet("show", _("Part"), shown_labels, partial(by_condition, parts), single=True),
        # zh: 领办
        Facet("taken", _("Taken"), taken_labels, partial(by_condition, takers)),
        # zh: 办理期限
        Facet("due", _("Due on"), due_labels, partial(by_condition, dues)),
        # zh: 办理状态
        Facet("state", _("State"), states, partial(by_column, "state")),
        # zh: 本环节已停留
        Facet("age", _("In this stage for"), age_labels, partial(by_condition, ages)),
        Facet("tier", _("Tier"), labels.tiers, partial(by_column, "tier")),
        # zh: 事项
        Facet("kind", _("Kind"), kinds, partial(by_column, "kind")),
        Facet("batch", _("Batch"), batch_labels, partial(by_column, "batch")),
        Facet("district", _("District"), labels.districts, partial(by_place, "district_id", day)),
        # zh: 轮到谁
        Facet("turn", _("Whose turn"), turn_labels, by_turn),
    ]


@dataclass(frozen=True)
class Tile:
    """How many cases are in a state, how long, how many overdue, each with its list."""

    label: str
    n: int
    address: str
    ages: list[tuple[str, int, str]]
    overdue: int
    overdue_address: str


def tiles(rows: QuerySet[Any], user: User) -> list[Tile]:
    """The states of the cases that wait for ``user``, with counts by age; those of all open cases
    for accounts that nothing waits for. States without any case are left out."""
    day = today()
    own = waiting_states(user)
    shown = WAITING if own else STILL_OPEN
    rows = rows.filter(waits_for(user) if own else Q(state__in=OPEN))
    counts: dict[str, Any] = {age: Count("pk", filter=of_age(age, day)) for age in AGES}
    counts |= {"n": Count("pk"), "late": Count("pk", filter=overdue(day))}
    found = {one["state"]: one for one in rows.order_by().values("state").annotate(**counts)}
    words = age_labels()
    made = []
    for state in State:
        if state not in found:
            continue
        one = found[state]

        def list_of(state: State = state, **further: str) -> str:
            query = {"show": shown, "state": str(state)} | further
            return f"{reverse('portal:cases')}?{urlencode(query)}"

        ages = [(words[age], one[age], list_of(age=age)) for age in AGES if one[age]]
        made.append(
            Tile(
                str(state.label),
                one["n"],
                list_of(),
                ages,
                one["late"],
                list_of(due="overdue"),
            )
        )
    return made
