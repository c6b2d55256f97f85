"""How far from a target: pure arithmetic and the meaning of reached, open and missed."""

import calendar
import datetime as dt
import re
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.problems import Problem

EARLIEST_YEAR, LATEST_YEAR = 1949, 2100


class Status(models.TextChoices):
    # zh: 已达成
    REACHED = "reached", _("reached")
    # zh: 进行中
    OPEN = "open", _("open")
    # zh: 到期未达成
    MISSED = "missed", _("missed")


def status(
    *,
    value: int,
    counted: int | None,
    due_on: dt.date | None,
    as_of: dt.date,
    counted_on_due: int | None = None,
) -> Status:
    """Whether a target of ``value`` stands reached, open or missed on ``as_of``.

    Once the due day has passed only the count on the due day decides: what came later does not
    repair a missed target, and a later fall does not undo a reached one. The due day itself still
    belongs to the time in which it can be reached. ``counted`` None (a measure that the ledger
    cannot count) leaves it open.
    """
    past = due_on is not None and as_of > due_on
    decisive = counted_on_due if past else counted
    if decisive is None:
        return Status.OPEN
    if decisive >= value:
        return Status.REACHED
    return Status.MISSED if past else Status.OPEN


def gap(value: int, counted: int) -> int:
    """How many are lacking; never negative."""
    return max(value - counted, 0)


def surplus(value: int, counted: int) -> int:
    """How many there are beyond the target; never negative."""
    return max(counted - value, 0)


def percent(value: int, counted: int) -> Decimal:
    """``counted`` as percent of ``value``, to one place, exact half up. A target of 0 is 100 %."""
    if value == 0:
        return Decimal("100.0")
    tenths = (2 * 1000 * counted + value) // (2 * value)
    return Decimal(tenths).scaleb(-1)


def year_until(due_on: dt.date | None, as_of: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the period of a target for one year, as far as it has come.

    The year is that of the due day (of ``as_of`` where none is stated); it ends on the due day, or
    on ``as_of`` when that is earlier. Before the year begins the period is empty (last < first).
    """
    first = dt.date((due_on or as_of).year, 1, 1)
    return first, as_of if due_on is None else min(due_on, as_of)


def period(as_of: str) -> tuple[dt.date, dt.date]:
    """First and last day of what a source says: 2025-12-31, 2025-12, 2025-H1 or 2025.

    Raises Problem ``as_of_unreadable``.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-(H[12]|[0-9]{2})(?:-([0-9]{2}))?)?", as_of)
    try:
        if match is None or (match[3] and match[2].startswith("H")):
            raise ValueError
        year, part = int(match[1]), match[2]
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError
        if part is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if part.startswith("H"):
            first, last = (1, 6) if part == "H1" else (7, 12)
        else:
            first = last = int(part)
        if match[3]:
            day = dt.date(year, first, int(match[3]))
            return day, day
        start = dt.date(year, first, 1)
        return start, dt.date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:
        raise Problem(
            "as_of_unreadable",
            # zh: “%(text)s”不是可识别的时点；请写作 2025-12-31、2025-12、2025-H1 或 2025。
            gettext("“%(text)s” is no time; write 2025-12-31, 2025-12, 2025-H1 or 2025.")
            % {"text": as_of[:20]},
            field="as_of",
        ) from None
