"""What can be put into a notice, and who of a notice can be certified: with why not the others."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cultivation.access.models import User
from cultivation.certification.flow.deciding import obstacles, rule_for
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Application, Batch, Notice
from cultivation.certification.selectors.cases import SELECTED, cases_of, person_of


@dataclass(frozen=True)
class Candidate:
    """An application before an act on many: ``why_not`` are sentences, none where it can be."""

    application: Application
    why_not: tuple[str, ...]

    @property
    def clear(self) -> bool:
        return not self.why_not


def publishable(batch: Batch, user: User, day: dt.date) -> list[Candidate]:
    """The proposed applications of ``batch``, as ``user`` could publish them on ``day``."""
    rows = Application.objects.filter(batch=batch, state=State.PROPOSED).order_by(
        "firm__name", "id"
    )
    return _candidates(rows.select_related(*SELECTED), user, Doing.PUBLISH, day)


def certifiable(notice: Notice, user: User, day: dt.date) -> list[Candidate]:
    """The applications of ``notice`` in its order, as ``user`` could certify them on ``day``."""
    rows = Application.objects.filter(notice_rows__notice=notice)
    rows = rows.order_by("notice_rows__position")
    return _candidates(rows.select_related(*SELECTED), user, Doing.CERTIFY, day)


def _candidates(
    rows: Iterable[Application], user: User, doing: Doing, day: dt.date
) -> list[Candidate]:
    applications = list(rows)
    cases = cases_of(applications, day)
    person = person_of(user, applications[0].tier) if applications else None
    found = []
    for one in applications:
        assert person is not None
        case = cases[one.pk]
        rule = rule_for(case, person, doing)
        if rule is None:
            why_not: tuple[str, ...] = (str(one.get_state_display()),)
        else:
            why_not = tuple(obstacle.message for obstacle in obstacles(rule, case, person))
        found.append(Candidate(one, why_not))
    return found
