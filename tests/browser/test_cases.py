"""An application goes through the desk: submitted, recommended with documents, proposed."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cultivation.access.models import Role, User
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Document
from tests.browser.axe import looked_at
from tests.browser.steps import log_in
from tests.certification import samples
from tests.certification.cases import do, make_application, make_batch
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def make_story(**more: Any) -> Application:
    """A draft of a firm of 西青区."""
    firm = make_firm("天津鲲鹏精密机械有限公司", district="120111")
    return make_application(make_batch(), make_user(is_superuser=True), firm, **more)


def test_submitted_recommended_with_its_documents_and_proposed(
    page: Page, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    case = make_story(documents=False)
    log_in(page, Role.DISTRICT, "quli", district="120111")
    page.goto(f"/cases/{case.pk}/")
    page.get_by_role("link", name="提交", exact=True).click()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_contain_text("待区审")
    expect(page.get_by_role("button", name="推荐至市级")).to_be_disabled()
    for name in ("申请书", "真实性声明（盖章）"):
        page.get_by_role("link", name=f"上传 {name}").click()
        file: Any = {"name": f"{name}.pdf", "mimeType": "text/plain", "buffer": samples.PDF}
        page.get_by_label("文件", exact=True).set_input_files(file)
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_role("status")).to_contain_text("已办理：上传材料")
    with page.expect_download() as download:
        page.get_by_role("link", name="申请书.pdf").click()
    assert download.value.suggested_filename == "申请书.pdf"
    assert Path(download.value.path()).read_bytes() == samples.PDF

    page.get_by_role("link", name="推荐至市级").click()
    page.locator("#id_opinion").fill("经营正常，研发投入持续。")
    page.get_by_label("与测评结果不同的理由").fill("数据由区核实。")
    page.locator("td.opinion select").first.select_option(label="同意")
    page.get_by_role("button", name="推荐至市级").click()
    expect(page.locator("h1")).to_contain_text("待市审")
    expect(page.locator("ol.timeline")).to_contain_text("经营正常，研发投入持续。")
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="退出").click()

    log_in(page, Role.BUREAU, "shenhe", authority="miit_tianjin")
    page.goto(f"/cases/{case.pk}/")
    expect(page.locator("td.opinions").first).to_contain_text("区 同意")
    page.get_by_role("link", name="审核通过，拟认定").click()
    page.get_by_label("与测评结果不同的理由").fill("人工核实。")
    page.get_by_role("button", name="审核通过，拟认定").click()
    expect(page.locator("h1")).to_contain_text("拟认定")
    case.refresh_from_db()
    assert case.state == "proposed"
    assert Document.objects.filter(application=case).count() == 2


def test_the_pages_of_a_case_have_no_barriers(page: Page) -> None:
    case = make_story()
    do(Doing.SUBMIT, case, User.objects.filter(is_superuser=True).get())
    log_in(page, Role.DISTRICT, district="120111")
    looked_at(
        page,
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/acts/recommend/",
        f"/cases/{case.pk}/acts/decline/",
        f"/cases/{case.pk}/documents/attach/",
        f"/cases/{case.pk}/visits/record/",
        f"/cases/open/?firm={case.firm_id}",
    )
