"""The rows of the invented flow: as acts would have written them, on the days they happened.

Every step is asked of the table of acts, so that no state comes about that it does not know.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from cultivation.certification.flow.cases import Case
from cultivation.certification.flow.stages import Stages
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import Rule, rules_of
from cultivation.certification.models import Act, Application, Batch, Certification
from cultivation.certification.selectors.judging import judge_applications
from cultivation.certification.services.acting import Given, Row
from cultivation.certification.services.acting import due_on as due_on
from cultivation.certification.services.effects import keep_assessments
from cultivation.firms.models import Firm
from cultivation.portal.demonstration.flow import script
from cultivation.portal.demonstration.flow.choosing import Home
from cultivation.portal.demonstration.flow.days import NOTICE_DAYS, moment, workday
from cultivation.portal.demonstration.flow.people import Cast, Hand

JUDGING = (Doing.RECOMMEND, Doing.PROPOSE)


@dataclass(eq=False)
class Told:
    """An application with its story: what was done on which days, and by whom."""

    application: Application
    lot: script.Lot
    home: Home
    days: list[dt.date]
    hands: list[Hand] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def day_of(self, doing: Doing) -> dt.date | None:
        """The day on which it was last done; None where it never was."""
        found = [day for one, day in zip(self.lot.path, self.days, strict=True) if one is doing]
        return found[-1] if found else None

    def hand_of(self, doing: Doing) -> Hand:
        """Whoever did it last."""
        found = [hand for one, hand in zip(self.lot.path, self.hands, strict=True) if one is doing]
        return found[-1]


def story_of(
    pk: int,
    batch: Batch,
    firm: Firm,
    renews: Certification | None,
    lot: script.Lot,
    home: Home,
    days: list[dt.date],
    *,
    cast: Cast,
    stages: Stages,
    second: bool,
) -> Told:
    """The story of an application, walked through the table of acts."""
    authority = batch.tier.ladder.authority_id
    one = Application(
        pk=pk,
        batch=batch,
        tier=batch.tier,
        firm=firm,
        kind="renewal" if renews else "new",
        renews=renews,
        statement="演示申报，企业及数据均为虚构。",
    )
    told = Told(one, lot, home, days)
    state = State.DRAFT
    for step, (doing, day) in enumerate(zip(lot.path, days, strict=True)):
        if step == 0:
            told.hands.append(cast.officer(home))
        else:
            rule = _rule(stages, state, doing)
            state = state if rule.to is None else rule.to
            told.hands.append(cast.hand(doing, rule.party, authority, home, second))
            _count(one, rule, state)
        if doing is Doing.SUBMIT:
            one.filed_on = day
        if doing is Doing.START_DISTRICT_NOTICE:
            one.district_notice_to = workday(day, NOTICE_DAYS)
        told.states.append(state)
    one.state, one.version = state, len(lot.path) - 1
    moved = max(
        step for step, before in enumerate([None, *told.states[:-1]]) if before != told.states[step]
    )
    one.since = moment(days[moved], moved)
    one.due_on = due_on(one, state)
    if lot.path is script.RECOMMENDED and pk % 4 == 0:
        one.assigned_to = cast.clerk(authority, second=second)
    return told


def _rule(stages: Stages, state: State, doing: Doing) -> Rule:
    return next(rule for rule in rules_of(stages, state) if rule.doing is doing)


def _count(one: Application, rule: Rule, state: State) -> None:
    if rule.doing in (Doing.RETURN_TO_FIRM, Doing.RETURN_TO_DISTRICT):
        one.firm_returns += state is State.RETURNED
        one.city_returns += rule.party == "bureau"


def keep_judgements(stories: Iterable[Told]) -> None:
    """Freeze what the standards say of those that were recommended."""
    judged = [one for one in stories if Doing.RECOMMEND in one.lot.path]
    found = judge_applications([one.application for one in judged])
    rows = [
        Row(one.application, _case(one.application), judgement=found.get(one.application.pk))
        for one in judged
    ]
    keep_assessments(rows, Given(), None)


def _case(one: Application) -> Case:
    return Case(
        pk=one.pk,
        state=State(one.state),
        kind=one.kind,
        stages=Stages(),
        day=one.filed_on or dt.date.min,
        tier=one.tier_id,
        authority=one.tier.ladder.authority_id,
    )


def acts_of(told: Told, chance: Random, documents: list[tuple[int, list[Any]]]) -> list[Act]:
    """The acts of a story; ``documents`` are what was seen of them, each from its step on."""
    one, before, found = told.application, "", []
    assessed = one.assessment
    for step, doing in enumerate(told.lot.path):
        judges = doing in JUDGING and assessed is not None
        differs = judges and assessed is not None and assessed.computed in ("not_met", "missing")
        hand = told.hands[step]
        found.append(
            Act(
                application=one,
                firm_id=one.firm_id,
                doing=doing,
                from_state=before,
                to_state=told.states[step],
                actor=hand.account,
                actor_name=hand.name,
                acted_on=told.days[step],
                recorded_at=moment(told.days[step], step),
                opinion=chance.choice(script.OPINIONS.get(doing, ("",))),
                reason=script.REASONS.get(doing, ""),
                differs_because=script.DIFFERS if differs else "",
                seen={
                    "assessment": one.assessment_id if judges else None,
                    "documents": [one for since, one in documents if step >= max(since, 1)],
                },
            )
        )
        before = told.states[step]
    return found
