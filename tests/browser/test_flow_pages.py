"""The pages of the flow that no other story opens: no barriers, nothing that scrolls sideways."""

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import Page

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Ban, Certificate, Scoring
from cultivation.clock import now, today
from tests.browser.axe import barriers
from tests.browser.steps import fits
from tests.certification.cases import People, do, make_application, make_batch, notice_of, propose
from tests.factories import PASSWORD, make_certification, make_firm, make_user, writing

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = pytest.mark.parametrize("page", ["390 light"], indirect=True)
DARK = pytest.mark.parametrize("page", ["1440 dark"], indirect=True)


def enter(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def look(page: Page, *addresses: str) -> None:
    """Each page is there, has no barriers and fits."""
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert barriers(page) == [], address
        assert fits(page), address


@PHONE
def test_after_certification(page: Page) -> None:
    people = People()
    firm = make_firm("天津名称很长的精密仪器设备制造技术有限公司")
    ends = today() + dt.timedelta(days=20)
    held = make_certification(firm, "specialized", valid_from=dt.date(2024, 1, 1), valid_to=ends)
    with writing():
        ban = Ban.objects.create(
            firm=firm, from_day=today(), until=today() + dt.timedelta(days=1000), grounds="数据造假"
        )
    enter(page, people.reviewer.username)
    look(
        page,
        "/upkeep/",
        "/upkeep/lapsed/",
        "/upkeep/updates/",
        "/upkeep/reported-late/",
        "/upkeep/appeals/",
        "/upkeep/bans/",
        "/upkeep/departed/",
        f"/upkeep/bans/{ban.pk}/lift/",
        f"/certifications/{held.pk}/end/",
        f"/firms/{firm.pk}/",
    )


@DARK
def test_certified_by_a_notice_that_is_over(page: Page) -> None:
    people = People()
    with time_machine.travel(now() - dt.timedelta(days=30), tick=False):
        batch = make_batch()
        firms = [make_firm(f"天津第{n}公司") for n in (1, 2)]
        cases = [make_application(batch, people.officer, firm) for firm in firms]
        propose(people, cases)
        notice = notice_of(batch, cases, people.reviewer, title="关于名单的公示")
    enter(page, people.decider.username)
    look(page, f"/notices/{notice.number}/certify/", f"/notices/{notice.number}/withdraw/")
    do(Doing.CERTIFY, cases[0], people.decider)
    number = Certificate.objects.get().number
    look(
        page,
        f"/notices/{notice.number}/staff/",
        f"/batches/{batch.pk}/",
        f"/batches/{batch.pk}/close/",
        f"/cases/{cases[0].pk}/",
        f"/verify/{number}",
        "/messages/",
    )


@PHONE
def test_experts_and_the_bureau(page: Page) -> None:
    people = People()
    expert = make_user("expert", username="zhuanjia", last_name="甲")
    case = make_application(make_batch("leading"), people.officer, make_firm())
    do(Doing.SUBMIT, case, people.officer)
    do(Doing.RECOMMEND, case, people.officer)
    do(Doing.SEND_TO_EXPERTS, case, people.scientist, experts=(expert.pk,))
    scoring = Scoring.objects.get()
    enter(page, expert.username)
    look(page, "/scoring/", f"/scoring/{scoring.pk}/", f"/scoring/{scoring.pk}/conflict/")
    page.context.clear_cookies()
    enter(page, people.scientist.username)
    look(page, f"/cases/{case.pk}/scoring/", f"/cases/{case.pk}/scoring/assign/")
