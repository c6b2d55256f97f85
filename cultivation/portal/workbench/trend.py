"""The last 24 months of a tier as a line: what it says, its numbers, what the drawing needs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.pages import shown
from cultivation.portal import labels
from cultivation.portal.standing.aims import Aim, nearest
from cultivation.portal.standing.figures import Figure
from cultivation.portal.workbench.counted import MONTHS, Counted


@dataclass(frozen=True)
class Point:
    """The end of a month, or today: what the library held, and by how much more than before."""

    day: dt.date
    held: Figure
    change: int | None


@dataclass(frozen=True)
class Trend:
    """The line of ``tier`` with the aim that it is set against."""

    tier: Tier
    points: list[Point]
    aim: Aim | None

    @property
    def name(self) -> str:
        return labels.name(self.tier)

    @property
    def net(self) -> int:
        """By how much more there are than at the first point."""
        return (self.points[-1].held.value or 0) - (self.points[0].held.value or 0)

    @property
    def title(self) -> str:
        """What the line shows, in a sentence."""
        name = labels.short_name(self.tier)
        values = {"name": name, "months": MONTHS, "n": shown.number(abs(self.net))}
        if self.net > 0:
            # zh: %(name)s：%(months)s 个月净增 %(n)s 家
            said = _("%(name)s: %(n)s more than %(months)s months ago") % values
        elif self.net < 0:
            # zh: %(name)s：%(months)s 个月净减 %(n)s 家
            said = _("%(name)s: %(n)s fewer than %(months)s months ago") % values
        else:
            # zh: %(name)s：与 %(months)s 个月前持平
            said = _("%(name)s: as many as %(months)s months ago") % values
        return said + self._against_aim()

    def _against_aim(self) -> str:
        if self.aim is None:
            return ""
        lacking = self.aim.value - (self.points[-1].held.value or 0)
        values = {"aim": shown.number(self.aim.value), "n": shown.number(abs(lacking))}
        if lacking > 0:
            # zh: ，距目标 %(aim)s 还差 %(n)s
            return _(", %(n)s short of the target of %(aim)s") % values
        # zh: ，超目标 %(aim)s 共 %(n)s
        return _(", %(n)s above the target of %(aim)s") % values

    @property
    def drawing(self) -> dict[str, Any]:
        """What the script draws: days, numbers, the aim, and the words on it."""
        return {
            "days": [point.day.isoformat() for point in self.points],
            "counts": [point.held.value for point in self.points],
            "aim": self.aim.value if self.aim else None,
            # zh: 目标 %(n)s
            "aimLabel": _("Target %(n)s") % {"n": shown.number(self.aim.value)} if self.aim else "",
            # zh: 在库（家）
            "unit": _("In the library (firms)"),
            # zh: 今天
            "today": _("today"),
        }


def trend(counted: Counted, tier: Tier) -> Trend:
    """The line of ``tier``, the page's own."""
    points: list[Point] = []
    for day, n in zip(counted.months, counted.line(tier.code), strict=True):
        before = points[-1].held.value if points else None
        change = n - before if before is not None else None
        points.append(Point(day, counted.held_on(tier.code, day, n), change))
    aim, _later = nearest(counted.aims.get((tier.code, None), []), counted.day)
    return Trend(tier, points, aim)
