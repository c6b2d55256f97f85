"""The facts of one firm on one day, as criteria ask for them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cultivation.standards.engine.figures import FIGURES
from cultivation.standards.engine.results import Gap


class Sheet:
    """Facts, with the figures that follow from them, each computed once."""

    __slots__ = ("_figures", "day", "facts")

    def __init__(self, facts: Mapping[str, Any], day: dt.date) -> None:
        self.facts = facts
        self.day = day
        self._figures: dict[str, Any] = {}

    def figure(self, name: str) -> Any:
        """A number (a fact, or derived from facts), or the Gap that says why there is none."""
        if name in self._figures:
            return self._figures[name]
        derived = FIGURES.get(name)
        if derived is None:
            value = self.facts.get(name)
            found: Any = Gap(missing=(name,)) if value is None else value
        else:
            found = derived.of(self.facts, self.day)
        self._figures[name] = found
        return found
