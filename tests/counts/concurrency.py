"""Two at a time: threads with a connection each, and waiting that needs no clock."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from psycopg2.extensions import connection as Connection

PATIENCE = 30  # seconds until a test that hangs is given up


class Act(threading.Thread):
    """Runs ``act`` in a thread; ``result`` waits for it, and raises what it raised."""

    def __init__(self, act: Callable[..., Any], *given: Any) -> None:
        super().__init__(daemon=True)
        self.act, self.given = act, given
        self.outcome: Any = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.outcome = self.act(*self.given)
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def result(self) -> Any:
        self.join(PATIENCE)
        assert not self.is_alive(), "hangs"
        if self.error is not None:
            raise self.error
        return self.outcome


def wait(event: threading.Event) -> None:
    assert event.wait(PATIENCE), "the other thread never came so far"


def until_somebody_waits_for_a_lock() -> None:
    """Returns when another connection of this database is blocked by a lock."""
    pause = threading.Event()
    for _ in range(PATIENCE * 100):
        with connection.cursor() as cursor:
            # A transaction sees the activity of its first look, until told to look again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        pause.wait(0.01)
    raise AssertionError("nobody waits for a lock")


@contextmanager
def raw_connections(number: int) -> Iterator[list[Connection]]:
    """Plain connections to the database of the test, which give up waiting after a second."""
    params = connection.get_connection_params()
    opened = [connection.copy().get_new_connection(params) for _ in range(number)]
    try:
        for one in opened:
            execute(one, "SET lock_timeout = '1s'")
            one.commit()
        yield opened
    finally:
        for one in opened:
            one.close()


def execute(on: Connection, statement: str, values: list[Any] | None = None) -> list[Any]:
    with on.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
