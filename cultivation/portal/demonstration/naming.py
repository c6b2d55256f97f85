"""Names and codes: invented, unique, marked, and never those of a known real firm."""

from collections.abc import Callable
from random import Random

from cultivation.firms import names, uscc
from cultivation.portal.demonstration.words import (
    CARRIERS,
    FIRST,
    FORMS,
    MARK,
    REAL,
    SECOND,
    THIRD,
    TRADES,
)

# Place 129900 of no authority: such a code can never be a real firm's.
CODE_PREFIX = "91129900"


class Namer:
    """Gives out names and codes, each once."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.keys: set[str] = set()
        self.codes: set[str] = set()

    def code(self) -> str:
        """A well-formed credit code that nobody has."""
        while True:
            code = uscc.complete(CODE_PREFIX + "".join(self.chance.choices(uscc.ALPHABET, k=8)))
            if code not in self.codes:
                self.codes.add(code)
                return code

    def firm(self, industry: str) -> tuple[str, str]:
        """A name for a firm of ``industry`` (two digits) and its legal form."""
        ending, legal_form, _weight = self.form()
        return self._unique(
            lambda: self._full(self.chance.choice(TRADES[industry]), ending)
        ), legal_form

    def carrier(self, ladder: str) -> tuple[str, str]:
        """A name for a carrier (incubator, platform, …) and its legal form."""
        ending, legal_form, _weight = FORMS[0]
        words = CARRIERS[ladder]
        return self._unique(lambda: self._full(self.chance.choice(words), ending)), legal_form

    def form(self) -> tuple[str, str, int]:
        return self.chance.choices(FORMS, weights=[form[2] for form in FORMS])[0]

    def bracket_pair(self) -> tuple[str, str]:
        """Two names that differ in nothing but the width of their brackets."""
        wide = self._unique(lambda: f"天津市{self._brand()}集团公司（销售）有限公司{MARK}")
        return wide, wide.replace("（销售）", "(销售)")

    def _full(self, trade: str, ending: str) -> str:
        brand = self._brand()
        shape = self.chance.random()
        if shape < 0.62:
            return f"天津{brand}{trade}{ending}{MARK}"
        if shape < 0.80:
            return f"天津市{brand}{trade}{ending}{MARK}"
        if shape < 0.93:
            return f"{brand}（天津）{trade}{ending}{MARK}"
        return f"{brand}{trade}（天津）{ending}{MARK}"

    def _brand(self) -> str:
        while True:
            brand = self.chance.choice(FIRST) + self.chance.choice(SECOND)
            if brand in REAL or brand[0] == brand[1]:
                continue
            return brand + self.chance.choice(THIRD) if self.chance.random() < 0.35 else brand

    def _unique(self, draw: Callable[[], str]) -> str:
        while True:
            name = draw()
            if names.key(name) not in self.keys:
                self.keys.add(names.key(name))
                return name
