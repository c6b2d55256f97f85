"""What waits for the person: each a number with the list behind it.

A new kind of work is one more function in ``SOURCES``.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cultivation.access.models import Role, User
from cultivation.access.scope import scope_of
from cultivation.certification.models import Certification
from cultivation.certification.standing import ENDS_SOON
from cultivation.firms.api.filters import residing, without_figures
from cultivation.firms.models import Firm
from cultivation.ladders.models import Ladder
from cultivation.pages.columns import State
from cultivation.portal.standing.figures import Figure
from cultivation.portal.workbench import lists
from cultivation.rest.fields import NONE


@dataclass(frozen=True)
class Task:
    """A line: what waits, how much of it, and a word on it."""

    label: str
    figure: Figure
    note: str = ""
    state: State = ""


@dataclass(frozen=True)
class Desk:
    """Whose work it is. ``ladders``: the only ones that concern the person; None for all."""

    user: User
    day: dt.date
    ladders: tuple[str, ...] | None

    @property
    def ladder(self) -> str | None:
        """``ladders`` as the parameter of a list."""
        return None if self.ladders is None else ",".join(self.ladders)


def desk_of(user: User, day: dt.date, ladders: Iterable[Ladder]) -> Desk:
    """The desk of ``user``: bureau staff work on the ladders of their own authority."""
    if user.role != Role.BUREAU or user.is_superuser:
        return Desk(user, day, None)
    own = [one.code for one in ladders if one.authority_id == user.authority_id]
    return Desk(user, day, tuple(own))


def certifications(desk: Desk) -> Iterator[Task]:
    """Certifications that end soon."""
    last = desk.day + dt.timedelta(days=ENDS_SOON)
    rows = Certification.objects.visible_to(desk.user).as_of(desk.day).filter(holds_to__lte=last)
    if desk.ladders is not None:
        rows = rows.filter(tier__ladder__in=desk.ladders)
    address = lists.certifications(ladder=desk.ladder, **lists.ends_soon(desk.day))
    n = rows.count()
    yield Task(
        # zh: 临近到期的认定
        _("Certifications about to end"),
        Figure(n, address),
        # zh: 90 天内到期
        _("within 90 days"),
        "attention" if n else "",
    )


def firms(desk: Desk) -> Iterator[Task]:
    """Firms whose record lacks something: code, place, figures."""
    year = desk.day.year - 1
    rows = Firm.objects.visible_to(desk.user)
    rows = rows.exclude(closed_on__isnull=False, closed_on__lte=desk.day)
    if desk.ladders is not None:
        held = Certification.objects.as_of(desk.day).filter(tier__ladder__in=desk.ladders)
        rows = rows.filter(Exists(held.filter(firm=OuterRef("pk"))))
    found = rows.aggregate(
        pending=Count("pk", filter=Q(uscc__isnull=True)),
        unplaced=Count("pk", filter=residing((NONE,), "district", desk.day)),
        without=Count("pk", filter=without_figures(year)),
    )
    shared: dict[str, Any] = {"closed": "false", "ladder": desk.ladder}
    # zh: 待补
    lacking = _("to be completed")
    yield Task(
        # zh: 待补信用代码
        _("Credit code pending"),
        Figure(found["pending"], lists.firms(pending="true", **shared)),
        lacking if found["pending"] else "",
        "info",
    )
    if scope_of(desk.user).city:
        yield Task(
            # zh: 不在任何区（不明或已迁出）
            _("In no district (not known, or moved out)"),
            Figure(found["unplaced"], lists.firms(district=NONE, **shared)),
            # zh: 待核
            _("to be checked") if found["unplaced"] else "",
            "info",
        )
    yield Task(
        # zh: 缺 %(year)s 年度数据
        _("Without figures of %(year)s") % {"year": year},
        Figure(found["without"], lists.firms(no_figures=year, **shared)),
        lacking if found["without"] else "",
        "info",
    )


SOURCES: tuple[Callable[[Desk], Iterator[Task]], ...] = (certifications, firms)


def tasks(desk: Desk) -> list[Task]:
    """All that waits, in the order of ``SOURCES``."""
    return [task for source in SOURCES for task in source(desk)]
