"""The sheet of a firm, who could climb, and the self-test: on a screen, in the dark, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.standards.test_screening import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_of_standards_have_no_barriers(page: Page) -> None:
    firm = make(revenue=4800)
    log_in(page, "district", district="120111")
    looked_at(
        page,
        f"/firms/{firm.pk}/",
        f"/firms/{firm.pk}/assessment/?tier=little_giant",
        f"/firms/{firm.pk}/assessment/?tier=innovative",
        f"/firms/{firm.pk}/facts/",
        f"/firms/{firm.pk}/facts/?name=awards",
        "/screening/?tier=little_giant",
        "/standards/",
        "/standards/specialized-2022/",
        "/self-test/",
    )


@pytest.mark.parametrize("page", ["390 light"], indirect=True)
def test_somebody_tests_a_firm_without_a_login(page: Page) -> None:
    page.goto("/self-test/")
    page.get_by_role("link", name="小巨人", exact=True).click()
    page.locator("#id_revenue_y1").fill("4800")
    page.locator("#id_main_revenue_y1").fill("4700")
    page.get_by_role("button", name="查看结果").click()
    expect(page.locator("#sheet")).to_contain_text("差 200万元")
    expect(page.locator("#sheet")).to_contain_text("? 缺数据")
    assert page.locator("#id_revenue_y1").input_value() == "4800"
    looked_at(page)
