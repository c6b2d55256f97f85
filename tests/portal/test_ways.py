"""How the pages of certifying lead to one another, and what they offer first."""

import datetime as dt
from collections.abc import Iterator

import pytest

from cultivation.access.models import Role
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Ban, Certificate
from tests.certification.cases import do, make_application, make_batch
from tests.factories import make_firm, make_user, writing
from tests.portal.desk import Desk
from tests.portal.notices.story import AFTER, MONDAY, Story, on

pytestmark = pytest.mark.django_db
LISTS = ["待办", "批次", "公示", "异议", "认定", "到期与复核"]


@pytest.fixture
def story() -> Iterator[Story]:
    with on(MONDAY):
        yield Story()


@pytest.mark.parametrize(
    ("address", "open_tab", "below"),
    [
        ("/cases/", "待办", None),
        ("/batches/", "批次", None),
        ("/notices/staff/", "公示", None),
        ("/objections/", "异议", None),
        ("/certifications/", "认定", None),
        ("/calendar/", None, None),
        ("/upkeep/", "到期与复核", "复核"),
        ("/upkeep/bans/", "到期与复核", "禁止申报"),
        ("/upkeep/departed/", "到期与复核", "已迁出待处理"),
    ],
)
def test_all_lists_have_the_same_tabs(
    address: str, open_tab: str | None, below: str | None
) -> None:
    page = Desk(make_user(Role.BUREAU)).get(address).context["page"]
    assert [str(label) for label, _address, _here in page.tabs()] == LISTS
    assert [str(label) for label, _address, here in page.tabs() if here] == [open_tab or ""][
        : bool(open_tab)
    ]
    if below:
        assert [str(label) for label, _address, here in page.subtabs() if here] == [below]


def test_a_certified_case_leads_to_its_certificate_batch_and_notice(story: Story) -> None:
    notice = story.publish()
    batch = f"/batches/{story.batch.pk}/"
    staff = f"/notices/{notice.number}/staff/"
    with on(AFTER):
        desk = Desk(story.people.decider)
        workbench = desk.get("/workbench/").content.decode()
        assert "/notices/staff/?undecided=true&amp;tier=" in workbench
        found = desk.get("/notices/staff/?undecided=true")
        assert [line.address for line in found.context["lines"]] == [staff]
        assert "certificates.pdf" not in desk.get(staff).content.decode()
        do(Doing.CERTIFY, story.cases, story.people.decider)
        assert not desk.get("/notices/staff/?undecided=true").context["lines"]
        one = Certificate.objects.get(certification__application=story.cases[0])
        case = desk.get(f"/cases/{story.cases[0].pk}/").content.decode()
        for address in (f"/certificates/{one.pk}/certificate.pdf", batch, staff):
            assert f'href="{address}"' in case
        page = desk.get(staff).content.decode()
        for address in (f"/notices/{notice.pk}/certificates.pdf", batch):
            assert f'href="{address}"' in page
        page = desk.get(batch).content.decode()
        assert f'href="{batch}certificates.pdf"' in page
        assert f'href="{staff}"' in page


def test_a_batch_leads_to_filing_while_it_takes_applications(story: Story) -> None:
    batch = f"/batches/{story.batch.pk}/"
    filing = f'href="/cases/open/?batch={story.batch.pk}"'
    assert filing in story.officer.get(batch).content.decode()
    auditor = Desk(make_user(Role.AUDITOR))
    assert filing not in auditor.get(batch).content.decode()
    with on(MONDAY + dt.timedelta(days=11)):
        assert filing not in Desk(story.people.officer).get(batch).content.decode()


def test_a_ban_stands_over_the_open_case(story: Story) -> None:
    case = story.cases[0]
    told = "该企业 2029-06-01 前不得申报： 数据造假"
    page = f"/cases/{case.pk}/"
    assert told not in story.desk.read(page)
    with writing():
        ban = Ban.objects.create(
            firm=case.firm, from_day=dt.date(2026, 6, 1), until=dt.date(2029, 6, 1),
            grounds="数据造假",
        )  # fmt: skip
    assert told in story.desk.read(page)
    with writing():
        ban.lifted_on = MONDAY
        ban.save()
    assert told not in story.desk.read(page)


def test_stages_that_a_refused_case_never_came_to_are_not_ticked(story: Story) -> None:
    people = story.people
    case = make_application(make_batch(name="第二批"), people.officer, make_firm())
    do(Doing.SUBMIT, case, people.officer)
    do(Doing.RECOMMEND, case, people.officer)
    do(Doing.REFUSE, case, people.reviewer, reason="standard_not_met")
    steps = story.desk.get(f"/cases/{case.pk}/").context["steps"]
    standing = {one.code: one.standing for one in steps}
    assert standing["district"] == "done"
    assert standing["review"] == "failed"
    assert standing["notice"] == standing["decision"] == "skipped"
    do(Doing.REFUSE, story.cases[0], people.decider, reason="standard_not_met")
    steps = story.desk.get(f"/cases/{story.cases[0].pk}/").context["steps"]
    standing = {one.code: one.standing for one in steps}
    assert standing["review"] == "done"
    assert standing["notice"] == "skipped"
    assert standing["decision"] == "failed"


def test_the_first_act_of_the_queue_is_that_of_its_first_case(story: Story) -> None:
    people = story.people
    case = make_application(make_batch(name="第二批"), people.officer, make_firm())
    do(Doing.SUBMIT, case, people.officer)
    do(Doing.RECOMMEND, case, people.officer)
    story.publish()
    for order, first in (("", "certify"), ("-batch", "propose"), ("batch", "certify")):
        page = story.desk.get(f"/cases/?order={order}" if order else "/cases/?order=batch")
        offers = page.context["offers"]
        assert offers[0].doing.value == first
        main = page.content.decode().count('class="button main" formaction')
        assert main == 1
