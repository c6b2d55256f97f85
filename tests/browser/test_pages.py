"""The public pages, as a person sees them."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import fits
from tests.factories import PASSWORD, make_certification, make_firm, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("page", ["1440 light", "390 light"], indirect=True)
def test_the_front_page_shows_the_three_libraries_against_their_targets(page: Page) -> None:
    for _n in range(3):
        make_certification(make_firm(), tier="seed", valid_from=dt.date(2024, 1, 1), valid_to=None)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("三库均未达到目标")
    card = page.locator("section.card", has=page.get_by_text("专精特新“种子”企业"))
    expect(card).to_contain_text("3")
    expect(card).to_contain_text("差 2,997")
    expect(card).to_contain_text("目标：2025-12-31 前 3,000 家")
    assert fits(page)


@pytest.mark.parametrize("page", ["390 light"], indirect=True)
def test_an_officer_logs_in_and_out(page: Page) -> None:
    make_user(role="auditor", username="shenji")
    page.goto("/login/")
    page.get_by_label("用户名").fill("shenji")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    page.get_by_label("用户名").fill("shenji")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto("/")
    expect(page.locator(".who")).to_contain_text("shenji")
    assert fits(page)
    page.locator(".who summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()


def test_the_documentation_of_rest_opens_under_the_strict_policy(page: Page) -> None:
    page.goto("/api/v1/docs/")
    expect(page.get_by_text("/api/v1/counts/series/")).to_be_visible(timeout=20_000)
