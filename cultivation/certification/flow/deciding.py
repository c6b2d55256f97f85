"""What a person may do with a case now, and why not the rest. Pure."""

from dataclasses import dataclass

from cultivation.certification.flow.cases import Case, Party, Person
from cultivation.certification.flow.guards import Obstacle
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import RULES, Rule, rules_of

# Against such a result whoever recommends or proposes says why.
DOUBTFUL = ("not_met", "missing")
FAVOURABLE = (Doing.RECOMMEND, Doing.PROPOSE)


@dataclass(frozen=True)
class Offer:
    """An act that the person's party has in this state; ``obstacles`` say why not now."""

    rule: Rule
    obstacles: tuple[Obstacle, ...]

    @property
    def possible(self) -> bool:
        return not self.obstacles


def offers(case: Case, person: Person) -> list[Offer]:
    """The acts of the person's parties on ``case``, each with what stands against it."""
    found: dict[Doing, Offer] = {}
    for rule in rules_of(case.stages, case.state):
        if rule.party in person.parties and rule.party is not Party.REGISTRY:
            offer = Offer(rule, obstacles(rule, case, person))
            if rule.doing not in found or (offer.possible and not found[rule.doing].possible):
                found[rule.doing] = offer
    return list(found.values())


def rule_for(case: Case, person: Person, doing: Doing) -> Rule | None:
    """The rule by which ``person`` would do it, or None where the table has none for them."""
    own = [
        rule
        for rule in rules_of(case.stages, case.state)
        if rule.doing is doing and rule.party in person.parties
    ]
    return next(
        (rule for rule in own if not obstacles(rule, case, person)), own[0] if own else None
    )


def not_theirs(case: Case, person: Person, doing: Doing) -> bool:
    """Whether what the table does not give ``person`` here is for others to do, or never theirs;
    if not, the state has changed, or is not the one for it."""
    others = any(rule.doing is doing for rule in rules_of(case.stages, case.state))
    own = any(rule.doing is doing and rule.party in person.parties for rule in RULES)
    return others or not own


def obstacles(rule: Rule, case: Case, person: Person) -> tuple[Obstacle, ...]:
    """Everything that stands against the act of ``rule``."""
    found = [guard(case, person) for guard in rule.guards]
    return tuple(one for one in found if one is not None)


def target(rule: Rule, case: Case) -> State:
    """Where the act leads."""
    return case.state if rule.to is None else rule.to


def must_say_why(rule: Rule, case: Case) -> bool:
    """Whether the act goes against the assessment in hand, so that its reason is asked for."""
    if "differs" not in rule.asks or not case.computed:
        return False
    if rule.doing in FAVOURABLE:
        return case.computed in DOUBTFUL
    return case.computed == "met"
