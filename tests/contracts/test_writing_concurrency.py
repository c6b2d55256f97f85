"""Several clients that write the same at the same moment: nobody writes over another unseen."""

import threading
from typing import Any

import pytest
from rest_framework.test import APIClient

from cultivation.access.models import Role
from cultivation.firms.models import Firm, FirmYear
from cultivation.standards.models import FirmFact
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.test_writing_facts import SHARE
from tests.contracts.test_writing_years import BOTH
from tests.counts.concurrency import Act
from tests.factories import make_firm, make_user

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 4


@pytest.fixture
def firm() -> Firm:
    return make_firm(district="120101")


def at_once(method: str, address: str, bodies: list[Any], **headers: str) -> list[int]:
    """What clients of their own are answered, sent as close to one another as threads can be."""
    start = threading.Barrier(len(bodies))
    clients = [client_with(make_user(Role.CLIENT), scopes=BOTH) for _body in bodies]

    def send(client: APIClient, body: Any) -> int:
        start.wait()
        answer = getattr(client, method)(address, body, format="json", headers=headers)
        return int(answer.status_code)

    acts = [Act(send, client, body) for client, body in zip(clients, bodies, strict=True)]
    return sorted(act.result() for act in acts)


def test_one_of_those_who_saw_the_same_year_wins(firm: Firm) -> None:
    address = url(f"firms/{firm.uscc}/years/2024/")
    staff = [{"staff": n + 1} for n in range(CLIENTS)]
    assert at_once("put", address, staff, **{"If-None-Match": "*"}) == [201, 412, 412, 412]
    tag = client_with(make_user(Role.CLIENT)).get(address)["ETag"]
    more = [{"staff": n + 11} for n in range(CLIENTS)]
    assert at_once("put", address, more, **{"If-Match": tag}) == [200, 412, 412, 412]
    assert FirmYear.objects.get().staff in range(11, 11 + CLIENTS)


def test_a_fact_of_a_day_is_there_once(firm: Firm) -> None:
    bodies = [SHARE | {"value": str(n + 1)} for n in range(CLIENTS)]
    assert at_once("post", url(f"firms/{firm.uscc}/facts/"), bodies) == [200, 200, 200, 201]
    assert FirmFact.objects.count() == 1
