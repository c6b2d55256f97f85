"""The three libraries against their targets, and all ladders."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.counts.selectors import Query, count
from cultivation.ladders.models import Ladder, Tier
from cultivation.portal import labels
from cultivation.portal.standing.aims import Aim, Aims, nearest
from cultivation.portal.standing.holdings import Holdings

# The tiers whose libraries (三库) the city answers for in public; their numbers are targets.
LIBRARIES = ("seed", "specialized", "little_giant")
# The length of a bar, in the units of its drawing.
WHOLE = 1000


@dataclass(frozen=True)
class Library:
    """The library of a tier with the aim it is set against, and the aims after that.

    ``on_due`` is what it held on the due day, once that is past.
    """

    tier: Tier
    count: int
    aim: Aim
    later: list[Aim]
    on_due: int | None

    @property
    def name(self) -> str:
        return labels.name(self.tier)

    @property
    def gap(self) -> int:
        """How far from the aim, in either direction."""
        return abs(self.aim.value - self.count)

    @property
    def reached(self) -> bool:
        return self.count >= self.aim.value

    @property
    def reached_on_due(self) -> bool:
        return self.on_due is not None and self.on_due >= self.aim.value

    @property
    def bar(self) -> "Bar":
        return Bar(self.count, [self.aim.value, *(aim.value for aim in self.later)])


class Bar:
    """A bar of ``count`` with a mark at each aim, as lengths of a drawing ``WHOLE`` wide."""

    whole = WHOLE

    def __init__(self, count: int, aims: Sequence[int]) -> None:
        longest = max(count, *aims, 1)
        self.filled = count * WHOLE // longest
        self.marks = [min(aim * WHOLE // longest, WHOLE - 3) for aim in aims]


class Line:
    """A small line of ``counts`` with its aim, as points of a drawing ``WHOLE`` wide."""

    whole, height = WHOLE, 100

    def __init__(self, counts: Sequence[int], aim: int) -> None:
        low, high = min(*counts, aim), max(*counts, aim, 1)
        span = max(high - low, 1)

        def down(n: int) -> int:
            return self.height - 8 - (n - low) * (self.height - 16) // span

        steps = max(len(counts) - 1, 1)
        self.first, self.last = counts[0], counts[-1]
        self.aim = down(aim)
        self.points = " ".join(f"{at * WHOLE // steps},{down(n)}" for at, n in enumerate(counts))


@dataclass(frozen=True)
class LadderCount:
    """A ladder with what its tiers hold, from the highest down."""

    ladder: Ladder
    tiers: list[tuple[Tier, int]]

    @property
    def name(self) -> str:
        return labels.name(self.ladder)

    @property
    def named(self) -> list[tuple[Tier, str, int]]:
        """The tiers with their names in the language of the page."""
        return [(tier, labels.name(tier), n) for tier, n in self.tiers]


def all_tiers() -> dict[str, Tier]:
    """The tiers by code, ladder by ladder, from the highest down."""
    rows = Tier.objects.select_related("ladder").order_by("ladder__position", "-rank")
    return {tier.code: tier for tier in rows}


def libraries(held: Holdings, aims: Aims, tiers: Mapping[str, Tier]) -> list[Library]:
    """The three libraries of ``tiers``; one without any target is left out."""
    chosen = {code: nearest(aims.get((code, None), []), held.day) for code in LIBRARIES}
    due = _held_on_due([aim.due_on for aim, _later in chosen.values() if aim], held.day)
    found = []
    for code in LIBRARIES:
        aim, later = chosen[code]
        if aim and code in tiers:
            on_due = due.get(aim.due_on, {}).get(code, 0) if aim.due_on in due else None
            found.append(Library(tiers[code], held.of(code), aim, later, on_due))
    return found


def _held_on_due(due: list[dt.date | None], day: dt.date) -> dict[dt.date | None, dict[str, int]]:
    past = {one for one in due if one and one < day}
    query = Query(by=("tier",), filters={"tier": LIBRARIES})
    return {one: {row["tier"]: row["count"] for row in count(query, one).rows} for one in past}


def headline(found: Sequence[Library]) -> str:
    """What stands, in one sentence: which libraries are behind and which are not."""
    behind = [library for library in found if not library.reached]
    if not found:
        # zh: 登记系统尚无目标数据
        return _("No targets are loaded yet")
    if not behind:
        # zh: 三库均已达到目标
        return _("All three libraries have reached their targets")
    if len(behind) == len(found):
        # zh: 三库均未达到目标
        return _("None of the three libraries has reached its target")
    # zh: 、
    names = _(", ").join(_library(library) for library in behind)
    if len(behind) == 1:
        # zh: 三库总体：%(names)s落后于目标，其余两库已达
        return _("The three libraries: %(names)s is behind, the other two have reached theirs") % {
            "names": names
        }
    # zh: 三库总体：%(names)s落后于目标，另一库已达
    return _("The three libraries: %(names)s are behind, the other one has reached its target") % {
        "names": names
    }


def _library(library: Library) -> str:
    # zh: %(name)s库
    return _("%(name)s") % {"name": labels.short_name(library.tier)}


def ladders(held: Holdings, tiers: Mapping[str, Tier]) -> list[LadderCount]:
    """The ladders of ``tiers`` with what these hold, in the order of ``tiers``."""
    groups: dict[str, list[Tier]] = defaultdict(list)
    for tier in tiers.values():
        groups[tier.ladder_id].append(tier)
    return [
        LadderCount(group[0].ladder, [(tier, held.of(tier.code)) for tier in group])
        for group in groups.values()
    ]
