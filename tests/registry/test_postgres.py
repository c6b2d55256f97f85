"""The embedded server's launcher: shared, stopped by the last one, survivor of kills."""

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from registry.postgres import Cluster, ServerError, embedded_bin, other_servers, program_version
from tests.registry.processes import left_behind, naming, python, wait_until

USER = """
import sys
from pathlib import Path
from registry.postgres import Cluster, embedded_bin
cluster = Cluster(embedded_bin(), Path(sys.argv[1]), durable=False)
print(cluster.url(), flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder for a cluster; whatever still runs in it at the end is a failure, and is ended."""
    folder = tmp_path / "18"
    yield folder
    left = left_behind(str(folder))
    for process in naming(str(folder)):
        os.kill(process, signal.SIGKILL)
    assert not left, "processes left behind"


def start_user(home: Path) -> tuple[subprocess.Popen[str], str]:
    """Another process that uses the cluster; returns it and the address that it prints."""
    process = python("-c", USER, str(home))
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("postgresql://"), address + process.stdout.read()
    return process, address


def end(process: subprocess.Popen[str], how: signal.Signals) -> None:
    process.send_signal(how)
    process.communicate(timeout=60)


def answers(address: str) -> bool:
    try:
        psycopg2.connect(address).close()
    except psycopg2.OperationalError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_last_user_stops_the_server(home: Path, how: signal.Signals) -> None:
    first, address = start_user(home)
    second, same = start_user(home)
    assert same == address
    end(first, how)
    assert answers(address)
    end(second, how)
    assert not answers(address)
    assert not left_behind(str(home))


def test_a_killed_user_counts_no_more(home: Path) -> None:
    first, address = start_user(home)
    end(first, signal.SIGKILL)
    assert answers(address), "nobody was left to stop it"
    second, same = start_user(home)
    assert same == address
    end(second, signal.SIGTERM)
    assert not left_behind(str(home))


def test_a_killed_server_starts_again(home: Path) -> None:
    first, _ = start_user(home)
    postmaster = int((home / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: postmaster not in naming(str(home)))
    end(first, signal.SIGKILL)
    second, address = start_user(home)
    assert answers(address)
    end(second, signal.SIGTERM)


def test_a_process_number_that_somebody_else_has_now(home: Path) -> None:
    cluster = Cluster(embedded_bin(), home, durable=False)
    cluster.start()
    file = home / "data" / "postmaster.pid"
    lines = file.read_text().splitlines()
    cluster.stop()
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert answers(cluster.url())
    cluster.stop()


def test_a_path_too_long_for_a_socket(tmp_path: Path) -> None:
    home = tmp_path / ("deep" * 20) / ("deeper" * 10)
    cluster = Cluster(embedded_bin(), home, durable=False)
    folder = Path(cluster.start())
    try:
        assert len(str(folder)) < 90
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert answers(cluster.url())
    finally:
        cluster.stop()
    assert not folder.exists()


def test_two_checkouts_side_by_side(tmp_path: Path) -> None:
    clusters = [Cluster(embedded_bin(), tmp_path / name / "18", durable=False) for name in "ab"]
    addresses = [cluster.url() for cluster in clusters]
    assert addresses[0] != addresses[1]
    clusters[0].stop()
    assert [answers(address) for address in addresses] == [False, True]
    clusters[1].stop()


def test_a_fork_does_not_stop_the_server(tmp_path: Path) -> None:
    cluster = Cluster(embedded_bin(), tmp_path / "18", durable=False)
    address = cluster.url()
    child = os.fork()
    if child == 0:
        cluster.stop()
        os._exit(0)
    os.waitpid(child, 0)
    assert answers(address)
    cluster.stop()
    assert not answers(address)


def test_variables_for_another_server_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    monkeypatch.setenv("PGDATA", "/nowhere")
    cluster = Cluster(embedded_bin(), tmp_path / "18", durable=False)
    assert answers(cluster.url())
    cluster.stop()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    cluster = Cluster(embedded_bin(), tmp_path / "18")
    cluster.start()
    cluster.stop()
    (tmp_path / "18" / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ServerError, match=r"(?s)无法启动.*DATABASE_URL.*no_such_setting"):
        cluster.start()


def test_other_servers_are_of_another_version() -> None:
    ours = program_version(embedded_bin()).split(".")[0]
    assert ours == "18"
    assert ours not in {program_version(folder).split(".")[0] for folder in other_servers()}


@pytest.mark.skipif(os.getuid() != 0, reason="only root has to become somebody else")
def test_root_runs_it_as_a_system_user_and_opens_no_more_than_the_way(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    cluster = Cluster(embedded_bin(), private / "18", durable=False)
    cluster.start()
    try:
        assert stat.S_IMODE(private.stat().st_mode) == 0o701
        assert stat.S_IMODE((private / "18" / "data").stat().st_mode) == 0o700
        assert (private / "18" / "data").stat().st_uid != 0
    finally:
        cluster.stop()
