"""What every node of a standard has, and the nodes that join others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cultivation.standards.engine.numbers import Number
from cultivation.standards.engine.results import Finding, Gap, Result, all_of, any_of
from cultivation.standards.engine.sheet import Sheet
from cultivation.standards.texts import Text


@dataclass(frozen=True)
class Says:
    """Where a criterion stands and what it says.

    ``confirm`` is what a person confirms although the figures say "met". ``override`` is the code
    of the override of a batch that put the criterion there or changed it.
    """

    id: str
    kind: str
    article: Text
    text: Text
    source: str
    confidence: str
    confirm: Text | None = None
    override: str = ""


class Node:
    """A criterion, or several joined."""

    children: "Sequence[Node]" = ()

    def __init__(self, says: Says) -> None:
        self.says = says

    def judge(self, sheet: Sheet) -> Finding:
        """What the facts come to here."""
        raise NotImplementedError

    def facts(self) -> Iterator[str]:
        """The facts that this criterion may look at."""
        for child in self.children:
            yield from child.facts()

    def walk(self) -> "Iterator[Node]":
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class AllOf(Node):
    """Met when every child is."""

    def __init__(self, says: Says, children: Sequence[Node]) -> None:
        super().__init__(says)
        self.children = children

    def judge(self, sheet: Sheet) -> Finding:
        found = [child.judge(sheet) for child in self.children]
        return Finding(self, all_of([one.result for one in found]), children=found)


class AnyOf(AllOf):
    """Met when one child is: alternatives, direct routes, exemptions."""

    def judge(self, sheet: Sheet) -> Finding:
        found = [child.judge(sheet) for child in self.children]
        return Finding(self, any_of([one.result for one in found]), children=found)


@dataclass(frozen=True)
class Case:
    """From ``least`` of the deciding figure on, ``then`` is the criterion; None is "below"."""

    least: Number | None
    then: Node


class Cases(Node):
    """A criterion that depends on another figure: the first case whose bound it reaches."""

    def __init__(self, says: Says, figure: str, needs: Sequence[str], cases: Sequence[Case]):
        super().__init__(says)
        self.figure, self.needs, self.cases = figure, needs, cases
        self.children = [case.then for case in cases]

    def facts(self) -> Iterator[str]:
        yield from self.needs
        yield from super().facts()

    def judge(self, sheet: Sheet) -> Finding:
        value = sheet.figure(self.figure)
        if isinstance(value, Gap):
            found = [child.judge(sheet) for child in self.children]
            results = {one.result for one in found}
            # Whatever the figure turns out to be: only where all cases agree is it known.
            agreed = results.pop() if len(results) == 1 else Result.MISSING
            return Finding(self, agreed, gap=value, children=found)
        case = next(one for one in self.cases if one.least is None or value >= one.least)
        chosen = case.then.judge(sheet)
        return Finding(self, chosen.result, value=value, children=[chosen])


class Waived(Node):
    """A criterion that is not examined for this act or batch; what it would be is still shown."""

    def __init__(self, inner: Node, why: Text, override: str = "") -> None:
        super().__init__(inner.says)
        self.inner, self.why, self.override = inner, why, override
        self.children = [inner]

    def judge(self, sheet: Sheet) -> Finding:
        return Finding(self, Result.MET, children=[self.inner.judge(sheet)])
