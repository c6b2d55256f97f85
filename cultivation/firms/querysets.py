"""Which firms: by scope, by day, by what is searched for."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cultivation.access.models import User
from cultivation.access.permissions import Act, may
from cultivation.access.scope import scope_of
from cultivation.clock import today
from cultivation.firms.search import Search, read
from cultivation.journal.sight import NOTHING, Sight

if TYPE_CHECKING:
    from cultivation.firms.models import Firm  # noqa: F401


def on(day: dt.date) -> Q:
    """The condition that a row with ``valid_from`` and ``valid_to`` holds on ``day``."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


def of_firms(firms: Collection[int]) -> Q:
    """The condition that rows belong to ``firms`` (ids), or to others between them.

    A range where most numbers between are asked for, which is far less for the database to read
    than thousands of numbers: whoever uses it skips rows of other firms.
    """
    if not firms:
        return Q(pk__in=[])
    first, last = min(firms), max(firms)
    if last - first < 2 * len(firms):
        return Q(firm__gte=first, firm__lte=last)
    return Q(firm__in=firms)


def homes(day: dt.date, district: str | None, zone: str | None) -> models.QuerySet[Any]:
    """The residences on ``day`` in ``district`` (and ``zone``), by their codes."""
    from cultivation.firms.models import Residence

    found = Residence.objects.filter(on(day))
    if district:
        found = found.filter(district_id=district)
    return found.filter(zone_id=zone) if zone else found


class FirmQuerySet(models.QuerySet["Firm"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The firms whose rows ``user`` may see: those residing in its district today."""
        scope = scope_of(user)
        if scope.city:
            return self
        if scope.nothing:
            return self.none()
        return self.residing(today(), district=scope.district, zone=scope.zone)

    def residing(
        self, day: dt.date, *, district: str | None = None, zone: str | None = None
    ) -> Self:
        """The firms that on ``day`` reside in ``district`` (and ``zone``), by their codes."""
        return self.filter(Exists(homes(day, district, zone).filter(firm=OuterRef("pk"))))

    def search(self, asked: str | Search) -> Self:
        """The firms that every fragment of ``asked`` (separated by blanks) fits.

        A fragment fits a name the firm has or had, its credit code, or the pinyin initials of a
        name. Raises Problem as ``search.read`` does.
        """
        from cultivation.firms import finding

        return self.filter(*finding.conditions(read(asked)))

    def ranked(self, asked: str | Search) -> Self:
        """As ``search``, those that fit best first; ``rank`` says how well (see ``finding``)."""
        from cultivation.firms import finding

        asked = read(asked)
        return self.search(asked).annotate(rank=finding.rank(asked)).order_by("rank", "pk")


class OfFirmQuerySet(models.QuerySet[Any]):
    """Rows that belong to a firm, by their column ``firm``."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows of the firms that ``user`` may see."""
        from cultivation.firms.models import Firm

        scope = scope_of(user)
        if scope.city:
            return self
        if scope.nothing:
            return self.none()
        return self.filter(firm__in=Firm.objects.visible_to(user))


def sight(user: User | AnonymousUser) -> Sight:
    """What ``user`` sees of the journal: entries about its firms; about accounts for auditors."""
    scope = scope_of(user)
    if scope.nothing:
        return NOTHING
    if scope.city:
        return Sight(city=True, reserved=may(user, Act.SEE_ACCESS_LOG))
    # The firms of FirmQuerySet.visible_to, read where they live: half the time.
    return Sight(subjects=homes(today(), scope.district, scope.zone).values("firm"))
