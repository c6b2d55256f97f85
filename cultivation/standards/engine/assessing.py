"""The assessment of a firm by a standard: the one way in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cultivation.standards.engine.compiling import Compiled, compile_standard
from cultivation.standards.engine.content import Act, Content, Override
from cultivation.standards.engine.results import Finding, Result, all_of
from cultivation.standards.engine.sheet import Sheet


@dataclass(frozen=True)
class Judged:
    """What a standard says of facts on a day; ``findings`` are those of its criteria, in order."""

    compiled: Compiled
    day: dt.date
    facts: Mapping[str, Any]
    findings: Sequence[Finding]
    result: Result


def assess(
    content: Content,
    facts: Mapping[str, Any],
    day: dt.date,
    *,
    act: Act = Act.NEW,
    overrides: Sequence[Override] | None = None,
) -> Judged:
    """Judge ``facts`` (see ``vocabulary``) by a standard.

    Parameters: ``day`` (when the firm files: "last year" is the year before), ``act``,
    ``overrides`` (of the batch; by default those that the standard itself dates on that day).
    Facts that are missing lead to missing results, never to an error.
    """
    chosen = content.overrides_on(act, day) if overrides is None else overrides
    return judge(compile_standard(content, act, chosen), facts, day)


def judge(compiled: Compiled, facts: Mapping[str, Any], day: dt.date) -> Judged:
    """``assess`` with a standard that is compiled already, for many firms in a row."""
    sheet = Sheet(facts, day)
    findings = [node.judge(sheet) for node in compiled.criteria]
    return Judged(compiled, day, facts, findings, all_of([one.result for one in findings]))
