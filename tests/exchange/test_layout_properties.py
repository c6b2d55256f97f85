"""Whatever stands around a table, its firms come out: each once, with its row and its place."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cultivation.exchange.catalogue import LIST
from cultivation.exchange.columns import map_tables
from cultivation.exchange.layout import find_tables
from cultivation.exchange.reading import Merge, Sheet

from .books import book_of, firm, is_place

DISTRICTS = ["西青区", "南开区", "河北", "滨海新区", "滨海高新区"]
ABOVE: list[list[Any]] = [
    ["附件1"],
    ["2022年天津市第一批专精特新中小企业公示名单"],
    ["（排名不分先后）"],
    ["根据有关规定，现将名单公示如下，公示期5个工作日。"],
    ["公示时间：2022年3月1日至3月7日"],
    ["填报单位：某某协会", "", "填报日期：2022年3月1日"],
    ["", "", "单位：万元"],
    ["2022年3月15日"],
    [],
]
BELOW: list[list[Any]] = [
    [],
    ["合计", "{count}家"],
    ["共{count}家"],
    ["", "总计", "{count}"],
    ["注：排名不分先后。"],
    ["备注：以上企业均已公示，公示期内无异议。"],
    ["填表人：某某", "", "审核人：某某"],
    ["", "", "天津市工业和信息化局"],
    ["", "天津市科学技术局"],
    ["", "", "2022年3月15日"],
    ["（此页无正文）"],
]
TITLES = {
    "sequence": ["序号", "序 号", "No."],
    "name": ["企业名称", "单位名称", "企业名称（全称）", "*企业\n名称", "公司名称"],
    "place": ["所属区", "所属区（功能区）", "所在区县", "地区", "推荐单位"],
    "remarks": ["备注", "说明"],
}


@st.composite
def published(draw: st.DrawFn) -> tuple[Sheet, list[tuple[int, str, str]]]:
    """A sheet in some layout, and the firms in it with row, name and place."""
    keys = ["name", *draw(st.permutations(["place", "remarks"]))]
    if draw(st.booleans()):
        keys.insert(0, "sequence")
    style = draw(st.sampled_from(["column", "sections", "merged", "panels"]))
    if style == "sections":
        keys.remove("place")
    titles = [draw(st.sampled_from(TITLES[key])) for key in keys]
    gap = draw(st.integers(0, 2))
    left: list[Any] = [""] * gap
    rows: list[list[Any]] = draw(st.lists(st.sampled_from(ABOVE), max_size=4))
    rows = [list(row) for row in rows]
    merges = [Merge(at, 0, at, gap + len(keys) - 1) for at, row in enumerate(rows) if len(row) == 1]
    panels = 2 if style == "panels" else 1
    head: list[list[Any]] = [left + (titles + [""] * draw(st.integers(0, 1))) * panels]
    width = (len(head[0]) - gap) // panels
    if panels == 1 and draw(st.booleans()):  # the first columns under a group title
        at = gap + draw(st.integers(0, len(keys) - 2))
        group = [*head[0][:at], "企业基本情况", "", *head[0][at + 2 :]]
        under = [cell if i in (at, at + 1) else "" for i, cell in enumerate(head[0])]
        head = [group, under]
        if draw(st.booleans()):
            top = len(rows)
            merges.append(Merge(top, at, top, at + 1))
            others = [i for i in range(gap, gap + len(keys)) if i not in (at, at + 1)]
            merges += [Merge(top, i, top + 1, i) for i in others]
    rows += head
    expected: list[tuple[int, str, str]] = []
    number = 0
    for place in draw(st.lists(st.sampled_from(DISTRICTS), min_size=1, max_size=3, unique=True)):
        if style == "sections":
            numbering, count = draw(st.sampled_from(["", "一、", "（二）"])), draw(st.booleans())
            rows.append([*left, numbering + place + "（3家）" * count])
            if draw(st.booleans()):
                merges.append(Merge(len(rows) - 1, gap, len(rows) - 1, gap + len(keys) - 1))
        first = len(rows)
        for _ in range(draw(st.integers(2, 4))):
            row: list[Any] = list(left)
            for _panel in range(panels):
                number += 1
                name = draw(st.sampled_from([firm(number), f"沽上生态养殖{number}号"]))
                cells: dict[str, Any] = {
                    "sequence": draw(st.sampled_from([number, float(number), str(number)])),
                    "name": draw(st.sampled_from(["", " ", "　"])) + name,
                    "place": place if style != "merged" or len(rows) == first else "",
                    "remarks": draw(st.sampled_from(["", "复核", "无"])),
                }
                expected.append((len(rows) + 1, name, place))
                row += [cells[key] for key in keys] + [""] * (width - len(keys))
            rows.append(row)
        if style == "merged":
            at = gap + keys.index("place")
            merges.append(Merge(first, at, len(rows) - 1, at))
        if draw(st.integers(0, 4)) == 0:
            rows.append([])
        if draw(st.integers(0, 4)) == 0:
            rows += [list(row) for row in head]
    for row in draw(st.lists(st.sampled_from(BELOW), max_size=4)):
        filled = [cell.replace("{count}", str(number)) for cell in row]
        rows.append(left + filled)
    return Sheet("Sheet1", rows, merges=merges), expected


@given(published())
def test_every_firm_comes_out_once(case: tuple[Sheet, list[tuple[int, str, str]]]) -> None:
    sheet, expected = case
    layout = find_tables(book_of(sheet), known=LIST.known_to_layout(), is_place=is_place)
    found = []
    for mapping in map_tables(layout.tables, LIST):
        name, place = mapping.index("name"), mapping.index("place")
        for row in mapping.table.rows:
            said = (row.cells[place] if place >= 0 else "") or row.place
            found.append((row.number, str(row.cells[name]).strip(), said))
    assert sorted(found) == sorted(expected)
