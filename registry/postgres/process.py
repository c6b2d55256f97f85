"""Locks and signals around the embedded server."""

import contextlib
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path


class ServerError(RuntimeError):
    """The embedded server cannot be started; the message says why and what to do."""


def lock(path: Path, kind: int) -> int:
    """Wait for a lock on a file (made if missing); returns the descriptor that holds it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise ServerError(
            f"{path} 属于另一个用户；请换用该用户，或用 REGISTRY_VAR 另选目录。"
            f" (belongs to another user: {error})"
        ) from error
    fcntl.flock(descriptor, kind)
    return descriptor


def alive(pid: int | None) -> bool:
    """Whether a process of this number exists, whoever owns it."""
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Let Ctrl-C wait until the server is up and known, or down."""
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def prepare_for_signals() -> None:
    """Have SIGTERM and SIGHUP end the process in order, so that ``atexit`` runs."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))
