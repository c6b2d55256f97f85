"""Whose rows: what an account may see, in one place. Deny by default."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from cultivation.access.models import Role, User


@dataclass(frozen=True)
class Scope:
    """What rows an account sees: the whole city, or one district (and zone), or nothing."""

    city: bool = False
    district: str | None = None
    zone: str | None = None

    @property
    def nothing(self) -> bool:
        return not self.city and self.district is None


NOTHING = Scope()
CITY = Scope(city=True)


def scope_of(user: User | AnonymousUser) -> Scope:
    """The scope of ``user``; anonymous, inactive and role-less accounts see nothing."""
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    if user.is_superuser or user.role in (Role.BUREAU, Role.AUDITOR):
        return CITY
    if user.role == Role.DISTRICT:
        return Scope(district=user.district_id, zone=user.zone_id)
    if user.role == Role.CLIENT:
        return Scope(district=user.district_id, zone=user.zone_id) if user.district_id else CITY
    return NOTHING
