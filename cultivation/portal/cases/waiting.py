"""The open cases that wait for an account, in the order in which they are due."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cultivation.access.models import User
from cultivation.certification.models import Application
from cultivation.certification.selectors.workdays import workdays_left
from cultivation.portal.desk.parties import QUEUE_ORDER, waits_for

# Beyond so many days ahead nobody counts working days.
NEAR = 31
# What is due at no time comes after all that is.
NEVER = dt.date.max


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands among those that wait; ``None`` where there is no such neighbour."""

    place: int
    total: int
    previous: int | None
    following: int | None


def neighbours(application: Application, user: User) -> Neighbours | None:
    """The cases before and after ``application`` in the queue of ``user``, in its order; None if it
    is none of those that wait for it."""
    waiting = Application.objects.visible_to(user).filter(waits_for(user))
    rows = waiting.annotate(due=Coalesce("due_on", NEVER)).order_by("due", *QUEUE_ORDER[1:])
    earlier, later = (
        rows.filter(_beside(application, "lt")),
        rows.filter(_beside(application, "gt")),
    )
    found = rows.filter(pk=application.pk).values_list(
        Subquery(_counted(earlier)),
        Subquery(_counted(rows)),
        Subquery(earlier.reverse().values("pk")[:1]),
        Subquery(later.values("pk")[:1]),
    )
    for ahead, total, previous, following in found:
        return Neighbours((ahead or 0) + 1, total, previous, following)
    return None


def _beside(one: Application, way: str) -> Q:
    """The condition that a case comes before (``lt``) or after (``gt``) ``one`` in the queue."""
    found, same = Q(), Q()
    for name, value in (("due", one.due_on or NEVER), ("since", one.since), ("pk", one.pk)):
        found |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
    return found


def _counted(rows: QuerySet[Application]) -> QuerySet[Any]:
    """How many ``rows`` there are, for a subquery."""
    return rows.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number")


def time_left(due_on: dt.date | None, day: dt.date) -> tuple[str, bool]:
    """How long is left on ``day`` until ``due_on``, and whether that is short (or over)."""
    if due_on is None:
        return "", False
    days = (due_on - day).days
    if days < 0:
        # zh: 已逾期 %(n)s 天
        told = ngettext("%(n)s day overdue", "%(n)s days overdue", -days)
        return told % {"n": -days}, True
    if days == 0:
        # zh: 今天到期
        return _("due today"), True
    worked = workdays_left(day, due_on) if days <= NEAR else None
    if worked is None:
        # zh: 剩 %(n)s 天
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}, False
    # zh: 剩 %(n)s 个工作日
    told = ngettext("%(n)s working day left", "%(n)s working days left", worked)
    return told % {"n": worked}, worked <= 2
