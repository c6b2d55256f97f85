"""The list of a notice as xlsx, docx and PDF: read back as whoever takes it away reads it."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from tests.pages.reading import LACKING
from tests.pages.reading import text_of as text_of_pdf
from tests.portal.notices.story import MONDAY, NAMES, RARE, Story, on

pytestmark = pytest.mark.django_db
KINDS = ("xlsx", "docx", "pdf")
HEAD = ["序号", "企业名称", "所属区"]
SAID = (
    "关于名单的公示",
    "公示编号：2026-001",
    "公示期：2026年6月15日至2026年6月22日，共5个工作日",
    "书面实名",
    "天津市工业和信息化局",
    "2026年6月15日",
)


@pytest.fixture
def story() -> Iterator[Story]:
    with on(MONDAY):
        made = Story()
        made.publish()
        yield made


def taken(story: Story, kind: str, **headers: str) -> Any:
    """The file, for somebody without an account."""
    return Client().get(f"/notices/{story.notice.number}/list.{kind}", headers=headers)


def lines(kind: str, content: bytes) -> list[list[str]]:
    """Every line that the file has, as cells."""
    if kind == "xlsx":
        (sheet,) = load_workbook(io.BytesIO(content)).worksheets
        rows = [[str(one.value) for one in row if one.value is not None] for row in sheet]
        return [row for row in rows if row]
    if kind == "docx":
        document = Document(io.BytesIO(content))
        (table,) = document.tables
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        return rows + [[one.text] for one in document.paragraphs if one.text]
    text = text_of_pdf(content)
    assert LACKING not in text
    return [[line] for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_says_what_was_published(story: Story, kind: str) -> None:
    answer = taken(story, kind)
    assert answer.status_code == 200
    assert f"{story.notice.number}.{kind}" in answer["Content-Disposition"]
    found = lines(kind, answer.content)
    flat = [cell for row in found for cell in row]
    joined = "".join("".join(flat).split())
    for text in (*SAID, *NAMES, *HEAD):
        assert "".join(text.split()) in joined
    if kind != "pdf":
        rows = [row for row in found if len(row) == 3]
        ordered = list(story.notice.rows.order_by("position").values_list("name", flat=True))
        expected = [[str(n), name, "和平区"] for n, name in enumerate(ordered, 1)]
        assert rows == [HEAD, *expected]
    for case in story.cases:
        assert str(case.firm.uscc) not in joined
    assert story.people.reviewer.username not in joined


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_it_already_is_told_so(story: Story, kind: str) -> None:
    mark = taken(story, kind)["ETag"]
    again = taken(story, kind, if_none_match=mark)
    assert (again.status_code, again.content) == (304, b"")
    assert taken(story, kind, if_none_match='"other"').status_code == 200


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_same_list_is_the_same_bytes_on_any_day(story: Story, kind: str) -> None:
    first = taken(story, kind)
    with on(MONDAY.replace(day=30)):
        later = taken(story, kind)
    assert (first["ETag"], first.content) == (later["ETag"], later.content)


def test_a_name_is_no_formula_and_no_markup() -> None:
    with on(MONDAY):
        story = Story(("=1+1公司", '#read("list.typ")公司', RARE))
        story.publish()
        book = load_workbook(io.BytesIO(taken(story, "xlsx").content))
        cells = [cell for row in book.worksheets[0] for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        text = text_of_pdf(taken(story, "pdf").content).replace("\n", "")
        assert '#read("list.typ")公司' in text


@pytest.mark.parametrize("address", ["2026-999/list.pdf", "2026-001/list.csv", "x/list.pdf"])
def test_there_is_no_other_file(story: Story, address: str) -> None:
    assert Client().get(f"/notices/{address}").status_code == 404
    assert Client().get(f"/notices/{story.notice.number}/list.pdf?x=1").status_code == 400


def test_a_sign_that_the_fonts_lack_is_named_and_never_a_box() -> None:
    with on(MONDAY):
        story = Story(("天津\U00020bb7田试验有限公司",))
        story.publish()
        refused = taken(story, "pdf")
        assert refused.status_code == 409
        assert "\U00020bb7（U+20BB7）；请下载 docx 或 xlsx 版名单" in refused.content.decode()
        for kind in ("docx", "xlsx"):
            flat = [cell for row in lines(kind, taken(story, kind).content) for cell in row]
            assert "天津\U00020bb7田试验有限公司" in flat
