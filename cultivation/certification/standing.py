"""How a certification stands on a day, in a word: pure."""

import datetime as dt
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cultivation.certification.models import Certification

# From so many days before the last valid day on, a holder is told that it ends.
ENDS_SOON = 90


class Standing(StrEnum):
    """Where a certification is in its life."""

    TO_COME = "to_come"
    HELD = "held"
    ENDS_SOON = "ends_soon"
    LAPSED = "lapsed"
    ENDED = "ended"


LABELS = {
    # zh: 尚未生效
    Standing.TO_COME: _("to come"),
    # zh: 在库
    Standing.HELD: _("in the library"),
    # zh: 在库，临近到期
    Standing.ENDS_SOON: _("in the library, ends soon"),
    # zh: 到期失效
    Standing.LAPSED: _("lapsed"),
}


def standing(held: Certification, day: dt.date) -> Standing:
    """How ``held`` stands on ``day``, by the one definition of a count (holds_to)."""
    if day < held.valid_from:
        return Standing.TO_COME
    if held.holds_to is not None and day >= held.holds_to:
        return Standing.ENDED if held.ended_on == held.holds_to else Standing.LAPSED
    if held.holds_to is not None and (held.holds_to - day).days <= ENDS_SOON:
        return Standing.ENDS_SOON
    return Standing.HELD


def in_words(held: Certification, day: dt.date) -> str:
    """``standing`` as people read it; an early end says how it came."""
    found = standing(held, day)
    return str(held.get_end_kind_display() if found is Standing.ENDED else LABELS[found])


def last_day(first_day_no_longer: dt.date | None) -> dt.date | None:
    """The last valid day, which is what people write (有效期至), of a half-open end."""
    return first_day_no_longer - dt.timedelta(days=1) if first_day_no_longer else None
