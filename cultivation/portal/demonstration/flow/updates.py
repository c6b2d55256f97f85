"""The yearly updates of the invented holders: most in time, some late, a few not at all."""

import datetime as dt
from random import Random

from cultivation.certification.models import YearlyUpdate
from cultivation.certification.rules import update_due_on
from cultivation.firms.models import Firm
from cultivation.portal.upkeep.updates import holders

# Of a hundred firms; the others do nothing.
IN_TIME, LATE = 88, 6
# They begin so long before the last day, and are late by so many days at most.
BEGUN_BEFORE, LATE_BY = 75, 60


def write_updates(today: dt.date) -> int:
    """Write what has been updated of this year by ``today``; returns how many updates."""
    due = update_due_on(today.year)
    chance = Random(f"registry-updates-{today.year}")
    made = []
    firms = holders(Firm.objects.filter(demonstration=True), today.year)
    for firm in firms.order_by("pk").values_list("pk", flat=True):
        drawn, early, late = chance.randrange(100), chance.randrange(BEGUN_BEFORE), chance.random()
        if drawn < IN_TIME:
            done = due - dt.timedelta(days=early)
        else:
            done = due + dt.timedelta(days=1 + int(late * LATE_BY))
        if drawn < IN_TIME + LATE and done <= today:
            made.append(YearlyUpdate(firm_id=firm, year=today.year, updated_on=done))
    return len(YearlyUpdate.objects.bulk_create(made))
