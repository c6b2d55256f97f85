"""Reading lists at the desk: all their rows, their files, what they offer to narrow by."""

import csv
import io
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl

from tests.portal.desk import Desk

# The lines above the table of a file: what it is, and by which filter.
HEAD = 2


def asked(address: str) -> dict[str, str]:
    """The query of an address."""
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def total(desk: Desk, address: str, query: dict[str, str]) -> int:
    """How many rows a list has, by the lines of its file: quicker than its pages."""
    return len(table(desk, address, query, "csv")) - HEAD - 1


def rows(desk: Desk, address: str, query: dict[str, str]) -> list[str]:
    """The first cells of all rows, page by page."""
    found: list[str] = []
    for number in range(1, 100):
        context = desk.get(address, **query, page=str(number)).context
        found += [line.cells[0].text for line in context["lines"]]
        if not context["next_address"]:
            assert len(found) == context["page"].total
            return found
    raise AssertionError("no end of pages")


def table(desk: Desk, address: str, query: dict[str, str], kind: str) -> list[list[Any]]:
    """The lines of the list as a file of ``kind``, head and all; nothing is None."""
    answer = desk.get(address, **query, export=kind)
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        text = content.decode("utf-8-sig")
        return [[cell or None for cell in line] for line in csv.reader(io.StringIO(text))]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def facets_hold(desk: Desk, address: str, query: dict[str, str]) -> int:
    """Each count that is offered is the length of the list it leads to; returns how many."""
    checked = 0
    for facet, options in desk.get(address, **query).context["facet_options"]:
        for option in options:
            alone = {k: v for k, v in query.items() if k != facet.name} | {facet.name: option.code}
            if option.count is not None:
                assert total(desk, address, alone) == option.count, (alone, option)
                checked += 1
            toggled = asked(option.address)
            chosen = toggled.get(facet.name, "").split(",")
            assert (option.code in chosen) != option.chosen
    return checked
