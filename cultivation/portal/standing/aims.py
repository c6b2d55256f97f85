"""Which targets a count is set against: those of the stock of one tier, in force."""

import datetime as dt
from dataclasses import dataclass

from cultivation.targets.models import Measure, Target

# Aims by (tier, district); the city under None. In the order of due days, undated ones last.
Aims = dict[tuple[str, str | None], list["Aim"]]


@dataclass(frozen=True)
class Aim:
    """A number to be reached by a day."""

    code: str
    value: int
    due_on: dt.date | None


def stock_aims(day: dt.date) -> Aims:
    """All targets of the stock of a single tier that are in force on ``day``."""
    found: Aims = {}
    for target in Target.objects.filter(measure=Measure.STOCK).prefetch_related("tiers"):
        tiers = list(target.tiers.all())
        if len(tiers) == 1 and target.in_force(day):
            aim = Aim(target.code, target.value, target.due_on)
            found.setdefault((tiers[0].code, target.district_id), []).append(aim)
    return {key: sorted(aims, key=_due) for key, aims in found.items()}


def nearest(aims: list[Aim], day: dt.date) -> tuple[Aim | None, list[Aim]]:
    """The aim that counts on ``day``, and those after it.

    It is the one due next; when all due days are past, the last of them.
    """
    if not aims:
        return None, []
    ahead = [aim for aim in aims if aim.due_on is None or aim.due_on >= day]
    dated = [aim for aim in ahead if aim.due_on]
    past = [aim for aim in aims if aim.due_on and aim.due_on < day]
    here = (dated or past[-1:] or ahead)[0]
    return here, [aim for aim in ahead if aim is not here]


def _due(aim: Aim) -> dt.date:
    return aim.due_on or dt.date.max
