"""How far from a target: pure arithmetic and the meaning of reached, open and missed."""

import datetime as dt
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


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
