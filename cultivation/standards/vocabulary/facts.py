"""All facts by name."""

from cultivation.standards.vocabulary import records, single, yearly
from cultivation.standards.vocabulary.kinds import Fact

FACTS: dict[str, Fact] = {
    fact.name: fact for fact in [*yearly.FACTS, *single.FACTS, *records.FACTS]
}
