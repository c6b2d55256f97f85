"""Importing a published list: certifications are facts, and a list does not rewrite them."""

import datetime as dt
from pathlib import Path

import pytest

from cultivation.certification.models import Batch, Certification
from cultivation.certification.services import revoke
from cultivation.counts.selectors import Query, count
from cultivation.counts.verification import differences
from cultivation.firms.models import Firm
from cultivation.firms.services import deregister
from tests.exchange.lists import codes, import_list, kinds, write
from tests.factories import make_certification, make_code, make_firm, writing

pytestmark = pytest.mark.django_db
TITLES = ["序号", "企业名称", "所属区"]


def test_a_list_creates_its_unknown_firms_and_certifies_all(tmp_path: Path) -> None:
    make_firm("天津试甲有限公司", district="120111")
    path = write(
        tmp_path / "a.csv",
        ["2022年第一批种子企业名单"],
        TITLES,
        ["1", "天津试甲有限公司", "西青区"],
        ["2", "天津试乙有限公司", "河北"],
        ["共2家"],
    )
    status, report = import_list(path, batch="2022年第一批")
    assert (status, kinds(report)) == (0, {"create": 2})
    assert Firm.objects.filter(uscc=None).get().name == "天津试乙有限公司"
    held = Certification.objects.order_by("id").values_list("valid_from", "valid_to", "batch__name")
    assert set(held) == {(dt.date(2022, 9, 1), dt.date(2025, 9, 1), "2022年第一批")}
    rows = count(Query(by=("district",)), dt.date(2025, 8, 31)).rows
    assert rows == [{"district": "120105", "count": 1}, {"district": "120111", "count": 1}]
    assert count(Query(), dt.date(2025, 9, 1)).total == 0
    assert not list(differences([dt.date(2023, 1, 1)]))


def test_again_all_is_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, ["1", "天津试甲有限公司", "西青区"])
    import_list(path)
    assert kinds(import_list(path)[1]) == {"same": 1}
    assert Certification.objects.count() == 1


def test_rows_have_dates_and_numbers_of_their_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "证书编号", "有效期"],
        ["天津试甲有限公司", "A-1", "2023年7月1日至2026年6月30日"],
        ["天津试乙有限公司", "A-2", ""],
    )
    assert kinds(import_list(path, "--valid-to", "2024-09-01")[1]) == {"create": 2}
    held = Certification.objects.order_by("number").values_list("number", "valid_from", "valid_to")
    assert list(held) == [
        ("A-1", dt.date(2023, 7, 1), dt.date(2026, 7, 1)),
        ("A-2", dt.date(2022, 9, 1), dt.date(2024, 9, 1)),
    ]


def test_a_tier_without_known_validity_runs_on(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称", "入库时间"], ["天津试甲有限公司", "44469"])
    import_list(path, tier="eaglet")
    held = Certification.objects.get()
    assert (held.valid_from, held.valid_to) == (dt.date(2021, 9, 30), None)


def test_a_renewal_without_a_gap_fits_and_an_overlap_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, ["1", "天津试甲有限公司", "西青区"])
    import_list(path, batch="第一批", valid_from="2022-09-01")
    early = import_list(path, batch="复核", valid_from="2025-08-31")[1]
    assert codes(early) == [(2, "held_already")]
    assert "第一批" in early["errors"][0]["message"]
    assert kinds(import_list(path, batch="复核", valid_from="2025-09-01")[1]) == {"create": 1}
    for day in ("2025-08-31", "2025-09-01"):
        assert count(Query(), dt.date.fromisoformat(day)).total == 1


def test_other_dates_in_the_same_batch_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", TITLES, ["1", "天津试甲有限公司", "西青区"])
    import_list(path, valid_from="2022-09-01")
    status, report = import_list(path, valid_from="2022-10-01")
    assert (status, codes(report)) == (1, [(2, "certified_differently")])
    assert Certification.objects.get().valid_from == dt.date(2022, 9, 1)


def test_a_missing_number_is_filled_and_a_taken_one_refused(tmp_path: Path) -> None:
    titles = ["企业名称", "证书编号"]
    import_list(write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"]))
    filled = write(
        tmp_path / "b.csv", titles, ["天津试甲有限公司", "N-1"], ["天津试乙有限公司", "N-1"]
    )
    report = import_list(filled)[1]
    assert kinds(report) == {"update": 1, "error": 1}
    assert codes(report) == [(3, "number_taken")]
    assert Certification.objects.get().number == "N-1"
    assert not Firm.objects.filter(name="天津试乙有限公司").exists()


def test_a_proposal_and_another_tier_are_no_certification(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "层级", "状态"],
        ["天津试甲有限公司", "seed", "proposed"],
        ["天津试乙有限公司", "专精特新“小巨人”企业", "已认定"],
        ["天津试丙有限公司", "seed", "已认定"],
    )
    report = import_list(path)[1]
    assert kinds(report) == {"create": 1, "error": 2}
    assert codes(report) == [(2, "not_certified"), (3, "tier_differs")]
    assert Certification.objects.get().firm.name == "天津试丙有限公司"


def test_a_closed_firm_is_not_certified(tmp_path: Path) -> None:
    firm = make_firm("天津试甲有限公司", code=make_code(1))
    with writing():
        deregister(firm=firm, effective_on=dt.date(2022, 1, 1))
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    assert codes(import_list(path)[1]) == [(2, "firm_closed")]


def test_a_banned_firm_is_not_certified_while_the_ban_runs(tmp_path: Path) -> None:
    firm = make_firm("天津试甲有限公司", code=make_code(1))
    held = make_certification(firm, "specialized", valid_from=dt.date(2022, 1, 1))
    with writing():
        revoke(
            certification=held, cause="data_fraud", effective_on=dt.date(2022, 6, 1), reason="虚报"
        )
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    assert codes(import_list(path)[1]) == [(2, "firm_banned")]
    # A list of before the ban is history, and comes in.
    assert kinds(import_list(path, valid_from="2022-05-31")[1]) == {"create": 1}


def test_a_firm_that_closed_within_the_validity_holds_the_tier_to_its_last_day(
    tmp_path: Path,
) -> None:
    firm = make_firm("天津试甲有限公司", code=make_code(1))
    with writing():
        deregister(firm=firm, effective_on=dt.date(2023, 1, 1))
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    report = import_list(path)[1]
    assert kinds(report) == {"create": 1}
    assert [notice["code"] for notice in report["notices"]] == ["ends_by_closing"]
    assert count(Query(), dt.date(2022, 12, 31)).total == 1
    assert count(Query(), dt.date(2023, 1, 1)).total == 0
    assert kinds(import_list(path)[1]) == {"same": 1}


def test_another_district_is_remarked_and_counts_go_by_the_residence(tmp_path: Path) -> None:
    make_firm("天津试甲有限公司", district="120101")
    path = write(tmp_path / "a.csv", TITLES, ["1", "天津试甲有限公司", "西青区"])
    status, report = import_list(path)
    assert (status, kinds(report)) == (0, {"create": 1})
    assert [notice["code"] for notice in report["notices"]] == ["place_differs"]
    assert count(Query(by=("district",)), dt.date(2023, 1, 1)).rows == [
        {"district": "120101", "count": 1}
    ]


def test_an_error_row_leaves_no_firm_behind(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        ["企业名称", "有效期起", "有效期至"],
        ["天津试甲有限公司", "2022-09-01", "2021-08-31"],
    )
    assert codes(import_list(path)[1]) == [(2, "ends_before_it_begins")]
    assert not Firm.objects.exists()
    assert not Batch.objects.exists()


def test_an_unknown_tier_is_refused_with_the_possible_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"])
    status, report = import_list(path, tier="sead")
    assert status == 2
    assert "seed" in report["refused"]["message"]
