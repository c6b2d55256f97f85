"""Which imports: whose, and how far they are."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from cultivation.access.models import User
from cultivation.access.scope import scope_of

if TYPE_CHECKING:
    from cultivation.exchange.models import Import  # noqa: F401


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The imports that ``user`` may see: officers those made within their own scope."""
        scope = scope_of(user)
        if scope.city:
            return self
        if scope.nothing:
            return self.none()
        own = self.filter(district=scope.district)
        return own.filter(zone=scope.zone) if scope.zone else own

    def committed(self) -> Self:
        """Those that are, or were, in the registry."""
        return self.filter(revision__isnull=False)

    def older_than(self, moment: dt.datetime) -> Self:
        """Those that came in before ``moment``."""
        return self.filter(created_at__lt=moment)

    def move(self, pk: int, source: str | tuple[str, ...], **changes: Any) -> bool:
        """Change the import ``pk`` if its state is still (one of) ``source``; says whether it was.

        The one way in which states change: of two who try, one wins.
        """
        states = (source,) if isinstance(source, str) else source
        return bool(self.filter(pk=pk, state__in=states).update(**changes))
