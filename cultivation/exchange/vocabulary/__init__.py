"""The words themselves: which column titles mean which field."""

from . import facts, figures, firms, left_out, titles
from .ambiguous import AMBIGUOUS
from .entries import Entry

FIELDS: tuple[Entry, ...] = (
    *firms.FIELDS,
    *figures.FIELDS,
    *titles.FIELDS,
    *left_out.FIELDS,
    *facts.FIELDS,
)

__all__ = ["AMBIGUOUS", "FIELDS", "Entry"]
