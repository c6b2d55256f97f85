"""What the words in cells mean: places, industries, tiers, whether a row is a decision."""

import re
import unicodedata

from cultivation.firms.models import Industry
from cultivation.ladders.models import Tier
from cultivation.places.matching import Place, PlaceMatcher
from cultivation.places.models import District

# What a status column says of a certification that stands; anything else is not taken for one.
_CERTIFIED = re.compile(
    r"^(?:已|予以|同意|准予|审核|审定|评审|复核|复评|复审|公告|继续)*"
    r"(?:认定|通过|合格|有效|入库|在库|入选|获评|公告|确认|延期|正常|存续|在业|开业|是|√|同意"
    r"|certified|valid|active|approved|passed|yes|true|1)"
    r"(?:.{0,4}(?:公告|有效|认定|入库|通过))?$"
)
# 公示 and 推荐 are no certification: 「公示不是认定」. An opinion only stops a row when it says no.
_REFUSED = re.compile(
    r"^[不未否无拟待暂缓]|不(?:予|同意|通过|合格|推荐)|未(?:通过|认定)|暂(?:不|缓)|退回|撤销|取消|失效|过期"
    r"|^no$|^false$|rejected|revoked"
)
_ENDING = re.compile(
    r"(?:撤销|取消|注销|终止|不予认定|未通过|移出|退出)[^。；]*(?:名单|名录|一览表|汇总表|公告|通知)"
)
_PROPOSING = re.compile(r"推荐|公示|拟认定|拟入库")
_OUTSIDE = re.compile(r"(?:省|自治区|特别行政区)$|^(?:北京|上海|重庆)市?$")
_FOREIGN_PROVINCES = {
    *("山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南"),
    *("湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾"),
    *("内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门"),
}
_NUMBERING = re.compile(r"^\d{1,4}[.、．]\s*")
_MARKS = re.compile(r"\s*[*＊※☆★#]+$")
_NOTE = re.compile(
    r"[（(](?:原名?|曾用名|现名|更名|已更名|变更|复核|复评|复审|新认定|首次|注|备注|续)[^（）()]*[）)]$"
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
        self.short_names: dict[str, str] = {}
        for code, name, english, short in Tier.objects.values_list(
            "code", "name_zh", "name_en", "short_name"
        ):
            for word in (code, name, english, short):
                self.tiers.setdefault(fold(word), code)
            self.short_names[fold(short)] = code

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
        """The code of a tier by its code, one of its names, or a short name inside ``text``."""
        folded = fold(text)
        if found := self.tiers.get(folded):
            return found
        named = {short: code for short, code in self.short_names.items() if short in folded}
        # 专精特新 stands in the names of other tiers of its ladder too, 领军 in 领军培育.
        if len(named) > 1:
            named.pop("专精特新", None)
        longest = [short for short in named if not any(short in o and short != o for o in named)]
        return named[longest[0]] if len(longest) == 1 else None

    def is_outside(self, text: str) -> bool:
        """Whether a heading names another province."""
        plain = re.sub(r"[\s(（].*$|^[一二三四五六七八九十\d]+[、.]", "", text.strip())
        return bool(_OUTSIDE.search(plain)) or plain in _FOREIGN_PROVINCES


def means_certified(text: str) -> bool:
    """Whether a status says that the firm was certified and still is."""
    return bool(_CERTIFIED.match(fold(text).lower()))


def means_refused(text: str) -> bool:
    """Whether an opinion says no, or nothing yet."""
    return bool(_REFUSED.search(fold(text).lower()))


def is_about_ends(title: str) -> bool:
    """Whether the title of a list says that its certifications ended, or were not granted."""
    return bool(_ENDING.search(title))


def is_about_proposals(title: str) -> bool:
    """Whether the title of a list says that its firms are proposed, which is not certified yet."""
    return bool(_PROPOSING.search(title))


def bare_name(text: str) -> str:
    """A name without the numbering before it and the asterisk behind it."""
    return _MARKS.sub("", _NUMBERING.sub("", text))


def has_note(name: str) -> bool:
    """Whether a note for readers hangs on a name: （原名：…）, （复核）."""
    return bool(_NOTE.search(name))
