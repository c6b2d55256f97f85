"""The way from case to case goes through the queue in its order, at the same cost for any queue."""

import datetime as dt
from itertools import pairwise

import pytest

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application
from cultivation.portal.cases.waiting import Neighbours, neighbours
from tests.certification.cases import People, do, make_application, make_batch
from tests.factories import writing

pytestmark = pytest.mark.usefixtures("today")


def test_from_case_to_case_in_the_order_of_the_queue(
    today: dt.date, django_assert_num_queries: object
) -> None:
    people, batch = People(), make_batch()
    cases = [make_application(batch, people.officer) for _ in range(7)]
    do(Doing.SUBMIT, cases, people.officer)
    early, late = cases[:2]
    soon = today + dt.timedelta(days=2)
    with writing():
        for one, due_on in zip(cases, [None, soon, soon, today, None, soon, soon], strict=True):
            Application.objects.filter(pk=one.pk).update(due_on=due_on)
        # The same due day, and longer in its state.
        longer = early.since - dt.timedelta(days=1)
        Application.objects.filter(pk=cases[6].pk).update(since=longer)
    order = [cases[at].pk for at in (3, 6, 1, 2, 5, 0, 4)]
    found = {}
    for one in Application.objects.filter(pk__in=order):
        with django_assert_num_queries(1):  # type: ignore[operator]
            found[one.pk] = neighbours(one, people.officer)
    for before, after in pairwise(order):
        assert found[before].following == after  # type: ignore[union-attr]
        assert found[after].previous == before  # type: ignore[union-attr]
    assert found[order[0]] == Neighbours(1, 7, None, order[1])
    assert found[order[-1]] == Neighbours(7, 7, order[-2], None)
    assert neighbours(late, people.reviewer) is None
