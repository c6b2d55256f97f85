"""Processes that the tests start, and those that they must not leave behind."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start Python in the checkout, in a process group of its own, with further variables."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def naming(text: str) -> list[int]:
    """Numbers of the live processes with this text in their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(text) in line and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def left_behind(text: str, seconds: float = 3) -> list[str]:
    """Command lines of the processes that still name this text after a moment of grace."""
    end = time.monotonic() + seconds
    while found := naming(text):
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    lines = []
    for process in found:
        try:
            line = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
        except OSError:
            continue
        lines.append(f"{process}: {line.decode(errors='replace')}")
    return lines


def wait_until(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something to become true; fail if it does not."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
