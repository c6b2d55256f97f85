"""Each role logs in, sees what is its own, and takes a list away as a file."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cultivation.access.models import AccessRecord
from cultivation.clock import today
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.factories import make_certification, make_firm

pytestmark = pytest.mark.django_db(transaction=True)

# The role, its account, what the bar says, and how many of the three firms it sees.
ROLES = {
    "市工信局": ("bureau", {"authority": "miit_tianjin"}, "天津市工业和信息化局", 3),
    "市科技局": ("bureau", {"authority": "sti_tianjin"}, "天津市科学技术局", 3),
    "西青区": ("district", {"district": "120111"}, "西青区 · 仅见本区企业", 1),
    "经开区": (
        "district",
        {"district": "120116", "zone": "120116400"},
        "仅见本区企业",
        1,
    ),
    "审计": ("auditor", {}, "审计", 3),
}


@pytest.mark.parametrize("name", ROLES)
def test_each_role_sees_what_is_its_own(page: Page, name: str, tmp_path: Path) -> None:
    for district, zone in (("120111", None), ("120116", "120116400"), ("120104", None)):
        make_certification(make_firm(district=district, zone=zone), tier="seed", valid_to=None)
    role, account, says, firms = ROLES[name]
    log_in(page, role, **account)
    page.wait_for_url("**/workbench/")
    expect(page.locator(".scope")).to_contain_text(says)
    expect(page.locator("main")).to_contain_text("专精特新“种子”企业")
    page.get_by_role("link", name="企业库").click()
    expect(page.locator(".lead").first).to_contain_text(f"共 {firms} 家")
    expect(page.locator("table.list tbody tr")).to_have_count(firms)
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    path = tmp_path / "list.csv"
    download.value.save_as(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "企业库"
    assert f"共 {firms} 行" in lines[1]
    assert len(lines) == 3 + firms
    record = AccessRecord.objects.get(kind="export")
    assert record.account_name == "renyuan"
    assert record.detail["rows"] == firms


def test_the_pages_of_the_journal_have_no_barriers(page: Page) -> None:
    firm = make_firm(district="120111")
    make_certification(firm)
    log_in(page, "bureau")
    looked_at(
        page,
        "/journal/",
        "/journal/2/",
        f"/firms/{firm.pk}/journal/",
        f"/firms/{firm.pk}/journal/?recorded={today()}",
        "/journal/of/ladders_tier/seed/",
        "/figures/",
        "/events/",
    )


def test_english_on_a_switch(page: Page) -> None:
    log_in(page, "auditor")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Workbench")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("link", name="工作台")).to_be_visible()
