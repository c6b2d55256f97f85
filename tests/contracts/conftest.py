"""Clients of every kind, and a dozen firms with certifications."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import transaction
from rest_framework.test import APIClient

from cultivation.access.models import Role
from cultivation.certification.models import Batch
from cultivation.firms import services as firms
from cultivation.firms.models import Firm
from cultivation.places.models import District
from tests.certification.cases import make_batch
from tests.contracts.casework import MORNING, Office
from tests.contracts.clients import client_with
from tests.factories import make_certification, make_firm, make_user, writing
from tests.meta import noticed

DAY = dt.date


@pytest.fixture
def clock() -> Iterator[Any]:
    """The Monday morning on which the stories of the flow happen; its hands can be moved."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(db: None) -> Office:
    """People of the flow, each with a token."""
    return Office()


@pytest.fixture
def batch(db: None) -> Batch:
    """A batch of the tier that most stories are about."""
    return make_batch()


@pytest.fixture
def anonymous() -> APIClient:
    return APIClient()


@pytest.fixture
def bureau(db: None) -> APIClient:
    """City staff with a token: sees every row."""
    return client_with(make_user(Role.BUREAU))


@pytest.fixture
def officer(db: None) -> APIClient:
    """An officer of 和平区 (120101) with a token."""
    return client_with(make_user(Role.DISTRICT, district="120101"))


@dataclass
class World:
    """What the tests look at: firms by a short name."""

    firms: dict[str, Firm]

    def __getitem__(self, name: str) -> Firm:
        return self.firms[name]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The world is made once for all tests of a file, and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with writing():  # one revision for all: the acts below join it
            yielded = {name: firm.pk for name, firm in _make().items()}
        yield yielded
        transaction.set_rollback(True)


@pytest.fixture
def world(made: dict[str, int], db: None) -> World:
    """Thirteen firms in four districts, some moved, renamed, merged, closed or without a code."""
    found = Firm.objects.in_bulk(made.values())
    return World({name: found[pk] for name, pk in made.items()})


def _make() -> dict[str, Firm]:
    made = {
        "plain": make_firm("天津青禾精密仪器有限公司", industry="40", size="small"),
        "brackets": make_firm("青禾（天津）软件有限公司", industry="65", size="micro"),
        "pending": make_firm("天津待补代码材料有限公司", code=None, industry="26"),
        "zone": make_firm(
            "天津云帆智能装备有限公司",
            district="120116",
            zone="120116400",
            industry="35",
            size="medium",
        ),
        "moved": make_firm("天津远山新材料有限公司", district="120102", industry="30"),
        "renamed": make_firm("天津旧名机电有限公司", district="120102", industry="38"),
        "closed": make_firm("天津落幕贸易有限公司", district="120103", industry="51"),
        "absorbed": make_firm("天津小溪生物有限公司", district="120101", industry="27"),
        "absorbing": make_firm("天津大河生物有限公司", district="120103", industry="27"),
        "nowhere": make_firm("天津不知何处科技有限公司", district=None),
        "invented": make_firm("天津演示科技有限公司", district="120104", demonstration=True),
        "old": make_firm(
            "天津老字号食品有限公司", district="120104", established_on=DAY(1998, 5, 6)
        ),
        "young": make_firm(
            "天津新芽机器人有限公司", district="120104", established_on=DAY(2021, 9, 30)
        ),
    }
    with writing("events"):
        firms.move(
            firm=made["moved"],
            district=District.objects.get(pk="120101"),
            filed_on=DAY(2023, 6, 20),
            effective_on=DAY(2023, 6, 15),
        )
        firms.rename(
            firm=made["renamed"],
            name="天津新名机电有限公司",
            filed_on=DAY(2023, 3, 5),
            effective_on=DAY(2023, 3, 1),
        )
    make_certification(made["plain"], "seed", batch="2022年第一批")
    make_certification(
        made["plain"], "eaglet", valid_from=DAY(2021, 7, 1), valid_to=DAY(2024, 7, 1)
    )
    make_certification(
        made["brackets"], "seed", valid_from=DAY(2022, 6, 1), valid_to=None, number="ZZ-1"
    )
    make_certification(made["pending"], "little_giant", valid_to=DAY(2099, 1, 1))
    make_certification(made["zone"], "specialized", ended_on=DAY(2023, 6, 2), batch="2022年第二批")
    make_certification(made["moved"], "seed", valid_to=DAY(2099, 1, 1))
    make_certification(made["absorbed"], "specialized", valid_to=DAY(2099, 1, 1))
    with writing("ends"):
        firms.deregister(
            firm=made["closed"], filed_on=DAY(2024, 2, 2), effective_on=DAY(2024, 2, 1)
        )
        firms.merge(
            firm=made["absorbed"],
            into=made["absorbing"],
            filed_on=DAY(2024, 5, 2),
            effective_on=DAY(2024, 5, 1),
        )
        # Applications in a batch, a notice that lists nobody, and objections.
        for name in ("plain", "brackets", "pending", "zone", "old"):
            noticed.objection_to(made[name])
    return made
