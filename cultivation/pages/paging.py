"""Pages of anything long: which one is asked for, and the way to its neighbours."""

import re
from typing import Any

from django.http import QueryDict

from cultivation.problems import Problem
from cultivation.rest.refusals import unknown_value

# Beyond this page nobody reads on: the database would count through all rows before it.
LAST_PAGE = 20_000


def wrong(name: str, value: str, allowed: list[str]) -> Problem:
    """The refusal of a parameter that cannot be ``value``."""
    record = unknown_value(name, value, allowed)
    return Problem("invalid_parameters", str(record["message"]), errors=[record])


def page_number(text: str) -> int:
    """The number of the page that ``text`` asks for. Raises Problem ``invalid_parameters``."""
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text) or int(text) > LAST_PAGE:
        raise wrong("page", text, ["1", "2", "3"])
    return int(text)


def neighbours(
    query: QueryDict, *, number: int, size: int, shown: int, total: int
) -> dict[str, Any]:
    """What ``pages/pager.html`` shows of page ``number``, with ``shown`` of ``total`` rows on it.

    ``size`` is how many rows a page has; ``query`` is passed on to the neighbours.
    """

    def address(other: int) -> str:
        copy = query.copy()
        copy["page"] = str(other)
        return f"?{copy.urlencode(safe=',')}"

    return {
        "number": number,
        "pages": max(1, -(-total // size)),
        "first": (number - 1) * size + 1 if shown else 0,
        "last": (number - 1) * size + shown,
        "previous_address": address(number - 1) if number > 1 else "",
        "next_address": address(number + 1) if number * size < total else "",
    }
