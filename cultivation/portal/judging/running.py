"""Screenings that are kept in memory until something is written: long ones run in a thread."""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock, Thread

from django.db import connection
from django.db.models import QuerySet

from cultivation.firms.models import Firm
from cultivation.standards.engine.content import Content
from cultivation.standards.screening import Screening, screen

# Up to so many firms are judged while the reader waits: some three seconds.
AT_ONCE = 10_000
# A screening of the whole city takes some ten megabytes.
KEPT = 8

Key = tuple[object, ...]


@dataclass
class Run:
    """A screening under way or done."""

    total: int
    done: int = 0
    found: Screening | None = None
    failed: bool = False
    thread: Thread | None = field(default=None, repr=False)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.done // self.total if self.total else 100


_runs: OrderedDict[Key, Run] = OrderedDict()
_lock = Lock()


def screening(key: Key, content: Content, day: dt.date, firms: QuerySet[Firm]) -> Run:
    """The screening of ``firms``, from memory, at once, or begun in a thread.

    Parameters: ``key`` names all that it depends on: the state of the data, the standard, the day,
    the scope.
    """
    with _lock:
        run = _kept(key)
    if run is not None:
        return run
    # Counted outside of the lock: nobody else need wait for it.
    total = firms.count()
    with _lock:
        run = _kept(key)
        if run is not None:
            return run
        run = _runs[key] = Run(total=total)
        while len(_runs) > KEPT:
            _runs.popitem(last=False)
    if run.total <= AT_ONCE:
        _judge(run, content, day, firms)
    else:
        run.thread = Thread(target=_in_thread, args=(run, content, day, firms), daemon=True)
        run.thread.start()
    return run


def _kept(key: Key) -> Run | None:
    """What is in memory under ``key``; asked under the lock."""
    run = _runs.get(key)
    if run is None or run.failed:
        return None
    _runs.move_to_end(key)
    return run


def _judge(run: Run, content: Content, day: dt.date, firms: QuerySet[Firm]) -> None:
    def progress(done: int, total: int) -> None:
        run.done, run.total = done, total

    try:
        run.found = screen(content, day, firms=firms, progress=progress)
    except BaseException:
        run.failed = True
        raise


def _in_thread(run: Run, content: Content, day: dt.date, firms: QuerySet[Firm]) -> None:
    try:
        _judge(run, content, day, firms)
    finally:
        connection.close()
