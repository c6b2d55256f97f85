"""A whole list is decided in one act: the number of queries does not grow with it."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cultivation.certification import services
from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Certificate
from tests.certification.cases import People, attach, make_batch, notice_of, propose
from tests.factories import make_firm, writing

pytestmark = pytest.mark.django_db

# Measured with 1,000 firms: 38 queries and 2.8 s on two busy cores (5 s and 60 are the bar).
MOST = 60


def queries_to_certify(n: int) -> int:
    """How many queries it takes to certify ``n`` firms of a notice in one act."""
    with time_machine.travel(dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC), tick=False) as clock:
        people, batch = People(), make_batch(name=f"{n}家")
        with writing():
            drafts = [
                services.open_application(batch=batch, firm=make_firm(), actor=people.officer)
                for _ in range(n)
            ]
            for one in drafts:
                attach(one, people.officer)
        propose(people, drafts)
        notice_of(batch, drafts, people.reviewer)
        clock.move_to(dt.datetime(2026, 6, 23, 2, 0, tzinfo=dt.UTC))
        with CaptureQueriesContext(connection) as queries, writing():
            services.act(
                applications=[one.pk for one in drafts],
                doing=Doing.CERTIFY,
                actor=people.decider,
            )
    assert Application.objects.filter(batch=batch, state="certified").count() == n
    numbers = Certificate.objects.filter(certification__batch=batch).values_list("number")
    assert len(set(numbers)) == n
    return len(queries)


def test_a_list_is_certified_in_the_same_queries_however_long_it_is() -> None:
    queries_to_certify(1)  # the series of numbers begins
    few = queries_to_certify(2)
    assert queries_to_certify(12) == few
    assert few <= MOST
