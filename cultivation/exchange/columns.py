"""Give every column of a table its field, or refuse it by name."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cultivation.problems import Problem

from .catalogue import FIRMS, IGNORE, LIST, Catalogue
from .layout import Table
from .mapping import MappedColumn, Mapper, Mapping, Trouble
from .titles import fold

__all__ = [
    "FIRMS",
    "LIST",
    "Catalogue",
    "MappedColumn",
    "Mapping",
    "known_fields",
    "map_columns",
    "map_tables",
    "parse_overrides",
    "refusal",
    "try_map",
]


def known_fields(catalogue: Catalogue) -> list[dict[str, str]]:
    """Fields for a help text: ``key``, ``label`` in the active language, ``titles`` as examples."""
    return [
        {"key": entry.key, "label": str(entry.label), "titles": "、".join(entry.titles[:4])}
        for entry in catalogue.fields
    ]


def parse_overrides(pairs: Iterable[str], catalogue: Catalogue) -> dict[str, str]:
    """Read ``列名=字段`` pairs; a field is a key, its label or a title of it, or ``ignore``.

    Raises ``Problem``: ``bad_map`` for a pair without ``=``, ``unknown_field`` for one unknown.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        title, mark, key = pair.rpartition("=")
        if not mark or not title.strip() or not key.strip():
            # zh: “%(pair)s”应写作 列名=字段。
            raise Problem("bad_map", _("Write “%(pair)s” as TITLE=FIELD.") % {"pair": pair})
        found[title.strip()] = _field_key(key.strip(), catalogue)
    return found


def _field_key(text: str, catalogue: Catalogue) -> str:
    if fold(text) in {IGNORE, "忽略", "不导入"}:
        return IGNORE
    key = text.lower()
    if key in catalogue.by_key:
        return key
    if meaning := catalogue.resolve(text):
        return meaning.field
    # zh: 没有字段“%(field)s”。可用的字段：%(fields)s
    message = _("There is no field “%(field)s”. Known fields: %(fields)s")
    names = "、".join(entry.key for entry in catalogue.fields)
    raise Problem("unknown_field", message % {"field": text, "fields": names}, field=text)


def map_columns(
    table: Table, catalogue: Catalogue, overrides: dict[str, str] | None = None
) -> Mapping:
    """Map one table; see ``map_tables``."""
    return map_tables([table], catalogue, overrides)[0]


def map_tables(
    tables: list[Table], catalogue: Catalogue, overrides: dict[str, str] | None = None
) -> list[Mapping]:
    """Map the columns of all tables of a book.

    Parameters: ``overrides`` give a field key or ``ignore`` by title, heading or column letter.
    Raises one ``Problem`` for all that is wrong, its ``errors`` with code, sheet, column (title),
    letter, message and candidates: ``unknown_columns``, ``ambiguous_column``, ``column_twice``,
    ``wrong_unit``, ``missing_column``, ``map_title_unknown``. Its own code is the first of them.
    """
    mappings, troubles = try_map(tables, catalogue, overrides)
    if troubles:
        raise refusal(troubles)
    return mappings


def try_map(
    tables: list[Table], catalogue: Catalogue, overrides: dict[str, str] | None = None
) -> tuple[list[Mapping], list[Trouble]]:
    """As ``map_tables``, with what is wrong beside what is mapped."""
    given = {fold(title): key for title, key in (overrides or {}).items()}
    used: set[str] = set()
    troubles: list[Trouble] = []
    mappings = []
    for table in tables:
        mapper = Mapper(table, catalogue, given)
        mappings.append(mapper.run())
        troubles += mapper.troubles
        used |= mapper.used
    for title in overrides or {}:
        if fold(title) not in used:
            # zh: 文件中没有列“%(title)s”。
            message = _("The file has no column “%(title)s”.") % {"title": title}
            troubles.append(Trouble("map_title_unknown", "", None, message))
    return mappings, troubles


def refusal(troubles: list[Trouble]) -> Problem:
    """One Problem for all of ``troubles``."""
    errors: list[dict[str, Any]] = []
    for trouble in troubles:
        error = {
            "code": trouble.code,
            "sheet": trouble.sheet,
            "column": trouble.column.heading if trouble.column else "",
            "letter": trouble.column.letter if trouble.column else "",
            "message": trouble.message,
            "candidates": list(trouble.candidates),
        }
        if error not in errors:
            errors.append(error)
    sentences = list(dict.fromkeys(error["message"] for error in errors))
    return Problem(errors[0]["code"], " ".join(sentences), errors=errors)
