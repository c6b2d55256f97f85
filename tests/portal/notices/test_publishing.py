"""A notice is published, read by everybody, and taken back."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from cultivation.access.models import Role
from cultivation.certification.models import Notice
from tests.certification.cases import People, make_application, make_batch, propose
from tests.factories import make_firm, make_user, writing
from tests.portal.desk import Desk, filled_in, text_of
from tests.portal.notices.story import AFTER, LAST, MONDAY, NAMES, RARE, Story, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Iterator[Story]:
    with on(MONDAY):
        yield Story()


def address(story: Story) -> str:
    return f"/notices/publish/?batch={story.batch.pk}"


def sent(story: Story, **further: Any) -> dict[str, Any]:
    """The form as it is offered."""
    data: dict[str, Any] = filled_in(story.reviewer.get(address(story)))
    return data | {"applications": [str(one.pk) for one in story.cases]} | further


def test_the_window_is_told_before_and_all_firms_are_ticked(story: Story) -> None:
    page = story.reviewer.get(address(story))
    assert set(page.context["form"]["applications"].value()) == {one.pk for one in story.cases}
    text = text_of(page)
    assert "公示 5 个工作日：2026-06-15 至 2026-06-22；端午节 2026-06-19 至 2026-06-21 放假" in text
    told = story.reviewer.preview(address(story), **sent(story))
    assert told[0] == "3 家，公示 5 个工作日至 2026-06-22，发布后不可更改。"
    assert not Notice.objects.exists()
    story.reviewer.confirm(address(story), **sent(story))
    notice = Notice.objects.get()
    assert (notice.number, notice.days, notice.last_day) == ("2026-001", 5, LAST)
    assert notice.title == "关于2026年第一批创新型中小企业拟认定名单的公示"
    assert story.states() == ["noticed"] * 3


def test_one_can_be_left_out(story: Story) -> None:
    chosen = [str(one.pk) for one in story.cases[1:]]
    told = story.reviewer.preview(address(story), **sent(story, applications=chosen))
    assert told[0].startswith("2 家")
    assert RARE in told[-1]
    story.reviewer.confirm(address(story), **sent(story, applications=chosen))
    assert story.states() == ["proposed", "noticed", "noticed"]


def test_what_has_changed_since_the_preview_is_shown_again(story: Story) -> None:
    data = sent(story)
    shown = story.reviewer._post(address(story), "preview", 200, data).context["page"].shown
    with writing():
        story.cases[0].__class__.objects.filter(pk=story.cases[0].pk).update(version=99)
    answer = story.reviewer._post(address(story), "confirm", 200, data | {"shown": shown})
    assert "预览之后内容有改动" in text_of(answer)
    assert not Notice.objects.exists()


def test_a_firm_that_cannot_go_in_is_named_with_why(story: Story) -> None:
    firm = story.cases[0].firm
    with writing():
        firm.__class__.objects.filter(pk=firm.pk).update(closed_on=MONDAY)
    page = story.reviewer.get(address(story))
    assert "不能办理的企业 1 家" in text_of(page)
    assert len(page.context["form"]["applications"].value()) == 2
    (said,) = story.reviewer.preview(address(story), 400, **sent(story))
    assert "名单已有变化" in said


def test_a_year_without_its_calendar_is_refused(story: Story) -> None:
    data = sent(story)
    with on(dt.date(2026, 12, 28)):
        desk = Desk(story.people.reviewer)
        assert "2027 年的节假日安排尚未录入" in desk.read(address(story))
        (said,) = desk.preview(address(story), 400, **data)
        assert said.startswith("2027 年的节假日安排尚未录入")
        desk.confirm(address(story), 409, **data)
    assert not Notice.objects.exists()


def test_only_the_bureau_of_the_ladder_publishes(story: Story) -> None:
    other = Desk(make_user(Role.BUREAU, authority="sti_tianjin"))
    assert "没有待公示" in other.read("/notices/publish/")
    other.get(address(story), 403)
    story.officer.get(address(story), 403)
    story.reviewer.get("/notices/publish/?batch=999999", 404)
    story.reviewer.get("/notices/publish/?batch=x", 404)
    story.reviewer.get("/notices/publish/?other=1", 400)
    assert "3" in story.reviewer.read("/notices/publish/")
    assert "2026年第一批 3 家" in story.reviewer.read("/notices/staff/")


def test_everybody_reads_names_and_districts_and_nothing_else(story: Story) -> None:
    notice = story.publish()
    page = Client().get(f"/notices/{notice.number}/")
    text = text_of(page)
    for name in NAMES:
        assert name in text
    assert "和平区" in text
    assert "剩 5 个工作日" in text
    assert "书面实名" in text
    for case in story.cases:
        assert str(case.firm.uscc) not in page.content.decode()
    assert story.people.reviewer.username not in text
    assert "剩 5 个工作日" in text_of(Client().get("/notices/"))
    assert "关于名单的公示" in text_of(Client().get("/"))
    with on(LAST):
        assert "今日截止" in text_of(Client().get(f"/notices/{notice.number}/"))
    with on(AFTER):
        assert "不再受理异议" in text_of(Client().get(f"/notices/{notice.number}/"))
        assert "2026 年已期满" in text_of(Client().get("/notices/"))
        assert "关于名单的公示" not in text_of(Client().get("/"))
    client = Client()
    client.cookies["django_language"] = "en"
    assert "Public notices" in text_of(client.get("/notices/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [("year=2026", 1), ("tier=innovative", 1), ("year=2025", 0), ("tier=seed", 0)],
)
def test_notices_by_year_and_tier(story: Story, query: str, found: int) -> None:
    story.publish()
    answer = Client().get(f"/notices/?{query}")
    assert len(answer.context["running"]) == found
    assert Client().get("/notices/?tier=nothing").status_code == 400
    assert Client().get("/notices/?district=120101").status_code == 400


def test_a_withdrawn_notice_is_listed_nowhere_and_its_page_says_so(story: Story) -> None:
    notice = story.publish()
    where = f"/notices/{notice.number}/withdraw/"
    (said,) = story.reviewer.preview(where, 400, reason=" ")
    assert said
    story.reviewer.confirm(where, reason="名单有误：重复列入")
    assert story.states() == ["proposed"] * 3
    assert notice.title not in text_of(Client().get("/notices/"))
    assert notice.title not in text_of(Client().get("/"))
    page = text_of(Client().get(f"/notices/{notice.number}/"))
    assert "该公示已于 2026-06-15 撤回" in page
    assert RARE not in page
    assert "重复列入" not in page
    gone = Client().get(f"/notices/{notice.number}/list.pdf")
    assert gone.status_code == 410
    assert "已于 2026-06-15 撤回" in text_of(gone)
    staff = story.reviewer.read(f"/notices/{notice.number}/staff/")
    assert "重复列入" in staff
    assert RARE in staff
    (said,) = story.reviewer.confirm(where, 409, reason="再次")
    assert "已于 2026-06-15 撤回" in said
    # And published anew, under a number of its own.
    story.reviewer.confirm(address(story), **sent(story))
    assert list(Notice.objects.values_list("number", flat=True)) == ["2026-002", "2026-001"]


def test_an_officer_sees_the_cases_of_the_own_district(story: Story) -> None:
    elsewhere = make_user(Role.DISTRICT, district="120111")
    other = make_application(story.batch, elsewhere, make_firm("天津西青试验", district="120111"))
    propose(People("120111"), [other])
    story.cases.append(other)
    notice = story.publish()
    page = story.officer.get(f"/notices/{notice.number}/staff/")
    assert [row.name for row, *_ in page.context["rows"]] == sorted(NAMES)
    assert "天津西青试验" not in text_of(page)
    assert "仅列出您可见的企业" in text_of(page)
    assert "撤回公示" not in text_of(page)
    assert "2026-06-22 公示中 3 " in story.officer.read("/notices/staff/")
    assert "2026-06-22 公示中 4 " in story.reviewer.read("/notices/staff/")


def test_notices_of_other_batches_stay_apart(story: Story) -> None:
    other = make_batch(name="2026年第二批")
    case = make_application(other, story.people.officer, make_firm("天津丙试验有限公司"))
    propose(story.people, [case])
    data = sent(story, applications=[str(case.pk)])
    (said,) = story.reviewer.preview(address(story), 400, **data)
    assert "名单已有变化" in said
