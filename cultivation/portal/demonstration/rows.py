"""What the invention produces, before it gets row ids: plain records that know each other."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass
class Period:
    """A value of a firm for a time: name, (district, zone) or industry. None is unbounded."""

    value: Any
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass
class Event:
    kind: str
    filed_on: dt.date
    effective_on: dt.date | None
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str = ""
    document: str = ""
    other: "Invented | None" = None


@dataclass(eq=False)
class Invented:
    """An invented firm. ``strength`` (a normal number) drives its growth and its climb."""

    position: int
    role: str  # "firm", or the ladder whose carrier it is
    strength: float
    established_on: dt.date
    district: str
    names: list[Period] = field(default_factory=list)
    places: list[Period] = field(default_factory=list)
    industries: list[Period] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    years: list[dict[str, Any]] = field(default_factory=list)
    uscc: str | None = None
    legal_form: str = ""
    capital: Decimal | None = None
    currency: str = ""
    scope: str = ""
    address: str = ""
    closed_on: dt.date | None = None
    merged_into: "Invented | None" = None
    left_on: dt.date | None = None
    certificates: "dict[str, Certificate]" = field(default_factory=dict)  # the latest of each tier

    @property
    def name(self) -> str:
        """The name of today."""
        return str(self.names[-1].value)

    @property
    def industry(self) -> str:
        """The industry of today."""
        return str(self.industries[-1].value)

    def gone_by(self, day: dt.date) -> bool:
        """Whether the firm no longer exists, or no longer here, on ``day``."""
        return (self.closed_on is not None and self.closed_on <= day) or (
            self.left_on is not None and self.left_on <= day
        )

    def quiet_from(self, day: dt.date) -> bool:
        """Whether nothing is on file as having happened on ``day`` or later."""
        return all((event.effective_on or event.filed_on) < day for event in self.events)

    def place_on(self, day: dt.date) -> Any:
        """(district, zone) on ``day``."""
        return next(p.value for p in self.places if p.valid_to is None or day < p.valid_to)

    def holds(self, tier: str, day: dt.date) -> bool:
        """Whether the firm is in the library of ``tier`` on ``day``."""
        held = self.certificates.get(tier)
        while held is not None and held.valid_from > day:
            held = held.renews
        return held is not None and (held.holds_to is None or day < held.holds_to)


@dataclass(eq=False)
class Certificate:
    firm: Invented
    tier: str
    batch: str
    number: str
    filed_on: dt.date
    decided_on: dt.date
    valid_from: dt.date
    valid_to: dt.date | None
    listing: dict[str, Any]
    ended_on: dt.date | None = None
    end_kind: str = ""
    end_reason: str = ""
    end_document: str = ""
    continues: "Certificate | None" = None
    renews: "Certificate | None" = None  # what the firm held in the tier before
    # The first day no longer in the library, as the database computes it.
    holds_to: dt.date | None = field(init=False)

    def __post_init__(self) -> None:
        self.holds_to = self.valid_to

    def end(self, day: dt.date, kind: str, reason: str, document: str = "") -> None:
        """End it on ``day``, unless it had ended by then."""
        if self.holds_to is None or self.holds_to > day:
            self.ended_on = self.holds_to = max(day, self.valid_from)
            self.end_kind = kind
            self.end_reason, self.end_document = reason, document


@dataclass
class World:
    """All that was invented for a seed and a day."""

    firms: list[Invented]
    certificates: list[Certificate]
