"""Who decided what an appeal is against, and since when it could be raised: from the journal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet, Value
from django.db.models.functions import Greatest

from cultivation.certification.models import Appeal, Certification, EndKind
from cultivation.clock import local
from cultivation.journal.models import Entry

# What a bureau decides about a title, and can take back; other ends follow from the firm's life.
DECIDED = (EndKind.REVOCATION, EndKind.WITHDRAWAL, EndKind.SURRENDER)


def decided_together(held: Certification) -> list[Certification]:
    """The titles that ended by the same decision as ``held``, itself included (fraud ends all).

    They ended on the day of the decision; those that were to begin later, on their first day.
    """
    if held.end_kind != EndKind.REVOCATION or held.ended_on is None:
        return [held]
    same = Certification.objects.filter(
        firm=held.firm_id,
        end_kind=held.end_kind,
        end_reason=held.end_reason,
        end_document=held.end_document,
        tier__ladder=held.tier.ladder_id,
    )
    day = held.ended_on
    if day == held.valid_from:  # it never held: another may tell the day of the decision
        day = same.aggregate(first=Min("ended_on"))["first"]
    together = same.filter(ended_on=Greatest(Value(day), "valid_from"))
    return list(together.select_related("tier").order_by("tier", "pk"))


def deciders(rows: Sequence[Certification]) -> set[int]:
    """The accounts (ids) that ended ``rows`` as they are ended now; what the registry itself or a
    command wrote has none."""
    return {
        entry.revision.actor_id for entry in _endings(rows) if entry.revision.actor_id is not None
    }


def decided_by(held: Certification) -> dt.date:
    """The day by which the end of ``held`` was decided: nobody appeals against it before.

    A decision is put on file after it was made, or takes effect after it was made: the earlier of
    the two days is certain, the day on the paper is not on file.
    """
    days = [local(one.revision.recorded_at).date() for one in _endings([held])]
    return min([*days, *([held.ended_on] if held.ended_on else [])])


@dataclass(frozen=True)
class Decision:
    """How a title was ended; ``kind`` in words."""

    kind: str
    ended_on: dt.date | None
    reason: str
    document: str


def decision_of(appeal: Appeal) -> Decision:
    """What ``appeal`` is against, also when it has been taken back: then the journal has it."""
    held = appeal.certification
    taken_back = _taken_back(appeal) if appeal.state == Appeal.State.UPHELD else None
    if taken_back is None:
        return Decision(
            held.get_end_kind_display(), held.ended_on, held.end_reason, held.end_document
        )
    kinds = dict(EndKind.choices)
    day = taken_back.get("ended_on")
    return Decision(
        kind=str(kinds.get(taken_back.get("end_kind", ""), "")),
        ended_on=dt.date.fromisoformat(day) if day else held.ended_on,
        reason=taken_back.get("end_reason") or "",
        document=taken_back.get("end_document") or "",
    )


def _taken_back(appeal: Appeal) -> dict[str, Any] | None:
    """What the settlement of ``appeal`` changed of its title, as it was before."""
    settled = Entry.objects.filter(
        table_name=Appeal._meta.db_table, row_key=str(appeal.pk), after__state=Appeal.State.UPHELD
    ).order_by("pk").values("revision")  # fmt: skip
    rows = Entry.objects.filter(
        table_name=Certification._meta.db_table,
        row_key=str(appeal.certification_id),
        revision__in=settled,
        before__has_key="end_kind",
    )
    return rows.order_by("pk").values_list("before", flat=True).first()


def _endings(rows: Sequence[Certification]) -> QuerySet[Entry]:
    """For each of ``rows`` the journal's last entry that says how it ended."""
    return (
        Entry.objects.filter(
            table_name=Certification._meta.db_table,
            row_key__in=[str(one.pk) for one in rows],
            after__end_kind__in=[str(kind) for kind in DECIDED],
        )
        .select_related("revision")
        .order_by("row_key", "-pk")
        .distinct("row_key")
    )
