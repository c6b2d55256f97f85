"""The admin, as a person sees it: no barriers, nothing inline, nothing that needs scrolling."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from cultivation.firms.models import Firm
from cultivation.journal.models import Revision
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.factories import make_certification, make_firm

pytestmark = pytest.mark.django_db(transaction=True)


def make_record() -> Firm:
    firm = make_firm("天津鲲鹏精密机械有限公司", district="120111", industry="C", size="small")
    make_certification(firm, tier="seed", valid_from=dt.date(2025, 1, 1), valid_to=None)
    return firm


def test_the_admin_has_no_barriers(page: Page) -> None:
    firm = make_record()
    log_in(page, "auditor", is_superuser=True)
    looked_at(
        page,
        "/admin/",
        "/admin/firms/",
        "/admin/firms/firm/",
        "/admin/firms/firm/?district=120111&q=鲲鹏",
        f"/admin/firms/firm/{firm.pk}/change/",
        "/admin/certification/certification/",
        "/admin/ladders/tier/seed/change/",
        "/admin/ladders/tier/add/",
        "/admin/places/block/block4.ring/change/",
        "/admin/journal/revision/",
        "/admin/access/user/",
        preload=False,
    )


def test_a_tier_is_edited_with_a_reason(page: Page) -> None:
    log_in(page, "auditor", is_superuser=True)
    page.goto("/")
    page.get_by_role("link", name="系统", exact=True).click()
    page.get_by_role("link", name="层级", exact=True).click()
    page.get_by_role("link", name="seed", exact=True).click()
    page.get_by_label("简称").fill("种子企业")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    page.get_by_label("修改理由").fill("津工信规〔2026〕1号")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("成功")
    assert Revision.objects.latest("id").reason == "津工信规〔2026〕1号"
    page.get_by_role("link", name="seed", exact=True).click()
    page.get_by_role("link", name="修订记录").click()
    expect(page.locator("h1")).to_have_text("修订明细")
    expect(page.locator("#result_list")).to_contain_text("津工信规〔2026〕1号")


def test_no_column_wraps_by_the_character(page: Page) -> None:
    make_record()
    log_in(page, "bureau")
    for address in ("/admin/firms/firm/", "/admin/certification/certification/"):
        page.goto(address)
        heights = page.eval_on_selector_all(
            "#result_list tbody tr", "rows => rows.map(row => row.offsetHeight)"
        )
        assert heights
        assert max(heights) < 60
