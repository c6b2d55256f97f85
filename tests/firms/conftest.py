"""Two firms on file."""

import pytest

from cultivation.firms.models import Firm
from tests.scenarios.story import code, given_firm


@pytest.fixture
def firm() -> Firm:
    return given_firm("天津甲", code=code(1), established="2015-04-01")


@pytest.fixture
def other() -> Firm:
    return given_firm("天津乙", code=code(2))
