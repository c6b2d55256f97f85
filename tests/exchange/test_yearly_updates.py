"""Figures of a list as the yearly updates of its firms: said with the day, shown, undone."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cultivation.access.models import User
from cultivation.certification.models import YearlyUpdate
from cultivation.exchange.models import Import, State
from cultivation.firms.models import FirmYear
from cultivation.problems import Problem
from tests.exchange.lists import codes, import_firms, write
from tests.exchange.staged import act, bureau, receive
from tests.exchange.test_pages import desk, text, upload
from tests.exchange.test_undoing import everything
from tests.factories import make_certification, make_code, make_firm, make_user, writing
from tests.portal.desk import text_of

pytestmark = pytest.mark.django_db
TITLES = ["企业名称", "统一社会信用代码", "2026年营业收入（万元）", "2026年从业人数"]
DAY = "2027-05-20"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2027, 6, 15, 2, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def rows() -> list[list[str]]:
    """Two holders, one of whom is on file already; one that holds nothing; one without figures."""
    names = [f"天津试{letter}有限公司" for letter in "甲乙丙丁"]
    firms = [make_firm(name, code=make_code(900 + k)) for k, name in enumerate(names)]
    for firm in (firms[0], firms[1], firms[3]):
        make_certification(
            firm, "specialized", valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2029, 1, 1)
        )
    with writing():
        YearlyUpdate.objects.create(firm=firms[1], year=2027, updated_on=dt.date(2027, 3, 1))
    figures = [["5000", "60"], ["6000", "70"], ["7000", "80"], ["", ""]]
    return [
        [firm.name, firm.uscc or "", *told] for firm, told in zip(firms, figures, strict=True)
    ]  # fmt: skip


def recorded() -> list[tuple[str, int, str]]:
    found = YearlyUpdate.objects.order_by("pk")
    return [(one.firm.name, one.year, str(one.updated_on)) for one in found]


FIRST = ("天津试乙有限公司", 2027, "2027-03-01")


def test_figures_alone_are_no_update(tmp_path: Path, rows: list[list[str]]) -> None:
    status, report = import_firms(write(tmp_path / "a.csv", TITLES, *rows))
    assert status == 0
    assert "yearly_updates" not in report
    assert recorded() == [FIRST]


def test_the_command_says_so_with_the_day(tmp_path: Path, rows: list[list[str]]) -> None:
    path = write(tmp_path / "a.csv", TITLES, *rows)
    expected = {
        "year": 2027, "updated_on": DAY, "late": 0, "record": 1, "on_file": 1, "untitled": 1,
        "no_figures": 1,
    }  # fmt: skip
    status, report = import_firms(path, "--yearly-updates-on", DAY, "--dry-run")
    assert (status, report["yearly_updates"], recorded()) == (0, expected, [FIRST])
    # Figures that are on file already may be the updates as well.
    import_firms(path)
    _status, report = import_firms(path, "--yearly-updates-on", DAY)
    assert report["yearly_updates"] == expected
    assert recorded() == [FIRST, ("天津试甲有限公司", 2027, DAY)]
    assert Import.objects.latest("pk").options == {"updated_on": DAY}
    versions = Import.objects.count()
    _status, again = import_firms(path, "--yearly-updates-on", DAY)
    assert (again["yearly_updates"]["record"], Import.objects.count()) == (0, versions)


@pytest.mark.parametrize(
    ("day", "code"),
    [("2027-06-16", "update_day_to_come"), ("2026-12-31", "no_figures_of_a_year_over")],
)
def test_days_that_cannot_be(tmp_path: Path, rows: list[list[str]], day: str, code: str) -> None:
    path = write(tmp_path / "a.csv", TITLES, *rows)
    status, report = import_firms(path, "--yearly-updates-on", day)
    assert (status, [told for _row, told in codes(report)]) == (2, [code])
    assert not FirmYear.objects.exists()


def test_a_clerk_is_shown_what_counts_and_takes_it_back(rows: list[list[str]]) -> None:
    user = bureau()
    client, before = desk(user), everything()
    page = upload(client, TITLES, *rows)
    (importing,) = Import.objects.all()
    assert "作为年度信息更新登记，完成日期" in text(page)
    assert "完成 2027 年度信息更新" not in text(page)
    where = f"/imports/{importing.pk}/"
    # Confirmed with a day that was not looked at: it is shown first.
    shown = client.post(f"{where}confirm/", {"updated_on": "2027-06-10"}, follow=True)
    assert "登记 1 家企业于 2027-06-10 完成 2027 年度信息更新。" in text_of(shown)
    assert "其中 1 家逾期（截止日为 2027-05-31）" in text_of(shown)
    assert recorded() == [FIRST]
    refusals = {
        "2027-06-16": "不能晚于今天",
        "2026-12-01": "没有 2026 年之前",
        "昨天": "没有这一天",
    }
    for wrong, why in refusals.items():
        assert why in text(client.post(f"{where}choose/", {"updated_on": wrong}, follow=True))
    shown = client.post(f"{where}choose/", {"updated_on": DAY}, follow=True)
    for told in ("逾期", "1 家当日没有", "1 家的该年度更新已登记", "1 家名单中没有 2026 年数据"):
        assert (told in text_of(shown)) is (told != "逾期")
    done = client.post(f"{where}confirm/", {"updated_on": DAY}, follow=True)
    assert "登记年度信息更新 1 家" in text(done)
    assert recorded() == [FIRST, ("天津试甲有限公司", 2027, DAY)]
    assert YearlyUpdate.objects.latest("pk").recorded_by == user
    client.post(f"{where}undo/", {"reason": "名单有误"})
    assert everything() == before


def test_the_day_can_be_taken_away_again(rows: list[list[str]]) -> None:
    user = bureau()
    client = desk(user)
    upload(client, TITLES, *rows)
    (importing,) = Import.objects.all()
    client.post(f"/imports/{importing.pk}/choose/", {"updated_on": DAY})
    client.post(f"/imports/{importing.pk}/confirm/", {"updated_on": ""})
    importing.refresh_from_db()
    assert (importing.state, importing.options) == (State.READY, {})
    client.post(f"/imports/{importing.pk}/confirm/", {"updated_on": ""})
    importing.refresh_from_db()
    assert (importing.state, recorded()) == (State.DONE, [FIRST])


def test_what_is_said_of_columns_asks_for_the_day_anew(rows: list[list[str]]) -> None:
    user = bureau()
    importing = act(
        "choose", receive(user, TITLES, *rows), user, {}, updated_on=dt.date(2027, 5, 20)
    )
    assert importing.facts["updates"]
    again = act("say_columns", importing, user, {})
    assert (again.options, again.facts["updates"]) == ({}, [])


def test_a_bureau_without_these_titles_only_imports_figures(rows: list[list[str]]) -> None:
    other = make_user("bureau", authority="sti_tianjin")
    importing = receive(other, TITLES, *rows)
    assert "作为年度信息更新登记" not in text(desk(other).get(f"/imports/{importing.pk}/"))
    with pytest.raises(Problem) as refused:
        act("choose", importing, other, {}, updated_on=dt.date(2027, 5, 20))
    assert refused.value.code == "not_yours"


def test_an_officer_records_those_of_the_own_district_only(rows: list[list[str]]) -> None:
    officer: User = make_user("district", district="120101")
    far = make_firm("天津外区有限公司", code=make_code(990), district="120104")
    make_certification(
        far, "specialized", valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2029, 1, 1)
    )
    importing = receive(officer, TITLES, *rows, [far.name, far.uscc or "", "5000", "60"])
    act("choose", importing, officer, {}, updated_on=dt.date(2027, 5, 20))
    act("confirm", importing, officer)
    assert recorded() == [FIRST, ("天津试甲有限公司", 2027, DAY)]
