"""What a criterion can come to, and what was found for it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from cultivation.standards.texts import Text

if TYPE_CHECKING:
    from cultivation.standards.engine.nodes import Node
    from cultivation.standards.engine.points import Score
    from cultivation.standards.engine.scoring import PartFinding


class Result(StrEnum):
    """The four results of a criterion, and of a standard as a whole."""

    NOT_MET = "not_met"
    MISSING = "missing"
    """A figure is missing: known, it could still go either way."""
    PERSON = "person"
    """A person has to judge."""
    MET = "met"


LABELS = {
    Result.MET: Text("符合", "met"),
    Result.NOT_MET: Text("不符合", "not met"),
    Result.MISSING: Text("缺数据", "figure missing"),
    Result.PERSON: Text("需人工判断", "needs a person"),
}
# All of several come to the lowest of them in this order, any of several to the highest.
ORDER = {Result.NOT_MET: 0, Result.MISSING: 1, Result.PERSON: 2, Result.MET: 3}


def all_of(results: Sequence[Result]) -> Result:
    """What criteria come to that must all be met; met when there are none."""
    return min(results, key=ORDER.__getitem__, default=Result.MET)


def any_of(results: Sequence[Result]) -> Result:
    """What alternatives come to; not met when there are none."""
    return max(results, key=ORDER.__getitem__, default=Result.NOT_MET)


class Gap(NamedTuple):
    """A figure that cannot be told: facts that are missing, or why it is undefined."""

    missing: tuple[str, ...] = ()
    undefined: Text | None = None


class Finding:
    """What was found for a node of a standard."""

    __slots__ = ("children", "gap", "least", "limited", "most", "node", "parts", "result", "value")

    def __init__(
        self,
        node: "Node",
        result: Result,
        *,
        value: Any = None,
        gap: Gap | None = None,
        children: "Sequence[Finding]" = (),
        parts: "Sequence[PartFinding]" = (),
        least: "Score | None" = None,
        most: "Score | None" = None,
        limited: bool = False,
    ) -> None:
        self.node = node
        self.result = result
        self.value = value
        self.gap = gap
        self.children = children
        self.parts = parts
        self.least = least
        self.most = most
        # The figure is not known itself: ``value`` is that of another which it cannot exceed.
        self.limited = limited
