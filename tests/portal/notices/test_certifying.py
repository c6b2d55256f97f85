"""All clear firms of a notice in one act: who, from when, who not and why."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.certification.models import Act, Application, Certification
from cultivation.certification.services import open_renewals
from tests.certification.cases import People, attach, make_batch, notice_of, propose
from tests.factories import make_certification, make_firm, writing
from tests.portal.desk import Desk, text_of
from tests.portal.notices.story import AFTER, LAST, MONDAY, NAMES, Story, on

pytestmark = pytest.mark.django_db
WHERE = "/notices/{}/certify/"


@pytest.fixture
def story() -> Iterator[Story]:
    with on(MONDAY):
        made = Story()
        made.publish()
        yield made


def certify(story: Story, desk: Desk, *cases: Application, **further: str) -> list[str]:
    """Preview and confirm; returns what the preview said."""
    chosen = [str(one.pk) for one in cases or story.cases]
    data = {"applications": chosen, **further}
    told = desk.preview(WHERE.format(story.notice.number), **data)
    desk.confirm(WHERE.format(story.notice.number), **data)
    return told


def test_nobody_is_certified_while_the_notice_runs(story: Story) -> None:
    with on(LAST):
        desk = Desk(story.people.decider)
        page = desk.get(WHERE.format(story.notice.number))
        assert page.context["form"]["applications"].field.choices == []
        assert text_of(page).count("公示至 2026-06-22 止；请在期满后认定") == 3
        assert "认定全部无异议企业" not in desk.read(f"/notices/{story.notice.number}/staff/")
        data = {"applications": [str(story.cases[0].pk)]}
        desk.preview(WHERE.format(story.notice.number), 400, **data)
        desk.confirm(WHERE.format(story.notice.number), 400, **data)
    assert not Certification.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("9999-12-31", "1949-10-01 至 2100-12-31"),
        ("2026-06-14", "须在申报日 2026-06-15 之后"),
        ("2027-06-25", "2027-06-24 之前"),
    ],
)
def test_a_title_begins_when_it_can(story: Story, day: str, said: str) -> None:
    with on(AFTER):
        desk = Desk(story.people.decider)
        where = WHERE.format(story.notice.number)
        told = desk.preview(where, 400, applications=[str(story.cases[1].pk)], valid_from=day)
    assert said in str(told)


def test_whoever_reviewed_does_not_decide(story: Story) -> None:
    with on(AFTER):
        text = Desk(story.people.reviewer).read(WHERE.format(story.notice.number))
    assert text.count("推荐人或审核人不能作出决定") == 3


def test_all_at_once_with_the_document_in_each_act(story: Story) -> None:
    with on(AFTER):
        desk = Desk(story.people.decider)
        assert "认定全部无异议企业" in desk.read(f"/notices/{story.notice.number}/staff/")
        assert "待认定 3 家" in desk.read("/notices/staff/")
        told = certify(story, desk, document="津工信〔2026〕1号")
        assert told[0] == "认定 3 家，有效期 2026-06-23 至 2029-06-22。"
        assert "创新型中小企业在库数" in told[2]
    acts = Act.objects.filter(doing="certify")
    assert set(acts.values_list("document", "actor")) == {
        ("津工信〔2026〕1号", story.people.decider.pk)
    }
    assert story.states() == ["certified"] * 3


def test_a_first_day_of_validity_can_be_given(story: Story) -> None:
    with on(AFTER):
        told = certify(story, Desk(story.people.decider), valid_from="2026-07-01")
    assert told[0] == "认定 3 家，有效期 2026-07-01 至 2029-06-30。"


def test_renewals_start_when_the_earlier_title_stops() -> None:
    with on(MONDAY):
        story = Story()
        firm = make_firm("天津复核试验有限公司")
        held = make_certification(
            firm, "innovative", valid_from=dt.date(2023, 9, 1), valid_to=dt.date(2026, 9, 1)
        )
        with writing():
            renewed = open_renewals(
                batch=story.batch, certifications=[held], actor=story.people.officer
            )
        with writing():
            attach(renewed[0], story.people.officer)
        propose(story.people, renewed)
        story.cases += renewed
        story.publish()
    with on(AFTER):
        told = certify(story, Desk(story.people.decider))
    assert told[:2] == [
        "认定 3 家，有效期 2026-06-23 至 2029-06-22。",
        "认定 1 家，有效期 2026-09-01 至 2029-08-31。",
    ]


def test_a_firm_that_holds_the_title_is_named_and_can_be_left_out(story: Story) -> None:
    make_certification(
        story.cases[0].firm,
        "innovative",
        valid_from=dt.date(2025, 1, 1),
        valid_to=dt.date(2028, 1, 1),
        batch="名单",
    )
    where = WHERE.format(story.notice.number)
    with on(AFTER):
        desk = Desk(story.people.decider)
        everybody = [str(one.pk) for one in story.cases]
        (said,) = desk.preview(where, 400, applications=everybody)
        assert NAMES[0] in said
        told = certify(story, desk, *story.cases[1:])
        assert told[-1] == f"不认定：{NAMES[0]}（未勾选）"
    assert story.states() == ["noticed", "certified", "certified"]


def test_an_objection_after_the_preview_stops_the_confirmation(story: Story) -> None:
    where = WHERE.format(story.notice.number)
    record = f"/notices/{story.notice.number}/objections/record/"
    with on(AFTER):
        desk = Desk(story.people.decider)
        data = {"applications": [str(one.pk) for one in story.cases[1:]]}
        shown = desk._post(where, "preview", 200, data).context["page"].shown
        # It concerns a firm that is not even ticked: still the page says what has changed.
        desk.confirm(record, **story.objection(story.cases[0]))
        answer = desk._post(where, "confirm", 200, data | {"shown": shown})
        assert "预览之后内容有改动" in text_of(answer)
        assert story.states() == ["objected", "noticed", "noticed"]
        answer = desk._post(where, "confirm", 302, data | {"shown": answer.context["page"].shown})
    assert story.states() == ["objected", "certified", "certified"]


def test_pages_ask_the_same_for_many_firms_as_for_few(story: Story) -> None:
    def counted(desk: Desk, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    number = story.notice.number
    many = Story(tuple(f"天津多{n}试验有限公司" for n in range(12)), "二批")
    budgets = {
        "/notices/{}/": 8,
        "/notices/{}/staff/": 14,
        "/notices/{}/certify/": 25,
        "/notices/{}/objections/record/": 8,
        "/notices/{}/withdraw/": 6,
    }
    with on(MONDAY):
        more = notice_of(many.batch, many.cases, many.people.reviewer)
    with on(AFTER):
        desk = Desk(story.people.decider)
        for address, most in budgets.items():
            few = counted(desk, address.format(number))
            assert counted(desk, address.format(more.number)) <= few <= most, address
    with on(MONDAY):
        batch, people = make_batch(name="另一批"), People()
        desk = Desk(people.reviewer)
        assert counted(desk, f"/notices/publish/?batch={batch.pk}") <= 25
