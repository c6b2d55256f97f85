"""Values as people read them: days as 2025-12-31, amounts in 万元 with their commas."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import local

NOTHING = "—"
HUNDREDTH = Decimal("0.01")


def number(value: int) -> str:
    """``1234567`` as 1,234,567."""
    return f"{value:,}"


def money(value: Decimal) -> str:
    """An amount in 万元 with commas and at least two places; what is finer than 分 stays."""
    exact = value.normalize()
    exponent = exact.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{value:,.{places}f}"


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> str:
    """``part`` of ``whole`` to one place; nothing where it cannot be told."""
    if part is None or not whole:
        return NOTHING
    return f"{Decimal(part) * 100 / Decimal(whole):.1f}%"


def moment(value: dt.datetime) -> str:
    """A point in time, to the minute, as clocks in Tianjin show it."""
    return local(value).strftime("%Y-%m-%d %H:%M")


def shown(value: Any) -> str:
    """Any value as a cell shows it; what is not known is a dash."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            if value:
                # zh: 是
                return _("yes")
            # zh: 否
            return _("no")
        case int():
            return str(value)
        case Decimal():
            return money(value)
        case dt.datetime():
            return moment(value)
        case dt.date():
            return value.isoformat()
        case list() | tuple():
            # zh: 、
            return _(", ").join(map(str, value)) or NOTHING
        case _:
            return str(value)
