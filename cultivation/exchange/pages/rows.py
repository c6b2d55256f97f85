"""The rows of an import on its page: by kind, page by page."""

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cultivation.exchange.models import Import, ImportRow
from cultivation.exchange.pages import words
from cultivation.exchange.pages.acts import ROW
from cultivation.exchange.rows import Kind
from cultivation.exchange.staging.showing import CELLS, WEIGHTS
from cultivation.pages.facets import address
from cultivation.problems import Problem
from cultivation.rest import filters
from cultivation.rest.refusals import unknown_value

if TYPE_CHECKING:
    from cultivation.exchange.pages.one import ImportPage

PAGE = 50


class RowsFilter(filters.StrictFilterSet):
    kind = filters.Choice(
        # zh: 行的结果
        label=_("What came of the row."),
        allowed=[str(kind) for kind in Kind],
    )

    class Meta:
        model = Import
        fields: list[str] = []


def shown_rows(page: "ImportPage") -> dict[str, Any]:
    """The rows that are asked for, and the links to others."""
    importing, kind = page.importing, page.given.get("kind", "")
    number = _page_number(page.given.get("page", "1"))
    rows = ImportRow.objects.filter(of=importing)
    if kind:
        rows = rows.filter(weight=WEIGHTS[Kind(kind)])
    total = importing.counts.get(kind or "rows", 0)
    found = list(rows.order_by("weight", "position")[(number - 1) * PAGE : number * PAGE])
    query = page.request.GET
    return {
        "lines": [line(row, importing) for row in found],
        "kind": kind,
        "chips": [
            (tile, address(query, kind=None if tile.kind == kind else tile.kind))
            for tile in reversed(words.tiles(importing))
            if tile.count
        ],
        "all_address": address(query, kind=None),
        "several_sheets": len({one["sheet"] for one in importing.facts.get("tables", [])}) > 1,
        "number": number,
        "pages": max(1, -(-total // PAGE)),
        "first": (number - 1) * PAGE + 1 if found else 0,
        "last": (number - 1) * PAGE + len(found),
        "of": total,
        "previous_address": _to(page, number - 1) if number > 1 else "",
        "next_address": _to(page, number + 1) if number * PAGE < total else "",
        "unclear_here": any(row.candidates for row in found),
    }


def line(row: ImportRow, importing: Import) -> dict[str, Any]:
    """A row with its cells in question, its sentences and its choices."""
    label, colour = words.kinds()[Kind(row.kind)]
    asked = row.kind == Kind.CHOOSE
    marks = {Kind.ERROR: "wrong", Kind.CHOOSE: "asked"}
    cells = [
        {
            "name": name,
            "text": getattr(row, name),
            "mark": marks.get(Kind(row.kind), "") if name in row.wrong else "",
        }
        for name in ("name", "uscc", "place", "days")
    ]
    sentences = [] if asked else [sentence(one) for one in row.findings]
    return {
        "row": row,
        "label": label,
        "colour": colour,
        "cells": cells,
        "field": f"{ROW}{row.at}",
        "asked": asked,
        "by_code": any(one["code"] == "code_contradicts_name" for one in row.findings),
        "sentences": list(dict.fromkeys(sentences)),
        "notices": list(dict.fromkeys(one["message"] for one in row.notices)),
        "choice": row.choice,
    }


def sentence(found: dict[str, str]) -> str:
    """A finding; about a cell that the page does not show, with the title of its column."""
    if found["field"] in CELLS or not found["column"]:
        return found["message"]
    return f"{found['column']}：{found['message']}"


def _to(page: "ImportPage", number: int) -> str:
    copy = page.request.GET.copy()
    copy["page"] = str(number)
    return f"?{copy.urlencode()}"


def _page_number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        record = unknown_value("page", text, ["1", "2", "3"])
        raise Problem("invalid_parameters", str(record["message"]), errors=[record])
    return int(text)
