"""How far the city and its districts are from their targets on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cultivation.targets import rules
from cultivation.targets.ledger import CUMULATIVE, OF_A_YEAR, Ledger, Tiers, tiers_of
from cultivation.targets.models import Measure, PublishedFigure, Target


@dataclass(frozen=True)
class Published:
    """The newest published figure to set beside the ledger's count."""

    code: str
    value: int
    op: str
    as_of: str
    measure: str
    source: str
    confidence: str


@dataclass(frozen=True)
class TargetProgress:
    """A target and how far it is on ``as_of``.

    ``counted`` is the ledger's number (None for a measure that it cannot count: a batch, a
    recommendation), ``counted_on_due`` that of the due day once it has passed. ``gap`` and
    ``surplus`` are never negative; ``percent`` has one place.
    """

    target: Target
    tiers: Tiers
    as_of: dt.date
    value: int
    due_on: dt.date | None
    counted: int | None
    counted_on_due: int | None
    gap: int | None
    surplus: int | None
    percent: Decimal | None
    status: rules.Status
    published: Published | None


def progress(*, as_of: dt.date, targets: Iterable[Target] | None = None) -> list[TargetProgress]:
    """Every target in force on ``as_of``, or those of ``targets``, in the order of due days.

    How the number is counted depends on the target's measure. ``stock``: holdings of its tiers on
    the day, by the one definition (``cultivation.counts.definition``); of a firm that holds two of
    its tiers both count. ``cumulative`` and ``cumulative_ever``: firms that ever entered one of its
    tiers by the day, each once. ``period_new``: certifications that began in the year of the due
    day and renew no earlier one; ``ytd_entered``: with renewals. A certification ended before it
    began counts nowhere. A target of a district takes, for stock, the firms there on the day; for
    the others, those that were there when the certification began.
    """
    figures = list(PublishedFigure.objects.filter(last_day__lte=as_of).prefetch_related("tiers"))
    if targets is None:
        rows = Target.objects.prefetch_related("tiers", "tiers__ladder").select_related("district")
        targets = [target for target in rows if target.in_force(as_of)]
    targets = list(targets)
    ledger = Ledger(targets, as_of)
    return [_progress(target, as_of, ledger, figures) for target in targets]


def _progress(
    target: Target, as_of: dt.date, ledger: Ledger, figures: list[PublishedFigure]
) -> TargetProgress:
    tiers = tiers_of(target)
    counted = ledger.counted(target, as_of)
    past = target.due_on is not None and as_of > target.due_on
    on_due = ledger.counted(target, target.due_on) if past and target.due_on else None
    known = counted is not None
    return TargetProgress(
        target=target,
        tiers=tiers,
        as_of=as_of,
        value=target.value,
        due_on=target.due_on,
        counted=counted,
        counted_on_due=on_due,
        gap=rules.gap(target.value, counted or 0) if known else None,
        surplus=rules.surplus(target.value, counted or 0) if known else None,
        percent=rules.percent(target.value, counted or 0) if known else None,
        status=rules.status(
            value=target.value,
            counted=counted,
            due_on=target.due_on,
            as_of=as_of,
            counted_on_due=on_due,
        ),
        published=_published(target, tiers, figures),
    )


def _published(target: Target, tiers: Tiers, figures: list[PublishedFigure]) -> Published | None:
    """The newest figure of the same tiers, area and measure.

    Beside a cumulative target for which none was published stands the newest stock: it is a lower
    bound of it, and its ``measure`` says what it is. A target of one year takes figures of that
    year only.
    """
    same = [
        figure
        for figure in figures
        if tuple(sorted(tier.code for tier in figure.tiers.all())) == tiers
        and _same_area(target, figure)
        and _same_year(target, figure)
    ]
    wanted = [figure for figure in same if figure.measure == target.measure]
    if not wanted and target.measure in CUMULATIVE:
        wanted = [figure for figure in same if figure.measure == Measure.STOCK]
    if not wanted:
        return None
    newest = max(wanted, key=lambda figure: (figure.last_day, figure.first_day, figure.code))
    return Published(
        code=newest.code,
        value=newest.value,
        op=newest.op,
        as_of=newest.as_of,
        measure=newest.measure,
        source=newest.source,
        confidence=newest.confidence,
    )


def _same_area(target: Target, figure: PublishedFigure) -> bool:
    if target.district_id is None:
        return figure.area_level == "city"
    return figure.area_level == "district" and figure.district_id == target.district_id


def _same_year(target: Target, figure: PublishedFigure) -> bool:
    if target.measure not in OF_A_YEAR or target.due_on is None:
        return True
    return figure.first_day.year == target.due_on.year == figure.last_day.year
