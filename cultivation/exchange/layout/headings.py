"""Headings inside a table: those that name a place outside the city, and those that name none."""

import re
from typing import TYPE_CHECKING

from ..titles import fold
from .context import bare_heading
from .header import looks_like_firm

if TYPE_CHECKING:
    from .model import Table

CITY = "天津市"
# Also the short name of a district of the city; see ``settle_hebei``.
HEBEI, HEBEI_PROVINCE = "河北", "河北省"

_PROVINCES = (
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 "
    "湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾"
)
_FULL_NAMES = {
    **{short: short + "省" for short in _PROVINCES.split()},
    **{short: short + "市" for short in ("北京", "上海", "重庆")},
    **{short: short + "自治区" for short in ("内蒙古", "西藏")},
    "广西": "广西壮族自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    **{short: short + "特别行政区" for short in ("香港", "澳门")},
}
OUTSIDE = frozenset(_FULL_NAMES.values())
_KIND_OF_FIRMS = re.compile(r"(?:地区)?(?:企业|单位|机构)?$")
_OTHERS = re.compile(
    r"(?:其他|其它|其余|外省|省外|市外|外地|外埠|异地|域外|本市|市内|市属)"
    r"(?:省?市|地区|区域|省份|区)?(?:企业|单位|机构)?"
)
_ANNEX = re.compile(r"附[件表][\d一二三四五六七八九十]*(?:[-之]\d+)?(?::.*)?", re.S)
_HAN_NUMBER = re.compile(r"^(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)")
_PARTNERS = re.compile("合伙企业$|独资企业$")


def province_in(text: str) -> str:
    """The full name of the province that a heading names (北京 is 北京市), 天津市 for the city.

    '' if it names none; the bare 河北 is left to ``settle_hebei``.
    """
    plain = bare_heading(text)
    words = _KIND_OF_FIRMS.sub("", plain)
    if words in {CITY, CITY.removesuffix("市")}:
        return CITY
    if words in OUTSIDE:
        return words
    if words != HEBEI and words in _FULL_NAMES:
        return _FULL_NAMES[words]
    if looks_like_firm(text):
        return ""
    return next((name for name in OUTSIDE if plain.startswith(name)), "")


def is_plain_heading(text: str, in_name: bool) -> bool:
    """Whether a lone text heads a section of no place: 其他, 附件2, （二）外省企业.

    Parameters: ``in_name`` tells that it stands in the column of the firms' names.
    """
    folded = fold(text)
    if _ANNEX.fullmatch(folded) or _OTHERS.fullmatch(bare_heading(text)):
        return True
    many = bare_heading(text).endswith("企业") and not _PARTNERS.search(bare_heading(text))
    return many and (not in_name or bool(_HAN_NUMBER.search(folded)))


def settle_hebei(table: "Table") -> None:
    """Read the heading 河北 as the province where the table is divided by provinces."""
    others = table.headings - {HEBEI, HEBEI_PROVINCE}
    by_province = bool(others & OUTSIDE) or others == {CITY}
    if HEBEI in table.headings and by_province:
        table.rows = [
            row._replace(place=HEBEI_PROVINCE) if row.place == HEBEI else row for row in table.rows
        ]
