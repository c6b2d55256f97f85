"""What each row below a header is: a firm, a section, a total, a note, the header again."""

import re
from dataclasses import dataclass, field

from ..reading import Cell, Merge, is_blank
from ..titles import fold
from .context import is_marked, place_in, text_of
from .header import looks_like_firm
from .headings import is_plain_heading, province_in
from .model import IsPlace

_TOTAL = re.compile(
    r"(?:(?:本页|本表|全市|全区|各区|以上|分区|页)?(?:合计|总计|小计|共计|总数|累计|平均值?))(?:数)?[:,]?"
    r"(?:共?\d[\d,]*(?:家|户|个|条|项|人)?(?:企业)?)?[。]?"
)
_HOW_MANY = re.compile(
    r"\(?(?:以上|本表|本页|本批|全市|全区|总)?(?:合计|总计|小计|共计|共有|共|总共|计):?"
    r"\d[\d,]*(?:家|户|个|条|项|人|行)(?:企业|单位|公司)?\)?[。.]?"
)
_LABEL = re.compile(
    r"\(?(?:注|备注|说明|附注|附|附件|注释|提示|填表说明|填报说明|数据来源|来源|填表人?|制表人?|填报人?|编制人?|审核人?|复核人?|核对人?|经办人?|"
    r"联系人|联系电话|联系方式|电话|手机|负责人|单位负责人|部门负责人|分管领导|分管负责人|主要负责人|主管领导|统计负责人|签字|签章|盖章|公章|"
    r"单位盖章|单位公章|单位\((?:盖章|公章|签章)\)|(?:推荐|填报|报送|申报|主管)单位(?:\((?:盖章|公章|签章)\))?|"
    r"填表日期|制表日期|填报日期|报送日期|填表时间|填报时间|制表时间|日期|时间|截止日期)\)?\d*:.*",
    re.S,
)
_BARE_LABEL = re.compile(
    r"\(?(?:注|备注|说明|填表人|制表人|填报人|审核人|盖章|公章|签字|\(?本页以下空白\)?|以下空白|以下无正文|此页无正文|"
    r"\(?完\)?|完|end)\)?[:。]?"
)
_PAGE = re.compile(r"-?第?\d+页?(?:[,/]?共\d+页)|第\d+页|-\d+-|page\d+(?:of\d+)?")
_DATE = re.compile(
    r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_OFFICE = re.compile(
    r"(?:局|委员会|管委会|办公室|政府|指挥部|中心|院|所|协会|厅|委)(?:\(?(?:盖章|公章|代章)\)?)?$"
)
_HEADLINE = re.compile(
    r"(?:名单|名录|汇总表|一览表|明细表|统计表|情况表|登记表|公示表)(?:\([^()]*\))?$"
)
_EXAMPLE = re.compile(r"\(?(?:填写)?(?:示例|样例|例子|例如|举例|例|填报示例)\d?\)?[:]?")
_SENTENCE = re.compile(r"[。;!]|,.*,")
_CODE = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{18}")
_MAYBE_ASIDE = re.compile(r"[计共注填制审核说附备联日电负单页例盖签完空年局委办府:：。\-]")

DATA, BLANK, ASIDE, SECTION, HEADER, NUMBER_ONLY, EXAMPLE = range(7)
# A lone 服务中心 in a numbered list, without a number: below the last firm it has signed the list.
SIGNATURE = 7
# A heading that ends the section before it: of a province, or of no place at all.
HEADING = 8


@dataclass(slots=True)
class Shape:
    """Which columns of a panel hold what (positions in the sheet), -1 where there is none."""

    left: int
    right: int
    name: int
    uscc: int
    sequence: int
    places: frozenset[int] = frozenset()
    header_rows: set[tuple[str, ...]] = field(default_factory=set)
    lines_above: set[str] = field(default_factory=set)  # repeated on every page


def cell_at(row: list[Cell], position: int) -> Cell:
    """A cell, '' beyond the end of the row."""
    return row[position] if 0 <= position < len(row) else ""


def judge(row: list[Cell], shape: Shape, is_place: IsPlace, spanned: bool) -> tuple[int, str]:
    """What a row is within one panel, by the whole of it.

    Parameters: ``spanned`` tells that one cell is merged over most of the row.
    Returns the kind, and for a section or heading its place (or '').
    """
    name = cell_at(row, shape.name)
    code = cell_at(row, shape.uscc)
    # Most rows of a long list: a name, and beside it what can only be a code.
    coded = isinstance(code, str) and len(code) == 18 and code.isalnum() and code.isascii()
    if coded and not spanned and not is_blank(name):
        return DATA, ""
    filled = [
        (i, cell)
        for i, cell in enumerate(row[shape.left : shape.right], shape.left)
        if not is_blank(cell)
    ]
    if not filled:
        return BLANK, ""
    texts = tuple(fold(str(cell)) for _i, cell in filled)
    if texts in shape.header_rows:
        return HEADER, ""
    coded = bool(_CODE.fullmatch(fold(str(code)).upper()))
    if len(filled) == 1:
        return _single(filled[0][0], filled[0][1], texts[0], shape, is_place, spanned)
    # A long name may be merged over most of the row, beside its number.
    if spanned and not coded and (filled[0][0] == shape.name or not looks_like_firm(name)):
        said = [i for i, (_at, cell) in enumerate(filled) if isinstance(cell, str)]
        worded = next((i for i in said if not re.fullmatch(r"\d{1,6}", texts[i])), 0)
        return _single(*filled[worded], texts[worded], shape, is_place, spanned)
    if coded:
        return DATA, ""
    if _EXAMPLE.fullmatch(texts[0]) and filled[0][0] != shape.name:
        return EXAMPLE, ""
    if not any(_MAYBE_ASIDE.search(text) for text in texts[:3]):
        return DATA, ""
    return _several(filled, texts, shape), ""


def _several(filled: list[tuple[int, Cell]], texts: tuple[str, ...], shape: Shape) -> int:
    """A row of several cells, no credit code among them."""
    by_position = {i: text for (i, _cell), text in zip(filled, texts, strict=True)}
    name = by_position.get(shape.name, "")
    first = texts[0]
    if _TOTAL.fullmatch(name) or _HOW_MANY.fullmatch(name):
        return ASIDE
    total = next((t for t in texts[:3] if _TOTAL.fullmatch(t) or _HOW_MANY.fullmatch(t)), "")
    if total and (not name or not looks_like_firm(name)) and _numbers_only(texts, total):
        return ASIDE
    if re.search("(?:小计|合计|总计)$", first) and _numbers_only(texts, first):
        return ASIDE
    labels = [text for text in texts if _LABEL.fullmatch(text) or _BARE_LABEL.fullmatch(text)]
    if _LABEL.fullmatch(first + ":") and not looks_like_firm(name):
        return ASIDE  # 制表日期 | 2022年3月1日
    nameless = not name or name in labels or not looks_like_firm(name)
    mostly = first in labels or len(labels) * 2 >= len(texts)
    return ASIDE if labels and nameless and mostly else DATA


def _numbers_only(texts: tuple[str, ...], besides: str) -> bool:
    """Whether the other cells hold only figures, as beside a total."""
    others = [text for text in texts if text != besides]
    return all(
        re.fullmatch(r"[\d,.%+-]+(?:家|户|个|人|万元|元|项)?|/|-+|—+", text)
        or _TOTAL.fullmatch(text)
        or _HOW_MANY.fullmatch(text)
        for text in others
    )


def _single(
    position: int, cell: Cell, text: str, shape: Shape, is_place: IsPlace, spanned: bool
) -> tuple[int, str]:
    """A row with one filled cell (or one merged over most of the row)."""
    if not isinstance(cell, str) or re.fullmatch(r"\d{1,6}", text):
        return (NUMBER_ONLY if _counts_rows(position, shape) else DATA), ""
    in_name = position == shape.name
    if text in shape.lines_above or text.removesuffix("(续)") in shape.lines_above:
        return ASIDE, ""
    # 西青区某某公司 names a place, but is a firm.
    place = "" if looks_like_firm(text) else place_in(cell, is_place)
    if is_plain_heading(cell, in_name):
        return HEADING, province_in(cell)
    aside = (
        _TOTAL.fullmatch(text)
        or _HOW_MANY.fullmatch(text)
        or _LABEL.fullmatch(text)
        or _BARE_LABEL.fullmatch(text)
        or _PAGE.fullmatch(text)
        or _DATE.fullmatch(text)
        or re.search("(?:小计|合计|总计)[:]?(?:\\d+(?:家|户|个)?)?$", text)
    )
    if aside:
        return ASIDE, ""
    if _HEADLINE.search(text):
        return HEADING, place or province_in(cell)
    if position in shape.places and shape.name >= 0 and not spanned and not is_marked(cell):
        # All but the place is missing. An office without a firm below it has signed the list.
        return (SIGNATURE if _OFFICE.search(text) and not is_place(text) else DATA), ""
    if province := province_in(cell):
        return HEADING, province
    if place:
        return SECTION, place
    if spanned:
        return (ASIDE if _SENTENCE.search(text) else HEADING), ""
    if in_name and shape.right - shape.left == 1:
        return (ASIDE, "") if _SENTENCE.search(text) and not looks_like_firm(text) else (DATA, "")
    if _CODE.fullmatch(text.upper()):
        return DATA, ""
    numbered = shape.sequence >= 0
    if _OFFICE.search(text):
        if looks_like_firm(text):
            return (SIGNATURE if numbered else DATA), ""
        return HEADING, ""
    if looks_like_firm(text):
        return DATA, ""
    if in_name and not _SENTENCE.search(text) and len(text) <= 40 and not numbered:
        return DATA, ""
    return (ASIDE if _SENTENCE.search(text) else HEADING), ""


def _counts_rows(position: int, shape: Shape) -> bool:
    """Whether a lone number is only the running number of a row left blank."""
    if shape.sequence >= 0:
        return position == shape.sequence
    return position < (shape.name if shape.name >= 0 else shape.uscc)


def spanning_rows(merges: list[Merge], left: int, right: int) -> set[int]:
    """Rows in which one merge covers most of the columns from ``left`` to ``right`` (excluded)."""
    width = right - left
    found: set[int] = set()
    for merge in merges:
        across = min(merge.right, right - 1) - max(merge.left, left) + 1
        if width > 1 and across > 1 and across * 4 >= width * 3:
            found.update(range(merge.top, merge.bottom + 1))
    return found


def fill_merges(rows: list[list[Cell]], merges: list[Merge], first: int, last: int) -> None:
    """Repeat a cell merged downwards in every row of its merge (one district over its firms).

    A row that holds nothing else stays blank.
    """
    bare = {at for at in range(first, last + 1) if all(map(is_blank, rows[at]))}
    for merge in merges:
        if merge.top < first or merge.bottom > last or merge.bottom == merge.top:
            continue
        cell = cell_at(rows[merge.top], merge.left) if merge.top < len(rows) else ""
        if is_blank(cell):
            continue
        for at in range(merge.top + 1, min(merge.bottom, len(rows) - 1) + 1):
            if at in bare:
                continue
            row = rows[at]
            row.extend([""] * (merge.left + 1 - len(row)))
            row[merge.left] = cell


def describe(row: list[Cell], left: int, right: int) -> str:
    """The texts of a row in one line, for a note."""
    return " ".join(text_of(cell) for cell in row[left:right] if not is_blank(cell))
