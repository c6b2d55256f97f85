"""Words for scenarios: each test reads as the sentences of an officer.

Days are written as text (``"2022-03-01"``). Every act runs in a revision of its own, as it would in
daily work.
"""

import datetime as dt
from typing import Any

from cultivation.certification import services as certification
from cultivation.certification.models import Certification, EndKind
from cultivation.counts.selectors import Query, count
from cultivation.firms import services as firms
from cultivation.firms import uscc
from cultivation.firms.models import Firm, FirmYear, Industry
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone

STANDARD: Any = object()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def code(serial: int) -> str:
    """An invented, well-formed credit code."""
    return uscc.complete(f"91120111MA{serial:06d}")


def given_firm(
    name: str,
    *,
    district: str | None = "120111",
    zone: str | None = None,
    industry: str | None = None,
    code: str | None = None,
    established: str | None = None,
) -> Firm:
    with revision(reason=f"{name} enters"):
        return firms.register(
            name=name,
            code=code,
            district=District.objects.get(pk=district) if district else None,
            zone=Zone.objects.get(pk=zone) if zone else None,
            industry=Industry.objects.get(pk=industry) if industry else None,
            established_on=day(established) if established else None,
        )


def certified(
    firm: Firm,
    tier: str,
    *,
    from_: str,
    to: str | None = STANDARD,
    batch: str = "第一批",
    **more: Any,
) -> Certification:
    """``to`` is the first day no longer valid; left out, the tier's own validity holds."""
    period: dict[str, Any] = {"valid_from": day(from_)}
    if to is not STANDARD:
        period["valid_to"] = day(to) if to else None
    with revision(reason="certified"):
        return certification.certify(
            firm=firm, tier=Tier.objects.get(pk=tier), batch=batch, **period, **more
        )


def ended(title: Certification, *, on: str, kind: EndKind = EndKind.REVOCATION) -> Certification:
    with revision(reason="ended"):
        return certification.end(
            certification=title, kind=kind, effective_on=day(on), reason="数据造假"
        )


def moved(
    firm: Firm, *, to: str | None, on: str, zone: str | None = None, filed: str | None = None
) -> None:
    with revision(reason="moved"):
        firms.move(
            firm=firm,
            district=District.objects.get(pk=to) if to else None,
            zone=Zone.objects.get(pk=zone) if zone else None,
            effective_on=day(on),
            filed_on=day(filed) if filed else None,
        )


def renamed(firm: Firm, name: str, *, on: str) -> None:
    with revision(reason="renamed"):
        firms.rename(firm=firm, name=name, effective_on=day(on))


def merged(firm: Firm, *, into: Firm, on: str) -> list[str]:
    """Returns what the preview had said would follow, as codes."""
    told = firms.preview_merge(firm=firm, into=into, effective_on=day(on))
    with revision(reason="merged"):
        firms.merge(firm=firm, into=into, effective_on=day(on))
    return [effect.code for effect in told]


def deregistered(firm: Firm, *, on: str) -> list[str]:
    """Returns what the preview had said would follow, as codes."""
    told = firms.preview_deregister(firm=firm, effective_on=day(on))
    with revision(reason="deregistered"):
        firms.deregister(firm=firm, effective_on=day(on))
    return [effect.code for effect in told]


def changed_industry(firm: Firm, to: str, *, on: str) -> None:
    with revision(reason="industry"):
        firms.change_industry(firm=firm, industry=Industry.objects.get(pk=to), effective_on=day(on))


def corrected(firm: Firm, *, as_of: str | None = None, **changes: Any) -> None:
    with revision(reason="corrected"):
        firms.correct(
            firm=firm, changes=changes, reason="录入错误", as_of=day(as_of) if as_of else None
        )


def reported(firm: Firm, year: int, **figures: Any) -> FirmYear:
    """Yearly figures: staff in persons, amounts in 万元."""
    with revision(reason=f"figures of {year}"):
        return firms.record_year(firm=firm, year=year, figures=figures)


def counted(tier: str | None = None, *, on: str, measure: str = "holdings", **filters: Any) -> int:
    """How many count on a day; ``district=""`` (and so on) asks for those not known."""
    if tier:
        filters["tier"] = tier
    query = Query(measure=measure, filters={name: (value,) for name, value in filters.items()})
    return count(query, day(on)).total


def counts(by: str, *, on: str, measure: str = "holdings", **filters: str) -> dict[Any, int]:
    """The counts of a day by one dimension."""
    query = Query((by,), measure, {name: (value,) for name, value in filters.items()})
    return {row[by]: row["count"] for row in count(query, day(on)).rows}
