"""Which column titles mean which field: the words bureaus, the platform and exports really use.

Add a synonym in ``vocabulary`` and both imports know it. Titles are written folded (see
``titles``): lower case, half-width, no blanks, without units, years and marks. A *weak* synonym
gives way when a stronger column of the same field is there (推荐单位 beside 所属区), and then means
its second field, if any.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .titles import fold, parse_title
from .vocabulary import AMBIGUOUS, FIELDS, Entry

IGNORE = "ignore"


class Synonym(NamedTuple):
    """What a title means: ``field``; ``weak`` if a better column beats it, then ``otherwise``."""

    field: str
    weak: bool = False
    otherwise: str = ""


@dataclass(frozen=True)
class Catalogue:
    """The fields of one import and how titles lead to them."""

    code: str
    fields: tuple[Entry, ...]
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Entry]:
        """Fields by key."""
        return {entry.key: entry for entry in self.fields}

    @cached_property
    def by_title(self) -> dict[str, Synonym]:
        """Folded titles with what they mean."""
        found: dict[str, Synonym] = {}
        for entry in self.fields:
            for title in (entry.key, *entry.titles):
                found[fold(title)] = Synonym(entry.key)
            for title in entry.weak:
                found.setdefault(fold(title), Synonym(entry.key, True, entry.otherwise))
        for title in self.ambiguous:
            found.pop(title, None)
        return found

    def resolve(self, title: str, groups: tuple[str, ...] = ()) -> Synonym | None:
        """What a title under its group titles (outermost first) means; None if unknown."""
        leaf = parse_title(title)
        plain = self._look_up(leaf.full) or self._look_up(leaf.bare)
        if plain and not plain.weak:
            return plain
        for group in reversed([parse_title(text) for text in groups]):
            above = group.bare
            for words in (above + leaf.bare, leaf.bare + above):
                if leaf.bare and above and (found := self.by_title.get(words)):
                    return found
            if leaf.bare in _NEUTRAL and (found := self._look_up(above)):
                return found
        return plain

    def candidates(self, title: str) -> tuple[str, ...]:
        """The fields an ambiguous title may mean; () if it is not ambiguous."""
        leaf = parse_title(title)
        return self.ambiguous.get(leaf.full) or self.ambiguous.get(leaf.bare) or ()

    def _look_up(self, text: str) -> Synonym | None:
        if not text:
            return None
        if found := self.by_title.get(text):
            return found
        if text in self.ambiguous:
            return None
        for words in _DECORATION:
            if text.startswith(words) and (found := self.by_title.get(text.removeprefix(words))):
                return found
        return None

    def known_to_layout(self, extra: dict[str, str] | None = None) -> "Titles":
        """What finding the header needs: see ``layout.Known``. ``extra``: titles given by hand."""
        return Titles(self, {fold(title): key for title, key in (extra or {}).items()})


_NEUTRAL = {"", "金额", "数量", "数值", "数额", "数", "合计", "名称", "内容", "情况", "人数"}
_DECORATION = ("申报企业", "申报单位", "推荐企业", "认定企业", "企业", "单位", "公司", "主体")


@dataclass(frozen=True)
class Titles:
    """Titles as the layout sees them."""

    catalogue: Catalogue
    extra: dict[str, str]

    def field(self, title: str, groups: tuple[str, ...] = ()) -> str:
        """The field key, ``?`` for a known but ambiguous title, '' if unknown."""
        given = self.extra.get(fold(title), "")
        if given not in {"", IGNORE}:
            return given
        if found := self.catalogue.resolve(title, groups):
            return found.field
        return "?" if given or self.catalogue.candidates(title) else ""

    def weak(self, title: str) -> bool:
        """Whether the title alone is too common a word to prove a header (名称, 单位)."""
        if fold(title) in self.extra:
            return False
        found = self.catalogue.resolve(title)
        return found is not None and found.weak


def _catalogue(code: str) -> Catalogue:
    fields = tuple(entry for entry in FIELDS if code in entry.catalogues)
    return Catalogue(code, fields, AMBIGUOUS[code])


FIRMS = _catalogue("firms")
LIST = _catalogue("list")
FACTS = _catalogue("facts")
