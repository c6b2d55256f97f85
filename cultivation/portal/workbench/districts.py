"""The table by district of one tier, with totals that add up; the same as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.counts.selectors import UNKNOWN
from cultivation.pages import shown
from cultivation.pages.columns import Column
from cultivation.portal import labels
from cultivation.portal.standing.aims import Aim, nearest
from cultivation.portal.standing.figures import Figure
from cultivation.portal.workbench.counted import Counted
from cultivation.portal.workbench.lists import CITY, Place


@dataclass(frozen=True)
class Row:
    """A line of the table. ``part``: of the line above (a zone), not added to the total.

    ``share`` is the part of the city in percent, ``length`` the same in thousandths.
    """

    name: str
    held: Figure
    share: str
    length: int
    aim: Aim | None
    begun: Figure
    ending: Figure
    own: bool = False
    part: bool = False

    @property
    def done(self) -> str:
        """How much of the aim is reached, in percent."""
        return shown.percent(self.held.value, self.aim.value if self.aim else None)


COLUMNS = (
    # zh: 区
    Column("district", _("District"), lambda row: row.name),
    # zh: 在库
    Column("held", _("In the library"), lambda row: row.held.value, "number"),
    # zh: 占全市
    Column("share", _("Share of the city"), lambda row: row.share),
    # zh: 区目标
    Column("aim", _("Target of the district"), lambda row: row.aim and row.aim.value, "number"),
    # zh: 完成
    Column("done", _("Reached"), lambda row: row.done if row.aim else ""),
    # zh: 今年认定
    Column("begun", _("Certified this year"), lambda row: row.begun.value, "number"),
    # zh: 90 天内到期
    Column("ending", _("Ending within 90 days"), lambda row: row.ending.value, "number"),
)


def rows(counted: Counted) -> list[Row]:
    """The districts with the most first, then those not known; an officer's zone below its own."""
    places = [(labels.name(one), Place(one.code)) for one in counted.districts]
    found = [_row(counted, name, place) for name, place in places]
    order = sorted(range(len(found)), key=lambda at: (-(found[at].held.value or 0), at))
    table: list[Row] = []
    for at in order:
        table.append(found[at])
        table += _own_zone(counted, places[at][1])
    # zh: 不明
    table.append(_row(counted, gettext("not known"), Place(UNKNOWN)))
    return table


def total(counted: Counted) -> Row:
    """The city."""
    # zh: 全市合计
    return _row(counted, gettext("The city"), CITY)


def _row(counted: Counted, name: str, place: Place, *, part: bool = False) -> Row:
    tier = counted.tier
    held = counted.held(tier, place)
    aims = [] if part or not place.district else counted.aims.get((tier, place.district), [])
    number, city = held.value or 0, counted.holdings.of(tier)
    return Row(
        name=name,
        held=held,
        share=shown.percent(number, city),
        length=number * 1000 // city if city else 0,
        aim=nearest(aims, counted.day)[0],
        begun=counted.begun_this_year(tier, place),
        ending=counted.ending(tier, place),
        own=place == counted.own,
        part=part,
    )


def _own_zone(counted: Counted, place: Place) -> list[Row]:
    own = counted.own
    if own is None or own.zone is None or own.district != place.district:
        return []
    zone = counted.user.zone
    # zh: 其中：%(zone)s
    name = gettext("of these: %(zone)s") % {"zone": labels.name(zone)}
    return [_row(counted, name, own, part=True)]


class Sheet:
    """The table as a file: what ``cultivation.pages.exports`` asks of a list."""

    def __init__(self, counted: Counted, heading: str) -> None:
        self.heading = heading
        self.user = counted.user
        self.lines = [*rows(counted), total(counted)]
        self.total = len(self.lines)
        aims = any(line.aim for line in self.lines)
        self.columns = [one for one in COLUMNS if aims or one.key not in ("aim", "done")]

    def in_words(self) -> str:
        """The heading says it all."""
        return ""

    def export_rows(self) -> Iterator[Any]:
        """The districts, then the city."""
        return iter(self.lines)
