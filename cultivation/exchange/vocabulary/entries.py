"""One entry of the vocabulary."""

from dataclasses import dataclass

from django.utils.functional import Promise

from cultivation.standards.texts import Text

ONLY_FIRMS = frozenset({"firms"})
ONLY_LIST = frozenset({"list"})
BOTH = ONLY_FIRMS | ONLY_LIST


@dataclass(frozen=True)
class Entry:
    """A field that a column can be read into.

    ``kind`` says how its cells are read: name, uscc, place, text, date, last_day, period, money,
    capital, count, share, year, fact, sequence or ``skip`` (recognised and never stored).
    ``titles`` mean it outright, ``weak`` titles only when no stronger column does, else
    ``otherwise``.
    ``yearly`` marks figures of a year: one column per year may exist.
    """

    key: str
    kind: str
    label: "str | Promise | Text"
    titles: tuple[str, ...]
    weak: tuple[str, ...] = ()
    otherwise: str = ""
    yearly: bool = False
    catalogues: frozenset[str] = BOTH


def entry(
    key: str,
    kind: str,
    label: "str | Promise",
    titles: str,
    *,
    weak: str = "",
    otherwise: str = "",
    yearly: bool = False,
    catalogues: frozenset[str] = BOTH,
) -> Entry:
    """An ``Entry`` whose titles are written as words with blanks between them."""
    return Entry(
        key, kind, label, tuple(titles.split()), tuple(weak.split()), otherwise, yearly, catalogues
    )
