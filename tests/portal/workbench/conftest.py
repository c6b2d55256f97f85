"""One city for all tests of the workbench, on one day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from cultivation.access.models import User
from cultivation.exchange.models import State
from tests.portal.workbench.city import build, uploaded, users

TODAY = dt.date(2026, 11, 27)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, User]]:
    """Made once for the tests of a file, and rolled back after them."""
    noon = dt.datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=dt.UTC)
    with (
        time_machine.travel(noon, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        build(TODAY)
        accounts = users()
        uploaded(accounts["miit"], State.READY, State.MAPPING, State.CANCELLED)
        uploaded(accounts["teda"], State.READY)
        uploaded(accounts["xiqing"], State.REFUSED)
        yield accounts
        transaction.set_rollback(True)


@pytest.fixture
def city(made: dict[str, User], db: None) -> dict[str, User]:
    """The accounts that look at the city."""
    return made
