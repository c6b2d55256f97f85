"""Files in: every format, and what is refused before it is opened."""

import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from cultivation.exchange.reading import Merge, column_letter, guard, opener, read_book
from cultivation.exchange.reading.delimited import decode, sniff
from cultivation.problems import Problem

from .books import firm, write_csv, write_typed_xlsx, write_xls, write_xlsx

ROWS: list[list[Any]] = [["序号", "企业名称"], [1, firm(1)], [2, firm(2)]]


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        read_book(path)
    return caught.value


def test_cells_stand_where_excel_shows_them(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"表": [[], [None, "乙2"], [], ["甲4", None, "丙4"]]})
    (sheet,) = read_book(path).sheets
    assert sheet.rows == [[], ["", "乙2"], [], ["甲4", "", "丙4"]]


def test_a_book_knows_its_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "abc")
    book = read_book(path, file_name="名单.csv")
    assert (book.file_name, book.size) == ("名单.csv", 3)
    assert book.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_typed_cells(tmp_path: Path) -> None:
    row: list[Any] = [
        date(2021, 9, 30),
        datetime(2021, 9, 30, 10, 5),
        time(3, 4),
        True,
        12345,
        "5%share",
    ]
    (sheet,) = read_book(write_typed_xlsx(tmp_path / "a.xlsx", [row])).sheets
    assert sheet.rows == [
        [date(2021, 9, 30), datetime(2021, 9, 30, 10, 5), time(3, 4), True, 12345.0, 0.05]
    ]


def test_excel_errors_are_not_lost(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a", "#N/A", "b"], ["c", "#REF!"], ["d", "#DIV/0!"]]
    (sheet,) = read_book(write_typed_xlsx(tmp_path / "a.xlsx", rows)).sheets
    assert sheet.rows == rows


def test_old_excel(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["甲", None], ["企业名称", date(2021, 9, 30)], ["x", 7]]
    path = write_xls(tmp_path / "a.xls", {"名单": rows}, merges=[(0, 0, 0, 1)])
    (sheet,) = read_book(path).sheets
    assert sheet.rows == [["甲"], ["企业名称", date(2021, 9, 30)], ["x", 7.0]]
    assert sheet.merges == [Merge(0, 0, 0, 1)]


def test_hidden_sheets_are_marked_and_hidden_columns_read(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", {"甲": ROWS, "乙": ROWS}, hidden_sheets=["乙"], hidden_columns=[1]
    )
    first, second = read_book(path).sheets
    assert (first.hidden, second.hidden) == (False, True)
    assert first.rows[1] == [1.0, firm(1)]


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    xlsx = write_xlsx(tmp_path / "list.csv", {"表": ROWS})
    assert read_book(xlsx).sheets[0].rows[1][1] == firm(1)
    text = write_csv(tmp_path / "list.xlsx", "序号,企业名称\n1,甲公司\n")
    assert read_book(text).sheets[0].rows[1] == ["1", "甲公司"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["序号", "企业名称", "所属区"], ["1", "甲（天津）公司", "西青区"], [], ["3", "丙公司"]]
    text = "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"
    (sheet,) = read_book(write_csv(tmp_path / "a.csv", text, encoding)).sheets
    assert sheet.rows == lines


def test_a_quoted_cell_holds_its_delimiter_and_line_break(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", '名称,范围\n甲,"销售,\n制造"\n乙,""\n')
    assert read_book(path).sheets[0].rows == [["名称", "范围"], ["甲", "销售,\n制造"], ["乙"]]


def test_numbers_kept_as_text_by_a_formula(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", '名称,代码\n甲,"=""91120000MA00000T0X"""\n')
    assert read_book(path).sheets[0].rows[1] == ["甲", "91120000MA00000T0X"]


def test_stray_quotes_swallow_no_row(tmp_path: Path) -> None:
    text = '名称,产品,区\n甲公司,"小巨人"阀门,西青区\n乙公司,泵,南开区\n丙公司,"密封,河北区\n'
    path = write_csv(tmp_path / "a.csv", text)
    assert [row[0] for row in read_book(path).sheets[0].rows] == [
        "名称",
        "甲公司",
        "乙公司",
        "丙公司",
    ]


def test_two_stray_quotes_lines_apart_swallow_no_row(tmp_path: Path) -> None:
    text = '名称,产品,区\n甲公司,"阀门,西青区\n乙公司,泵,南开区\n丙公司,密封",河北区\n'
    path = write_csv(tmp_path / "a.csv", text)
    assert [row[0] for row in read_book(path).sheets[0].rows] == [
        "名称",
        "甲公司",
        "乙公司",
        "丙公司",
    ]


def test_quotes_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    lines = ["名称,范围,区"] + [f'甲{n},"a,b,c",西青区' for n in range(6)] + ['乙,"d,e,西青区']
    problem = refused(write_csv(tmp_path / "a.csv", "\n".join(lines)))
    assert problem.code == "unreadable"


def test_excel_hint_for_the_delimiter(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "sep=;\n名称;区\n甲;西青区\n")
    assert read_book(path).sheets[0].rows == [["名称", "区"], ["甲", "西青区"]]


def test_sniff_prefers_the_even_delimiter() -> None:
    assert sniff("名称\t范围\n甲\ta,b,c,d\n乙\te,f\n") == "\t"
    assert sniff("只有一列\n甲公司\n") == ","


def test_damaged_utf8_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    data = ("企业名称\n" + "天津沽上阀门测试有限公司\n" * 50).encode()
    damaged = data[:700] + b"\xff" + data[701:]
    path = tmp_path / "a.csv"
    path.write_bytes(damaged)
    problem = refused(path)
    assert problem.code == "unreadable"
    assert problem.params["line"] == damaged[:700].count(b"\n") + 1
    assert decode("企业名称".encode("gb18030")) == "企业名称"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty_file", ""),
        (b" \r\n\r\n", "empty_file", ""),
        (b"%PDF-1.7 ...", "wrong_type", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "wrong_type", "PNG"),
        (b"Rar!\x1a\x07...", "wrong_type", "RAR"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "wrong_type", ""),
        (b"\xef\xbb\xbf<!DOCTYPE html>...", "wrong_type", ""),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "wrong_type",
            "2003",
        ),
        (b"abc\x00\x01\x02def", "wrong_type", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "unreadable", ""),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "wrong_type",
            "Word",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"x" * 999,
            "unreadable",
            "",
        ),
        (b"PK\x03\x04 broken", "unreadable", ""),
    ],
)
def test_refused_by_content(tmp_path: Path, content: bytes, code: str, said: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    problem = refused(path)
    assert problem.code == code
    assert said in str(problem)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", "XLSB"),
        ("OFD.xml", "OFD"),
        ("名单.xlsx", "ZIP"),
    ],
)
def test_other_zip_files_are_named(tmp_path: Path, member: str, said: str) -> None:
    path = tmp_path / "名单.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    problem = refused(path)
    assert problem.code == "wrong_type"
    assert said in str(problem)


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "no.xlsx").code == "no_file"


def test_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(guard.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was read"))
    assert refused(path).code == "file_too_large"


def with_sheet(path: Path, xml: bytes) -> Path:
    """A workbook whose sheet part is exactly these bytes."""
    plain = write_xlsx(path.with_suffix(".plain"), {"表": [["a"]]})
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name.startswith("xl/worksheets/") else old.read(name))
    return path


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)
CELL = b'<c r="%s" t="inlineStr"><is><t>x</t></is></c>'


def test_a_bomb_of_one_part(tmp_path: Path) -> None:
    filler = b"<!--" + b" " * (guard.LIMITS.ratio_from + 1) + b"-->"
    problem = refused(with_sheet(tmp_path / "a.xlsx", SHEET % b"" + filler))
    assert problem.code == "zip_bomb"


def test_a_bomb_in_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LIMITS", replace(guard.LIMITS, unpacked=100_000))
    path = with_sheet(tmp_path / "a.xlsx", SHEET % b"" + b"<!--" + b" " * 100_000 + b"-->")
    assert refused(path).code == "zip_bomb"


def test_a_part_larger_than_it_says(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", SHEET % (b'<row r="1">' + CELL % b"A1" + b"</row>"))
    with zipfile.ZipFile(path) as archive:
        info = next(i for i in archive.infolist() if i.filename.startswith("xl/worksheets/"))
    data = path.read_bytes()
    said, lie = info.file_size.to_bytes(4, "little"), (9).to_bytes(4, "little")
    path.write_bytes(data.replace(said, lie))
    assert refused(path).code == "zip_bomb"


def test_an_honest_repetitive_list_is_no_bomb(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["企业名称", "备注"]] + [["天津沽上阀门测试有限公司", "同上"]] * 20_000
    path = write_typed_xlsx(tmp_path / "a.xlsx", rows)
    assert len(read_book(path).sheets[0].rows) == 20_001


@pytest.mark.parametrize(
    "body",
    [
        b'<row r="1">'
        + CELL % b"A1"
        + b'</row><row r="1048576">'
        + CELL % b"XFD1048576"
        + b"</row>",
        b"<row r='1'><c r='A1'/></row><row r='1048576'><c r='XFD1048576'/></row>",
        b"<row>"
        + b"<c><v>1</v></c>" * 500
        + b"</row>"
        + b"<row/>" * 30_000
        + b"<row><c><v>1</v></c></row>",
        b"<row><c t='n' r='A1'/></row><row r='1048576'><c t='n' r='ZZ1048576'/></row>",
    ],
)
def test_a_stray_cell_far_away_is_refused(tmp_path: Path, body: bytes) -> None:
    """The reader would ask for the memory of the whole rectangle and end the process."""
    assert refused(with_sheet(tmp_path / "a.xlsx", SHEET % body)).code == "sheet_too_large"


def test_a_wide_but_short_sheet_is_read(tmp_path: Path) -> None:
    body = b'<row r="1">' + CELL % b"A1" + b'</row><row r="9">' + CELL % b"XFD9" + b"</row>"
    (sheet,) = read_book(with_sheet(tmp_path / "a.xlsx", SHEET % body)).sheets
    assert len(sheet.rows[8]) == 16_384


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "a.csv", "名称\n" + "甲\n" * 50)
    monkeypatch.setattr(opener, "MAX_ROWS", 50)
    assert refused(path).code == "too_many_rows"
    monkeypatch.setattr(opener, "MAX_ROWS", 51)
    assert len(read_book(path).sheets[0].rows) == 51


def test_column_letters() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
