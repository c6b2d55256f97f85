"""Writing the invented world: one revision, by COPY; the triggers keep journal and ledger."""

import datetime as dt
from typing import Any

from django.db import connection

from cultivation.certification.models import Batch, Certification
from cultivation.firms import names
from cultivation.firms.models import (
    Firm,
    FirmEvent,
    FirmIndustry,
    FirmName,
    FirmYear,
    Industry,
    Residence,
)
from cultivation.firms.selectors import size_rules
from cultivation.firms.services.years import FIGURES
from cultivation.journal.services import revision
from cultivation.ladders.models import Tier
from cultivation.places.models import District, Zone
from cultivation.portal.demonstration.calendar import PLANS
from cultivation.portal.demonstration.copying import copy, new_ids
from cultivation.portal.demonstration.knobs import DISTRICTS, INDUSTRIES, ZONES
from cultivation.portal.demonstration.rows import Certificate, Invented
from cultivation.portal.demonstration.world import generate


def missing_reference_data() -> list[str]:
    """The codes that the invention uses and the database lacks."""
    missing: list[str] = []
    needed: tuple[tuple[Any, dict[str, Any]], ...] = (
        (District, DISTRICTS),
        (Zone, ZONES),
        (Industry, INDUSTRIES),
        (Tier, PLANS),
    )
    for model, codes in needed:
        there = set(model.objects.values_list("pk", flat=True))
        missing.extend(code for code in codes if code not in there)
    return missing


def load(*, seed: int, today: dt.date, firms: int) -> dict[str, int]:
    """Invent ``firms`` firms and write them with all that happened, in one revision.

    Returns how many rows of each kind were written.
    """
    reason = f"演示数据：{firms}家虚构企业（seed {seed}，{today}），并非真实企业"
    with revision(reason=reason, source="command") as opened:
        _plan_quickly()
        world = generate(seed=seed, today=today, firms=firms, rules=size_rules())
        ids = dict(zip(world.firms, new_ids(Firm, len(world.firms)), strict=True))
        _write_firms(world.firms, ids)
        _write_histories(world.firms, ids, opened.pk)
        # Last: the ledger of counts looks at a firm when its certifications come.
        _write_certificates(world.certificates, ids)
    return {
        "firms": len(world.firms),
        "years": sum(len(firm.years) for firm in world.firms),
        "events": sum(len(firm.events) for firm in world.firms),
        "certifications": len(world.certificates),
    }


def _plan_quickly() -> None:
    with connection.cursor() as cursor:
        # The ledger's refresh is one large statement over tables without statistics: compiling it
        # took three times as long as running it.
        cursor.execute("SET LOCAL jit = off")


def _write_firms(firms: list[Invented], ids: dict[Invented, int]) -> None:
    copy(
        Firm,
        (
            "id", "uscc", "name", "name_key", "established_on", "legal_form", "registered_capital",
            "capital_currency", "business_scope", "address", "closed_on", "merged_into_id",
            "demonstration",
        ),
        (
            (
                ids[firm], firm.uscc, firm.name, names.key(firm.name), firm.established_on,
                firm.legal_form, firm.capital, firm.currency, firm.scope, firm.address,
                firm.closed_on, ids[firm.merged_into] if firm.merged_into else None, True,
            )
            for firm in firms
        ),
    )  # fmt: skip


def _write_histories(firms: list[Invented], ids: dict[Invented, int], revision_id: int) -> None:
    period = ("valid_from", "valid_to")
    copy(
        FirmName,
        ("firm_id", *names.COLUMNS, *period),
        (
            (ids[firm], *names.columns(name.value).values(), name.valid_from, name.valid_to)
            for firm in firms
            for name in firm.names
        ),
    )
    copy(
        Residence,
        ("firm_id", "district_id", "zone_id", "outside", *period),
        (
            (ids[firm], *place.value, place.value[0] is None, place.valid_from, place.valid_to)
            for firm in firms
            for place in firm.places
        ),
    )
    copy(
        FirmIndustry,
        ("firm_id", "industry_id", *period),
        (
            (ids[firm], industry.value, industry.valid_from, industry.valid_to)
            for firm in firms
            for industry in firm.industries
        ),
    )
    columns = ("year", *FIGURES, "size_class", "size_reason")
    copy(
        FirmYear,
        ("firm_id", *columns),
        ((ids[firm], *(year[c] for c in columns)) for firm in firms for year in firm.years),
    )
    copy(
        FirmEvent,
        (
            "firm_id", "kind", "filed_on", "effective_on", "other_id", "before", "after", "reason",
            "document", "revision_id",
        ),
        (
            (
                ids[firm], event.kind, event.filed_on, event.effective_on,
                ids[event.other] if event.other else None, event.before, event.after, event.reason,
                event.document, revision_id,
            )
            for firm in firms
            for event in firm.events
        ),
    )  # fmt: skip


def _write_certificates(certificates: list[Certificate], ids: dict[Invented, int]) -> None:
    wanted = dict.fromkeys((one.tier, one.batch) for one in certificates)
    there = {(b.tier_id, b.name): b.pk for b in Batch.objects.all()}
    Batch.objects.bulk_create(
        [Batch(tier_id=tier, name=name) for tier, name in wanted if (tier, name) not in there]
    )
    batches = {(b.tier_id, b.name): b.pk for b in Batch.objects.all()}
    rows = dict(zip(certificates, new_ids(Certification, len(certificates)), strict=True))
    copy(
        Certification,
        (
            "id", "firm_id", "tier_id", "batch_id", "number", "filed_on", "decided_on",
            "valid_from", "valid_to", "ended_on", "end_kind", "end_reason", "end_document",
            "continues_id", "listing",
        ),
        (
            (
                rows[one], ids[one.firm], one.tier, batches[one.tier, one.batch], one.number,
                one.filed_on, one.decided_on, one.valid_from, one.valid_to, one.ended_on,
                one.end_kind, one.end_reason, one.end_document,
                rows[one.continues] if one.continues else None, one.listing,
            )
            for one in certificates
        ),
    )  # fmt: skip
