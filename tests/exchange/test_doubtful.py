"""Rows that look like certifications and are none, and values that cannot be meant."""

from pathlib import Path
from typing import Any

import pytest

from cultivation.certification.models import Certification
from cultivation.exchange import services
from cultivation.exchange.meanings import Meanings, means_certified, means_refused
from cultivation.firms.models import Firm, FirmYear, Residence
from tests.exchange.lists import codes, import_firms, import_list, kinds, write
from tests.factories import make_firm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["已认定", "认定", "有效", "通过", "复核通过", "certified", "已公告", "同意认定", "是"]
)
def test_a_status_that_stands(text: str) -> None:
    assert means_certified(text)
    assert not means_refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "推荐",
        "待定",
        "暂缓",
        "到期",
        "更名",
        "公示",
        "拟认定",
        "未通过",
        "撤销",
        "proposed",
        "失效",
    ],
)
def test_a_status_that_is_no_certification_refuses_the_row(text: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称", "状态"], ["天津试甲有限公司", text])
    assert codes(import_list(path)[1]) == [(2, "not_certified")]
    assert not Firm.objects.exists()


@pytest.mark.parametrize(("opinion", "taken"), [("同意推荐", 1), ("不同意推荐", 0), ("待定", 0)])
def test_an_opinion_stops_a_row_only_when_it_says_no(
    opinion: str, taken: int, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", ["企业名称", "推荐意见"], ["天津试甲有限公司", opinion])
    assert import_list(path)[1]["create"] == taken


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("种子企业", "seed"),
        ("专精特新“小巨人”企业", "little_giant"),
        ("“小巨人”企业", "little_giant"),
        ("市级专精特新企业", "specialized"),
        ("专精特新种子", "seed"),
        ("科技领军培育", "leading_cultivation"),
        ("复核", None),
    ],
)
def test_tiers_by_the_words_of_lists(text: str, code: str | None) -> None:
    assert Meanings().tier(text) == code


def test_another_tier_in_other_words_is_refused_and_an_unknown_one_remarked(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "认定类型"],
        ["天津试甲有限公司", "“小巨人”企业"],
        ["天津试乙有限公司", "复核"],
    )
    report = import_list(path)[1]
    assert codes(report) == [(2, "tier_differs")]
    assert [notice["code"] for notice in report["notices"]] == ["tier_unknown"]


@pytest.mark.parametrize("title", ["有效期至", "有效期"])
def test_a_validity_without_end_has_none(title: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称", title], ["天津试甲有限公司", "长期有效"])
    assert kinds(import_list(path)[1]) == {"create": 1}
    assert Certification.objects.get().valid_to is None
    assert kinds(import_list(path)[1]) == {"same": 1}


def test_a_list_of_revocations_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["关于撤销专精特新中小企业称号的企业名单"],
        ["序号", "企业名称"],
        ["1", "天津试甲有限公司"],
        ["2", "天津试乙有限公司"],
    )
    status, report = import_list(path)
    assert (status, report["refused"]["code"]) == (2, "list_of_ends")
    assert not Firm.objects.exists()


@pytest.mark.parametrize("note", ["（原名：天津试乙有限公司）", "（复核）", "(更名为天津试丙)"])
def test_a_note_on_a_name_makes_no_new_firm(note: str, tmp_path: Path) -> None:
    make_firm("天津试甲有限公司")
    path = write(tmp_path / "a.csv", ["企业名称"], [f"天津试甲有限公司{note}"])
    assert codes(import_list(path)[1]) == [(2, "name_with_note")]
    assert Firm.objects.count() == 1


def test_numbering_and_asterisks_are_no_part_of_a_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], ["1.天津试甲有限公司"], ["天津试乙有限公司*"])
    import_list(path)
    names = set(Firm.objects.values_list("name", flat=True))
    assert names == {"天津试甲有限公司", "天津试乙有限公司"}


def test_a_year_in_the_row_that_is_not_that_of_the_validity_is_remarked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称", "认定年度"], ["天津试甲有限公司", "2020"])
    report = import_list(path, valid_from="2022-09-01")[1]
    assert [notice["code"] for notice in report["notices"]] == ["year_differs"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"batch": " "}, "batch_missing"),
        ({"valid_from": "2099-01-01"}, "valid_from_too_late"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(
    options: dict[str, Any], code: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    status, report = import_list(path, **options)
    assert (status, report["refused"]["code"]) == (2, code)


def test_an_end_before_the_beginning_is_refused_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    status, report = import_list(path, "--valid-to", "2020-01-01")
    assert (status, report["refused"]["code"]) == (2, "ends_before_it_begins")


def test_a_negative_amount_and_a_day_to_come_are_errors_of_their_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "2022年营业收入(万元)", "成立日期"],
        ["天津试甲有限公司", "-12", "2010-01-01"],
        ["天津试乙有限公司", "12", "2093-01-01"],
        ["天津试丙有限公司", "12", "2010-01-01"],
    )
    status, report = import_firms(path)
    assert (status, kinds(report)) == (1, {"create": 1, "error": 2})
    assert codes(report) == [(2, "negative_figure"), (3, "date_in_future")]


def test_figures_of_a_year_to_come_are_not_recorded(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv", ["企业名称", "2092年营业收入(万元)"], ["天津试甲有限公司", "5"]
    )
    report = import_firms(path)[1]
    assert [notice["code"] for notice in report["notices"]] == ["year_in_future"]
    assert not FirmYear.objects.exists()


def test_firms_below_a_heading_of_another_province_are_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["序号", "企业名称"],
        ["西青区", ""],
        ["1", "天津试甲有限公司"],
        ["河北省", ""],
        ["2", "石家庄试乙有限公司"],
        ["其他", ""],
        ["3", "天津试丙有限公司"],
    )
    report = import_list(path)[1]
    assert codes(report) == [(5, "outside_city")]
    assert list(Residence.objects.values_list("firm__name", flat=True)) == ["天津试甲有限公司"]


def test_the_bad_rows_never_go_over_the_list_and_old_ones_do_not_stay(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    status, report = import_firms(path, "--errors", path)
    assert (status, report["refused"]["code"]) == (2, "errors_over_list")
    assert "天津试甲" in path.read_text(encoding="utf-8-sig")
    old = tmp_path / "bad.xlsx"
    old.write_bytes(b"of yesterday")
    import_firms(path, "--errors", old)
    assert not old.exists()


def test_an_import_beside_another_one_is_planned_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"], ["天津试乙有限公司"])
    versions = iter([0])

    def version() -> int:
        return next(versions, current())

    current = services.data_version
    monkeypatch.setattr(services, "data_version", version)
    assert kinds(import_firms(path)[1]) == {"create": 2}
    assert Firm.objects.count() == 2


def test_a_validity_that_ends_before_it_begins_names_its_last_day(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "有效期起", "有效期至"],
        ["天津试甲有限公司", "2023-07-01", "2023-06-30"],
    )
    report = import_list(path)[1]
    assert "2023-06-30" in report["errors"][0]["message"]


@pytest.mark.parametrize("title", ["天津市“种子”企业推荐汇总表", "拟认定专精特新中小企业公示名单"])
def test_a_list_of_proposals_is_taken_with_a_warning(tmp_path: Path, title: str) -> None:
    path = write(tmp_path / "a.csv", [title], ["企业名称"], ["天津试甲有限公司"])
    report = import_list(path)[1]
    assert kinds(report) == {"create": 1}
    (notice,) = [one for one in report["notices"] if one["code"] == "proposed_only"]
    assert title in notice["message"]
    assert "不等于认定" in notice["message"]


def test_a_list_of_certifications_needs_no_warning(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["天津市“种子”企业名单"], ["企业名称"], ["天津试甲有限公司"])
    assert "proposed_only" not in {one["code"] for one in import_list(path)[1]["notices"]}
