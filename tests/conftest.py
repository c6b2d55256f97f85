"""The database of the tests: migrated, with the reference data, on a throw-away cluster.

Ordinary tests run in a transaction that is rolled back. Tests that really commit get their database
back from a copy of the first state, because truncating tables would take the reference data too.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.test import TransactionTestCase

from registry import postgres
from registry.database.base import cluster_of

RAN: Counter[str] = Counter()


class Databases:
    """Copies of the test database, made by the server itself (``CREATE DATABASE … TEMPLATE``)."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.first = f"{self.name}_first"
        self.made: list[str] = []

    def run(self, *statements: str) -> None:
        """Execute statements in autocommit, outside the test database."""
        cluster = cluster_of(connection.settings_dict)
        server = psycopg2.connect(host=cluster.start(), user=postgres.ROLE, dbname="postgres")
        try:
            server.autocommit = True
            with server.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            server.close()

    def copy(self, source: str, target: str) -> None:
        """Make ``target`` a copy of ``source`` (nobody may be connected to either)."""
        self.run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}"',
        )
        self.made.append(target)

    def restore(self) -> None:
        """Bring the test database back to its first state."""
        connections.close_all()
        self.copy(self.first, self.name)

    def drop_copies(self) -> None:
        """Remove all that ``copy`` made, but for the test database itself."""
        names = {name for name in self.made if name != self.name}
        self.run(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names))

    def drop_leftovers(self) -> None:
        """Remove the databases of runs that were killed."""
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_registry_'")
            names = [row[0] for row in cursor.fetchall()]
        for name in names:
            process = name.split("_")[2]
            if process.isdigit() and not os.path.exists(f"/proc/{process}"):
                self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def databases(django_db_setup: None) -> Databases:
    """The copies of this run; ``databases.first`` is the migrated and loaded state."""
    return STATE[0]


STATE: list[Databases] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Migrate (pytest-django's own fixture), load the reference data, keep a copy of that state."""
    with django_db_blocker.unblock():
        if "load_reference" in get_commands():
            call_command("load_reference", verbosity=0)
        state = Databases()
        state.drop_leftovers()
        connections.close_all()
        state.copy(state.name, state.first)
        STATE.append(state)
    yield
    with django_db_blocker.unblock():
        state.drop_copies()


@pytest.fixture(scope="session", autouse=True)
def restore_after_commits() -> Iterator[None]:
    """After a test that commits: a fresh copy instead of Django's flush."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: STATE[0].restore())
    yield
    patch.undo()


@pytest.fixture
def scratch_database(databases: Databases, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own with the reference data, for commands in another process.

    Yields its address, to be passed on as ``DATABASE_URL``.
    """
    name = f"{databases.name}_scratch"
    with django_db_blocker.unblock():
        databases.copy(databases.first, name)
        cluster = cluster_of(connection.settings_dict)
    RAN["database"] += 1
    yield cluster.url(name)
    with django_db_blocker.unblock():
        databases.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count what really ran, for the closing lines."""
    if _uses_database(item):
        RAN["database"] += 1
    if "browser" in item.path.relative_to(item.config.rootpath / "tests").parts[:-1]:
        RAN["browser"] += 1
    return (yield)


def _uses_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        names & {"db", "transactional_db", "live_server"}
    )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say on which server the tests ran, and how many: `.ci/run` reads these lines."""
    version = postgres.cluster(settings.VAR_DIR, test=True).version()
    terminalreporter.write_line(f"database tests run: {RAN['database']} on PostgreSQL {version}")
    terminalreporter.write_line(f"browser tests run: {RAN['browser']}")
