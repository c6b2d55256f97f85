"""Reading: the standards on file, which applies, and judging firms and facts by them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms.models import Firm, FirmYear
from cultivation.firms.selectors import size_rules
from cultivation.firms.services.years import FIGURES
from cultivation.firms.size import size_class
from cultivation.journal.models import Revision
from cultivation.ladders.models import Tier
from cultivation.standards.engine.applying import Choice, applicable
from cultivation.standards.engine.assessing import Judged, assess
from cultivation.standards.engine.content import Act, Content, Override, read_content, read_override
from cultivation.standards.facts.plausibility import (
    Warning,
    contradictions,
    warnings,
    warnings_of_year,
)
from cultivation.standards.facts.sheets import FactSheet, facts_of
from cultivation.standards.models import Assessment, Standard
from cultivation.standards.vocabulary import WrongFact, read_facts, yearly


def contents() -> tuple[Content, ...]:
    """All versions of all standards, read; kept in memory until the next revision."""
    return _contents(Revision.objects.aggregate(newest=Max("id"))["newest"])


@lru_cache(maxsize=1)
def _contents(newest_revision: int | None) -> tuple[Content, ...]:
    rows = Standard.objects.order_by("code", "version").values_list("content", flat=True)
    return tuple(read_content(raw) for raw in rows)


def standard_for(tier: str, act: Act, filed_on: dt.date) -> Choice | None:
    """The standard by which ``act`` for ``tier`` filed on that day is judged, with its overrides;
    None where none is on file."""
    return applicable(contents(), tier=tier, act=act, filed_on=filed_on)


def standard_of(choice: Choice) -> Standard:
    """The row of the standard that was chosen."""
    return Standard.objects.get(pk=choice.content.key)


def assess_firm(
    firm: Firm,
    standard: Content,
    day: dt.date,
    *,
    act: Act = Act.NEW,
    overrides: Sequence[Override] | None = None,
) -> tuple[Judged, FactSheet]:
    """Judge ``firm`` by a standard on ``day``, with the facts as the registry has them.

    ``overrides`` of a batch go in place of those that the standard itself dates.
    """
    sheet = facts_of(firm, day)
    return assess(standard, sheet.facts, day, act=act, overrides=overrides), sheet


def again(kept: Assessment) -> Judged:
    """A kept assessment judged anew from what it froze; gives what it froze."""
    facts, wrong = read_facts(kept.facts)
    if wrong:
        raise ValueError(wrong[0].message)
    overrides = [read_override(one) for one in kept.overrides]
    act = Act(kept.act)
    return assess(kept.standard.read, facts, kept.as_of, act=act, overrides=overrides)


def warnings_of(firm: Firm, sheet: FactSheet) -> list[Warning]:
    """What in the facts of ``firm`` cannot be true, alone or beside its last kept filing."""
    return [*warnings(sheet.facts), *_beside_last_filing(firm, sheet)]


def warnings_of_figures(record: FirmYear) -> list[Warning]:
    """As ``warnings_of``, for the figures of one accounting year."""
    sheet = facts_of(record.firm, today())
    ending = yearly.name("", today().year - record.year)
    beside = _beside_last_filing(record.firm, sheet)
    figures = {name: getattr(record, name) for name in FIGURES}
    return [
        *warnings_of_year(figures),
        *(one for one in beside if one.facts[0].endswith(ending)),
    ]


def _beside_last_filing(firm: Firm, sheet: FactSheet) -> list[Warning]:
    last = Assessment.objects.filter(firm=firm, as_of__lte=sheet.day).order_by("-as_of", "-id")
    kept = last.only("facts", "as_of").first()
    if kept is None:
        return []
    earlier, _wrong = read_facts(kept.facts)
    return contradictions(sheet.facts, sheet.day.year, earlier, kept.as_of.year)


def read_given(written: Mapping[str, Any]) -> tuple[dict[str, Any], list[WrongFact]]:
    """Facts that somebody states over REST or on a page, read strictly.

    Where the size class is not stated, it follows from industry, staff, revenue and assets.
    """
    facts, wrong = read_facts(written)
    if "titles" in facts:
        known = set(Tier.objects.values_list("code", flat=True))
        named = {one["code"] for one in facts["titles"]}
        for code in sorted(named - known):
            # zh: 没有层级“%(tier)s”
            message = _("no tier “%(tier)s”") % {"tier": code}
            wrong.append(WrongFact("titles", code, "unknown_tier", message, tuple(sorted(known))))
    if "size_class" not in facts and "industry" in facts:
        result = size_class(
            size_rules(),
            industry=facts["industry"],
            staff=facts.get("staff_y1"),
            revenue=facts.get("revenue_y1"),
            assets=facts.get("assets_y1"),
        )
        if result.size is not None:
            facts["size_class"] = result.size
    return facts, wrong


def assessed(keys: Collection[str]) -> set[str]:
    """Those of the versions (by key) that a kept assessment refers to."""
    rows = Assessment.objects.filter(standard__in=keys)
    return set(rows.order_by().values_list("standard", flat=True).distinct())
