"""The day on which the stories of the desk happen."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from cultivation.firms.models import Firm
from tests.factories import writing
from tests.portal.desk import TODAY
from tests.portal.listed import make_listed


def travelled() -> time_machine.travel:
    """Being in the middle of that day, as a context."""
    noon = dt.datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=dt.UTC)
    return time_machine.travel(noon, tick=False)


@pytest.fixture
def today(db: None) -> Iterator[dt.date]:
    """The last day of 2025, in the middle of the day."""
    with travelled():
        yield TODAY


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The listed firms, made once for all tests of a file, and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with travelled(), writing():
            found = {name: firm.pk for name, firm in make_listed().items()}
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def world(made: dict[str, int], today: object) -> dict[str, Firm]:
    """The listed firms by a short name."""
    found = Firm.objects.in_bulk(made.values())
    return {name: found[pk] for name, pk in made.items()}
