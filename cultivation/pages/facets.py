"""What a list can be narrowed by: codes with how many rows each has, and fields of a form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from cultivation.pages.columns import Text
from cultivation.rest import fields as parameters
from cultivation.rest.filters import Parameter

Counts = dict[str, int]


@dataclass(frozen=True)
class Facet:
    """A parameter of codes, offered as links with their counts.

    ``labels`` gives all codes with their names, in order; ``counts`` takes the rows (narrowed by
    everything else) and gives how many have each code (``none`` for not known). ``counts`` may be
    left out where counting says nothing.
    """

    name: str
    label: Text
    labels: Callable[[], dict[str, str]]
    counts: Callable[[QuerySet[Any]], Counts] | None = None
    single: bool = False


@dataclass(frozen=True)
class Option:
    """One code of a facet on the page."""

    code: str
    label: str
    count: int | None
    chosen: bool
    address: str


@dataclass(frozen=True)
class Field:
    """A parameter in the form above a list. ``options`` makes it a choice: (value, label).

    ``placeholder`` is what the field says while it is empty: what then holds.
    """

    name: str
    label: Text
    placeholder: Text = ""
    options: tuple[tuple[str, Text], ...] = ()
    wide: bool = False

    def kind(self, declared: dict[str, Parameter]) -> str:
        """The kind of control: ``choice``, ``date`` or ``text``."""
        if self.options:
            return "choice"
        return "date" if issubclass(declared[self.name].field_class, parameters.Day) else "text"


@dataclass(frozen=True)
class Control:
    """A field of the form on the page, with its value."""

    field: Field
    kind: str
    value: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Chip:
    """What a list is narrowed by, in words, and the address without it; ``name`` is that of the
    parameter."""

    label: str
    value: str
    address: str
    name: str = ""


def address(query: QueryDict, **changes: str | None) -> str:
    """The query with some parameters changed (None: taken out); the page number goes."""
    copy = query.copy()
    for name in ("page", *changes):
        copy.pop(name, None)
    for name, value in changes.items():
        if value:
            copy[name] = value
    # Commas separate codes: they need no escaping.
    return f"?{copy.urlencode(safe=',')}"


def options(
    facet: Facet,
    labels: dict[str, str],
    chosen: Iterable[str],
    counts: Counts | None,
    query: QueryDict,
) -> list[Option]:
    """The codes of ``facet`` that have rows or are chosen, each with its toggling address."""
    picked = list(chosen)
    found = []
    for code, label in labels.items():
        count = counts.get(code, 0) if counts is not None else None
        here = code in picked
        if not (count or here or counts is None):
            continue
        rest = [one for one in picked if one != code] if here else [*picked, code]
        if facet.single and not here:
            rest = [code]
        changed = address(query, **{facet.name: ",".join(rest) or None})
        found.append(Option(code, label, count, here, changed))
    return found
