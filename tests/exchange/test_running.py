"""Imports in threads of the web process: progress, giving up, a process that dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections

from cultivation.exchange.models import Import, State
from cultivation.exchange.staging import running, services
from cultivation.exchange.staging.services import Asked
from cultivation.firms.models import Firm
from tests.exchange.staged import bureau, table

ROOT = Path(__file__).parents[2]
ROWS = [["企业名称"], *([f"天津试{n}号有限公司"] for n in range(3000))]


def eventually(holds: Callable[[], Any], seconds: float = 60) -> Any:
    """What ``holds`` returns as soon as that is true."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def fresh(importing: Import) -> Import:
    importing.refresh_from_db()
    return importing


@pytest.fixture
def held() -> Iterator[Any]:
    """A lock on the events: an import stops where its firms are written already."""
    other = psycopg2.connect(**connection.get_connection_params())
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE firms_firmevent IN ACCESS EXCLUSIVE MODE")
    yield other
    other.close()


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND query LIKE 'COPY firms_firmevent%%' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_import_in_a_thread(settings: Any) -> None:
    settings.IMPORTS_INLINE = False
    user = bureau()
    importing = services.receive(table(*ROWS), "名单.csv", by=Asked(user))
    assert importing.state == State.READING
    eventually(lambda: fresh(importing).state == State.READY)
    assert importing.counts["create"] == 3000
    services.confirm(importing, by=Asked(user))
    eventually(lambda: fresh(importing).state == State.DONE)
    assert Firm.objects.count() == 3000
    services.undo(importing, reason="试验", by=Asked(user))
    eventually(lambda: fresh(importing).state == State.UNDONE)
    assert not Firm.objects.exists()
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_given_up_while_it_is_written_nothing_is(settings: Any, held: Any) -> None:
    user = bureau()
    importing = services.receive(table(*ROWS), "名单.csv", by=Asked(user))
    settings.IMPORTS_INLINE = False
    services.confirm(fresh(importing), by=Asked(user))
    eventually(waits)
    before = fresh(importing).beat
    eventually(lambda: fresh(importing).beat != before)
    assert importing.stage == "write"
    services.cancel(importing, by=Asked(user))
    assert fresh(importing).state == State.CANCELLED
    # The database ends what it was doing, though the lock is still held.
    eventually(lambda: not waits(), 5)
    held.rollback()
    assert not Firm.objects.exists()
    assert fresh(importing).state == State.CANCELLED
    eventually(lambda: running.TURN.acquire(blocking=False))
    running.TURN.release()


def test_killed_while_writing_nothing_stays_and_it_can_be_run_again(scratch_database: str) -> None:
    """The process dies by SIGKILL with the firms written and not committed."""
    server = psycopg2.connect(scratch_database)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE firms_firmevent IN ACCESS EXCLUSIVE MODE")
        process = _python(scratch_database, "confirm_it()")
        other = psycopg2.connect(scratch_database)
        other.autocommit = True

        def blocked() -> bool:
            assert process.poll() is None, process.communicate()
            with other.cursor() as looking:
                looking.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    " AND query LIKE 'COPY firms_firmevent%' AND datname = current_database()"
                )
                return bool(looking.fetchone()[0])

        eventually(blocked)
        process.send_signal(signal.SIGKILL)
        process.wait()
        cursor.execute("ROLLBACK")
        cursor.execute("SELECT count(*) FROM firms_firm")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT state FROM exchange_import")
        assert cursor.fetchone() == ("committing",)
        cursor.execute("UPDATE exchange_import SET beat = beat - interval '1 hour'")
        again = _python(scratch_database, "take_it_over()")
        assert again.wait(60) == 0, again.communicate()
        cursor.execute("SELECT count(*) FROM firms_firm")
        assert cursor.fetchone() == (3000,)
        cursor.execute("SELECT state FROM exchange_import")
        assert cursor.fetchone() == ("done",)
    server.close()
    other.close()


SCRIPT = """
import time
import django
django.setup()
from django.conf import settings
from cultivation.exchange.models import Import, State
from cultivation.exchange.staging import running, services
from cultivation.exchange.staging.services import Asked
from tests.exchange.staged import bureau, table
from tests.exchange.test_running import ROWS, eventually, fresh

def confirm_it():
    user = bureau()
    importing = services.receive(table(*ROWS), "a.csv", by=Asked(user))
    settings.IMPORTS_INLINE = False
    services.confirm(fresh(importing), by=Asked(user))
    eventually(lambda: fresh(importing).state == State.DONE)

def take_it_over():
    importing = Import.objects.get()
    assert running.stalled(importing)
    settings.IMPORTS_INLINE = False
    services.take_over(importing, by=Asked(importing.imported_by))
    eventually(lambda: fresh(importing).state == State.DONE)
"""


def _python(database: str, call: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT + call],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "registry.settings.test",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
