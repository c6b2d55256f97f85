"""Which standards can be chosen on a day: tiers, new applications and renewals."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cultivation.ladders.models import Tier
from cultivation.portal import labels
from cultivation.problems import Problem
from cultivation.standards.engine.applying import Choice, applicable
from cultivation.standards.engine.content import ACTS, Act
from cultivation.standards.selectors import contents


@dataclass(frozen=True)
class Offer:
    """A tier and an act for which a standard is in force, with the address that chooses it."""

    tier: Tier
    act: Act
    choice: Choice
    chosen: bool
    address: str

    @property
    def name(self) -> str:
        """The tier, in the language of the page."""
        return labels.name(self.tier)

    @property
    def label(self) -> str:
        """The tier in short, with the act where that is no new application."""
        name = labels.short_name(self.tier)
        return name if self.act is Act.NEW else f"{name} · {ACTS[self.act]}"


def single(codes: Sequence[str] | None) -> str:
    """The one tier that an address asks for, or nothing. Raises Problem for several."""
    if codes and len(codes) > 1:
        # zh: 请只选择一个层级。
        raise Problem("one_tier", _("Choose one tier."))
    return codes[0] if codes else ""


def tiers() -> list[Tier]:
    """All tiers, ladder by ladder."""
    return list(Tier.objects.select_related("ladder").order_by("ladder__position", "rank"))


def offers(
    day: dt.date, *, held: Collection[str] | None = None, tier: str = "", act: str = ""
) -> list[Offer]:
    """What a firm can try on ``day``; what it could try next is chosen unless ``tier`` says else.

    Parameters: ``held`` (codes of tiers: those are renewed, the others applied for; None offers
    both of each), ``tier`` and ``act`` (asked for; an act is always offered for the tier asked).
    """
    known = contents()
    everything = tiers()
    wanted: list[tuple[Tier, Act, Choice]] = []
    for one in everything:
        acts = list(Act) if held is None else [Act.RENEWAL if one.pk in held else Act.NEW]
        if one.pk == tier and act and Act(act) not in acts:
            acts.append(Act(act))
        for each in acts:
            found = applicable(known, tier=one.pk, act=each, filed_on=day)
            if found:
                wanted.append((one, each, found))
    picked = _asked(wanted, tier, act) if tier else _next(wanted, held or ())
    return [
        Offer(one, each, found, (one.pk, each) == picked, f"?tier={one.pk}&act={each}")
        for one, each, found in wanted
    ]


Wanted = list[tuple[Tier, Act, Choice]]


def _asked(wanted: Wanted, tier: str, act: str) -> tuple[str, Act] | None:
    found = [(one.pk, each) for one, each, _c in wanted if one.pk == tier and act in ("", each)]
    return found[0] if found else None


def _next(wanted: Wanted, held: Collection[str]) -> tuple[str, Act] | None:
    """The tier above the highest held on a ladder; else the lowest there is."""
    new = [one for one, each, _c in wanted if each is Act.NEW]
    for ladder in dict.fromkeys(one.ladder_id for one, _a, _c in wanted):
        ranks = [one.rank for one, _a, _c in wanted if one.ladder_id == ladder and one.pk in held]
        above = [one for one in new if one.ladder_id == ladder and one.rank > max(ranks, default=0)]
        if ranks and above:
            return above[0].pk, Act.NEW
    return (new[0].pk, Act.NEW) if new else None
