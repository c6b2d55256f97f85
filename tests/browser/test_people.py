"""The administrator adds an officer, who comes in; the pages about people keep nobody out."""

import pytest
from playwright.sync_api import Page, expect

from cultivation.access.models import User
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.factories import make_user, token_for

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_officer_is_added_and_comes_in(page: Page) -> None:
    log_in(page, "", username="root", is_superuser=True)
    page.goto("/officers/")
    page.get_by_role("link", name="新增人员").click()
    page.get_by_label("用户名").fill("zhang.xq")
    page.get_by_label("姓名").fill("张西青")
    page.get_by_label("角色").select_option(label="区级审核员")
    page.get_by_label("所属区").select_option(label="西青区")
    page.get_by_role("button", name="下一步：查看影响").click()
    expect(page.get_by_role("status")).to_contain_text("张西青：区级审核员，西青区")
    page.get_by_role("button", name="新增人员").click()
    password = page.locator(".secret code").inner_text()
    page.get_by_role("link", name="已记下，继续").click()
    expect(page.locator("h1")).to_contain_text("张西青")
    page.locator(".who details.menu summary").click()
    page.get_by_role("button", name="退出").click()

    page.goto("/login/")
    page.get_by_label("用户名").fill("zhang.xq")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_contain_text("修改密码")
    page.get_by_label("当前密码").fill(password)
    page.get_by_label("新密码", exact=True).fill("Fresh-Words-27")
    page.get_by_label("再次输入新密码").fill("Fresh-Words-27")
    page.get_by_role("button", name="修改密码").click()
    expect(page.locator("h1")).to_contain_text("张西青")
    page.goto("/firms/")
    expect(page.locator("h1")).to_contain_text("企业库")


def test_the_pages_about_people_have_no_barriers(page: Page) -> None:
    officer = make_user("district", username="heping", last_name="李和平")
    token_for(officer, label="大屏")
    looked_at(page, "/login/")
    log_in(page, "", username="root", is_superuser=True)
    token_for(User.objects.get(username="root"), label="自用")
    looked_at(
        page,
        "/officers/",
        "/officers/new/",
        f"/officers/{officer.pk}/",
        f"/officers/{officer.pk}/change/",
        f"/officers/{officer.pk}/leave/",
        "/access-log/",
        "/account/",
        "/account/password/",
        "/account/second-factor/",
        "/account/tokens/",
        "/account/tokens/new/",
    )
    page.goto("/account/second-factor/")
    page.get_by_role("button", name="开始设置").click()
    expect(page.locator("img.qr")).to_be_visible()
    expect(page.locator("img.qr")).to_have_js_property("complete", True)
    assert page.locator("img.qr").evaluate("one => one.naturalWidth") > 100
    looked_at(page)
