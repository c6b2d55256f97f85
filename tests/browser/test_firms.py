"""A clerk looks a firm up, renames it, moves it, and sees the counts follow."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from cultivation.clock import today
from cultivation.firms.models import Firm
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.factories import make_certification, make_firm

pytestmark = pytest.mark.django_db(transaction=True)


def make_story() -> Firm:
    """A firm of 西青区 that holds a tier, among others."""
    firm = make_firm("天津鲲鹏精密机械有限公司", district="120111")
    make_certification(firm, tier="seed", valid_from=dt.date(2025, 1, 1), valid_to=None)
    for number in range(3):
        make_firm(f"天津别家{number}有限公司", district="120111")
    return firm


def test_found_by_two_characters_renamed_moved_and_counted(page: Page) -> None:
    firm = make_story()
    log_in(page, "bureau")
    page.goto("/firms/")
    page.keyboard.press("/")
    page.keyboard.type("鲲鹏")
    page.keyboard.press("Enter")
    expect(page.locator("table.list tbody tr")).to_have_count(1)
    page.locator("table.list tbody tr").click()
    expect(page.locator("h1")).to_contain_text("天津鲲鹏精密机械有限公司")

    page.get_by_role("link", name="登记更名").click()
    page.get_by_label("新名称").fill("天津鲲鹏智能装备有限公司")
    page.get_by_label("生效日期").fill(today().isoformat())
    page.get_by_role("button", name="下一步：查看影响").click()
    expect(page.get_by_role("status")).to_contain_text("原名“天津鲲鹏精密机械有限公司”留作曾用名")
    firm.refresh_from_db()
    assert firm.name == "天津鲲鹏精密机械有限公司"
    page.get_by_role("button", name="登记更名").click()
    expect(page.locator("h1")).to_contain_text("天津鲲鹏智能装备有限公司")
    expect(page.locator("ol.timeline")).to_contain_text("更名为“天津鲲鹏智能装备有限公司”")

    page.get_by_role("link", name="登记迁移").click()
    page.get_by_label("迁往").select_option(label="南开区")
    page.get_by_label("生效日期").fill(today().isoformat())
    page.get_by_role("button", name="下一步：查看影响").click()
    follows = page.get_by_role("status")
    expect(follows).to_contain_text("南开区：0 → 1（+1）")
    expect(follows).to_contain_text("西青区：1 → 0（-1）")
    page.get_by_role("button", name="登记迁移").click()
    expect(page.locator("ol.timeline")).to_contain_text("迁至南开区")
    page.goto(f"/certifications/?tier=seed&district=120104&valid_on={today()}")
    expect(page.locator(".lead").first).to_contain_text("共 1 项")
    page.goto("/firms/?district=120111")
    expect(page.locator(".lead").first).to_contain_text("共 3 家")


def test_the_pages_of_firms_have_no_barriers(page: Page) -> None:
    firm = make_story()
    log_in(page, "district", district="120111")
    looked_at(
        page,
        "/firms/",
        f"/firms/{firm.pk}/",
        f"/firms/{firm.pk}/rename/",
        f"/firms/{firm.pk}/correct/",
        f"/firms/{firm.pk}/figures/",
        "/firms/register/",
        "/certifications/",
        "/batches/",
    )
