"""The day on which the stories of the desk happen."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from tests.portal.desk import TODAY


@pytest.fixture
def today(db: None) -> Iterator[dt.date]:
    """The last day of 2025, in the middle of the day."""
    noon = dt.datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=dt.UTC)
    with time_machine.travel(noon, tick=False):
        yield TODAY
