"""Files in: a published list, whatever its format, becomes rows of plain Python values.

``read_book`` is the one way in. It decides by content what a file is, refuses what must not be
opened at all (``guard``), and gives every sheet from its row 1 and column 1 on, so that row numbers
and column letters are those a person sees in Excel.
"""

from .book import Book, Cell, Merge, Sheet, column_letter, is_blank
from .opener import read_book, read_data

__all__ = ["Book", "Cell", "Merge", "Sheet", "column_letter", "is_blank", "read_book", "read_data"]
