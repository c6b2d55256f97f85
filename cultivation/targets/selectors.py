"""How far the city and its districts are from their targets on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from cultivation.certification.models import Certification
from cultivation.counts.selectors import Query, count
from cultivation.targets import rules
from cultivation.targets.models import Measure, PublishedFigure, Target

CUMULATIVE = (Measure.CUMULATIVE, Measure.CUMULATIVE_EVER)
OF_A_YEAR = (Measure.PERIOD_NEW, Measure.YTD_ENTERED)
# What the ledger can tell; the rest (a batch, a recommendation) only documents do.
COUNTABLE = (Measure.STOCK, *CUMULATIVE, *OF_A_YEAR)
Tiers = tuple[str, ...]
# By district; the whole city under None.
ByDistrict = dict[str | None, int]


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
    ledger = _Ledger()
    return [_progress(target, as_of, ledger, figures) for target in targets]


class _Ledger:
    """What was counted, each question asked once for all districts: targets share the answers."""

    def __init__(self) -> None:
        self._stock = cache(self._count_stock)
        self._ever = cache(partial(self._count_begun, firms=True))
        self._begun = cache(self._count_begun)

    def counted(self, target: Target, tiers: Tiers, day: dt.date) -> int | None:
        """The number of ``target`` on ``day``; None for a measure that cannot be counted."""
        if target.measure == Measure.STOCK:
            found = self._stock(day)
            return sum(found.get((tier, target.district_id), 0) for tier in tiers)
        by_district = target.district_id is not None
        if target.measure in CUMULATIVE:
            counts = self._ever(tiers, None, day, by_district)
        elif target.measure in OF_A_YEAR:
            first, last = rules.year_until(target.due_on, day)
            first_time = target.measure == Measure.PERIOD_NEW
            counts = self._begun(tiers, first, min(last, day), by_district, first_time=first_time)
        else:
            return None
        return counts.get(target.district_id, 0)

    def _count_stock(self, day: dt.date) -> dict[tuple[str, str | None], int]:
        found: dict[tuple[str, str | None], int] = {}
        for row in count(Query(by=("tier", "district")), day).rows:
            tier, district, n = row["tier"], row["district"], row["count"]
            found[tier, None] = found.get((tier, None), 0) + n
            if district is not None:
                found[tier, district] = n
        return found

    def _count_begun(
        self,
        tiers: Tiers,
        first: dt.date | None,
        last: dt.date,
        by_district: bool,
        *,
        firms: bool = False,
        first_time: bool = False,
    ) -> ByDistrict:
        """Certifications (or ``firms`` with any) that began from ``first`` to ``last``."""
        begun: QuerySet[Certification] = Certification.objects.filter(
            Q(holds_to__isnull=True) | Q(holds_to__gt=F("valid_from")),
            tier__in=tiers,
            valid_from__lte=last,
        ).order_by()
        if first is not None:
            begun = begun.filter(valid_from__gte=first)
        if first_time:
            begun = begun.filter(continues__isnull=True)
        number = Count("firm", distinct=True) if firms else Count("pk")
        if not by_district:
            return {None: begun.aggregate(n=number)["n"]}
        there = FilteredRelation(
            "firm__residences",
            condition=(
                Q(firm__residences__valid_from__isnull=True)
                | Q(firm__residences__valid_from__lte=F("valid_from"))
            )
            & (
                Q(firm__residences__valid_to__isnull=True)
                | Q(firm__residences__valid_to__gt=F("valid_from"))
            ),
        )
        rows = begun.annotate(there=there).values_list("there__district_id").annotate(n=number)
        return dict(rows)


def _progress(
    target: Target, as_of: dt.date, ledger: _Ledger, figures: list[PublishedFigure]
) -> TargetProgress:
    tiers = tuple(sorted(tier.code for tier in target.tiers.all()))
    counted = ledger.counted(target, tiers, as_of)
    past = target.due_on is not None and as_of > target.due_on
    on_due = ledger.counted(target, tiers, target.due_on) if past and target.due_on else None
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
