"""The climb: batches, renewals, lapses and ends, day after day."""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from cultivation.portal.demonstration.calendar import PLANS, Call, calls
from cultivation.portal.demonstration.chances import WEIGHTS, renewal
from cultivation.portal.demonstration.dates import between, days, happens, years_later
from cultivation.portal.demonstration.knobs import RATES, STANDARD_FIRMS
from cultivation.portal.demonstration.lives import merge
from cultivation.portal.demonstration.rows import Certificate, Invented
from cultivation.portal.demonstration.words import CARRIERS, REVOKED, SURRENDERED, WITHDRAWN

REVIEW_BEFORE = days(18)  # renewals are decided shortly before a title runs out
MERGERS_FROM = dt.date(2019, 3, 1)
# On one day: firms close first, then titles are reviewed, then new ones are granted.
CLOSE, MERGE, REVIEW, CALL = range(4)


class Climb:
    """Runs through the days from the first batch to ``today``."""

    def __init__(self, chance: Random, firms: list[Invented], today: dt.date) -> None:
        self.chance, self.firms, self.today = chance, firms, today
        self.scale = len(firms) / STANDARD_FIRMS
        self.by_role: dict[str, list[Invented]] = {}
        for firm in firms:
            self.by_role.setdefault(firm.role, []).append(firm)
        self.certificates: list[Certificate] = []
        self.numbers: Counter[tuple[str, int]] = Counter()
        self.queue: list[tuple[dt.date, int, int, Any]] = []
        self.reviews: dict[tuple[str, dt.date], list[Certificate]] = {}
        self.queued = 0

    def run(self) -> list[Certificate]:
        """All certificates, in the order in which they were granted."""
        for call in calls(self.today):
            self._at(call.decided_on, CALL, call)
        for firm in self.firms:
            for day in (firm.closed_on, firm.left_on):
                if day is not None:
                    self._at(day, CLOSE, firm)
        ordinary = self.by_role.get("firm", [])
        for _merger in range(max(1, round(len(ordinary) * RATES["merge"]))):
            self._at(between(self.chance, MERGERS_FROM, self.today - days(45)), MERGE, None)
        acts: dict[int, Callable[[dt.date, Any], None]] = {
            CLOSE: self._close,
            MERGE: self._merge,
            REVIEW: self._review,
            CALL: self._call,
        }
        while self.queue:
            day, act, _number, what = heapq.heappop(self.queue)
            acts[act](day, what)
        return self.certificates

    def _at(self, day: dt.date, act: int, what: Any) -> None:
        if day <= self.today:
            self.queued += 1
            heapq.heappush(self.queue, (day, act, self.queued, what))

    def _call(self, day: dt.date, call: Call) -> None:
        """Take in those that fit and are drawn, by their weights."""
        plan, weight = PLANS[call.tier], WEIGHTS[call.tier]
        oldest = years_later(day, -plan.age)
        drawn: list[tuple[float, int, Invented]] = []
        for firm in self.by_role.get(_role(call.tier), []):
            held = firm.certificates.get(call.tier)
            if (
                firm.established_on > oldest
                or firm.gone_by(day)
                or (held and (held.holds_to is None or held.holds_to > call.valid_from))
            ):
                continue
            weighs = weight(firm, day)
            if weighs > 0:
                drawn.append((self.chance.random() ** (1 / weighs), firm.position, firm))
        quota = max(1, round(call.quota * self.scale))
        taken = sorted(heapq.nlargest(quota, drawn), key=lambda one: one[1])
        for place, (_key, _position, firm) in enumerate(taken, 1):
            valid_to = call.valid_to or _end(call.tier, call.valid_from)
            self._grant(firm, call.tier, call.batch, day, call.valid_from, valid_to, place)

    def _grant(
        self,
        firm: Invented,
        tier: str,
        batch: str,
        day: dt.date,
        valid_from: dt.date,
        valid_to: dt.date | None,
        place: int,
    ) -> Certificate:
        chance = self.chance
        filed_on, decided_on = day - days(chance.randint(50, 130)), day
        if happens(chance, "decided_late"):
            late = valid_from + days(chance.randint(60, 240))
            if late <= self.today:
                filed_on, decided_on = late - days(chance.randint(5, 40)), late
        year = valid_from.year
        self.numbers[tier, year] += 1
        certificate = Certificate(
            firm=firm,
            tier=tier,
            batch=batch,
            number=f"DEMO-{PLANS[tier].number}-{year}-{self.numbers[tier, year]:04d}",
            filed_on=filed_on,
            decided_on=decided_on,
            valid_from=valid_from,
            valid_to=valid_to,
            listing={"序号": place},
            renews=firm.certificates.get(tier),
        )
        self._end_early(certificate)
        self._keep(certificate)
        return certificate

    def _keep(self, certificate: Certificate) -> None:
        """Put a certificate on file, and its review into the calendar."""
        tier, last = certificate.tier, certificate.valid_to
        certificate.firm.certificates[tier] = certificate
        self.certificates.append(certificate)
        if last is not None and PLANS[tier].renewed is not None:
            if (tier, last) not in self.reviews:
                self._at(max(last - REVIEW_BEFORE, certificate.valid_from), REVIEW, (tier, last))
            self.reviews.setdefault((tier, last), []).append(certificate)

    def _end_early(self, certificate: Certificate) -> None:
        chance, drawn = self.chance, self.chance.random()
        for kind, reasons in (
            ("revocation", REVOKED),
            ("withdrawal", WITHDRAWN),
            ("surrender", SURRENDERED),
        ):
            drawn -= RATES[kind]
            if drawn < 0:
                first = certificate.valid_from + days(60)
                last = min(self.today, (certificate.valid_to or self.today) - days(1))
                if first < last:
                    day = between(chance, first, last)
                    document = f"演示决定〔{day.year}〕{chance.randint(1, 60)}号"
                    certificate.end(day, kind, chance.choice(reasons), document)
                return

    def _review(self, day: dt.date, what: tuple[str, dt.date]) -> None:
        """Renew without a gap, or let the title run out on its last day."""
        tier, last = what
        place, rate = 0, PLANS[tier].renewed or 0.0
        for held in sorted(self.reviews[what], key=lambda one: one.firm.position):
            firm = held.firm
            if held.ended_on or firm.gone_by(day) or firm.certificates[tier] is not held:
                continue
            if self.chance.random() < renewal(firm, tier, day, rate):
                place += 1
                self._grant(firm, tier, f"{last.year}年复核", day, last, _end(tier, last), place)
            elif (
                tier == "specialized"
                and last <= self.today
                and _free(firm, "seed", last)
                and happens(self.chance, "expired_to_seed")
            ):
                place += 1
                until = _end("seed", last)
                self._grant(firm, "seed", f"{last.year}年到期转入", day, last, until, place)

    def _close(self, day: dt.date, firm: Invented) -> None:
        """Deregistered or out of the city: all titles end on the day."""
        kind, reason = (
            ("deregistration", "企业注销") if firm.closed_on == day else ("withdrawal", "迁出本市")
        )
        for held in _running(firm, day):
            held.end(day, kind, reason)

    def _merge(self, day: dt.date, _what: None) -> None:
        """A holder is absorbed; the successor goes on with the tiers that it does not hold."""
        settled = [
            firm
            for firm in self.by_role["firm"]
            if firm.closed_on is None
            and firm.left_on is None
            and firm.established_on + days(400) < day
        ]
        self.chance.shuffle(settled)
        # Whoever is absorbed holds something, and nothing happens to it afterwards.
        firm = next((one for one in settled if _running(one, day) and one.quiet_from(day)), None)
        into = next((one for one in settled if one is not firm), None)
        if firm is None or into is None:
            return
        merge(self.chance, firm, into, day, self.today)
        for held in _running(firm, day):
            start = max(day, held.valid_from)
            held.end(day, "merger", "企业合并")
            if not _free(into, held.tier, start):
                continue
            self._keep(
                Certificate(
                    firm=into,
                    tier=held.tier,
                    batch=held.batch,
                    number=f"{held.number}-H",
                    filed_on=day,
                    decided_on=min(self.today, day + days(self.chance.randint(5, 40))),
                    valid_from=start,
                    valid_to=held.valid_to,
                    listing={},
                    continues=held,
                    renews=into.certificates.get(held.tier),
                )
            )


def _role(tier: str) -> str:
    return next((ladder for ladder in CARRIERS if tier.startswith(ladder)), "firm")


def _end(tier: str, valid_from: dt.date) -> dt.date | None:
    years = PLANS[tier].validity
    if years is None:
        return None
    # 国家科技型中小企业: the entry is good to the end of the year.
    return years_later(valid_from, years) if years else dt.date(valid_from.year + 1, 1, 1)


def _running(firm: Invented, day: dt.date) -> list[Certificate]:
    """The certificates that hold after ``day`` or begin later, oldest first."""
    found: list[Certificate] = []
    for held in firm.certificates.values():
        step: Certificate | None = held
        while step is not None and (step.holds_to is None or step.holds_to > day):
            found.append(step)
            step = step.renews
    return sorted(found, key=lambda one: (one.tier, one.valid_from))


def _free(firm: Invented, tier: str, start: dt.date) -> bool:
    """Whether nothing of ``tier`` holds on ``start`` or later."""
    held = firm.certificates.get(tier)
    return held is None or (held.holds_to is not None and held.holds_to <= start)
