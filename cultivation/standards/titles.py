"""The titles that firms hold: told by the app above that keeps them.

Standards stand below certifications and cannot know them; whoever keeps titles registers here.
"""

import datetime as dt
from collections.abc import Callable, Collection
from typing import NamedTuple


class Held(NamedTuple):
    """A title: the code of its tier, and the days from ``valid_from`` to before ``valid_to``."""

    tier: str
    valid_from: dt.date
    valid_to: dt.date | None


TitlesOf = Callable[[Collection[int]], dict[int, list[Held]]]
_sources: list[TitlesOf] = []


def tell_titles(source: TitlesOf) -> None:
    """Register who tells the titles of firms by their ids; called once, when the app is ready."""
    _sources.append(source)


def titles_of(firms: Collection[int]) -> dict[int, list[Held]]:
    """All titles that the firms ever held, by the id of the firm."""
    found: dict[int, list[Held]] = {}
    for source in _sources:
        for firm, held in source(firms).items():
            found.setdefault(firm, []).extend(held)
    return found
