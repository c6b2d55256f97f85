"""A part of a firm becomes a firm of its own (分立)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms import consequences
from cultivation.firms.consequences import Changing, Effect
from cultivation.firms.models import Firm, FirmEvent
from cultivation.firms.services.common import (
    check_days,
    check_name,
    check_name_free,
    lock,
    record_event,
)
from cultivation.firms.services.registering import register
from cultivation.problems import Problem


def preview_split(*, firm: Firm, effective_on: dt.date) -> list[Effect]:
    """What would follow if a part of ``firm`` became a firm of its own: nothing is written."""
    return consequences.preview_change(Changing(firm, effective_on, "split"))


def split(
    *,
    firm: Firm,
    name: str,
    effective_on: dt.date,
    filed_on: dt.date | None = None,
    reason: str = "",
    document: str = "",
    **columns: Any,
) -> FirmEvent:
    """A part of ``firm`` becomes the firm ``name`` on ``effective_on``; ``firm`` goes on.

    Parameters: ``columns`` (of the new firm, as ``register`` takes them). Nothing is passed on to
    the new firm: titles stay where they are until the bureau decides otherwise. Raises Problem
    ``split_into_itself``, ``name_taken``, or those of ``check_days`` and ``register``.
    """
    firm, filed_on = lock(firm), filed_on or today()
    check_days(firm, filed_on=filed_on, effective_on=effective_on)
    if columns.get("code") and columns["code"] == firm.uscc:
        # zh: 分立出的企业须有自己的统一社会信用代码；请核对。
        message = _("The new firm has a credit code of its own; check it.")
        raise Problem("split_into_itself", message, field="code")
    name = check_name(name)
    if name == firm.name:
        # zh: 分立出的企业须有自己的名称，不能与“%(name)s”相同；请填写新企业名称。
        message = _("The new firm has a name of its own, not that of “%(name)s”; give it.")
        raise Problem("split_into_itself", message % {"name": firm.name}, field="name")
    # The same split that is filed twice would else put the new firm on file twice.
    check_name_free(name)
    made = register(name=name, established_on=effective_on, **columns)
    consequences.apply_change(Changing(firm, effective_on, "split"))
    return record_event(
        firm,
        FirmEvent.Kind.SPLIT,
        filed_on=filed_on,
        effective_on=effective_on,
        other=made,
        after={"split_into": made.uscc or made.name},
        reason=reason,
        document=document,
    )
