"""Worked cases, one table a standard, to be checked by hand against the documents.

A case is a line of words: what is different from a firm that meets everything (``BASE``), the
criterion looked at, and what it comes to. ``-`` takes a fact away.
"""

from dataclasses import dataclass
from typing import Any

GONE = object()


@dataclass(frozen=True)
class Case:
    """One worked case.

    ``changes`` to BASE; ``criterion`` (its id, or ``*`` for the whole standard); ``result`` that
    it must have; ``points`` where it is an indicator of a score.
    """

    note: str
    changes: dict[str, Any]
    criterion: str
    result: str
    points: str | None = None
    act: str = "new"
    as_of: str = ""
