"""The vocabulary: every fact that criteria may speak of, with its name, unit, kind and label."""

from cultivation.standards.vocabulary.facts import FACTS
from cultivation.standards.vocabulary.kinds import UNITS, Fact, Kind, Origin
from cultivation.standards.vocabulary.reading import WrongFact, read_fact, read_facts
from cultivation.standards.vocabulary.writing import write_facts

__all__ = [
    "FACTS",
    "UNITS",
    "Fact",
    "Kind",
    "Origin",
    "WrongFact",
    "read_fact",
    "read_facts",
    "write_facts",
]
