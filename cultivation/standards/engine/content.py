"""A standard as its file says it, read (checked before: see ``checking``)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cultivation.standards.texts import Text


class Act(StrEnum):
    """What a firm applies for: to be certified, or (复核) to stay so."""

    NEW = "new"
    RENEWAL = "renewal"


ACTS = {Act.NEW: Text("新申报", "new application"), Act.RENEWAL: Text("复核", "renewal")}

CONFIDENCE = {
    "seen": Text("已见公开原文", "read in a public copy"),
    "secondary": Text("据引用原文的二手资料", "read in a secondary text that cites the document"),
    "recalled_high": Text("据回忆，较可靠", "recalled, reliable"),
    "recalled_medium": Text("据回忆，一般", "recalled, fair"),
    "recalled_low": Text("据回忆，待核", "recalled, doubtful"),
    "document": Text("据所附文件录入", "entered from its document"),
    "unknown": Text("未见，由主管部门确定", "not seen, set by the bureau"),
}


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to the day before ``end``; None is open."""

    first: dt.date | None
    end: dt.date | None

    def __contains__(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Applies:
    """The standard judges this act when it is filed in this span; ``why`` when that is special."""

    act: Act
    span: Span
    why: Text | None


@dataclass(frozen=True)
class Override:
    """What a notice changed for the applications of one batch; ``reason`` why, if that is said."""

    code: str
    title: Text
    document: str
    source: str
    confidence: str
    acts: tuple[Act, ...]
    span: Span
    changes: Sequence[Mapping[str, Any]]
    raw: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class Content:
    """A version of a standard. ``raw`` is the whole file."""

    code: str
    version: int
    tier: str
    title: Text
    document_number: str
    document_title: Text
    articles: Text
    span: Span
    applies: tuple[Applies, ...]
    source: str
    confidence: str
    notes: tuple[Text, ...]
    overrides: tuple[Override, ...]
    raw: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The name of this version: ``specialized-2022.1``."""
        return f"{self.code}.{self.version}"

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts it judges at any time."""
        return tuple(dict.fromkeys(one.act for one in self.applies))

    def judges(self, act: Act, day: dt.date) -> Applies | None:
        """Where it says that it judges ``act`` filed on ``day``."""
        found = (one for one in self.applies if one.act is act and day in one.span)
        return next(found, None)

    def overrides_on(self, act: Act, day: dt.date) -> tuple[Override, ...]:
        """The overrides for ``act`` filed on ``day``."""
        return tuple(one for one in self.overrides if act in one.acts and day in one.span)


def read_content(raw: Mapping[str, Any]) -> Content:
    """The content of a checked file."""
    document = raw["document"]
    return Content(
        code=raw["code"],
        version=raw["version"],
        tier=raw["tier"],
        title=Text.of(raw["title"]),
        document_number=document["number"],
        document_title=Text.of(document["title"]),
        articles=Text.of(document["articles"]),
        span=_span(raw),
        applies=tuple(
            Applies(
                Act(one["act"]),
                _span({"from": raw["from"], "to": raw["to"]} | one),
                _text(one.get("why")),
            )
            for one in raw["applies"]
        ),
        source=raw["source"],
        confidence=raw["confidence"],
        notes=tuple(Text.of(one) for one in raw.get("notes", ())),
        overrides=tuple(read_override(one) for one in raw.get("overrides", ())),
        raw=raw,
    )


def read_override(raw: Mapping[str, Any]) -> Override:
    """An override as a file or a batch writes it."""
    return Override(
        code=raw["code"],
        title=Text.of(raw["title"]),
        document=raw["document"],
        source=raw["source"],
        confidence=raw["confidence"],
        acts=tuple(Act(one) for one in raw["acts"]),
        span=_span(raw),
        changes=raw["changes"],
        raw=raw,
        reason=raw.get("reason", ""),
    )


def _span(raw: Mapping[str, Any]) -> Span:
    return Span(day(raw.get("from")), day(raw.get("to")))


def day(text: str | None) -> dt.date | None:
    """The day that a file writes."""
    return dt.date.fromisoformat(text) if text else None


def _text(raw: Any) -> Text | None:
    return Text.of(raw) if raw else None
