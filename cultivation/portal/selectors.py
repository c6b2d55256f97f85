"""What the public pages show: published counts against published targets."""

import datetime as dt
from dataclasses import dataclass

from cultivation.counts.selectors import Query, count
from cultivation.ladders.models import Ladder, Tier
from cultivation.targets.models import Measure, Target

LIBRARIES = ("seed", "specialized", "little_giant")


@dataclass(frozen=True)
class Library:
    """One of the three libraries of the 专精特新 ladder, with its nearest target."""

    tier: Tier
    count: int
    target: int
    due_on: dt.date
    version: int

    @property
    def gap(self) -> int:
        return abs(self.target - self.count)

    @property
    def reached(self) -> bool:
        return self.count >= self.target

    @property
    def shown(self) -> int:
        """What the bar shows of the target, up to the whole."""
        return min(self.count, self.target)


@dataclass(frozen=True)
class LadderCount:
    """A ladder with the holdings of its tiers, from the highest down."""

    ladder: Ladder
    tiers: list[tuple[Tier, int]]
    total: int


def libraries_on(day: dt.date) -> list[Library]:
    """The three libraries, each against its latest target of the stock due."""
    result = count(Query(by=("tier",), filters={"tier": LIBRARIES}), day)
    held = {row["tier"]: row["count"] for row in result.rows}
    latest: dict[str, Target] = {}
    rows = Target.objects.filter(
        tiers__in=LIBRARIES, measure=Measure.STOCK, district=None, due_on__isnull=False
    )
    for target in rows.prefetch_related("tiers").order_by("due_on"):
        latest.update({tier.code: target for tier in target.tiers.all()})
    tiers = Tier.objects.in_bulk(LIBRARIES)
    return [
        Library(tiers[code], held.get(code, 0), aim.value, aim.due_on, result.version)
        for code in LIBRARIES
        if (aim := latest.get(code)) and aim.due_on
    ]


def ladders_on(day: dt.date) -> list[LadderCount]:
    """All ladders with what their tiers hold on ``day``."""
    held = {row["tier"]: row["count"] for row in count(Query(by=("tier",)), day).rows}
    ladders = []
    for ladder in Ladder.objects.prefetch_related("tiers"):
        tiers = [(tier, held.get(tier.code, 0)) for tier in sorted(ladder.tiers.all(), key=_rank)]
        ladders.append(LadderCount(ladder, tiers, sum(n for _tier, n in tiers)))
    return ladders


def _rank(tier: Tier) -> int:
    return -tier.rank
