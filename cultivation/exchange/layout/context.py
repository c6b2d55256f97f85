"""What texts around a table say: the place, the unit, the year, the batch; and what a text is."""

import re
import unicodedata

from ..cells import cell_text
from ..reading import Cell
from ..titles import MONEY_UNITS, fold
from .model import Context, IsPlace

_PLACE_LABEL = re.compile(
    r"(?:推荐|报送|填报|上报|申报|推荐申报|初审|汇总|制表|编制)(?:单位|区|部门|机构|地区)(?:名称)?"
    r"|所属区域?|所属地区|所属区(?:功能区)|所在区|区县|区\(县\)|地区|属地|行政区|功能区|单位名称|单位|区"
)
_NEXT_LABEL = re.compile(r"\s+(?=[^\s:]{2,12}\s*:)|(?=(?:填报|制表|填表|报送)(?:日期|时间|人):)")
_LABELLED = re.compile(r"([^:]{1,16}):(.*)")
_DATED = re.compile("日期|时间|公示期")
_STAMP = re.compile(r"\((?:盖章|公章|章|签章|加盖公章|功能区|区|县)\)|盖章|公章")
_OFFICE = re.compile(
    r"(?:工业和信息化|工信|科学技术|科技|科技和工业信息化|发展和改革|发展改革|发改|市场监督管理|市场监管|中小企业|经济|商务|经济发展|"
    r"科技创新|企业服务|营商环境|科技与工业创新|创新发展)*(?:委员会|委|局|办公室|办|中心|厅|处|部|促进局|发展局)$"
    r"|(?:人民政府|政府|管理委员会|管委会)(?:.{0,14}(?:局|办公室|委|部))?$"
)
_UNIT = re.compile(
    r"单位:?(?:人民币)?((?:千万|百万|十万|亿|万|千)?元)|^\((?:人民币)?((?:千万|百万|十万|亿|万|千)?元)\)$"
)
_YEAR = re.compile(r"((?:19|20)\d\d)(?=年|年度)")
_HAN_YEAR = re.compile(r"([一二][九〇○零0])([〇○零一二三四五六七八九]{2})年")
_HAN_DIGITS = {digit: str(i) for i, digit in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
}
_BATCH = re.compile(r"第[一二三四五六七八九十百零\d]+批")
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.)]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?!\d)|[●◆■★·*-]+)"
)
_HOW_MANY = re.compile(
    r"[(:,-]?(?:共计?|合计|总计|计)?\d+(?:家|户|个|条|项)?(?:企业)?\)?[:。]?$|[:：]$|\((?:共|合计)?\d+(?:家|户|个)(?:企业)?\)$"
)


# What sheets of districts are called: 西青区名单, 南开区(12家).
_LIST_WORDS = re.compile(
    r"(?:推荐|申报|入库|认定|拟认定)?(?:企业)?(?:名单|汇总表?|明细表?|清单|推荐表|名录|表)$"
)


def text_of(cell: Cell) -> str:
    """A cell as one line of text, for notes."""
    return re.sub(r"\s+", " ", cell_text(cell)).strip()


def is_marked(text: str) -> bool:
    """Whether a text is numbered or counted as headings are: 一、西青区, 西青区(12家)."""
    return bool(_NUMBERING.search(fold(text)) or _HOW_MANY.search(fold(text)))


def bare_heading(text: str) -> str:
    """A heading without numbering, counts and the words for lists."""
    plain = _NUMBERING.sub("", _STAMP.sub("", fold(text)).strip("()"))
    return _LIST_WORDS.sub("", _HOW_MANY.sub("", plain))


def place_in(text: str, is_place: IsPlace) -> str:
    """The place a text consists of, without numbering, counts and the office's name; else ''."""
    plain = _STAMP.sub("", fold(text)).strip("()")
    plain = _NUMBERING.sub("", plain)
    counted = _HOW_MANY.sub("", plain)
    for words in (plain, counted, _LIST_WORDS.sub("", counted)):
        short = _OFFICE.sub("", words)
        for candidate in (words, short, words.removeprefix("天津市"), short.removeprefix("天津市")):
            if 1 < len(candidate) <= 24 and is_place(candidate):
                return candidate
    return ""


def read_context(lines: list[list[str]], sheet_name: str, is_place: IsPlace) -> Context:
    """Read the lines above a header; a line is the texts of its cells from left to right."""
    context = Context()
    in_title = ""
    for cells in lines:
        line = " ".join(cells)
        folded = [fold(cell) for cell in cells]
        for cell in folded:
            if not context.unit and (match := _UNIT.search(cell)):
                context.unit = match[1] or match[2]
        for at, cell in enumerate(cells):
            for piece in _NEXT_LABEL.split(unicodedata.normalize("NFKC", cell)):
                labelled = _LABELLED.fullmatch(fold(piece))
                if context.place or not labelled:
                    continue
                if not _PLACE_LABEL.fullmatch(_STAMP.sub("", labelled[1])):
                    continue
                said = labelled[2] or (folded[at + 1] if at + 1 < len(folded) else "")
                if said and said.removeprefix("人民币") not in MONEY_UNITS:
                    context.place = place_in(said, is_place)
        if context.title_year is None and not _DATED.search(line):
            context.title_year = year_in(line)
        if not context.batch and (match := _BATCH.search(fold(line))):
            context.batch = match[0]
        in_title = in_title or _place_at_start(fold(line), is_place)
    if not context.place and sheet_name:
        context.place = place_in(sheet_name, is_place)
    context.place = context.place or in_title
    return context


def year_in(text: str) -> int | None:
    """The first year a text names (2021年, 二〇二一年)."""
    plain = fold(text)
    if match := _YEAR.search(plain):
        return int(match[1])
    if match := _HAN_YEAR.search(plain):
        return int("".join(_HAN_DIGITS.get(digit, digit) for digit in match[1] + match[2]))
    return None


def _place_at_start(text: str, is_place: IsPlace) -> str:
    text = text.removeprefix("天津市").removeprefix("附件")
    for match in re.finditer("区|城|疆", text[:16]):
        if is_place(text[: match.end()]):
            return text[: match.end()]
    return ""
