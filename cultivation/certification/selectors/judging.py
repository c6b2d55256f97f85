"""What the standards say of applications, by the day they were filed."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from cultivation.certification.flow.states import OPEN
from cultivation.certification.models import Application, Batch
from cultivation.certification.selectors.cases import PLACED
from cultivation.clock import today
from cultivation.standards.engine.assessing import Judged, judge
from cultivation.standards.engine.compiling import compile_standard
from cultivation.standards.engine.content import Act, Content, Override, read_override
from cultivation.standards.engine.results import Result
from cultivation.standards.facts.sheets import FactSheet, sheets_of
from cultivation.standards.selectors import contents, standard_for

# The facts of firms (by id) as of days.
Sheets = Mapping[dt.date, Mapping[int, FactSheet]]


@dataclass(frozen=True)
class Judgement:
    """What a standard says of an application, with the facts it rests on."""

    judged: Judged
    sheet: FactSheet


def judging_day(application: Application) -> dt.date:
    """The day as of which an application is judged.

    "Last year" is that before its filing; what was found out since then counts, too.
    """
    filed, day = application.filed_on or today(), today()
    return min(day, dt.date(filed.year, 12, 31))


def standard_by(
    batch: Batch, kind: str, filed_on: dt.date
) -> tuple[Content, list[Override]] | None:
    """The standard and the overrides by which an application of ``batch`` filed on that day is
    judged: those of the batch, else those that the day and the kind ask for; None if none is."""
    act = Act(kind)
    if batch.standard is not None:
        content = next(one for one in contents() if one.key == batch.standard_id)
        overrides = list(content.overrides_on(act, filed_on))
    else:
        choice = standard_for(batch.tier_id, act, filed_on)
        if choice is None:
            return None
        content, overrides = choice.content, list(choice.overrides)
    own = [read_override(one) for one in batch.overrides]
    return content, [*overrides, *(one for one in own if act in one.acts)]


def judge_applications(applications: Collection[Application]) -> dict[int, Judgement]:
    """The judgements of ``applications`` (with ``batch`` and ``firm``), by id, in a few queries.

    Applications for which no standard is on file are left out.
    """
    return _judged(applications, _sheets(applications))


@dataclass(frozen=True)
class Outcomes:
    """What other overrides make of a batch's open cases: ``moved`` counts those whose result
    changes, by the results before and after; ``judged`` are all that are still to be reviewed,
    ``kept`` those that were (their assessments stay as they are)."""

    judged: int
    kept: int
    moved: Mapping[tuple[Result, Result], int]


def outcomes(batch: Batch, before: Sequence[Any], after: Sequence[Any]) -> Outcomes:
    """What becomes of the open cases of ``batch`` when its overrides are ``after`` and no longer
    ``before`` (both as a batch keeps them)."""
    rows = list(Application.objects.filter(batch=batch.pk, state__in=OPEN).select_related("firm"))
    waiting = [one for one in rows if one.state not in PLACED]
    sheets = _sheets(waiting)
    results = []
    for overrides in (before, after):
        changed = copy(batch)
        changed.overrides = list(overrides)
        for one in waiting:
            one.batch = changed
        results.append({pk: found.judged.result for pk, found in _judged(waiting, sheets).items()})
    old, new = results
    moved = Counter((old[pk], new[pk]) for pk in old if old[pk] is not new[pk])
    return Outcomes(len(waiting), len(rows) - len(waiting), moved)


def _sheets(applications: Collection[Application]) -> Sheets:
    return {
        day: sheets_of([one.firm for one in applications if judging_day(one) == day], day)
        for day in {judging_day(one) for one in applications}
    }


def _judged(applications: Collection[Application], sheets: Sheets) -> dict[int, Judgement]:
    groups: dict[tuple[int, str, dt.date, dt.date], list[Application]] = defaultdict(list)
    for one in applications:
        key = (one.batch_id, one.kind, one.filed_on or today(), judging_day(one))
        groups[key].append(one)
    found: dict[int, Judgement] = {}
    for (_batch, kind, filed_on, day), group in groups.items():
        by = standard_by(group[0].batch, kind, filed_on)
        if by is None:
            continue
        compiled = compile_standard(by[0], Act(kind), by[1])
        for one in group:
            sheet = sheets[day][one.firm_id]
            found[one.pk] = Judgement(judge(compiled, sheet.facts, day), sheet)
    return found
