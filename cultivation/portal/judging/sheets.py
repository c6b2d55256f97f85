"""A judgement as a sheet: criterion by criterion, with what is missing and where to enter it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cultivation.portal.judging import words
from cultivation.standards.engine.assessing import Judged
from cultivation.standards.engine.content import CONFIDENCE
from cultivation.standards.engine.nodes import Waived
from cultivation.standards.engine.numbers import plain
from cultivation.standards.engine.points import Points
from cultivation.standards.engine.report import gaps
from cultivation.standards.engine.results import Finding, Result
from cultivation.standards.engine.rules import Compare
from cultivation.standards.engine.scoring import PartFinding, Scored
from cultivation.standards.engine.sentences import amount, label, unit_of
from cultivation.standards.texts import Text

# Where a fact is entered: its name to an address; empty where it cannot be.
EnterAt = Callable[[str], str]


@dataclass(frozen=True)
class Fact:
    """A fact that is missing, and where it is entered."""

    label: str
    address: str


@dataclass(frozen=True)
class Indicator:
    """A row of a score table with its points."""

    text: str
    figure: str
    points: str
    top: int
    colour: str
    mark: str
    article: str
    missing: list[Fact]


@dataclass(frozen=True)
class Part:
    """A part of a score: its points of the most there are, and the least it needs."""

    title: str
    points: str
    most: str
    top: int
    asked: str
    indicators: list[Indicator]


@dataclass(frozen=True)
class Line:
    """A criterion: what it says, what the firm has, what is asked, the result, where it stands."""

    id: str
    text: str
    figure: str
    asked: str
    mark: str
    result: str
    colour: str
    document: str
    article: str
    depth: int
    missing: list[Fact]
    notes: list[str]
    parts: list[Part] = field(default_factory=list)

    @property
    def inner(self) -> bool:
        """Whether it is part of another criterion."""
        return self.depth > 0


@dataclass(frozen=True)
class Sheet:
    """All of it. ``headline`` says the finding; ``lines`` are the criteria, ``all_lines`` with
    those inside of them."""

    headline: str
    mark: str
    colour: str
    verdict: str
    lines: list[Line]
    all_lines: list[Line]
    missing: list[Fact]


def sheet_of(judged: Judged, enter_at: EnterAt = lambda _name: "") -> Sheet:
    """The sheet of a judgement. Parameters: ``enter_at`` (where a missing fact is entered)."""
    maker = _Maker(judged, enter_at)
    everything = [line for one in judged.findings for line in maker.lines(one, 0)]
    names = dict.fromkeys(
        name for one in judged.findings for gap in gaps(one) for name in gap.missing
    )
    return Sheet(
        headline=words.counted(Counter(one.result for one in judged.findings)),
        mark=words.MARKS[judged.result],
        colour=words.COLOURS[judged.result],
        verdict=_verdict(judged.result),
        lines=[line for line in everything if not line.depth],
        all_lines=everything,
        missing=maker.facts(list(names)),
    )


def _verdict(result: Result) -> str:
    return {
        # zh: 符合条件
        Result.MET: _("qualifies"),
        # zh: 未达到条件
        Result.NOT_MET: _("does not qualify yet"),
        # zh: 数据不全，尚不能判定
        Result.MISSING: _("figures are missing to tell"),
        # zh: 其余由人工判断
        Result.PERSON: _("the rest is for a person to judge"),
    }[result]


class _Maker:
    def __init__(self, judged: Judged, enter_at: EnterAt) -> None:
        self.judged, self.enter_at = judged, enter_at
        self.document = judged.compiled.content.document_number
        self.overrides = {one.code: one for one in judged.compiled.overrides}

    def facts(self, names: Sequence[str]) -> list[Fact]:
        return [Fact(words.fact_label(name), self.enter_at(name)) for name in names]

    def lines(self, finding: Finding, depth: int) -> Iterator[Line]:
        says = finding.node.says
        missing = [name for gap in gaps(finding) for name in gap.missing]
        yield Line(
            id=says.id,
            text=str(says.text),
            figure=words.figure(finding, self.judged.day),
            asked=words.asks(finding.node),
            mark=words.MARKS[finding.result],
            result=words.said(finding),
            colour=words.COLOURS[finding.result],
            document=self._document(finding),
            article=str(says.article),
            depth=depth,
            # A score says it indicator by indicator.
            missing=[]
            if isinstance(finding.node, Scored)
            else self.facts(list(dict.fromkeys(missing))),
            notes=list(self._notes(finding)),
            parts=[self._part(one, finding.node) for one in finding.parts],
        )
        if not isinstance(finding.node, Waived):
            for child in finding.children:
                yield from self.lines(child, depth + 1)

    def _document(self, finding: Finding) -> str:
        changed = self.overrides.get(self._override(finding))
        return changed.document if changed else self.document

    def _override(self, finding: Finding) -> str:
        node = finding.node
        return node.says.override or (node.override if isinstance(node, Waived) else "")

    def _notes(self, finding: Finding) -> Iterator[str]:
        node = finding.node
        if isinstance(node, Waived):
            yield str(node.why)
        changed = self.overrides.get(self._override(finding))
        if changed:
            # zh: 按批次通知调整：%(title)s
            yield _("changed for this batch: %(title)s") % {"title": changed.title}
            if changed.reason:
                # zh: 调整理由：%(reason)s
                yield _("reason of the change: %(reason)s") % {"reason": changed.reason}
        elif any(self._override(one) for one in _inside(finding)):
            # zh: 其中有条件按批次通知调整，以下列为准
            yield _("changed for this batch in part: see what stands inside")
        if node.says.confirm and finding.result is Result.MET:
            # zh: 需人工确认：%(what)s
            yield _("a person confirms: %(what)s") % {"what": node.says.confirm}
        if finding.limited and isinstance(node, Compare):
            # zh: 据“%(figure)s”推定
            yield _("told from “%(figure)s”") % {"figure": label(node.at_most)}
        if node.says.confidence != self.judged.compiled.content.confidence:
            yield str(CONFIDENCE[node.says.confidence])

    def _part(self, found: PartFinding, node: object) -> Part:
        bound = node.part_min.get(found.part.code) if isinstance(node, Scored) else None
        rows = []
        for indicator, points in found.indicators:
            known = points.least == points.most
            result = Result.MISSING if points.gap else Result.PERSON
            full = points.least == indicator.top
            colour = ("good" if full else "") if known else words.COLOURS[result]
            value = "" if points.value is None else self._value(points)
            rows.append(
                Indicator(
                    text=str(indicator.says.text),
                    figure=value or "—",
                    points=_range(points.least, points.most),
                    top=indicator.top,
                    colour=colour,
                    mark="" if known else words.MARKS[result],
                    article=str(indicator.says.article),
                    missing=self.facts(points.gap.missing) if points.gap else [],
                )
            )
        return Part(
            title=str(found.part.title),
            points=_range(found.least, found.most),
            most=plain(found.most),
            top=found.part.top,
            asked="" if bound is None else f"≥ {plain(bound)}",
            indicators=rows,
        )

    def _value(self, points: Points) -> str:
        if isinstance(points.value, Text):
            return str(points.value)
        unit = unit_of(points.figure) if points.figure else "项"
        return words.grouped(amount(points.value, unit))


def _inside(finding: Finding) -> Iterator[Finding]:
    """All that is part of a criterion, however deep."""
    if not isinstance(finding.node, Waived):
        for child in finding.children:
            yield child
            yield from _inside(child)


def _range(least: object, most: object) -> str:
    low, high = plain(least), plain(most)  # type: ignore[arg-type]
    return low if low == high else f"{low}–{high}"
