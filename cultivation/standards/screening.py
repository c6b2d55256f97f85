"""A standard run over all firms: who would qualify, who is near and by what, who no longer does."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from django.db.models import Q, QuerySet

from cultivation.firms.models import Firm, Residence
from cultivation.firms.querysets import of_firms, on
from cultivation.standards.engine.assessing import Judged, judge
from cultivation.standards.engine.compiling import Compiled, compile_standard
from cultivation.standards.engine.content import Act, Content
from cultivation.standards.engine.nearness import Shortfall, shortfalls
from cultivation.standards.engine.numbers import plain
from cultivation.standards.engine.report import gaps
from cultivation.standards.engine.results import Finding, Result
from cultivation.standards.facts.sheets import sheets_of
from cultivation.standards.texts import Text
from cultivation.standards.vocabulary import FACTS, Origin

CHUNK = 4_000
# Near is whoever lacks no more than two things, each a number short by no more than a fifth.
NEAR_THINGS = 2
NEAR_SHARE = Fraction(1, 5)

Progress = Callable[[int, int], None]


class Standing(StrEnum):
    """How a firm stands to a standard: the first five for firms without the title."""

    QUALIFIES = "qualifies"
    """Everything is met."""
    LIKELY = "likely"
    """Nothing is against it; what is open is for checks, proofs and people."""
    INCOMPLETE = "incomplete"
    """Nothing is against it, but yearly figures are missing."""
    NEAR = "near"
    FAR = "far"
    HOLDS = "holds"
    """Holds the title, and nothing is against it."""
    NO_LONGER = "no_longer"
    """Holds the title, and its conditions are no longer met."""


LABELS = {
    Standing.QUALIFIES: Text("符合", "qualifies"),
    Standing.LIKELY: Text("有望符合", "likely"),
    Standing.INCOMPLETE: Text("年度数据不全", "figures missing"),
    Standing.NEAR: Text("接近", "near"),
    Standing.FAR: Text("尚有差距", "far"),
    Standing.HOLDS: Text("在库，未见不符", "holds it"),
    Standing.NO_LONGER: Text("在库，条件不再符合", "holds it, conditions no longer met"),
}


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A firm in a screening.

    ``not_met`` are the criteria (ids) that are not met, ``missing`` the facts that are lacking,
    ``shortfalls`` the shortest way to "met" (for firms that are near, and for holders),
    ``least`` and ``most`` the points where the standard has a score.
    """

    firm: int
    uscc: str | None
    name: str
    district: str | None
    zone: str | None
    standing: Standing
    result: Result
    not_met: tuple[str, ...]
    missing: tuple[str, ...]
    person: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]
    least: str | None
    most: str | None


@dataclass
class Screening:
    """All firms that were screened, best first within their standing."""

    standard: Content
    day: dt.date
    rows: list[ScreenRow] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many firms have which standing."""
        found = Counter(row.standing for row in self.rows)
        return {str(standing): found[standing] for standing in Standing}

    def having(self, *standings: Standing) -> list[ScreenRow]:
        """The rows with one of ``standings``."""
        return [row for row in self.rows if row.standing in standings]


def screen(
    standard: Content,
    day: dt.date,
    *,
    firms: QuerySet[Firm] | None = None,
    progress: Progress | None = None,
) -> Screening:
    """Judge firms by ``standard`` as of ``day``.

    Parameters: ``firms`` (which; all of the registry by default: narrow it with ``visible_to``),
    ``progress`` (called with how many are done, of how many). Firms that have closed by ``day`` are
    left out. Holders of the title are judged by what a renewal asks, others by what a new
    application asks; ``day`` need not lie in the days of the standard.
    """
    chosen = Firm.objects.all() if firms is None else firms
    chosen = chosen.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    total = chosen.count()
    screening = Screening(standard, day)
    compiled = {act: _compiled(standard, act, day) for act in Act}
    done = 0
    for chunk in _chunks(chosen):
        screening.rows += _rows(chunk, compiled, day)
        done += len(chunk)
        if progress:
            progress(done, total)
    order = {standing: k for k, standing in enumerate(Standing)}
    screening.rows.sort(key=lambda row: (order[row.standing], len(row.not_met), row.firm))
    return screening


def _compiled(standard: Content, act: Act, day: dt.date) -> Compiled:
    act = act if act in standard.acts else standard.acts[0]
    return compile_standard(standard, act, standard.overrides_on(act, day))


def _chunks(firms: QuerySet[Firm]) -> Iterator[list[Firm]]:
    last = 0
    rows = firms.order_by("pk").only("id", "uscc", "name", "established_on", "legal_form")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def _rows(chunk: Sequence[Firm], compiled: dict[Act, Compiled], day: dt.date) -> list[ScreenRow]:
    wanted = {"titles"}.union(*(one.facts for one in compiled.values()))
    sheets = sheets_of(chunk, day, wanted=wanted)
    places = {
        firm: (district, zone)
        for firm, district, zone in Residence.objects.filter(on(day), of_firms(sheets)).values_list(
            "firm_id", "district_id", "zone_id"
        )
    }
    tier = compiled[Act.NEW].content.tier
    rows = []
    for firm in chunk:
        facts = sheets[firm.pk].facts
        holds = _holds(facts["titles"], tier, day)
        judged = judge(compiled[Act.RENEWAL if holds else Act.NEW], facts, day)
        district, zone = places.get(firm.pk, (None, None))
        rows.append(_row(firm, district, zone, judged, holds=holds))
    return rows


def _holds(titles: Sequence[dict[str, object]], tier: str, day: dt.date) -> bool:
    for one in titles:
        first, end = one["from"], one.get("to")
        assert isinstance(first, dt.date)
        if one["code"] == tier and first <= day and (not isinstance(end, dt.date) or day < end):
            return True
    return False


def _row(
    firm: Firm, district: str | None, zone: str | None, judged: Judged, *, holds: bool
) -> ScreenRow:
    against = [one for one in judged.findings if one.result is Result.NOT_MET]
    missing = tuple(
        dict.fromkeys(name for one in judged.findings for gap in gaps(one) for name in gap.missing)
    )
    ways: list[Shortfall] = []
    if against and (holds or len(against) <= NEAR_THINGS):
        ways = shortfalls(against)
    standing = _standing(judged, against, missing, ways, holds=holds)
    score = next(_scores(judged.findings), None)
    return ScreenRow(
        firm=firm.pk,
        uscc=firm.uscc,
        name=firm.name,
        district=district,
        zone=zone,
        standing=standing,
        result=judged.result,
        not_met=tuple(one.node.says.id for one in against),
        missing=missing,
        person=tuple(one.node.says.id for one in judged.findings if one.result is Result.PERSON),
        shortfalls=tuple(ways) if standing is not Standing.FAR else (),
        least=None if score is None else plain(score.least or 0),
        most=None if score is None else plain(score.most or 0),
    )


def _standing(
    judged: Judged,
    against: Sequence[Finding],
    missing: Sequence[str],
    ways: Sequence[Shortfall],
    *,
    holds: bool,
) -> Standing:
    if holds:
        return Standing.NO_LONGER if against else Standing.HOLDS
    if judged.result is Result.MET:
        return Standing.QUALIFIES
    if not against:
        lacking = any(FACTS[name].origin is Origin.YEAR for name in missing)
        return Standing.INCOMPLETE if lacking else Standing.LIKELY
    near = 0 < len(ways) <= NEAR_THINGS and all(
        one.share is not None and one.share <= NEAR_SHARE for one in ways
    )
    return Standing.NEAR if near else Standing.FAR


def _scores(findings: Sequence[Finding]) -> Iterator[Finding]:
    for one in findings:
        if one.most is not None:
            yield one
        yield from _scores(one.children)
