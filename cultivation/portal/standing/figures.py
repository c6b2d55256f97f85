"""A number on a page, and the list behind it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number. ``address`` is the list that shows the same number; empty where there is none.

    ``value`` None: not told to this account.
    """

    value: int | None
    address: str = ""
