"""What waits for an account: the cases of its party."""

import datetime as dt

from django.db.models import Q

from cultivation.access.models import Role, User
from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import OPEN, WITH_BUREAU, WITH_DISTRICT, WITH_FIRM, State
from cultivation.certification.selectors.cases import parties_of

# A due day is near in the last week before it.
NEAR = dt.timedelta(days=7)
# What is due first stands first.
QUEUE_ORDER = ("due_on", "since", "pk")


def waiting_states(user: User) -> tuple[State, ...]:
    """The states in which it is the account's own party that goes on with a case."""
    parties = parties_of(user)
    # Firms have no accounts: what is with the firm waits for the district, which files for it.
    district = (*WITH_FIRM, *WITH_DISTRICT) if Party.DISTRICT in parties else ()
    return (*district, *(WITH_BUREAU if Party.BUREAU in parties else ()))


def waits_for(user: User) -> Q:
    """The condition that a case waits for the account's party; bureau staff handle those of the
    ladders of their own authority."""
    condition = Q(state__in=waiting_states(user))
    if user.role == Role.BUREAU and not user.is_superuser:
        condition &= Q(tier__ladder__authority=user.authority_id)
    return condition


def overdue(day: dt.date) -> Q:
    """The condition that a case is open after the last day of its stage."""
    return Q(state__in=OPEN, due_on__lt=day)
