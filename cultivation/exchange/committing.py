"""Writing a plan: by COPY and one update a table, all or nothing."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from cultivation.access.models import User
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Batch, Certification
from cultivation.certification.services import Given, act, record_updates
from cultivation.clock import today
from cultivation.counts.services import compact
from cultivation.exchange import bulk
from cultivation.exchange.planning.onfile import PLAIN
from cultivation.exchange.planning.plan import FirmPlan, Plan
from cultivation.firms import names
from cultivation.firms.models import FirmIndustry, FirmYear
from cultivation.firms.querysets import on
from cultivation.firms.selectors import size_rules
from cultivation.firms.services.years import FIGURES
from cultivation.firms.size import size_class
from cultivation.journal.models import Revision
from cultivation.ladders.models import Tier

FIRM_BLANKS: dict[str, Any] = {
    "legal_form": "",
    "capital_currency": "",
    "business_scope": "",
    "address": "",
}
MANY = 1000
WRITTEN = ("value", "checked_on", "source", "proof")  # of a fact, beside what names it


def write(plan: Plan, *, revision: Revision, tier: Tier | None = None) -> None:
    """Write everything that ``plan`` holds, inside ``revision``, which the caller has opened."""
    firms = [one for one in plan.firms.values() if one.registered or one.changes]
    new = [one for one in firms if one.registered]
    for one, pk in zip(new, bulk.new_ids("firms_firm", len(new)), strict=True):
        one.known.pk = pk
    _register(new)
    _change([one for one in firms if not one.registered], revision)
    _place(firms)
    _record_years([one for one in firms if one.years])
    _record_facts([one for one in firms if one.facts])
    if tier is not None:
        _certify(plan, tier)
        _decide(plan, tier, revision)
    if plan.updates:
        record_updates(
            firms=plan.updates.firms,
            year=plan.updates.year,
            updated_on=plan.updates.updated_on,
            actor=_actor(revision),
        )
    if len(plan.rows) >= MANY:
        compact()


def _register(new: list[FirmPlan]) -> None:
    bulk.copy(
        "firms_firm",
        ["id", "uscc", "name", "name_key", "demonstration", *PLAIN],
        (
            [one.known.pk, one.known.uscc, one.known.name, names.key(one.known.name), False]
            + [one.columns.get(name, FIRM_BLANKS.get(name)) for name in PLAIN]
            for one in new
        ),
    )
    bulk.copy(
        "firms_firmname",
        ["firm_id", *names.COLUMNS],
        ([one.known.pk, *names.columns(one.known.name).values()] for one in new),
    )


def _change(known: list[FirmPlan], revision: Revision) -> None:
    """Columns of firms on file; firms that change the same columns go in one statement."""
    groups: dict[tuple[str, ...], list[FirmPlan]] = {}
    for one in known:
        if one.columns:
            groups.setdefault(tuple(sorted(one.columns)), []).append(one)
    for columns, firms in groups.items():
        rows = ([one.known.pk, *(one.columns[name] for name in columns)] for one in firms)
        bulk.update("firms_firm", columns, rows)
    day = today()
    bulk.copy(
        "firms_firmevent",
        ["firm_id", "kind", "filed_on", "before", "after", "reason", "document", "revision_id"],
        (
            [
                one.known.pk,
                "correct",
                day,
                {},
                {"uscc": one.known.uscc},
                revision.reason,
                "",
                revision.pk,
            ]
            for one in known
            if one.code_given
        ),
    )


def _place(firms: list[FirmPlan]) -> None:
    bulk.copy(
        "firms_residence",
        ["firm_id", "district_id", "zone_id", "outside"],
        ([one.known.pk, *one.residence, False] for one in firms if one.residence),
    )
    bulk.update("firms_residence", ["zone_id"], (one.zone_of for one in firms if one.zone_of))
    bulk.copy(
        "firms_firmindustry",
        ["firm_id", "industry_id"],
        ([one.known.pk, one.industry] for one in firms if one.industry),
    )


def _record_years(firms: list[FirmPlan]) -> None:
    """Yearly figures, with the size class that follows from all that is then known of the year."""
    if not firms:
        return
    rules = size_rules()
    years = {year for one in firms for year in one.years}
    firm_ids = bulk.numbers(one.known.pk for one in firms)
    onfile: dict[tuple[int, int], dict[str, Any]] = {
        (row["firm_id"], row["year"]): dict(row)
        for row in FirmYear.objects.filter(firm__in=firm_ids, year__in=years).values()
    }
    industries = {year: _industries(firms, year) for year in years}
    rows = []
    for one in firms:
        for year, figures in one.years.items():
            before = onfile.get((one.known.pk or 0, year), {})
            full: dict[str, Any] = {name: figures.get(name, before.get(name)) for name in FIGURES}
            size = size_class(
                rules,
                industry=industries[year].get(one.known.pk or 0),
                staff=full["staff"],
                revenue=full["revenue"],
                assets=full["assets"],
            )
            rows.append([one.known.pk, year, *full.values(), size.size, size.reason])
    columns = ["firm_id", "year", *FIGURES, "size_class", "size_reason"]
    _upsert("firms_firmyear", columns, 2, rows)


def _record_facts(firms: list[FirmPlan]) -> None:
    """Dated facts, over what is on file for the same day."""
    if not firms:
        return
    columns = ["firm_id", "name", "holds_on", *WRITTEN]
    rows = []
    for one in firms:
        for entry in one.facts.values():
            said = entry.columns() | {"value": json.dumps(entry.value, ensure_ascii=False)}
            rows.append([one.known.pk, entry.name, entry.holds_on, *(said[c] for c in WRITTEN)])
    _upsert("standards_firmfact", columns, 3, rows)


def _industries(firms: Iterable[FirmPlan], year: int) -> dict[int, str]:
    held = FirmIndustry.objects.filter(
        on(dt.date(year, 12, 31)), firm__in=bulk.numbers(one.known.pk for one in firms)
    )
    return dict(held.values_list("firm_id", "industry_id"))


def _upsert(table: str, columns: list[str], key: int, rows: list[list[Any]]) -> None:
    """Write ``rows`` of ``table``, over those whose first ``key`` columns are the same."""
    names_, same = ", ".join(columns), ", ".join(columns[:key])
    values = ", ".join(f"{name} = excluded.{name}" for name in columns[key:])
    with bulk.staged(table, columns, rows) as stage, connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names_}) SELECT {names_} FROM {stage}"
            f" ON CONFLICT ({same}) DO UPDATE SET {values}"
        )


def _certify(plan: Plan, tier: Tier) -> None:
    batches = {
        name: Batch.objects.get_or_create(tier=tier, name=name)[0].pk
        for name in sorted({values["batch"] for _known, values in plan.certifications})
    }
    columns = [
        "number",
        "filed_on",
        "decided_on",
        "valid_from",
        "valid_to",
        "ended_on",
        "end_kind",
        "end_reason",
        "continues_id",
    ]
    blanks = {"number": "", "end_kind": "", "end_reason": ""}
    bulk.copy(
        "certification_certification",
        ["firm_id", "tier_id", "batch_id", "end_document", "listing", *columns],
        (
            [known.pk, tier.code, batches[values["batch"]], "", values["listing"]]
            + [values.get(name, blanks.get(name)) for name in columns]
            for known, values in plan.certifications
        ),
    )
    bulk.update("certification_certification", ["number"], plan.numbers)


def _decide(plan: Plan, tier: Tier, revision: Revision) -> None:
    """The applications with the ministry that the list decides, certified through it."""
    if not plan.decisions:
        return
    firms = bulk.numbers(one.known.pk for one in plan.decisions)
    rows = list(Certification.objects.filter(firm__in=firms, tier=tier).order_by("pk"))
    on_file = {one.pk: one for one in rows}
    begun = {(one.firm_id, one.valid_from): one for one in rows}
    listed = {
        one.application: on_file[one.held] if one.held else begun[one.known.pk or 0, one.first]
        for one in plan.decisions
    }
    act(
        applications=list(listed),
        doing=Doing.ENTER_RESULT,
        actor=_actor(revision),
        given=Given(opinion=revision.reason, listed=listed),
    )


def _actor(revision: Revision) -> User | None:
    return User.objects.filter(pk=revision.actor_id or 0).first()
