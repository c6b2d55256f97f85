"""The workbench, the front page and the targets, as people see them."""

import datetime as dt

import pytest
from playwright.sync_api import Browser, Page, expect

from cultivation.clock import today
from tests.browser.axe import barriers, looked_at
from tests.browser.steps import fits, log_in
from tests.factories import make_certification, make_firm

pytestmark = pytest.mark.django_db(transaction=True)


def make_city() -> None:
    """A few holders in several districts, some of them about to end."""
    for number, district in enumerate(["120111", "120111", "120116", "120101", None]):
        firm = make_firm(district=district, zone="120116400" if district == "120116" else None)
        ends = today() + dt.timedelta(days=20) if number % 2 else None
        make_certification(firm, "seed", valid_from=dt.date(2024, 1, 1), valid_to=ends)


def drawn(page: Page) -> str:
    """The text of the chart."""
    expect(page.locator("#trend svg")).to_be_visible()
    return page.locator("#trend svg").text_content() or ""


@pytest.mark.parametrize("page", ["1440 light", "1440 dark", "390 light"], indirect=True)
def test_a_clerk_lands_on_it_and_reads_it(page: Page) -> None:
    make_city()
    log_in(page, "bureau")
    assert page.url.endswith("/workbench/")
    expect(page.locator("h1")).to_have_text("三库均未达到目标")
    text = drawn(page)
    assert "目标 3,000" in text
    assert "在库（家）" in text
    expect(page.locator("#trend-table")).not_to_have_attribute("open", "")
    # Pointing at the line tells the number without any style that the policy refuses.
    page.locator("#trend").hover(position={"x": 150, "y": 150})
    page.locator("#trend-table summary").click()
    expect(page.locator("#trend-table tbody tr").first).to_contain_text(today().isoformat())
    tile = page.locator(".tile", has_text="西青")
    expect(tile.locator("strong")).to_have_text("2")
    assert barriers(page) == []
    assert fits(page)
    tile.locator("a").click()
    expect(page.locator(".lead").first).to_contain_text("共 2 家")


def test_another_tier(page: Page) -> None:
    make_city()
    log_in(page, "district", district="120111")
    page.get_by_label("选择层级").get_by_role("link", name="小巨人").click()
    expect(page.locator("#trend-head")).to_contain_text("小巨人")
    expect(page.locator(".by-district tr.own th")).to_have_text("西青区")
    page.locator("#ladders").get_by_role("link", name="瞪羚企业").click()
    expect(page.locator("#table-head")).to_have_text("各区 · 瞪羚企业")
    looked_at(page)


def test_pages_beside_it_have_no_barriers(page: Page) -> None:
    make_city()
    looked_at(page, "/")
    log_in(page, "bureau")
    looked_at(
        page,
        "/",
        "/targets/",
        "/targets/2025-12-31.seed.city/",
        "/targets/2025-12-31.seed.city/change/",
        "/targets/set/",
        "/published-figures/",
        "/published-figures/record/",
    )


def test_without_scripts_the_numbers_stand_in_the_table(
    browser: Browser, live_server: object
) -> None:
    make_city()
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False, locale="zh-CN"
    )
    page = context.new_page()
    log_in(page, "auditor")
    expect(page.locator("#trend")).to_be_hidden()
    expect(page.locator("#trend-table tbody tr")).to_have_count(25)
    expect(page.locator("#trend-table tbody tr").first).to_contain_text("5")
    context.close()


@pytest.mark.parametrize("page", ["1440 dark"], indirect=True)
def test_on_paper_it_is_dark_on_light(page: Page) -> None:
    make_city()
    log_in(page, "bureau")
    drawn(page)
    page.emulate_media(media="print")
    ink, paper = (
        page.evaluate(f"getComputedStyle(document.body).{name}")
        for name in ("color", "backgroundColor")
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".legend").first).to_be_hidden()
    line = page.locator("#trend svg path[stroke='#1a5799']")
    expect(line.first).to_be_attached()
