"""How many queries a page may make: few, and the same for three rows as for sixty."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cultivation.access.models import Role
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Ban, SiteVisit
from cultivation.certification.services.visits import record_visit
from cultivation.firms.models import Firm
from cultivation.portal.judging import running
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import make_certification, make_firm, make_user, writing
from tests.portal.conftest import travelled
from tests.portal.desk import TODAY, Desk, auditor, bureau, officer
from tests.scenarios.story import certified, given_firm, merged, moved, renamed, reported

pytestmark = pytest.mark.usefixtures("today")

XIQING = "120111"
# Who asks, the address, and how many rows there are.
Cost = tuple[str, str, int]
# No page makes more than this, whatever it shows; the session and its account cost two.
MOST = 26
# The pages, each with what it needs today: a page that suddenly needs more has to say why.
BUDGETS = {
    "/": 25,
    "/notices/": 10,
    "/notices/staff/": 20,
    "/notices/staff/?standing=running&tier=innovative&name=公示&year=2025": 22,
    "/notices/staff/?export=csv": 14,
    "/objections/": 12,
    "/objections/?state=open&name=天津": 14,
    "/workbench/": 22,
    "/workbench/?tier=eaglet": 22,
    "/workbench/?export=xlsx": 18,
    "/targets/": 22,
    "/targets/2025-12-31.seed.city/": 14,
    "/published-figures/": 14,
    "/journal/": 12,
    "/journal/?kind=firms_firm&source=system&recorded_from=2025-01-01": 14,
    "/journal/?export=csv": 13,
    "/journal/of/ladders_tier/seed/": 10,
    "/firms/": 22,
    "/firms/?name=天津&district=120111&tier=seed&size=none&industry=none&zone=none": 26,
    "/firms/?export=csv": 12,
    "/firms/?export=xlsx": 12,
    "/firms/register/": 8,
    "/screening/": 20,
    "/screening/?tier=little_giant&act=renewal&standing=holds&district=120111&missing=awards": 22,
    "/screening/?export=csv": 22,
    "/standards/": 8,
    "/standards/specialized-2022/": 9,
    "/self-test/": 8,
    "/self-test/?tier=specialized&act=new": 8,
    "/certifications/": 16,
    "/certifications/?tier=seed&district=120111&zone=none&valid_on=2025-12-31&batch=试验批次": 24,
    "/certifications/?export=csv": 10,
    "/verify/": 4,
    "/upkeep/": 25,
    "/upkeep/?within=36&tier=seed&district=120111&right=kept&renewal=none&month=2026-06": 25,
    "/upkeep/?export=csv": 20,
    "/upkeep/lapsed/": 24,
    "/upkeep/updates/?year=2025": 22,
    "/upkeep/reported-late/": 20,
    "/upkeep/appeals/": 12,
    "/upkeep/bans/": 12,
    "/upkeep/departed/": 12,
    "/batches/": 10,
    "/batches/?export=xlsx": 9,
    "/cases/": 20,
    "/cases/?show=open&due=overdue&age=older&taken=nobody&district=120111&search=天津": 26,
    "/cases/?export=xlsx": 14,
    "/calendar/": 8,
    "/firms/{pk}/": 24,
    "/firms/{pk}/assessment/": 20,
    "/firms/{pk}/facts/?name=awards": 10,
    "/firms/{pk}/journal/": 18,
    "/firms/{pk}/journal/?recorded=2025-12-31": 19,
    "/firms/{pk}/rename/": 8,
    "/firms/{pk}/move/": 10,
    "/firms/{pk}/industry/": 9,
    "/firms/{pk}/merge/": 8,
    "/firms/{pk}/deregister/": 8,
    "/firms/{pk}/correct/": 15,
    "/firms/{pk}/figures/": 10,
}


# The case page shows all that there is about an application: no page of the desk makes more.
MOST_OF_A_CASE = 30


def queries(desk: Desk, address: str) -> int:
    # What an earlier page of the same run left behind must not make this one look cheap.
    cache.clear()
    running._runs.clear()
    with CaptureQueriesContext(connection) as captured:
        answer: Any = desk.client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200, (address, answer.content)
    return len(captured)


def make_many(number: int) -> None:
    with writing("many"):
        for _ in range(number):
            make_certification(make_firm(district=XIQING), "seed", valid_to=dt.date(2030, 1, 1))


def make_full() -> Firm:
    """A firm with a long story."""
    firm = given_firm("天津鲲鹏有限公司", district="120101", industry="C", established="2001-01-01")
    for month in range(1, 13):
        first, then = f"2023-{month:02}-01", f"2023-{month:02}-15"
        certified(firm, "seed", from_=first, to=then, batch=f"{month}月")
        renamed(firm, f"天津鲲鹏{month}有限公司", on=first)
        reported(firm, 2000 + month, staff=30, revenue=900)
    moved(firm, to=XIQING, on="2024-01-01")
    for number in range(3):
        merged(given_firm(f"天津小{number}有限公司", district=XIQING), into=firm, on="2024-02-01")
    return firm


LISTS = [line for line in BUDGETS if "{pk}" not in line]
DESKS = {"bureau": bureau, "officer": officer}


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[Cost, int]]:
    """The queries of every list as each desk, with three rows and then with sixty."""
    with django_db_blocker.unblock(), transaction.atomic(), travelled():
        desks = {name: make() for name, make in DESKS.items()}
        found: dict[Cost, int] = {}
        for more, rows in ((3, 3), (57, 60)):
            make_many(more)
            for name, desk in desks.items():
                found |= {(name, address, rows): queries(desk, address) for address in LISTS}
        yield found
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", DESKS)
@pytest.mark.parametrize("address", LISTS)
def test_lists_are_flat(address: str, who: str, costs: dict[Cost, int]) -> None:
    few, many = costs[who, address, 3], costs[who, address, 60]
    assert many <= few <= BUDGETS[address] <= MOST


@pytest.mark.parametrize("address", [line for line in BUDGETS if "{pk}" in line])
def test_a_long_story_costs_no_more(address: str) -> None:
    short = given_firm("天津短有限公司", district=XIQING)
    certified(short, "seed", from_="2025-01-01")
    renamed(short, "天津短短有限公司", on=TODAY.isoformat())
    reported(short, 2024, staff=30)
    merged(given_firm("天津并有限公司", district=XIQING), into=short, on="2025-01-01")
    desk = officer()
    few = queries(desk, address.format(pk=short.pk))
    many = queries(desk, address.format(pk=make_full().pk))
    # The names of the places of a move are looked up at once, where there is one.
    assert many <= few + 2
    assert max(few, many) <= BUDGETS[address] <= MOST


def test_a_change_of_the_standard_costs_no_more_for_many_cases(today: dt.date) -> None:
    people, batch = People(), make_batch("specialized")
    desk = Desk(people.reviewer)
    where = f"/batches/{batch.pk}/overrides/add/"
    said = {"document": "通知", "reason": "放宽", "acts": "new", "to-c1": "1", "step": "preview"}

    def previewed() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = desk.client.post(where, said)
        assert answer.status_code == 200
        return len(captured)

    make_application(batch, people.officer)
    few = previewed()
    for _ in range(5):
        make_application(batch, people.officer)
    assert previewed() <= few <= MOST_OF_A_CASE + 10  # the trial is written and taken back
    assert queries(desk, where) <= 12
    desk.client.post(where, said | {"step": "confirm"})
    for address in (f"/batches/{batch.pk}/", f"/batches/{batch.pk}/overrides/call-1/"):
        assert queries(desk, address) <= MOST_OF_A_CASE
    assert queries(desk, "/batches/?export=xlsx") <= BUDGETS["/batches/?export=xlsx"]


def test_a_case_costs_no_more_however_much_is_on_file(today: dt.date) -> None:
    people, batch = People(), make_batch("leading", quota=10)
    case = make_application(batch, people.officer)
    others = [make_application(batch, people.officer) for _ in range(3)]
    desks = [Desk(people.officer), Desk(people.science_decider), auditor()]
    few = [queries(desk, f"/cases/{case.pk}/") for desk in desks]
    do(Doing.SUBMIT, [case, *others], people.officer)
    do(Doing.RETURN_TO_FIRM, case, people.officer, reason="other")
    do(Doing.RESUBMIT, case, people.officer)
    assert queries(desks[0], f"/cases/{case.pk}/acts/recommend/") <= MOST_OF_A_CASE
    do(Doing.RECOMMEND, [case, *others], people.officer)
    experts = [make_user(Role.EXPERT) for _ in range(3)]
    do(
        Doing.SEND_TO_EXPERTS, case, people.scientist, experts=tuple(one.pk for one in experts)
    )  # fmt: skip
    with writing():
        for conclusion in SiteVisit.Conclusion:
            record_visit(
                application=case, actor=people.officer, visited_on=today, visitors="张三",
                findings="在用", conclusion=conclusion,
            )  # fmt: skip
        Ban.objects.create(firm=case.firm, from_day=today, until=today.replace(2027), grounds="…")
    many = [queries(desk, f"/cases/{case.pk}/") for desk in desks]
    assert max(few + many) <= MOST_OF_A_CASE
