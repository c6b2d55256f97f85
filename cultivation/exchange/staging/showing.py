"""The rows of a preview, kept so that they can be paged through without reading the file again."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from cultivation.clock import today
from cultivation.exchange import bulk
from cultivation.exchange.interpreting import STEP, Progress
from cultivation.exchange.models import Import, ImportRow
from cultivation.exchange.planning import Plan
from cultivation.exchange.rows import Finding, Kind, ListedRow
from cultivation.exchange.staging import telling
from cultivation.firms.models import Firm, Residence
from cultivation.firms.querysets import on

# What needs a person comes first.
WEIGHTS = {kind: weight for weight, kind in enumerate(
    (Kind.ERROR, Kind.CHOOSE, Kind.DUPLICATE, Kind.CREATE, Kind.UPDATE, Kind.SAME)
)}  # fmt: skip
CELLS = {
    "name": "name",
    "uscc": "uscc",
    **dict.fromkeys(("place", "zone", "province"), "place"),
    **dict.fromkeys(("established_on", "valid_from", "valid_to", "validity", "decided_on"), "days"),
    **dict.fromkeys(("holds_on", "checked_on"), "days"),
}
LONGEST = 200
COLUMNS = [
    *("of_id", "position", "weight", "kind", "at", "sheet", "row", "name", "uscc", "place"),
    *("days", "wrong", "findings", "notices", "changes", "candidates", "choice"),
]


def keep_rows(importing: Import, plan: Plan, progress: Progress) -> None:
    """Replace the kept rows of ``importing`` by those of ``plan``, reporting ``progress``."""
    ImportRow.objects.filter(of=importing).delete()
    bulk.copy("exchange_importrow", COLUMNS, _lines(importing, plan, _candidates(plan), progress))


def _lines(
    importing: Import, plan: Plan, told: dict[int, dict[str, Any]], progress: Progress
) -> Iterator[list[Any]]:
    for position, row in enumerate(plan.rows):
        if position % STEP == 0:
            progress("show", position, len(plan.rows))
        cells = _cells(plan, row)
        yield [
            importing.pk,
            position,
            WEIGHTS[row.kind],
            row.kind.value,
            row.at,
            row.sheet[:60],
            row.row,
            *(cells[name][:LONGEST] for name in ("name", "uscc", "place", "days")),
            _json(sorted({CELLS[one.field] for one in row.errors if one.field in CELLS})),
            _json([_finding(one) for one in row.errors]),
            _json([_finding(one) for one in row.notices]),
            _json(telling.changes(plan, row)),
            _json([_told(one, told) for one in row.candidates]),
            row.choice,
        ]


def _json(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else "[]"


def _finding(found: Finding) -> dict[str, str]:
    kept = {"column": found.column, "value": found.value[:LONGEST], "code": found.code}
    return {**kept, "message": found.message, "field": found.field}


def _cells(plan: Plan, row: ListedRow) -> dict[str, str]:
    """What the list says, also where it could not be taken."""
    values = row.values
    found = {
        "name": values.get("name") or (row.known.name if row.known else ""),
        "uscc": values.get("uscc") or "",
        "place": "",
        "days": telling.days(row, plan.kind),
    }
    if "place" in values and plan.onfile:
        found["place"] = plan.onfile.place_name(*values["place"])
    for one in row.errors:
        cell = CELLS.get(one.field, "")
        if cell and not found[cell]:
            found[cell] = one.value
    return found


def _told(known: Any, told: dict[int, dict[str, Any]]) -> dict[str, Any]:
    plain = {"key": known.key, "name": known.name, "uscc": known.uscc or "", "row": known.row}
    return {**plain, **told.get(known.pk or 0, {})}


def _candidates(plan: Plan) -> dict[int, dict[str, Any]]:
    """Where the candidates are and what else they were called, to tell them apart."""
    pks = {one.pk for row in plan.rows for one in row.candidates if one.pk}
    if not pks:
        return {}
    here = Residence.objects.filter(on(today())).select_related("district", "zone")
    firms = Firm.objects.filter(pk__in=bulk.numbers(pks)).prefetch_related(
        Prefetch("residences", here, to_attr="residences_then"), "names"
    )
    return {firm.pk: _details(firm) for firm in firms}


def _details(firm: Firm) -> dict[str, Any]:
    held: list[Residence] = getattr(firm, "residences_then")  # noqa: B009
    district = held[0].district if held else None
    return {
        "firm": firm.pk,
        "place": district.name_zh if district else "",
        "former": [one.name for one in firm.names.all() if one.name != firm.name],
    }
