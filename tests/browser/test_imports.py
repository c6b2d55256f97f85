"""A clerk brings a list in: uploads it, chooses where a name fits two firms, confirms, undoes."""

import csv
import io
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cultivation.certification.models import Certification
from cultivation.clock import today
from cultivation.exchange.models import Import
from cultivation.firms.models import Firm
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.factories import make_code, make_firm

pytestmark = pytest.mark.django_db(transaction=True)


def a_list(folder: Path) -> Path:
    """A published list of three firms: a new one, a wrong code, and a name that fits two."""
    good = make_code()
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    text = io.StringIO()
    csv.writer(text).writerows(
        [
            ["天津市雏鹰企业入库名单"],
            ["序号", "企业名称", "统一社会信用代码", "所属区"],
            ["1", "天津春笋软件有限公司", good, "南开区"],
            ["2", "天津秋实电子有限公司", wrong, "河东区"],
            ["3", "飞燕自行车集团（天津）销售公司", "", "北辰区"],
        ]
    )
    path = folder / "雏鹰名单.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def two_of_a_name() -> tuple[Firm, Firm]:
    """Two firms whose names differ in the width of their brackets only."""
    return (
        make_firm("飞燕自行车集团（天津）销售公司", district="120113"),
        make_firm("飞燕自行车集团(天津)销售公司", district="120105"),
    )


def upload(page: Page, path: Path) -> None:
    """A list of eaglet firms, as far as the preview."""
    page.goto("/imports/new/")
    page.get_by_label("层级（库）").select_option(label="雏鹰企业")
    page.get_by_label("批次名称").fill("2021年第二批")
    page.get_by_label("有效期起").fill("2021-09-30")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_url("**/imports/*/")


def test_a_list_comes_in_with_a_choice_and_goes_out_again(page: Page, tmp_path: Path) -> None:
    chosen, other = two_of_a_name()
    path = a_list(tmp_path)
    log_in(page, "bureau", authority="sti_tianjin")
    upload(page, path)
    expect(page.locator("h1")).to_contain_text("1 行有误")
    expect(page.locator("h1")).to_contain_text("1 行待选择")
    expect(page.locator("table.rows")).to_contain_text("校验码不符")
    assert not Certification.objects.exists()

    page.get_by_role("radio", name=str(chosen.uscc)).check()
    page.get_by_role("button", name="保存选择并重新核对").click()
    expect(page.locator("h1")).not_to_contain_text("待选择")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载有误行").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    page.get_by_role("button", name="确认导入 2 行").click()
    expect(page.locator("h1")).to_contain_text("已导入")
    held = Certification.objects.filter(tier="eaglet")
    assert {one.firm_id for one in held} == {
        chosen.pk,
        Firm.objects.get(name="天津春笋软件有限公司").pk,
    }
    assert not held.filter(firm=other).exists()
    page.goto(f"/certifications/?tier=eaglet&valid_on={today()}")
    expect(page.locator(".lead").first).to_contain_text("共 2 项")

    importing = Import.objects.get()
    page.goto(reverse("exchange:import", args=[importing.pk]))
    page.get_by_role("link", name="撤销整次导入").click()
    page.get_by_label("原因").fill("名单有误，待重新公布")
    page.get_by_role("button", name="确认撤销整次导入").click()
    expect(page.locator("h1")).to_contain_text("已整体撤销")
    assert not Certification.objects.exists()
    assert not Firm.objects.filter(name="天津春笋软件有限公司").exists()
    page.goto("/imports/")
    expect(page.locator("table.list")).to_contain_text("雏鹰名单.csv")


def test_the_pages_of_imports_have_no_barriers(page: Page, tmp_path: Path) -> None:
    two_of_a_name()
    log_in(page, "bureau", authority="sti_tianjin")
    upload(page, a_list(tmp_path))
    preview = page.url
    looked_at(page, "/imports/", "/imports/new/", preview, f"{preview}mapping/")
    page.goto(preview)
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("h1")).to_contain_text("已导入")
    looked_at(page, page.url, f"{preview}undo/")
