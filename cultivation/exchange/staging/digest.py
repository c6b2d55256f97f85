"""One value that stands for all that a preview shows and a commit would write."""

import hashlib
from collections.abc import Iterator
from typing import Any

from cultivation.exchange.planning import Plan


def digest(plan: Plan) -> str:
    """The SHA-256 of everything in ``plan`` but its data version.

    Two plans of one file with the same digest say and do the same.
    """
    found = hashlib.sha256()
    for part in _parts(plan):
        found.update(repr(part).encode())
        found.update(b"\n")
    return found.hexdigest()


def _parts(plan: Plan) -> Iterator[Any]:
    for row in plan.rows:
        yield (
            row.at,
            row.kind.value,
            row.known.key if row.known else "",
            [one.key for one in row.candidates],
            row.choice,
            [(one.code, one.message) for one in (*row.errors, *row.notices)],
        )
    for firm in plan.firms.values():
        yield (
            firm.known.key,
            firm.known.uscc,
            sorted(firm.columns.items()),
            firm.residence,
            firm.zone_of,
            firm.industry,
            sorted((year, sorted(figures.items())) for year, figures in firm.years.items()),
            [repr(entry) for _key, entry in sorted(firm.facts.items())],
            firm.registered,
            firm.code_given,
        )
    for known, values in plan.certifications:
        yield known.key, sorted(values.items())
    yield plan.numbers
    yield [(one.application, one.at, one.held) for one in plan.decisions]
    yield plan.updates
