"""Which certifications: in the library on a day, whose rows."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from cultivation.access.models import User
from cultivation.access.scope import scope_of

if TYPE_CHECKING:
    from cultivation.certification.models import Batch, Certification  # noqa: F401


class CertificationQuerySet(models.QuerySet["Certification"]):
    def as_of(self, day: dt.date) -> Self:
        """The certifications in their library on ``day``: ``valid_from <= day < holds_to``."""
        return self.filter(Q(holds_to__isnull=True) | Q(holds_to__gt=day), valid_from__lte=day)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The certifications of the firms whose rows ``user`` may see."""
        from cultivation.firms.models import Firm

        scope = scope_of(user)
        if scope.city:
            return self
        if scope.nothing:
            return self.none()
        return self.filter(firm__in=Firm.objects.visible_to(user))


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The batches in which ``user`` may see a certification; all of them for the city."""
        from cultivation.certification.models import Certification

        scope = scope_of(user)
        if scope.city:
            return self
        if scope.nothing:
            return self.none()
        return self.filter(pk__in=Certification.objects.visible_to(user).values("batch"))
