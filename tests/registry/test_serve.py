"""`make run` from the outside: it serves, and a signal leaves nothing behind."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.registry.processes import left_behind, naming, python, wait_until


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(var: Path, port: int) -> subprocess.Popen[str]:
    return python(
        "-m", "registry.serve", REGISTRY_VAR=str(var), PORT=str(port), REGISTRY_ENV="test"
    )


def speaks(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def interrupt_group(process: subprocess.Popen[str]) -> None:
    """What Ctrl-C does: the signal reaches the whole process group."""
    os.killpg(process.pid, signal.SIGINT)


@pytest.mark.parametrize(
    "stop",
    [
        interrupt_group,
        lambda process: process.send_signal(signal.SIGTERM),
        lambda process: process.send_signal(signal.SIGHUP),
    ],
    ids=["Ctrl-C", "SIGTERM", "SIGHUP"],
)
def test_a_signal_leaves_no_process_behind(
    tmp_path: Path, port: int, stop: Callable[[subprocess.Popen[str]], None]
) -> None:
    process = serve(tmp_path, port)
    try:
        wait_until(lambda: process.poll() is not None or speaks(port), 60)
        assert speaks(port), process.communicate()[0]
        assert naming(str(tmp_path)), "the database server runs"
        with socket.create_connection(("127.0.0.1", port)):
            stop(process)
            output, _ = process.communicate(timeout=8)
        assert "Traceback" not in output
        assert "已停止" in output
    finally:
        process.kill()
    assert not left_behind(str(tmp_path))
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_idle_connections_block_nothing(tmp_path: Path, port: int) -> None:
    process = serve(tmp_path, port)
    try:
        wait_until(lambda: process.poll() is not None or speaks(port), 60)
        with ExitStack() as idle:
            for _ in range(12):
                idle.enter_context(socket.create_connection(("127.0.0.1", port)))
            # Long enough for the workers to take them all.
            time.sleep(0.5)
            for _ in range(3):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert not left_behind(str(tmp_path))


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve(tmp_path, taken.getsockname()[1])
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "不能使用" in output
    assert "Traceback" not in output
    assert not list(tmp_path.iterdir())
