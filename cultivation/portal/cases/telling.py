"""The history of a case: who did what when, why, and what they saw."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import RULES
from cultivation.certification.models import Act, Document
from cultivation.pages import shown
from cultivation.standards.models import Assessment

# So much of a hash is shown.
PREFIX = 8
_REASONS = {(rule.doing, code): text for rule in RULES for code, text in rule.reasons.items()}


@dataclass(frozen=True)
class Told:
    """An act, told."""

    what: str
    who: str
    when: str
    led_to: str
    reason: str
    opinion: str
    differs: str
    document: str
    opinions: list[tuple[str, str]]
    assessment: str
    documents: list[tuple[str, str]]


def reason_in_words(doing: str, code: str) -> str:
    """A reason from the list of an act, in words."""
    return str(_REASONS.get((Doing(doing), code), code)) if code else ""


def told(
    acts: Sequence[Act],
    documents: Iterable[Document],
    assessments: dict[int, Assessment],
    criteria: dict[str, str],
) -> list[Told]:
    """The acts, the newest first.

    Parameters: ``documents`` (those that the reader sees: others are left out), ``assessments``
    (that were seen, by id), ``criteria`` (their texts by id).
    """
    names = {one.pk: one.name for one in documents}
    return [_told(act, names, assessments, criteria) for act in reversed(acts)]


def _told(
    act: Act, names: dict[int, str], kept: dict[int, Assessment], criteria: dict[str, str]
) -> Told:
    assessment = kept.get(act.seen.get("assessment") or 0)
    changed = act.from_state and act.from_state != act.to_state
    return Told(
        what=act.get_doing_display(),
        who=act.actor_name,
        when=shown.moment(act.recorded_at),
        led_to=str(State(act.to_state).label) if changed else "",
        reason=reason_in_words(act.doing, act.reason),
        opinion=act.opinion,
        differs=act.differs_because,
        document=act.document,
        opinions=[
            (criteria.get(code, code), opinion_in_words(one)) for code, one in act.opinions.items()
        ],
        assessment=_assessed(assessment) if assessment else "",
        documents=[
            (names[pk], sha256[:PREFIX])
            for pk, sha256 in act.seen.get("documents", [])
            if pk in names
        ],
    )


def opinion_in_words(opinion: Any) -> str:
    """What a reviewer said of a criterion: agrees or not, with the note."""
    agrees, note = opinion.get("agrees"), str(opinion.get("note") or "")
    # zh: 同意
    yes = _("agreed")
    # zh: 不同意
    no = _("not agreed")
    word = "" if agrees is None else yes if agrees else no
    return " · ".join(part for part in (word, note) if part)


def _assessed(one: Assessment) -> str:
    # zh: 测评（%(day)s 数据，%(standard)s）：%(result)s
    message = _("assessment (as of %(day)s, %(standard)s): %(result)s")
    return message % {
        "day": one.as_of,
        "standard": one.standard_id,
        "result": one.get_computed_display(),
    }


def last_days(acts: Iterable[Act]) -> dict[str, dt.date]:
    """The day of the last time that each act was done."""
    return {act.doing: act.acted_on for act in acts}
