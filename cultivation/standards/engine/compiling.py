"""From the content of a standard to nodes that judge."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cultivation.standards.engine.content import ACTS, Act, Content, Override
from cultivation.standards.engine.figures import needs_of
from cultivation.standards.engine.nodes import AllOf, AnyOf, Case, Cases, Node, Says, Waived
from cultivation.standards.engine.points import (
    Bands,
    Each,
    Either,
    Given,
    Option,
    Options,
    Scale,
    Steps,
)
from cultivation.standards.engine.rules import Compare, Is, Level, Person, Records, Sme, Title
from cultivation.standards.engine.scoring import Indicator, Part, Scored
from cultivation.standards.texts import Text

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Compiled:
    """A standard for one act, with the overrides that were applied: ready to judge facts."""

    content: Content
    act: Act
    overrides: tuple[Override, ...]
    criteria: tuple[Node, ...]
    facts: frozenset[str]


def compile_standard(content: Content, act: Act, overrides: Sequence[Override] = ()) -> Compiled:
    """The nodes of ``content`` for ``act`` with ``overrides``."""
    compiler = _Compiler(content, act, overrides)
    nodes = tuple(compiler.criteria())
    facts = frozenset(name for node in nodes for name in node.facts())
    return Compiled(content, act, tuple(overrides), nodes, facts)


class _Compiler:
    def __init__(self, content: Content, act: Act, overrides: Sequence[Override]) -> None:
        self.act = act
        self.raw = content.raw
        self.changed: dict[str, tuple[Override, Raw]] = {}
        self.added: list[tuple[Override, Raw]] = []
        for override in overrides:
            for change in override.changes:
                if "add" in change:
                    self.added.append((override, change["add"]))
                else:
                    self.changed[change["criterion"]] = (override, change)
        self.parts = [self._part(one) for one in self.raw.get("parts", ())]

    def criteria(self) -> list[Node]:
        nodes = self._nodes(self.raw["criteria"])
        return nodes + [self._node(raw, override=one.code) for one, raw in self.added]

    def _nodes(self, raws: Sequence[Raw]) -> list[Node]:
        return [self._node(raw) for raw in raws if self.act in raw.get("acts", (self.act,))]

    def _node(self, raw: Raw, *, inside: Says | None = None, override: str = "") -> Node:
        changed = self.changed.get(raw.get("id", ""))
        if changed and "set" in changed[1]:
            raw, override = {**raw, **changed[1]["set"]}, changed[0].code
        node = self._make(raw, _says(raw, inside, override))
        if changed and changed[1].get("waive"):
            why = Text("按%(title)s不考察", "not examined by %(title)s")
            return Waived(node, why % {"title": changed[0].title}, changed[0].code)
        if self.act in raw.get("waived_for", ()):
            return Waived(node, Text("%(act)s不考察", "not examined for a %(act)s") % {
                "act": ACTS[self.act]
            })  # fmt: skip
        return node

    def _make(self, raw: Raw, says: Says) -> Node:
        kind = raw["kind"]
        if kind in ("all", "any"):
            return (AllOf if kind == "all" else AnyOf)(says, self._nodes(raw[kind]))
        if kind == "cases":
            cases = [Case(_bound(one.get("from")), self._node(one["then"])) for one in raw["cases"]]
            return Cases(says, raw["figure"], needs_of(raw["figure"]), cases)
        if kind == "score":
            return Scored(
                says,
                parts=self.parts,
                least=Decimal(raw["min"]),
                part_min={k: Decimal(v) for k, v in raw.get("part_min", {}).items()},
                nonzero=raw.get("nonzero", ()),
            )
        return SINGLE[kind](says, raw)

    def _part(self, raw: Raw) -> Part:
        indicators = [self._indicator(one) for one in raw["indicators"]]
        return Part(raw["code"], Text.of(raw["title"]), raw["max"], indicators)

    def _indicator(self, raw: Raw) -> Indicator:
        says = _says({**raw, "kind": "score"}, None, "")
        return Indicator(says, raw["max"], self._scale(raw["points"], raw["max"], says))

    def _scale(self, raw: Raw, top: int, says: Says) -> Scale:
        if "either" in raw:
            return Either([self._scale(one, top, says) for one in raw["either"]])
        if "bands" in raw:
            falling = any("max" in band for band in raw["bands"])
            name = "max" if falling else "min"
            bands = [(_bound(band.get(name)), band["points"]) for band in raw["bands"]]
            return Bands(raw["figure"], bands, falling=falling)
        if "options" in raw:
            return Options([self._option(one, says) for one in raw["options"]])
        if "step" in raw:
            return Steps(raw["figure"], Decimal(raw["step"]), raw["points"], top)
        if "each" in raw:
            whens = [self._node(one, inside=says) for one in raw["each"]]
            return Each(whens, raw["points"], top)
        return Given(raw["given"], top)

    def _option(self, raw: Raw, says: Says) -> Option:
        text = Text.of(raw["text"])
        if "when" not in raw:
            return Option(None, raw["points"], text)
        when = self._node({**raw["when"], "text": raw["text"]}, inside=says)
        return Option(when, raw["points"], text)


def _says(raw: Raw, inside: Says | None, override: str) -> Says:
    return Says(
        id=raw.get("id") or (inside.id if inside else ""),
        kind=raw["kind"],
        article=inside.article if inside else Text.of(raw["article"]),
        text=Text.of(raw["text"]),
        source=inside.source if inside else raw["source"],
        confidence=inside.confidence if inside else raw["confidence"],
        confirm=Text.of(raw["confirm"]) if "confirm" in raw else None,
        override=override,
    )


def _bound(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _records(says: Says, raw: Raw, *, without: bool) -> Node:
    return Records(
        says,
        fact=raw["fact"],
        match=raw["match"],
        years=raw.get("years"),
        calendar_years=raw.get("calendar_years"),
        without=without,
    )


SINGLE: dict[str, Callable[[Says, Raw], Node]] = {
    "compare": lambda says, raw: Compare(
        says,
        figure=raw["figure"],
        op=raw["op"],
        value=raw["value"],
        unit=raw["unit"],
        at_most=raw.get("at_most", ""),
    ),
    "is": lambda says, raw: Is(says, fact=raw["fact"], value=raw["value"]),
    "level": lambda says, raw: Level(says, fact=raw["fact"], value=raw["value"]),
    "sme": lambda says, raw: Sme(says),
    "title": lambda says, raw: Title(
        says, fact=raw["fact"], titles=raw["titles"], every=raw.get("every", False)
    ),
    "no_title": lambda says, raw: Title(says, fact=raw["fact"], titles=raw["titles"], without=True),
    "record": lambda says, raw: _records(says, raw, without=False),
    "no_record": lambda says, raw: _records(says, raw, without=True),
    "person": lambda says, raw: Person(
        says,
        fact=raw.get("fact", ""),
        figure=raw.get("figure", ""),
        set_by=raw.get("set_by", ""),
    ),
}
