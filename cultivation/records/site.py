"""What a ModelAdmin asks of its site, which knows who may what (the project's ``admin_site``)."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest


class Site(Protocol):
    """The answers stand in apps above the first ones that have an ``admin.py``."""

    def sees_city(self, request: HttpRequest) -> bool:
        """Whether the account sees the rows of the whole city."""

    def edits(self, request: HttpRequest) -> bool:
        """Whether the account may change reference data."""

    def acting(self, request: HttpRequest, reason: str) -> AbstractContextManager[Any]:
        """A revision of the account, for ``reason``."""

    def added_by_people(self, row: Model) -> bool:
        """Whether ``row`` was added in the browser, not loaded from a file."""

    def revisions_address(self, request: HttpRequest, row: Model) -> str:
        """Where the revisions of ``row`` are listed; empty if the account may not see them."""

    def page_address(self, row: Model) -> str:
        """The page of ``row`` outside the admin, where its acts are; empty if it has none."""
