"""What the words in cells mean: places, industries, tiers, whether a row is a decision."""

import re
import unicodedata

from cultivation.firms.models import Industry
from cultivation.ladders.models import Tier
from cultivation.places.matching import Place, PlaceMatcher
from cultivation.places.models import District

# 公示 and 推荐 are no certification: 「公示不是认定」.
_NOT_CERTIFIED = re.compile(
    r"^[不未否无拟待]|不(?:予|同意|通过|合格|推荐)|未(?:通过|认定)|公示|拟(?:认定|推荐|入库)|退回|撤销|取消|失效"
    r"|过期|proposed|recommended|rejected|revoked|withdrawn|expired|pending|^no$|^false$"
)
_CITY = {"天津", "天津市", "TIANJIN", "12", "120000"}
_CODE = re.compile(r"^([A-T])?[-\s]?(\d{0,4})")


def fold(text: str) -> str:
    """``text`` for comparing: NFKC, no blanks, quotes alike, upper case."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return re.sub(r"\s+", "", plain).upper()


_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』")


class Meanings:
    """Loaded once an import; looking up costs no query."""

    def __init__(self) -> None:
        self.places = PlaceMatcher.load()
        self._places: dict[str, Place | None] = {}
        self.districts = dict(District.objects.values_list("code", "name_zh"))
        industries = list(Industry.objects.values_list("code", "name_zh"))
        self.industry_codes = {code for code, _name in industries}
        self.industry_names = {fold(name): code for code, name in industries}
        self.tiers: dict[str, str] = {}
        for code, name, english, short in Tier.objects.values_list(
            "code", "name_zh", "name_en", "short_name"
        ):
            for word in (code, name, english, short):
                self.tiers.setdefault(fold(word), code)

    def place(self, text: str) -> Place | None:
        """The district (and zone) that ``text`` names, whole or inside a longer text."""
        if text not in self._places:
            self._places[text] = self.places.match(text) or self.places.match_inside(text)
        return self._places[text]

    def place_inside(self, text: str) -> tuple[str, str | None] | None:
        """District and zone named in a heading, if exactly one is."""
        found = self.place(text) if text else None
        return (found.district, found.zone) if found else None

    def is_city(self, text: str) -> bool:
        """Whether ``text`` names the city itself."""
        return fold(text) in _CITY

    def district_name(self, code: str) -> str:
        return self.districts[code]

    def industry(self, text: str) -> str | None:
        """The code in GB/T 4754 for a code (C3562, 35, C) or a name; the longest one kept."""
        folded = fold(text)
        if found := self.industry_names.get(folded):
            return found
        match = _CODE.match(folded)
        letter, digits = (match.group(1) or "", match.group(2)) if match else ("", "")
        for length in range(len(digits), 1, -1):
            if digits[:length] in self.industry_codes:
                return digits[:length]
        if letter and not digits:
            rest = folded[1:]
            named = self.industry_names.get(rest)
            return named or (letter if not rest else None)
        return None

    def tier(self, text: str) -> str | None:
        """The code of a tier by its code or one of its names."""
        return self.tiers.get(fold(text))

    def means_certified(self, text: str) -> bool:
        """Whether a status says that the firm was certified and still is."""
        return not _NOT_CERTIFIED.search(unicodedata.normalize("NFKC", text).strip().lower())
