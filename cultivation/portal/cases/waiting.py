"""The open cases that wait for an account, in the order in which they are due."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cultivation.access.models import User
from cultivation.certification.models import Application
from cultivation.certification.selectors.workdays import workdays_left
from cultivation.portal.desk.parties import waits_for

# Beyond so many days ahead nobody counts working days.
NEAR = 31


@dataclass(frozen=True)
class Neighbours:
    """Where a case stands among those that wait; ``None`` where there is no such neighbour."""

    place: int
    total: int
    previous: int | None
    following: int | None


def neighbours(application: Application, user: User) -> Neighbours | None:
    """The cases before and after ``application`` in the queue of ``user``; None if it is none of
    those that wait for it."""
    rows = Application.objects.visible_to(user).filter(waits_for(user))
    pks = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk").values_list("pk", flat=True))
    if application.pk not in pks:
        return None
    at = pks.index(application.pk)
    return Neighbours(
        place=at + 1,
        total=len(pks),
        previous=pks[at - 1] if at else None,
        following=pks[at + 1] if at + 1 < len(pks) else None,
    )


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
