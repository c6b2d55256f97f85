"""Anybody checks a certificate, on a phone, in the dark, on a screen."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import looked_at
from tests.certification.certificates.issued import issue
from tests.factories import make_certification, make_firm

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "中国（天津）自由贸易试验区东疆保税港区国际融资租赁与供应链管理服务股份有限公司第一分公司"


@pytest.mark.parametrize("page", ["390 light"], indirect=True)
def test_somebody_checks_a_number(page: Page) -> None:
    held = make_certification(make_firm(LONG), "seed", valid_to=dt.date(2045, 1, 1))
    issue(held, "TJ-ZZ-2022-00001")
    looked_at(page, "/verify/")
    page.locator("#number").fill("tj-zz-2022-00001")
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/verify/TJ-ZZ-2022-00001$"))
    expect(page.locator("#standing")).to_be_visible()
    expect(page.locator("main")).to_contain_text(LONG)
    looked_at(page)
