"""Which standard applies: by tier, act and the day of filing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cultivation.standards.engine.content import Act, Applies, Content, Override


@dataclass(frozen=True)
class Choice:
    """The standard that applies, where it says so, and the overrides dated for that day."""

    content: Content
    applies: Applies
    overrides: tuple[Override, ...]


def applicable(
    contents: Iterable[Content], *, tier: str, act: Act, filed_on: dt.date
) -> Choice | None:
    """The standard by which ``act`` for ``tier`` filed on ``filed_on`` is judged; None if none is
    on file for that day.

    The one that began last goes before others, and a later version before an earlier one.
    """
    found = [
        (one, where)
        for one in contents
        if one.tier == tier and (where := one.judges(act, filed_on)) is not None
    ]
    if not found:
        return None
    content, where = max(found, key=_order)
    return Choice(content, where, content.overrides_on(act, filed_on))


def _order(found: tuple[Content, Applies]) -> tuple[dt.date, dt.date, int]:
    content, where = found
    first = where.span.first or content.span.first or dt.date.min
    return first, content.span.first or dt.date.min, content.version
