"""All or nothing: killed in the middle nothing stays; changed meanwhile nothing is written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from cultivation.exchange import services
from cultivation.exchange.services import commit, preview_firms
from cultivation.firms.models import Firm
from cultivation.problems import Problem
from tests.exchange.lists import write
from tests.factories import make_firm

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db
def test_a_preview_that_is_out_of_date_is_not_committed(tmp_path: Path) -> None:
    preview = preview_firms(write(tmp_path / "a.csv", ["企业名称"], ["天津试甲有限公司"]))
    make_firm("天津试甲有限公司")
    with pytest.raises(Problem) as refused:
        commit(preview)
    assert refused.value.code == "data_changed"
    assert Firm.objects.count() == 1


@pytest.mark.django_db
def test_a_failure_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = preview_firms(
        write(tmp_path / "a.csv", ["企业名称", "地区"], ["天津试甲有限公司", "西青"])
    )

    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("cable pulled")

    monkeypatch.setattr(services.committing, "_place", fail)
    with pytest.raises(RuntimeError):
        commit(preview)
    assert not Firm.objects.exists()


def test_killed_in_the_middle_nothing_stays_and_the_import_then_succeeds(
    tmp_path: Path, scratch_database: str
) -> None:
    path = write(tmp_path / "a.csv", ["企业名称"], *([f"天津试{n}号有限公司"] for n in range(3000)))
    server = psycopg2.connect(scratch_database)
    server.autocommit = True
    with server.cursor() as cursor:
        # A lock on the events holds the import where the firms are written already.
        cursor.execute("BEGIN; LOCK TABLE firms_firmevent IN ACCESS EXCLUSIVE MODE")
        process = _import(path, scratch_database)
        deadline = time.monotonic() + 60
        while not _waits(scratch_database):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        cursor.execute("ROLLBACK")
        cursor.execute("SELECT count(*) FROM firms_firm")
        assert cursor.fetchone() == (0,)
        again = _import(path, scratch_database)
        assert again.wait(60) == 0, again.communicate()
        cursor.execute("SELECT count(*) FROM firms_firm")
        assert cursor.fetchone() == (3000,)
    server.close()


def _import(path: Path, database: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_firms", str(path), "--format", "json"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _waits(database: str) -> bool:
    """Whether an import waits for a lock, with its firms written and not committed."""
    other = psycopg2.connect(database)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND query LIKE 'COPY firms_firmevent%' AND datname = current_database()"
            )
            return bool(cursor.fetchone()[0])
    finally:
        other.close()
