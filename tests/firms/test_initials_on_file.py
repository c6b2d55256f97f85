"""Whoever writes a name writes its initials: each writer is tried, and the database insists."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from cultivation.firms import names
from cultivation.firms.models import Firm, FirmName
from cultivation.journal.models import Revision
from cultivation.journal.services import revision
from registry.database.base import cluster_of
from tests.conftest import Databases
from tests.exchange.lists import import_firms, import_list, write
from tests.registry.processes import python
from tests.scenarios.story import corrected, given_firm, renamed

Writer = Callable[[Path], object]


def rename(path: Path) -> None:
    # As long as before: the database could not tell that the initials are those of another name.
    renamed(given_firm("天津甲"), "北京乙", on="2023-05-10")


def correct(path: Path) -> None:
    corrected(given_firm("天津甲"), name="北京乙")


def correct_former(path: Path) -> None:
    firm = given_firm("天津甲")
    renamed(firm, "天津乙", on="2023-05-10")
    corrected(firm, name="重庆丙", as_of="2022-01-01")


def demonstration(path: Path) -> None:
    call_command("load_demonstration", firms=60, today=dt.date(2026, 11, 20), verbosity=0)


def firm_list(path: Path) -> None:
    import_firms(write(path / "a.csv", ["企业名称", "所属区"], ["天津长荣甲", "西青"]))


def certified_list(path: Path) -> None:
    import_list(write(path / "b.csv", ["企业名称", "所属区"], ["天津长荣乙", "西青"]))


WRITERS: dict[str, Writer] = {
    "register": lambda path: given_firm("天津长荣（集团）3号"),
    "rename": rename,
    "correct": correct,
    "correct a former name": correct_former,
    "import firms": firm_list,
    "import a list": certified_list,
    "demonstration": demonstration,
}


@pytest.mark.django_db
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_names_on_file_have_their_initials(tmp_path: Path, settings: Any, writer: Writer) -> None:
    settings.DEMONSTRATION = True
    writer(tmp_path)
    rows = list(FirmName.objects.all())
    assert rows
    for row in rows:
        kept = {column: getattr(row, column) for column in names.COLUMNS}
        assert kept == names.columns(row.name)


@pytest.mark.django_db
def test_a_writer_that_forgets_them_is_refused() -> None:
    with revision(reason="enters"):
        firm = Firm.objects.create(name="天津甲", name_key="天津甲")
    with pytest.raises(IntegrityError, match="initials_fit_key"), revision(reason="forgets"):
        FirmName.objects.create(firm=firm, name="天津甲", key="天津甲")


BEFORE = """
INSERT INTO journal_revision (actor_name, source, reason, request_id, recorded_at, number)
VALUES ('system', 'system', 'old', '', now(), NULL) RETURNING id;
SELECT set_config('registry.revision', currval('journal_revision_id_seq')::text, true);
INSERT INTO firms_firm (id, name, name_key, legal_form, capital_currency, business_scope, address,
                        demonstration)
SELECT n, '天津长荣' || n, '天津长荣' || n, '', '', '', '', false FROM generate_series(1, 3) AS n;
INSERT INTO firms_firmname (firm_id, name, key)
SELECT id, name, name_key FROM firms_firm;
UPDATE journal_revision SET number = 1;
"""


@pytest.fixture
def old_database(databases: Databases, django_db_blocker: Any) -> Any:
    """The address of a database as it was before names had initials, with three firms."""
    name = f"{databases.name}_old"
    with django_db_blocker.unblock():
        databases.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        url = cluster_of(connection.settings_dict).url(name)
    manage(url, "migrate", "firms", "0002")
    with psycopg2.connect(url) as server, server.cursor() as cursor:
        cursor.execute(BEFORE)
    server.close()
    yield url
    with django_db_blocker.unblock():
        databases.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def manage(url: str, *arguments: str) -> None:
    process = python("manage.py", *arguments, DATABASE_URL=url)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output


def test_an_existing_database_gets_them_in_a_revision_of_its_own(old_database: str) -> None:
    manage(old_database, "migrate")
    with psycopg2.connect(old_database) as server, server.cursor() as cursor:
        cursor.execute("SELECT name, initials FROM firms_firmname ORDER BY id")
        assert cursor.fetchall() == [(f"天津长荣{n}", f"t j cz r {n}") for n in (1, 2, 3)]
        cursor.execute("SELECT number, actor_name FROM journal_revision ORDER BY id")
        assert cursor.fetchall() == [(1, "system"), (2, "system")]
        cursor.execute(
            "SELECT table_name, operation, before, after FROM journal_entry e"
            " JOIN journal_revision r ON r.id = e.revision_id WHERE r.number = 2"
        )
        found = {(table, operation, *map(json.dumps, rest)) for table, operation, *rest in cursor}
        assert found == {
            ("firms_firmname", "update", '{"initials": ""}', f'{{"initials": "t j cz r {n}"}}')
            for n in (1, 2, 3)
        }
    server.close()


@pytest.mark.django_db
def test_a_new_database_has_no_revision_of_it() -> None:
    assert not Revision.objects.filter(reason__contains="首字母").exists()
