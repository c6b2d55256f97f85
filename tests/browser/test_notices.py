"""Public notices, and the bureau at work on one: on a screen, in the dark, on a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import looked_at
from tests.certification import samples
from tests.certification.cases import People, make_application, make_batch, notice_of, propose
from tests.factories import PASSWORD, make_firm

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_notice_from_the_desk_to_the_public(page: Page, settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    people, batch = People(), make_batch()
    names = ("天津埰囙㛃镕垚科技有限公司", "天津乙试验有限公司")
    cases = [make_application(batch, people.officer, make_firm(name)) for name in names]
    propose(people, cases)
    page.goto("/login/")
    page.get_by_label("用户名").fill(people.reviewer.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto("/notices/staff/")
    page.get_by_role("link", name="发布公示").click()
    looked_at(page)
    page.get_by_role("link", name="2026年第一批").click()
    looked_at(page)
    page.get_by_label("天津乙试验有限公司").uncheck()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator(".follows")).to_contain_text("1 家，公示 5 个工作日")
    looked_at(page)
    page.get_by_role("button", name="确认发布").click()
    expect(page.locator("h1")).to_contain_text("公示中")
    page.get_by_role("link", name="登记异议").click()
    page.get_by_label("企业").select_option(index=1)
    page.get_by_label("异议人").fill("王实名")
    page.get_by_label("联系方式").fill("13800000000")
    page.get_by_label("异议内容与依据").fill("数据不符")
    letter = {"name": "举报信.pdf", "mimeType": "application/pdf", "buffer": samples.PDF}
    page.get_by_label("证据文件").set_input_files(letter)  # type: ignore[arg-type]
    looked_at(page)
    page.get_by_role("button", name="确认登记").click()
    expect(page.locator("h1")).to_contain_text("核查中")
    expect(page.locator("main")).to_contain_text("举报信.pdf")
    looked_at(page, page.url, "/objections/", "/notices/staff/", "/notices/publish/")


def test_the_public_pages_have_no_barriers(page: Page) -> None:
    people, batch = People(), make_batch()
    names = [f"天津第{n}家名称很长的精密仪器设备制造技术有限公司" for n in range(12)]
    cases = [make_application(batch, people.officer, make_firm(name)) for name in names]
    propose(people, cases)
    notice = notice_of(batch, cases, people.reviewer, title="关于名单的公示")
    for address in ("/notices/", f"/notices/{notice.number}/", "/"):
        looked_at(page, address)
        assert "关于名单的公示" in page.content()
    page.emulate_media(media="print")
    page.goto(f"/notices/{notice.number}/")
    expect(page.get_by_role("cell", name=names[-1])).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
