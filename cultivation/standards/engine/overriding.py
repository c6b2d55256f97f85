"""What the call of a batch may change in a standard, and how that is written as an override."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cultivation.standards.engine.compiling import compile_standard
from cultivation.standards.engine.content import Act, Content, Override
from cultivation.standards.engine.figures import label
from cultivation.standards.engine.nodes import AnyOf, Node, Waived
from cultivation.standards.engine.numbers import plain
from cultivation.standards.engine.rules import Compare
from cultivation.standards.engine.scoring import Scored
from cultivation.standards.engine.sentences import ASKS, amount
from cultivation.standards.texts import Text


@dataclass(frozen=True)
class Changeable:
    """A criterion as it is filed, for the ``acts`` that examine it.

    ``bound`` and ``unit`` are its threshold where it has one that can be set anew; ``within`` are
    the ids of the criteria that it is a part of, the outermost first. ``alternative``: one of
    several of which one is enough; to waive it would be to fulfil all of them.
    """

    node: Node
    acts: tuple[Act, ...]
    within: tuple[str, ...]
    alternative: bool

    @property
    def id(self) -> str:
        return self.node.says.id

    @property
    def bound(self) -> Decimal | None:
        match self.node:
            case Compare(bound=bound) | Scored(least=bound):
                return bound
        return None

    @property
    def unit(self) -> str:
        match self.node:
            case Compare(unit=unit):
                return unit
            case Scored():
                return "分"
        return ""

    def text_for(self, value: Decimal) -> Text:
        """What the criterion says with another threshold: its own text names the filed one."""
        node = self.node
        if isinstance(node, Scored):
            said = Text("得分不低于%(bound)s%(rest)s", "Points: at least %(bound)s%(rest)s")
            rest = Text("，各部分最低分不变", ", the least of each part as before")
            rest = rest if node.part_min else Text("", "")
            return said % {"bound": amount(value, "分"), "rest": rest}
        assert isinstance(node, Compare)
        said = Text("%(figure)s%(asks)s%(bound)s", "%(figure)s: %(asks)s %(bound)s")
        return said % {
            "figure": label(node.figure), "asks": ASKS[node.op], "bound": amount(value, node.unit),
        }  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One criterion gets another threshold (``value``, in its own unit), or is waived (None)."""

    criterion: str
    value: Decimal | None


def changeable(
    content: Content, acts: Sequence[Act], overrides: Mapping[Act, Sequence[Override]]
) -> list[Changeable]:
    """The criteria of a standard that a batch may change, in its order.

    Parameters: ``acts`` (that the batch takes), ``overrides`` (of the standard itself, by act).
    """
    found: dict[str, Changeable] = {}
    for act in acts:
        nodes = compile_standard(content, act, overrides.get(act, ())).criteria
        for node, within, alternative in _walk(nodes, (), inside_any=False):
            before = found.get(node.says.id)
            of_acts = (*before.acts, act) if before else (act,)
            found[node.says.id] = Changeable(node, of_acts, within, alternative)
    return list(found.values())


def _walk(
    nodes: Sequence[Node], within: tuple[str, ...], *, inside_any: bool
) -> Iterator[tuple[Node, tuple[str, ...], bool]]:
    for node in nodes:
        if not isinstance(node, Waived):  # what is not examined anyway cannot be changed
            yield node, within, inside_any
            inner = (*within, node.says.id)
            yield from _walk(node.children, inner, inside_any=isinstance(node, AnyOf))


def written(
    *,
    code: str,
    document: str,
    reason: str,
    acts: Sequence[Act],
    changes: Sequence[Change],
    criteria: Sequence[Changeable],
) -> dict[str, Any]:
    """An override in the form of the files: it is called by its ``document``, which allows it."""
    by_id = {one.id: one for one in criteria}
    return {
        "code": code,
        "title": {"zh": document, "en": document},
        "document": document,
        "source": document,
        "confidence": "document",
        "reason": reason,
        "acts": [str(act) for act in acts],
        # A batch has its window: the override holds for all that is filed in it.
        "from": None,
        "to": None,
        "changes": [_change(one, by_id[one.criterion]) for one in changes],
    }


def _change(change: Change, criterion: Changeable) -> dict[str, Any]:
    if change.value is None:
        # With its text as filed: the journal says what was waived, whatever the standard is then.
        text = criterion.node.says.text.as_dict()
        return {"criterion": change.criterion, "waive": True, "set": {"text": text}}
    name = "min" if isinstance(criterion.node, Scored) else "value"
    text = criterion.text_for(change.value).as_dict()
    return {"criterion": change.criterion, "set": {name: plain(change.value), "text": text}}
