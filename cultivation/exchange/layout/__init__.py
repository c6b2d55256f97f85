"""Find the tables in a book: where the header is, what belongs to it, and what is only around it.

Bureaus publish lists with titles and notes above the header, headers of two or three rows, several
panels side by side, totals and signatures below. Nothing here knows what a column means for the
registry; it only asks ``Known`` whether a text is a column title.
"""

from .finder import find_tables
from .model import Column, Context, Known, Layout, Note, Row, Table

__all__ = ["Column", "Context", "Known", "Layout", "Note", "Row", "Table", "find_tables"]
