"""Which invented firms apply: here today, not banned, with the title that comes first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from random import Random

from cultivation.certification.models import Application, Certification
from cultivation.certification.selectors.cases import banned_until
from cultivation.firms.models import Firm, Residence
from cultivation.firms.querysets import on
from cultivation.portal.demonstration.flow.script import Call

# The districts whose officers have accounts: their queues are to be seen.
SHOWN = ("120111", "120116")
FAVOUR = 0.35  # the smaller, the more of them
SOON = dt.timedelta(days=200)


@dataclass(frozen=True)
class Home:
    """Where a firm is today."""

    district: str
    zone: str | None


class Pool:
    """The firms that may apply on ``day``; a firm is drawn once."""

    def __init__(self, chance: Random, day: dt.date) -> None:
        self.chance, self.day = chance, day
        homes = Residence.objects.filter(on(day), outside=False, firm__demonstration=True)
        self.homes = {
            firm: Home(district, zone)
            for firm, district, zone in homes.filter(
                firm__closed_on=None, firm__merged_into=None
            ).values_list("firm_id", "district_id", "zone_id")
        }
        self.held: dict[str, set[int]] = defaultdict(set)
        others: set[int] = set()
        held = Certification.objects.filter(firm__demonstration=True).exclude(holds_to__lte=day)
        for firm, tier, kind in held.values_list("firm_id", "tier_id", "tier__ladder__kind"):
            self.held[tier].add(firm)
            if kind != "firm":
                others.add(firm)  # carriers apply for nothing here
        bans = banned_until(self.homes.keys(), day)
        busy = set(Application.objects.values_list("firm_id", flat=True))
        self.free = [pk for pk in sorted(self.homes) if pk not in others | busy | bans.keys()]
        chance.shuffle(self.free)
        self.free.sort(key=self._weighed)

    def _weighed(self, firm: int) -> float:
        return self.chance.random() * (FAVOUR if self.homes[firm].district in SHOWN else 1)

    def draw(self, call: Call, number: int) -> list[tuple[int, Certification | None]]:
        """At most ``number`` firms (ids) for ``call``, with the title that each of them renews."""
        if call.renews:
            return self._renewals(call, number)
        prior: Collection[int] = set[int]().union(*(self.held[tier] for tier in call.takes))
        taken = [
            pk
            for pk in self.free
            if pk not in self.held[call.tier] and (not call.takes or pk in prior)
        ][:number]
        self._take(taken)
        return [(pk, None) for pk in taken]

    def _renewals(self, call: Call, number: int) -> list[tuple[int, Certification | None]]:
        ending = Certification.objects.as_of(self.day).filter(
            tier=call.tier, ended_on=None, valid_to__lte=self.day + SOON
        )
        found = {one.firm_id: one for one in ending.order_by("pk")}
        taken = [pk for pk in self.free if pk in found][:number]
        self._take(taken)
        return [(pk, found[pk]) for pk in taken]

    def _take(self, firms: Collection[int]) -> None:
        gone = set(firms)
        self.free = [pk for pk in self.free if pk not in gone]

    def firms(self, chosen: Collection[int]) -> dict[int, Firm]:
        """The firms of these ids."""
        return Firm.objects.in_bulk(chosen)
