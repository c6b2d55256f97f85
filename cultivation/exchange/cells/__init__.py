"""Cells in: every parser takes a cell and gives a clean value, None for blank, or a ``CellError``.

Nothing is guessed. A parser never raises for what stands in a cell.
"""

from .base import BLANK_WORDS, CellError, cell_text, folded, is_empty
from .dates import OPEN_END, Period, parse_date, parse_last_day, parse_period, parse_year
from .facts import parse_fact
from .numbers import (
    Capital,
    parse_amount,
    parse_capital,
    parse_count,
    parse_number,
    parse_share,
)
from .texts import parse_code, parse_name, parse_text

__all__ = [
    "BLANK_WORDS",
    "OPEN_END",
    "Capital",
    "CellError",
    "Period",
    "cell_text",
    "folded",
    "is_empty",
    "parse_amount",
    "parse_capital",
    "parse_code",
    "parse_count",
    "parse_date",
    "parse_fact",
    "parse_last_day",
    "parse_name",
    "parse_number",
    "parse_period",
    "parse_share",
    "parse_text",
    "parse_year",
]
