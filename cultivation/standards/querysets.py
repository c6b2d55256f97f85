"""Which standards."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

if TYPE_CHECKING:
    from cultivation.standards.models import Standard  # noqa: F401


class StandardQuerySet(models.QuerySet["Standard"]):
    def newest(self) -> Self:
        """The newest version of each standard."""
        from cultivation.standards.models import Standard

        later = Standard.objects.filter(code=OuterRef("code")).order_by("-version")
        return self.filter(version=Subquery(later.values("version")[:1]))

    def in_force(self, day: dt.date) -> Self:
        """The versions that judge any act on ``day``."""
        return self.filter(Q(in_force_to__isnull=True) | Q(in_force_to__gt=day)).filter(
            in_force_from__lte=day
        )
