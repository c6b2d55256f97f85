"""Which acts are offered for many cases at once, and what their form asks."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.stages import Stages
from cultivation.certification.flow.states import Doing
from cultivation.certification.flow.table import RULES, Rule
from cultivation.certification.models import Application, Procedure

# What is about one firm alone: which documents it lacks, and why a closed case is taken up again.
ONE_BY_ONE = (Doing.ACCEPT_INCOMPLETE, Doing.REOPEN)


@dataclass(frozen=True)
class Offered:
    """An act as a button: its address, and whether it is the main one of its states."""

    doing: Doing
    address: str
    lead: bool
    grave: bool

    @property
    def label(self) -> str:
        return str(self.doing.label)


def rules_for(doing: Doing, parties: Collection[Party]) -> list[Rule]:
    """The rules by which accounts of ``parties`` do it to many; none where it is not offered."""
    if doing in ONE_BY_ONE:
        return []
    return [
        rule for rule in RULES if rule.doing is doing and rule.party in parties and not rule.own
    ]


def offered(
    states: Collection[str],
    tiers: Collection[str],
    parties: Collection[Party],
    first: Application | None = None,
) -> list[Offered]:
    """The acts that accounts of ``parties`` may do to cases of ``tiers`` in ``states``: the main
    ones first, and before them what ``first`` (the case that is most urgent) waits for."""
    known = {one.pk: one.stages for one in Procedure.objects.filter(pk__in=tiers)}
    ways = [known.get(tier, Stages()) for tier in tiers]
    own_way = known.get(first.tier_id, Stages()) if first else Stages()
    urgent: set[Doing] = set()
    found: dict[Doing, Offered] = {}
    for doing in Doing:
        rules = [
            rule
            for rule in rules_for(doing, parties)
            if {str(one) for one in rule.sources} & {*states} and any(map(rule.when, ways))
        ]
        if rules:
            lead, grave = (any(getattr(one, name) for one in rules) for name in ("lead", "grave"))
            address = reverse("portal:cases-act", args=[doing.value])
            found[doing] = Offered(doing, address, lead, grave)
        if first and any(
            one.lead and first.state in one.sources and one.when(own_way) for one in rules
        ):
            urgent.add(doing)
    return sorted(found.values(), key=lambda one: (not one.lead, one.doing not in urgent))
