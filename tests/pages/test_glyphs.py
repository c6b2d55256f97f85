"""The signs that our fonts have, read from the fonts: what is said to be there is printed."""

from pathlib import Path

from cultivation.pages.glyphs import lacking, named
from cultivation.pages.pdf import pdf
from tests.pages.reading import LACKING, text_of

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set text(font: ("Noto Serif SC", "Noto Sans SC"), lang: "zh", region: "cn")
#data.text
"""
RARE = "埰囙㛃𬭎𬬻淼犇镕垚喆〇·（）—“”ⅡA9é"
LACKED = "𠮷𡋣😀"


def test_rare_signs_of_names_are_there() -> None:
    assert lacking(RARE) == []
    assert lacking("天津 市") == []


def test_what_is_lacking_is_named_once_each() -> None:
    assert lacking(f"天津{LACKED}{LACKED}有限公司") == list(LACKED)
    assert lacking("天津\u200b市\n") == ["\u200b", "\n"]
    assert [named(sign) for sign in "𠮷\u200b"] == ["𠮷（U+20BB7）", "（U+200B）"]


def test_typst_agrees(tmp_path: Path) -> None:
    template = tmp_path / "text.typ"
    template.write_text(TEMPLATE, encoding="utf-8")
    assert LACKING not in text_of(pdf(template, {"text": RARE}))
    for sign in LACKED:
        assert LACKING in text_of(pdf(template, {"text": sign}))
