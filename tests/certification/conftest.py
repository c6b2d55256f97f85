"""The day of the stories of certifying."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

# A Monday.
MORNING = dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    """That morning; its hands can be moved."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller
