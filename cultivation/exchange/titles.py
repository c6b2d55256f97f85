"""Column titles without their trimmings: marks, brackets, units and years.

"*营业收入（2021年，万元）" and "2021年度营业收入/万元" are one title with one unit and year.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Factors to 万元.
MONEY_UNITS = {
    "元": "0.0001",
    "千元": "0.1",
    "万元": "1",
    "万": "1",
    "十万元": "10",
    "百万元": "100",
    "千万元": "1000",
    "亿元": "10000",
    "亿": "10000",
}
OTHER_UNITS = {"%", "人", "名", "个", "项", "件", "家", "户", "台", "套", "年", "分", "次", "人次"}
UNITS = MONEY_UNITS.keys() | OTHER_UNITS

FOREIGN_UNIT = re.compile(r"(?:万|亿)?(?:美元|欧元|日元|港元|港币|英镑)")

_DROP = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_CLOSE = str.maketrans("[]{}【】〔〕<>《》", "()()()()()()")
_MARKS = re.compile(
    r"^(?:[*★☆●◆#·•※]+|\(?\d{1,2}(?:[.、)](?!\d))|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))+"
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_YEAR = re.compile(
    r"(?:截至|截止|(?<![\d\-~到]))((?:19|20)\d\d)(?:年(?:12月(?:31日)?|度|末|底|全年)?(?![\d至到\-~.])(?!\d*月)|(?![\d\-~年./]))"
)
_YEAR_IN_CODE = re.compile(r"(?<=[a-z])_?((?:19|20)\d\d)$")
_RELATIVE = (
    (re.compile(r"上上年度?"), 2),
    (
        re.compile(
            r"(?:上一?个?会计年度|上一年度?|上年度?|去年|前一年度?|最?近一个?会计年度|最?近一年)(?:末|底)?"
        ),
        1,
    ),
    (re.compile(r"(?:本年度?|当年度?|今年)(?:末|底)?"), 0),
)
_UNIT_TAIL = re.compile(
    r"(?:[/:,;、_]|单位:?)*(?:人民币)?((?:十|百|千|万|千万|百万|亿)?元|%)(?:人民币)?$"
)
_FILLING = re.compile(
    r"必填|选填|可选|可不填|如有|若有|必须|盖章|公章|全称|下拉|格式|例如|^如|示例|yyyy|注[:：]|^含|^见|请|保留|精确"
)


class Title(NamedTuple):
    """A title taken apart.

    ``full`` keeps brackets that say something, ``bare`` has none; ``unit`` as written (万元, 人, %)
    or ''; ``year`` if one is named; ``years_back`` counts from the list's own year (上年度 is 1).
    """

    full: str
    bare: str
    unit: str
    year: int | None
    years_back: int | None


def fold(text: str) -> str:
    """One spelling for comparing: NFKC, no blanks or invisible characters, lower case."""
    return _DROP.sub("", unicodedata.normalize("NFKC", text)).lower()


def unit_of(text: str) -> str:
    """The unit a folded piece of text names, such as ``单位:万元`` or ``人``; '' if none."""
    text = (
        re.sub(r"^(?:计量|金额|货币)?单位:?", "", text)
        .removeprefix("人民币")
        .removesuffix("人民币")
    )
    return text if text in UNITS or FOREIGN_UNIT.fullmatch(text) else ""


@lru_cache(maxsize=4096)
def parse_title(raw: str) -> Title:
    """Take a column title apart (see ``Title``)."""
    text = _MARKS.sub("", fold(raw).translate(_CLOSE)).strip(":*,;、.")
    unit, year, back = "", None, None
    kept: list[str] = []

    def bracket(match: re.Match[str]) -> str:
        nonlocal unit, year, back
        said = []
        for piece in re.split(r"[,;、/|]", match[1]):
            if not piece:
                continue
            if not unit and (named := unit_of(piece)):
                unit = named
                continue
            rest, found_year, found_back = _take_year(piece)
            if found_year is not None or found_back is not None:
                year, back = found_year, found_back
                if not rest or rest in {"数据", "数"}:
                    continue
            if not _FILLING.search(piece):
                said.append(piece)
        if said:
            kept.append("/".join(said))
            return f"({kept[-1]})"
        return ""

    text = _BRACKET.sub(bracket, text)
    outside, found_year, found_back = _take_year(text)
    if found_year is not None or found_back is not None:
        text, year, back = outside, found_year, found_back
    tail = _UNIT_TAIL.search(text)
    if tail and (tail.start() > 1 or text == tail[0]) and tail[0] != "元":
        unit = unit or tail[1]
        text = text[: tail.start()]
    elif text in UNITS and text not in {"年"}:
        unit, text = unit or text, ""
    text = text.strip(":*,;、._-")
    bare = _BRACKET.sub("", text).strip(":*,;、._-")
    return Title(text, bare, unit, year, back)


def _take_year(text: str) -> tuple[str, int | None, int | None]:
    if match := _YEAR.search(text) or _YEAR_IN_CODE.search(text):
        return text[: match.start()] + text[match.end() :], int(match[1]), None
    for pattern, back in _RELATIVE:
        if match := pattern.search(text):
            return text[: match.start()] + text[match.end() :], None, back
    return text, None, None
