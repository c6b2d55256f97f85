"""What keeps a firm from a standard: the shortest way to "met", criterion by criterion."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cultivation.standards.engine.nodes import AnyOf
from cultivation.standards.engine.numbers import exact, plain, shown
from cultivation.standards.engine.results import Finding, Result
from cultivation.standards.engine.rules import Compare
from cultivation.standards.engine.scoring import Scored
from cultivation.standards.engine.sentences import distance_of, sentence, value_of
from cultivation.standards.texts import Text


@dataclass(frozen=True)
class Shortfall:
    """One thing that is not met. ``share`` is what is lacking in parts of the bound: 1/10 is a
    tenth short; None where no number tells how far it is."""

    finding: Finding
    share: Fraction | None

    @property
    def id(self) -> str:
        """The criterion."""
        return self.finding.node.says.id

    @property
    def text(self) -> Text:
        """What was found, or what the criterion asks."""
        return sentence(self.finding) or self.finding.node.says.text

    @property
    def value(self) -> str | None:
        """The figure."""
        value = value_of(self.finding)
        if value is None or not isinstance(self.finding.node, Compare):
            return None if self.finding.most is None else plain(self.finding.most)
        return shown(value, self.finding.node.bound)


def shortfalls(findings: Sequence[Finding]) -> list[Shortfall]:
    """The fewest and smallest things that would have to change for ``findings`` to be met."""
    return [one for finding in findings for one in _of(finding)]


def _of(finding: Finding) -> Iterator[Shortfall]:
    if finding.result is not Result.NOT_MET:
        return
    if not finding.children:
        yield Shortfall(finding, _share(finding))
    elif isinstance(finding.node, AnyOf):
        yield from min((list(_of(child)) for child in finding.children), key=_cost)
    else:
        for child in finding.children:
            yield from _of(child)


def _cost(found: list[Shortfall]) -> tuple[bool, Fraction, int]:
    shares = [one.share for one in found]
    known = [share for share in shares if share is not None]
    return None in shares, max(known, default=Fraction(0)), len(found)


def _share(finding: Finding) -> Fraction | None:
    node = finding.node
    if isinstance(node, Scored):
        lacking = [_part(finding.most or 0, node.least)]
        for one in finding.parts:
            if one.part.code in node.part_min:
                lacking.append(_part(one.most, node.part_min[one.part.code]))
        return max(lacking)
    away = distance_of(finding)
    if away is None or not isinstance(node, Compare) or node.bound == 0:
        return None
    return -away / abs(Fraction(node.bound))


def _part(most: object, bound: object) -> Fraction:
    wanted = Fraction(str(bound))
    return max(Fraction(0), (wanted - exact(Fraction(str(most)))) / wanted)
