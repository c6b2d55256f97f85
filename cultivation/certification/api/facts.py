"""What the flow looks at in one case, read for showing."""

from dataclasses import dataclass
from typing import Any

from cultivation.certification.flow.cases import Case
from cultivation.certification.models import (
    Application,
    Commitment,
    Document,
    NoticeRow,
    Requirement,
)
from cultivation.certification.selectors.cases import cases_of
from cultivation.clock import today


@dataclass(frozen=True)
class Facts:
    """A case, with its documents by kind and the notice it stands in."""

    case: Case
    missing: list[dict[str, Any]]
    promised: list[dict[str, Any]]
    notice: dict[str, Any] | None


def facts_of(one: Application) -> Facts:
    """The facts of ``one`` (with ``SELECTED``) as of today."""
    case = cases_of([one], today())[one.pk]
    names = dict(
        Requirement.objects.filter(tier=one.tier_id).values_list("kind", "name_zh").order_by("pk")
    )
    there = set(
        Document.objects.filter(application=one, withdrawn_on=None).values_list("kind", flat=True)
    )
    waiting = Commitment.objects.filter(application=one, fulfilled_on=None).exclude(kind__in=there)
    rows = NoticeRow.objects.filter(application=one, notice__withdrawn_on=None)
    row = rows.select_related("notice").order_by("-notice__last_day").first()
    return Facts(
        case,
        [{"kind": k, "name": name} for k, name in names.items() if name in case.missing],
        [
            {"kind": c.kind, "name": names.get(c.kind, c.kind), "due_on": c.due_on}
            for c in waiting.order_by("due_on", "kind")
        ],
        {
            "number": row.notice.number,
            "published_on": row.notice.published_on,
            "last_day": row.notice.last_day,
        }
        if row
        else None,
    )
