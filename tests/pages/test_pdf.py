"""PDFs: the same bytes for the same facts, text as text, and the signs that firms' names have."""

from pathlib import Path

import pytest

from cultivation.pages.pdf import pdf
from tests.pages.reading import LACKING, text_of

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set text(font: ("Noto Serif SC", "Noto Sans SC"), lang: "zh", region: "cn")
#for name in data.names [#name \\ ]
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "names.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_the_same_facts_are_the_same_bytes(template: Path) -> None:
    first = pdf(template, {"names": ["天津市海河精密仪器有限公司"], "day": "2026-01-01"})
    assert pdf(template, {"day": "2026-01-01", "names": ["天津市海河精密仪器有限公司"]}) == first
    # Nothing of the moment of making.
    assert b"CreationDate(D:19700101000000Z)" in first


def test_names_are_text_and_never_markup(template: Path) -> None:
    names = ["#read(names.typ)", "#{1+1}", "*强调* _a_ $x^2$ <b> @c \\ #"]
    shown = text_of(pdf(template, {"names": names})).replace("\n", "")
    for name in names:
        assert name in shown


def test_rare_signs_of_names_are_in_the_font(template: Path) -> None:
    names = ["埰囙㛃", "镕垚喆淼犇", "〇·（）—“”", "ABC-12 & Co."]
    shown = text_of(pdf(template, {"names": names}))
    assert LACKING not in shown
    for name in names:
        assert name in shown.replace("\n", "")


def test_what_the_fonts_lack_is_known(template: Path) -> None:
    # Beyond the basic plane only some signs are there; such a name would show a box.
    assert LACKING in text_of(pdf(template, {"names": ["𠮷"]}))
