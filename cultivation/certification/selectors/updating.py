"""Who may record yearly updates, and let late ones count."""

from cultivation.access.models import Role, User
from cultivation.access.permissions import Act, decides_on, may
from cultivation.certification.selectors.renewing import duties
from cultivation.ladders.models import Tier


def records_updates(user: User) -> bool:
    """Whether ``user`` may record updates: district officers, and the bureau of these tiers."""
    if not may(user, Act.WORK_ON_FIRMS):
        return False
    return user.role == Role.DISTRICT or accepts_late(user)


def accepts_late(user: User) -> bool:
    """Whether ``user`` may let late updates count: the bureau of the tiers with this duty."""
    codes = set(Tier.objects.filter(pk__in=duties()).values_list("ladder__authority_id", flat=True))
    return any(decides_on(user, code) for code in codes)
