"""Assessments that are kept, and what was decided beside them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms.models import Firm
from cultivation.problems import Problem
from cultivation.standards.engine.assessing import Judged
from cultivation.standards.engine.report import as_dict
from cultivation.standards.models import Assessment, Standard
from cultivation.standards.vocabulary import write_facts


def keep_assessment(
    *, firm: Firm, standard: Standard, judged: Judged, sources: Mapping[str, Any] | None = None
) -> Assessment:
    """Keep a judgement with all it rests on, for a decision.

    Parameters: ``judged`` (by the content of ``standard``), ``sources`` (of the facts, see
    ``FactSheet``). Raises ValueError when it was judged by another version.
    """
    if judged.compiled.content.key != standard.key:
        raise ValueError(f"judged by {judged.compiled.content.key}, not by {standard.key}")
    return Assessment.objects.create(
        firm=firm,
        standard=standard,
        act=str(judged.compiled.act),
        as_of=judged.day,
        overrides=[dict(one.raw) for one in judged.compiled.overrides],
        facts=write_facts(judged.facts),
        sources=dict(sources or {}),
        computed=str(judged.result),
        result=as_dict(judged),
        kept_on=today(),
    )


def decide(
    *, assessment: Assessment, decided: str, reason: str = "", decided_on: dt.date | None = None
) -> Assessment:
    """Put beside a kept assessment what was decided: ``met`` or ``not_met``.

    Parameters: ``reason`` (needed where the decision is not what was computed), ``decided_on``
    (today by default). Raises Problem ``decision_unknown``, ``day_to_come`` or ``reason_missing``.
    """
    if decided not in Assessment.Decision.values:
        # zh: 认定结果只能是“符合”或“不符合”。
        raise Problem("decision_unknown", _("The decision is “met” or “not met”."))
    decided_on = decided_on or today()
    if decided_on > today():
        # zh: 日期不能晚于今天；请核对。
        raise Problem("day_to_come", _("The day cannot be after today; check it."))
    if decided != assessment.computed and not reason.strip():
        raise Problem(
            "reason_missing",
            # zh: 认定结果与测评结果（%(computed)s）不同，请填写理由。
            _("This is not what was computed (%(computed)s): say why.")
            % {"computed": assessment.get_computed_display()},
        )
    assessment.decided, assessment.decided_on = decided, decided_on
    assessment.decided_reason = reason.strip()
    assessment.save(update_fields=["decided", "decided_on", "decided_reason"])
    return assessment
