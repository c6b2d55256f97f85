"""One application of one firm, on a Monday morning."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cultivation.certification.models import Application
from cultivation.firms.models import Firm
from tests.certification.cases import People, make_application, make_batch
from tests.factories import make_firm

DAY = dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(settings: Any, tmp_path: Path) -> Iterator[Any]:
    settings.DOCUMENTS_DIR = tmp_path
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(db: None) -> People:
    return People()


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm("天津鲲鹏精密机械有限公司")


@pytest.fixture
def case(people: People, firm: Firm) -> Application:
    return make_application(make_batch(), people.officer, firm)
