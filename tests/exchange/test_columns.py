"""Which column means what; what cannot be told is refused by name."""

from typing import Any

import pytest

from cultivation.exchange.catalogue import FIRMS, LIST, Catalogue
from cultivation.exchange.columns import Mapping, known_fields, parse_overrides
from cultivation.exchange.reading import Merge, Sheet
from cultivation.exchange.titles import fold
from cultivation.problems import Problem

from .books import CODES, book_of, firm, map_file


def mapped(
    titles: list[str],
    *rows: list[Any],
    catalogue: Catalogue = LIST,
    overrides: dict[str, str] | None = None,
    above: list[list[Any]] | None = None,
) -> Mapping:
    filled = rows or (
        [firm(1) if "名称" in t else CODES[0] if "代码" in t else "x" for t in titles],
    )
    book = book_of([*(above or []), titles, *filled])
    (mapping,) = map_file(book, catalogue, overrides)
    return mapping


def fields(mapping: Mapping) -> list[str]:
    return [column.field for column in mapping.columns]


def refusal(*args: Any, **options: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        mapped(*args, **options)
    return caught.value


@pytest.mark.parametrize("catalogue", [FIRMS, LIST])
def test_every_title_leads_to_its_field(catalogue: Catalogue) -> None:
    for entry in catalogue.fields:
        for title in (*entry.titles, *entry.weak):
            found = catalogue.resolve(title)
            assert found is None or found.field == entry.key, title
            assert found is not None or fold(title) == "#", title


@pytest.mark.parametrize("catalogue", [FIRMS, LIST])
def test_no_title_means_two_fields(catalogue: Catalogue) -> None:
    seen: dict[str, str] = {}
    for entry in catalogue.fields:
        for title in (*entry.titles, *entry.weak):
            assert seen.setdefault(fold(title), entry.key) == entry.key, title
    assert not seen.keys() & catalogue.ambiguous.keys()


def test_an_entry_list() -> None:
    titles = ["序号", "企业名称", "统一社会信用代码", "所属区(功能区)", "入库登记编号", "入库时间"]
    assert fields(mapped(titles)) == ["sequence", "name", "uscc", "place", "number", "valid_from"]


@pytest.mark.parametrize(
    "title",
    ["企业名称（曾用名）", "企业名称(原名)", "曾用名称", "单位名称（曾用名称）", "名称（更名前）"],
)
def test_a_former_name_is_no_second_name(title: str) -> None:
    assert fields(mapped(["企业名称", title])) == ["name", "former_name"]
    assert fields(mapped([title, "企业名称"])) == ["former_name", "name"]


def test_what_is_never_stored_is_named() -> None:
    mapping = mapped(["企业名称", "法定代表人", "联系电话", "研发占比", "错误说明", "原行号"])
    assert fields(mapping) == ["name"]
    assert [key for _column, key in mapping.ignored] == [
        "personal", "personal", "derived", "report", "report",
    ]  # fmt: skip


def test_units_and_years_of_figures() -> None:
    titles = [
        "企业名称",
        "2020年营业收入（亿元）",
        "2021年营业收入",
        "从业人数（人）",
        "上年度研发费用",
    ]
    mapping = mapped(titles, above=[["2022年汇总表"], ["单位：万元"]])
    assert [(c.field, c.unit, c.year, c.years_back) for c in mapping.columns[1:]] == [
        ("revenue", "亿元", 2020, None),
        ("revenue", "万元", 2021, None),
        ("staff", "人", None, None),
        ("rd_expense", "万元", 2021, 1),
    ]


def test_a_money_column_without_unit_is_said() -> None:
    mapping = mapped(["企业名称", "营业收入"])
    assert mapping.columns[1].unit == ""
    assert "营业收入" in mapping.notes[0]
    assert mapped(["企业名称", "营业收入（元）"]).notes == []


def test_group_titles_help() -> None:
    rows: list[list[Any]] = [
        ["企业名称", "营业收入（万元）", "", "有效期", "", "联系人", ""],
        ["", "2020年", "2021年", "起", "止", "姓名", "电话"],
        [firm(1), 1, 2, "2023/7/1", "2026/6/30", "某", "1"],
    ]
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 0, 4), Merge(0, 5, 0, 6)]
    (mapping,) = map_file(book_of(Sheet("表", [list(row) for row in rows], merges=merges)))
    assert [(c.field, c.unit, c.year) for c in mapping.columns] == [
        ("name", "", None),
        ("revenue", "万元", 2020),
        ("revenue", "万元", 2021),
        ("valid_from", "", None),
        ("valid_to", "", None),
    ]
    assert [key for _column, key in mapping.ignored] == ["personal", "personal"]


def test_unknown_titles_all_at_once() -> None:
    problem = refusal(["企业名称", "甲乙丙", "营业收人", "丁戊己"])
    assert problem.code == "unknown_columns"
    assert [(e["column"], e["letter"]) for e in problem.params["errors"]] == [
        ("甲乙丙", "B"),
        ("营业收人", "C"),
        ("丁戊己", "D"),
    ]
    assert "revenue" in problem.params["errors"][1]["candidates"]
    assert "甲乙丙" in str(problem)
    assert "丁戊己" in str(problem)


def test_an_override_says_what_a_column_is() -> None:
    overrides = parse_overrides(["甲乙丙=营业收入", "D=ignore", "丁戊=staff"], LIST)
    assert overrides == {"甲乙丙": "revenue", "D": "ignore", "丁戊": "staff"}
    mapping = mapped(["企业名称", "甲乙丙", "丁戊", "其余"], overrides=overrides)
    assert fields(mapping) == ["name", "revenue", "staff"]


def test_an_override_can_name_the_firm_column() -> None:
    mapping = mapped(["编码甲", "单元名录", "所属区"], [1, firm(1), "西青区"],
                     overrides={"单元名录": "name", "编码甲": "ignore"})  # fmt: skip
    assert fields(mapping) == ["name", "place"]


@pytest.mark.parametrize(
    ("pair", "code"),
    [("营业收入", "bad_map"), ("=name", "bad_map"), ("甲=不存在的字段", "unknown_field")],
)
def test_overrides_that_say_nothing(pair: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_overrides([pair], LIST)
    assert caught.value.code == code


def test_an_override_for_a_column_that_is_not_there() -> None:
    assert refusal(["企业名称"], overrides={"没有的列": "staff"}).code == "map_title_unknown"


def test_the_same_field_twice() -> None:
    problem = refusal(["企业名称", "资产总额", "总资产"], [firm(1), 1, 2])
    assert problem.code == "column_twice"
    assert "资产总额" in str(problem)
    same = mapped(["企业名称", "资产总额", "总资产"], [firm(1), 1, 1], [firm(2), 2, ""])
    assert fields(same) == ["name", "assets"]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["企业名称", "所属区", "推荐单位"], ["name", "place"]),
        (["企业名称", "推荐单位"], ["name", "place"]),
        (["企业名称", "认定日期"], ["name", "valid_from"]),
        (["企业名称", "认定日期", "有效期起"], ["name", "decided_on", "valid_from"]),
        (["企业名称", "统一社会信用代码", "组织机构代码"], ["name", "uscc"]),
        (["名称", "组织机构代码"], ["name", "uscc"]),
        (["企业名称", "功能区", "所属区"], ["name", "zone", "place"]),
    ],
)
def test_a_weak_title_gives_way(titles: list[str], expected: list[str]) -> None:
    assert fields(mapped(titles)) == expected


def test_a_day_beside_a_full_validity_is_the_decision() -> None:
    titles = ["企业名称", "发证日期", "有效期"]
    full = mapped(titles, [firm(1), "2023-06-20", "2023-07-01至2026-06-30"])
    assert fields(full) == ["name", "decided_on", "validity"]
    span = mapped(titles, [firm(1), "2023-07-01", "三年"])
    assert fields(span) == ["name", "valid_from", "validity"]


@pytest.mark.parametrize(
    ("catalogue", "title", "values", "expected"),
    [
        (LIST, "编号", [1, 2, 3], "sequence"),
        (LIST, "编号", ["TJ-01", "TJ-09", "TJ-07"], "number"),
        (LIST, "代码", [CODES[0], CODES[1], CODES[2]], "uscc"),
        (LIST, "代码", ["3562", "C35", "6510"], "industry"),
        (LIST, "类型", ["种子", "专精特新", "种子"], "tier"),
        (LIST, "类型", ["有限责任公司", "股份有限公司", "个人独资"], "legal_form"),
        (FIRMS, "编号", [1, 2, 3], "sequence"),
    ],
)
def test_ambiguous_titles_are_told_by_their_values(
    catalogue: Catalogue, title: str, values: list[Any], expected: str
) -> None:
    rows: list[list[Any]] = [[firm(n), value, "x"] for n, value in enumerate(values)]
    assert fields(mapped(["企业名称", title, "备注"], *rows, catalogue=catalogue))[1] == expected


@pytest.mark.parametrize("title", ["日期", "时间", "类型", "代码"])
def test_what_stays_ambiguous_is_refused(title: str) -> None:
    problem = refusal(["企业名称", title, "备注"], [firm(1), "某", "x"])
    assert problem.code == "ambiguous_column"
    assert len(problem.params["errors"][0]["candidates"]) > 1


def test_columns_without_title() -> None:
    problem = refusal(["企业名称", "", "所属区"], *[[firm(n), "?", "x"] for n in range(9)])
    assert problem.params["errors"][0]["letter"] == "B"
    stray = mapped(["企业名称", "", "所属区"], *[[firm(n), "?" * (n == 3), "x"] for n in range(9)])
    assert fields(stray) == ["name", "place"]
    assert "B" in stray.notes[0]
    numbered = mapped(["", "企业名称", "所属区"], *[[n + 1, firm(n), "x"] for n in range(9)])
    assert fields(numbered) == ["sequence", "name", "place"]


def test_a_unit_that_is_no_money() -> None:
    assert refusal(["企业名称", "营业收入（人）"]).code == "wrong_unit"
    assert refusal(["企业名称", "营业收入（万美元）"]).code == "wrong_unit"
    assert mapped(["企业名称", "注册资本（万美元）"]).columns[1].unit == "万美元"


def test_a_table_without_name_and_code() -> None:
    problem = refusal(["企业名称", "所属区"], overrides={"企业名称": "ignore"})
    assert problem.code == "missing_column"


def test_the_year_of_a_list_and_of_figures() -> None:
    assert fields(mapped(["企业名称", "年度"])) == ["name", "year"]
    assert fields(mapped(["企业名称", "年度"], catalogue=FIRMS)) == ["name", "year"]
    assert fields(mapped(["企业名称", "有效期至", "批次"])) == ["name", "valid_to", "batch"]


def test_fields_for_the_help_text() -> None:
    known = {entry["key"]: entry for entry in known_fields(LIST)}
    assert known["name"]["titles"].startswith("企业名称")
    assert known["valid_to"]["label"]
    assert "valid_to" not in {entry["key"] for entry in known_fields(FIRMS)}
