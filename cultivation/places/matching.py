"""Which district or zone a text names, as lists and sheets write it.

Never a guess: a text that names two places, or something that is no place of the city, names none.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, Self

from cultivation.places.models import District, PlaceAlias, Zone

Via = Literal["code", "name", "alias", "successor"]

_DROPPED = re.compile(
    r"[\s\u200b-\u200d\u2060\ufeff()\[\]{}〔〕【】〈〉《》「」“”\"'·•,，、;；:：/|_—–-]+"
)
_CITY = ("天津市", "天津")
# A short name followed by one of these is a road, a village or a province, not the district.
_NOT_A_DISTRICT = tuple("省路道街里村镇桥巷湾")


@dataclass(frozen=True)
class Place:
    """A district and zone by their codes, and how the text named them."""

    district: str
    zone: str | None
    via: Via


@dataclass(frozen=True)
class _Name:
    place: Place
    # A short form: inside a longer text it may be part of another word.
    short: bool = False
    zone_short: bool = False


def fold(text: str) -> str:
    """``text`` without width, blanks, brackets, separators and case.

    "滨海新区（经开区）" becomes "滨海新区经开区".
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).upper()


class PlaceMatcher:
    """Finds districts and zones by their codes, names, old names and aliases.

    Build it once a run.
    """

    def __init__(
        self,
        districts: list[District],
        zones: list[Zone],
        aliases: list[PlaceAlias],
    ) -> None:
        self._codes: dict[str, Place] = {}
        self._names: dict[str, _Name] = {}
        self._ambiguous: set[str] = set()
        successors: dict[str, str] = {
            d.code: d.successor_id for d in districts if d.successor_id is not None
        }
        for zone in zones:
            self._codes[fold(zone.code)] = Place(zone.district_id, zone.code, "code")
            place = Place(zone.district_id, zone.code, "name")
            self._add(fold(zone.name_zh), place)
            self._add(fold(zone.short_name), place, zone_short=True)
        # Those of today come before the abolished ones, whose short names may be the same.
        for district in sorted(districts, key=lambda d: d.code in successors):
            code = district.code
            while code in successors:
                code = successors[code]
            old = code != district.code
            self._codes[district.code] = Place(code, None, "successor" if old else "code")
            place = Place(code, None, "successor" if old else "name")
            self._add(fold(district.name_zh), place)
            self._add(fold(district.short_name), place, short=True)
            if not district.short_name.endswith(("区", "县")):
                self._add(fold(district.short_name) + "区", place)
        for alias in aliases:
            self._add(fold(alias.text), Place(alias.district_id, alias.zone_id, "alias"))
        for name in self._ambiguous:
            del self._names[name]
        self._longest = max(map(len, self._names), default=0)

    @classmethod
    def load(cls) -> Self:
        """A matcher of the districts, zones and aliases in the database."""
        return cls(
            list(District.objects.all()), list(Zone.objects.all()), list(PlaceAlias.objects.all())
        )

    def match(self, text: object) -> Place | None:
        """The place that the whole of ``text`` names; None when it names none, or two.

        Accepts codes (of six digits; of a zone), full and short names with or without 区, with
        天津市 before them, names of abolished districts, aliases, and a district with its zone in
        any brackets. A zone alone takes the district that administers it. 河北 is 河北区.
        """
        folded = fold(str(text)) if text is not None else ""
        # A number cell of a spreadsheet comes as 120101.0
        code = self._codes.get(folded.removesuffix(".0"))
        if code:
            return code
        for prefix in ("", *_CITY):
            if folded.startswith(prefix):
                found = self._spelled(folded[len(prefix) :])
                if found:
                    return _together(found)
        return None

    def match_inside(self, text: object) -> Place | None:
        """The one place that a longer text names, else None.

        So "西青区工业和信息化局" and the sheet "西青区(12家)" name 西青区.
        The longest name counts at each position. Names of two different places give None, and so
        does a word that only contains a name (河北省, 和平路, 华明高新区).
        """
        whole = self.match(text)
        if whole:
            return whole
        folded = fold(str(text)) if text is not None else ""
        found: list[Place] = []
        position = named_to = 0
        while position < len(folded):
            size, name = self._at(folded, position)
            if name is None or not self._stands_alone(folded, position, size, name, named_to):
                position += 1
                continue
            found.append(name.place)
            position += size
            named_to = position
        return _together(found)

    def _add(
        self, name: str, place: Place, *, short: bool = False, zone_short: bool = False
    ) -> None:
        known = self._names.get(name)
        if not name or (known and _same(known.place, place)):
            return
        if known and known.place.via == "name" != place.via:
            return  # 武清 is the district of today, not the county that it was
        if known:
            self._ambiguous.add(name)
            return
        self._names[name] = _Name(place, short, zone_short)

    def _at(self, text: str, position: int) -> tuple[int, _Name | None]:
        for size in range(min(self._longest, len(text) - position), 0, -1):
            name = self._names.get(text[position : position + size])
            if name:
                return size, name
        return 0, None

    def _spelled(self, text: str) -> list[Place]:
        """The places whose names, one after the other, make up ``text``; empty when none do."""
        for size in range(min(self._longest, len(text)), 0, -1):
            name = self._names.get(text[:size])
            if name is None:
                continue
            if size == len(text):
                return [name.place]
            rest = self._spelled(text[size:])
            if rest:
                return [name.place, *rest]
        return []

    @staticmethod
    def _stands_alone(text: str, position: int, size: int, name: _Name, named_to: int) -> bool:
        after = text[position + size : position + size + 1]
        if name.short and after in _NOT_A_DISTRICT and after:
            return False
        if not name.zone_short or position == named_to:
            return True
        before = text[:position]
        return before.endswith(_CITY) or not ("\u4e00" <= before[-1] <= "\u9fff")


def _same(one: Place, other: Place) -> bool:
    return (one.district, one.zone) == (other.district, other.zone)


def _together(found: list[Place]) -> Place | None:
    """One place from all that a text names: the same district, and at most one zone in it."""
    if len({place.district for place in found}) != 1:
        return None
    zones = {place.zone for place in found if place.zone}
    if len(zones) > 1:
        return None
    vias: tuple[Via, ...] = ("successor", "alias", "name")
    via = next((via for via in vias if any(place.via == via for place in found)), found[0].via)
    return Place(found[0].district, zones.pop() if zones else None, via)
