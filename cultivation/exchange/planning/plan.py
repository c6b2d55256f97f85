"""What an import would write."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cultivation.exchange.matching import Known
from cultivation.exchange.rows import Finding, Kind, ListedRow
from cultivation.standards.services.facts import Entry

if TYPE_CHECKING:
    from cultivation.exchange.planning.applications import Decision
    from cultivation.exchange.planning.onfile import OnFile
    from cultivation.exchange.planning.updates import Updates


@dataclass
class FirmPlan:
    """What is to be written about one firm. ``None`` in place or industry: nothing."""

    known: Known
    columns: dict[str, Any] = field(default_factory=dict)
    residence: tuple[str, str | None] | None = None
    zone_of: tuple[int, str] | None = None
    industry: str | None = None
    years: dict[int, dict[str, Decimal | int]] = field(default_factory=dict)
    facts: dict[tuple[str, dt.date], Entry] = field(default_factory=dict)
    registered: bool = False
    code_given: bool = False

    @property
    def changes(self) -> bool:
        written = (self.residence, self.zone_of, self.industry, self.years, self.facts)
        return bool(self.columns) or any(written)


@dataclass
class Plan:
    """The rows with their kinds, and everything that a commit would write.

    ``version`` is the data version that the plan was made on, ``onfile`` what was on file then.
    ``updates`` are the yearly updates that its figures are, where a person says so.
    """

    kind: str
    version: int
    rows: list[ListedRow]
    firms: dict[int, FirmPlan] = field(default_factory=dict)
    certifications: list[tuple[Known, dict[str, Any]]] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    decisions: "list[Decision]" = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    onfile: "OnFile | None" = None
    updates: "Updates | None" = None

    def firm(self, known: Known) -> FirmPlan:
        """The plan of ``known``, made when first asked for."""
        return self.firms.setdefault(id(known), FirmPlan(known))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind, and in all: the head of the report."""
        kinds = Counter(row.kind for row in self.rows)
        always = [kind for kind in Kind if kind is not Kind.CHOOSE or kinds[kind]]
        return {"rows": len(self.rows), **{kind.value: kinds[kind] for kind in always}}

    @property
    def findings(self) -> list[Finding]:
        """Everything wrong, in the order of the list."""
        return [finding for row in self.rows for finding in row.errors]

    @property
    def remarks(self) -> list[Finding]:
        """What a person should know, though it stops nothing."""
        return [*self.notices, *(notice for row in self.rows for notice in row.notices)]

    @property
    def writes(self) -> bool:
        """Whether a commit would write anything at all."""
        return bool(
            self.certifications
            or self.numbers
            or self.decisions
            or (self.updates and self.updates.firms)
            or any(firm.registered or firm.changes for firm in self.firms.values())
        )
