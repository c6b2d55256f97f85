"""What a fact can be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cultivation.standards.texts import Text


class Kind(StrEnum):
    """How a fact is written."""

    AMOUNT = "amount"
    """Money in 万元, to six decimals."""
    NUMBER = "number"
    """A number of anything but money, to six decimals: percent, years, points."""
    COUNT = "count"
    """A whole number of persons, rights, documents."""
    YES_NO = "yes_no"
    CHOICE = "choice"
    DAY = "day"
    CODE = "code"
    RECORDS = "records"
    """A list, whole: an empty one says that there are none."""


class Origin(StrEnum):
    """Where a fact comes from, which says who can supply it."""

    YEAR = "year"
    """The yearly figures of the firm."""
    REGISTRY = "registry"
    """What else the registry knows: titles held, day of establishment, residence."""
    CHECK = "check"
    """Looked up when a firm files: lists, incidents."""
    DECLARED = "declared"
    """Said by the firm, with its proof."""


@dataclass(frozen=True)
class Fact:
    """A fact that standards ask for.

    ``unit`` is a key of UNITS or empty. ``choices`` stand from the lowest to the highest.
    ``fields`` are those of one record; ``required`` names those that every record has.
    ``keeps_days`` is how long a check is worth anything.
    """

    name: str
    text: Text
    kind: Kind
    origin: Origin
    unit: str = ""
    signed: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict)
    fields: "Mapping[str, Fact]" = field(default_factory=dict)
    required: tuple[str, ...] = ()
    keeps_days: int | None = None
    year_back: int = 0


UNITS = {
    "": Text("", ""),
    "万元": Text("万元", "10,000 yuan"),
    "%": Text("%", "%"),
    "百分点": Text("个百分点", "percentage points"),
    "人": Text("人", "persons"),
    "项": Text("项", "items"),
    "年": Text("年", "years"),
    "分": Text("分", "points"),
    "名": Text("名", "in rank"),
}
