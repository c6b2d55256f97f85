"""An officer takes cases, recommends many of which one cannot be, and saves a filter."""

import pytest
from playwright.sync_api import Page, expect

from cultivation.access.models import User
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.certification.cases import do, make_application, make_batch
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def submitted(actor: User) -> list[Application]:
    """Two cases with their documents, and one without."""
    batch = make_batch()
    made = [
        make_application(batch, actor, make_firm(f"天津鲲鹏{n}有限公司"), documents=n < 3)
        for n in (1, 2, 3)
    ]
    do(Doing.SUBMIT, made, actor)
    return made


def test_taken_recommended_and_a_filter_saved(page: Page) -> None:
    rows = submitted(make_user("district"))
    log_in(page, "district")
    page.goto("/cases/")
    expect(page.locator("table.list tbody tr")).to_have_count(3)
    page.get_by_label("选择 天津鲲鹏1有限公司").check()
    page.get_by_role("button", name="领办", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已领办 1 件")
    page.get_by_role("link", name="我领办的").click()
    expect(page.locator("table.list tbody tr")).to_have_count(1)

    page.get_by_text("保存当前筛选").click()
    page.get_by_label("名称").fill("我手上的")
    page.get_by_role("button", name="保存").click()
    page.goto("/cases/")
    page.get_by_role("link", name="我手上的", exact=True).click()
    expect(page.locator("table.list tbody tr")).to_have_count(1)

    page.goto("/cases/")
    page.get_by_label("选择本页全部").check()
    expect(page.locator("[data-count]")).to_have_text("(3)")
    page.get_by_label("筛选出的全部 3 件").check()
    page.get_by_role("button", name="推荐至市级").click()
    page.get_by_label("与测评结果不同的理由").fill("已现场核实")
    page.get_by_role("button", name="按所填内容查看结果").click()
    expect(page.locator("table.list tbody tr").first).to_contain_text("缺少材料")
    looked_at(page)
    page.get_by_role("button", name="推荐至市级：办理 2 件，其余 1 件不动").click()
    expect(page.get_by_role("status")).to_contain_text("已办理 2 件")
    expect(page.locator("table.list tbody tr").first).to_contain_text("未办理")
    page.get_by_role("link", name="返回列表").click()
    expect(page.locator("table.list tbody tr")).to_have_count(1)
    states = [Application.objects.get(pk=one.pk).state for one in rows]
    assert states == ["recommended", "recommended", "submitted"]


def test_the_desk_has_no_barriers(page: Page) -> None:
    rows = submitted(make_user("district"))
    log_in(page, "bureau")
    looked_at(
        page,
        "/cases/?show=open",
        f"/batches/{rows[0].batch_id}/",
        f"/batches/{rows[0].batch_id}/edit/",
        f"/batches/{rows[0].batch_id}/overrides/add/",
        "/calendar/",
        "/calendar/enter/?year=2026",
        "/cases/act/withdraw/?show=open",
    )
    page.emulate_media(media="print")
    for address in (f"/batches/{rows[0].batch_id}/", f"/cases/{rows[0].pk}/"):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".button:visible, button:visible, .chip:visible")).to_have_count(0)
