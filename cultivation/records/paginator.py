"""Pages of a table so long that nobody counts it to its end."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

MOST = 100_000


class CappedPaginator(Paginator):
    """Counts to ``MOST`` rows and no further; who looks for older ones narrows the list."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[:MOST].count())

    @property
    def capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.count >= MOST
