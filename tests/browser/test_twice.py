"""What is done twice by accident is done once: a double click, the way back, a second tab."""

import pytest
from playwright.sync_api import Page, expect

from cultivation.certification.models import Act
from tests.browser.clerks import Clerk
from tests.certification.cases import make_application, make_batch
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("page", ["1440 light"], indirect=True)
def test_twice_is_once(page: Page) -> None:
    case = make_application(make_batch(), make_user("district"), make_firm("天津鲲鹏有限公司"))
    Clerk(page, "district", "renyuan")
    # Tabs of their own: that something is refused (409) is no trouble here.
    one, other = (Clerk(page.context.new_page()) for _ in range(2))
    other.at(f"/cases/{case.pk}/acts/withdraw/").fill(reason="企业申请撤回", opinion="企业来函")
    other.page.locator("form.act button[value=preview]").click()
    expect(other.page.locator(".follows")).to_be_visible()

    one.at(f"/cases/{case.pk}/acts/submit/")
    one.page.get_by_role("button", name="提交", exact=True).dblclick()
    one.sees("待区审")
    one.page.go_back()
    one.sees("现在不能办理")
    # The other tab still shows the draft, and is told what has happened.
    other.page.locator("form.act button[value=confirm]").dblclick()
    other.sees("待区审")
    expect(other.page.locator("[name=opinion]")).to_have_value("企业来函")
    acts = Act.objects.filter(application=case).values_list("doing", flat=True)
    assert list(acts) == ["open", "submit"]
