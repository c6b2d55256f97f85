"""The queue: what waits for whom, counted as it is listed, taken away as a file."""

from typing import Any

import pytest

from cultivation.access.models import Role
from cultivation.certification.flow.states import Doing
from tests.certification.cases import do, make_batch
from tests.factories import make_user
from tests.portal.desk import Desk, auditor, text_of
from tests.portal.lists import facets_hold, total
from tests.portal.queue.story import Office, firms_of, late, names

pytestmark = pytest.mark.usefixtures("today")
QUEUE = "/cases/"


@pytest.fixture
def office(today: object) -> Office:
    return Office()


def test_each_sees_first_what_waits_for_the_own_party(office: Office) -> None:
    drafts, submitted, recommended = office.drafts(), office.submitted(2), office.recommended(3)
    elsewhere = office.submitted(district="120111")
    # Firms have no accounts: what is with the firm waits for the district.
    assert set(names(office.district.get(QUEUE))) == firms_of([*drafts, *submitted])
    assert "我的待办第 1 件，共 3 件" in office.district.read(f"/cases/{drafts[0].pk}/")
    assert set(names(office.bureau.get(QUEUE))) == firms_of(recommended)
    assert names(office.science.get(QUEUE)) == []
    everything = {*drafts, *submitted, *recommended}
    assert set(names(office.district.get(QUEUE, show="open"))) == firms_of([*everything])
    assert set(names(office.bureau.get(QUEUE, show="open"))) == firms_of([*everything, *elsewhere])
    # An auditor, for whom nothing waits, sees what is open.
    assert len(names(auditor().get(QUEUE))) == 7
    expert = Desk(make_user(Role.EXPERT))
    assert expert.client.get(QUEUE).status_code == 403
    do(Doing.RETURN_TO_DISTRICT, recommended[0], office.people.reviewer, reason="other")
    assert set(names(office.district.get(QUEUE))) == firms_of([*drafts, *submitted, recommended[0]])


def test_oldest_due_first_and_overdue_says_so(office: Office) -> None:
    first, second, third = office.submitted(3)
    late([second], days=9, since=40)
    late([third], days=2, since=9)
    answer = office.district.get(QUEUE)
    assert names(answer) == [one.firm.name for one in (second, third, first)]
    text = text_of(answer)
    assert "其中 2 件已逾期" in text
    assert "逾期 9 天" in text
    (tile,) = answer.context["tiles"]
    assert (tile.label, tile.n, tile.overdue) == ("待区审", 3, 2)
    assert [(label, n) for label, n, _address in tile.ages] == [
        ("7 天以内", 1), ("8–30 天", 1), ("30 天以上", 1),
    ]  # fmt: skip
    for _label, n, address in tile.ages:
        assert len(names(office.district.get(address))) == n
    assert set(names(office.district.get(tile.overdue_address))) == firms_of([second, third])
    assert names(office.district.get(QUEUE, search=first.firm.name[4:10])) == [first.firm.name]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"show": "all", "taken": "mine,nobody", "due": "overdue"},
        {"age": "week", "tier": "innovative", "kind": "new"},
    ],
)
def test_counts_beside_the_queue_are_those_of_its_lists(
    office: Office, query: dict[str, str]
) -> None:
    office.drafts()
    submitted = office.submitted(3)
    late(submitted[:1], since=20)
    office.recommended(2)
    other = Office.drafts(office, batch=make_batch("specialized"))
    do(Doing.WITHDRAW, other, office.people.officer, reason="firm_asks")
    office.district.client.post("/cases/take/", {"row": [submitted[0].pk]})
    for desk in (office.district, office.bureau):
        facets_hold(desk, QUEUE, query)


def test_wrong_parameters_are_refused_by_name(office: Office) -> None:
    for query in ({"stat": "draft"}, {"state": "drafted"}, {"show": "mine"}, {"batch": "0"}):
        assert office.bureau.client.get(QUEUE, query).status_code == 400


def test_the_queue_as_a_file_has_the_columns_of_a_summary(office: Office) -> None:
    (one,) = office.recommended()
    answer: Any = office.bureau.get(QUEUE, export="csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = text.splitlines()[2:4]
    for column in ("统一社会信用代码", "行业代码", "研发占比", "实地核查结论", "推荐意见"):
        assert column in head
    assert str(one.firm.uscc) in row
    assert row.endswith("同意")
    assert "待我方办理" in text.splitlines()[1]
    assert total(office.bureau, QUEUE, {}) == 1
