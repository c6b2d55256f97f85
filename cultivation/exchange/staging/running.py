"""Long work in a thread of the web process: progress, signs of life, giving up.

The import's row is all that web processes share: any of them answers how far it is. A job that was
killed gives no more signs of life, and can be started again; what it was writing is rolled back by
the database.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error, connection, connections
from django.utils import translation

from cultivation.clock import now
from cultivation.exchange.models import AT_WORK, Import, State
from cultivation.problems import Problem

log = logging.getLogger(__name__)
PERIOD = 0.5  # seconds between two writes of progress
SILENCE = dt.timedelta(seconds=20)  # without a sign of life for so long, a job is dead
TURN = threading.Semaphore(1)  # a process reads one list at a time: the others wait their turn


class Cancelled(Exception):
    """The import was given up, or another job took over."""


@dataclass(frozen=True)
class Job:
    """Work on one import: ``run`` tells it from an earlier job that may still be alive.

    ``actor`` is the account (its id) that asked for it; ``language`` the one it reads.
    """

    pk: int
    run: int
    state: str
    actor: int
    language: str
    request_id: str = ""
    reason: str = ""


class Reporter:
    """Takes the progress of a job, and writes it now and then from a connection of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.latest: tuple[str, int, int] = ("wait", 0, 0)
        self.taken = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)
        connection.ensure_connection()
        self._at_work = connection.connection

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Progress, as imports report it. Raises Cancelled when the import was given up."""
        self.latest = (stage, done, total)
        if self.taken.is_set():
            raise Cancelled

    def __enter__(self) -> "Reporter":
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._thread.join(timeout=PERIOD * 4)

    def _tick(self) -> None:
        try:
            while not self._over.wait(PERIOD):
                if not self._beat():
                    return
        finally:
            connections.close_all()

    def _beat(self) -> bool:
        stage, done, total = self.latest
        mine = Import.objects.filter(pk=self.job.pk, run=self.job.run)
        try:
            if mine.filter(state=self.job.state).update(
                stage=stage, done=done, total=total, beat=now()
            ):
                return True
            # The job itself may have come to its end.
            if self._over.is_set() or mine.exclude(state=State.CANCELLED).exists():
                return False
        except Error:
            log.exception("the progress of an import could not be written")
            return True
        self.taken.set()
        # What the database is doing for the job ends at once.
        self._at_work.cancel()
        return False


def stalled(importing: Import) -> bool:
    """Whether nobody works any more on an import that should be worked on."""
    return importing.state in AT_WORK and (
        importing.beat is None or importing.beat < now() - SILENCE
    )


Work = Callable[[Job, Callable[[str, int, int], None]], None]


def start(job: Job, work: Work) -> None:
    """Do ``work`` in a thread, or at once where the settings say so (IMPORTS_INLINE)."""
    if settings.IMPORTS_INLINE:
        _guarded(job, work, lambda _stage, _done, _total: None)
        return
    threading.Thread(target=_run, args=(job, work), daemon=True, name=f"import-{job.pk}").start()


def _run(job: Job, work: Work) -> None:
    try:
        with translation.override(job.language), Reporter(job) as reporter:
            while not TURN.acquire(timeout=PERIOD):
                reporter("wait", 0, 0)
            try:
                _guarded(job, work, reporter)
            finally:
                TURN.release()
    except Cancelled:
        pass
    except Exception:
        log.exception("import %s", job.pk)
    finally:
        connections.close_all()


def _guarded(job: Job, work: Work, progress: Any) -> None:
    """``work``, with what goes wrong kept in the import."""
    try:
        work(job, progress)
    except Cancelled:
        return
    except Problem as problem:
        _end(job, problem.code, str(problem), refused=True)
    except Exception as error:
        if getattr(progress, "taken", None) and progress.taken.is_set():
            return
        log.exception("import %s", job.pk)
        # zh: 处理时出现意外错误（%(error)s），本次未写入任何内容；请重试，仍不成功请联系系统管理员。
        message = translation.gettext(
            "Something went wrong (%(error)s); nothing was written. Try again, or ask the"
            " administrator."
        )
        _end(job, "internal", message % {"error": type(error).__name__}, refused=False)


def _end(job: Job, code: str, message: str, *, refused: bool) -> None:
    """Where an import stands after a job that failed: as before it, with the reason."""
    state = {
        State.READING: State.REFUSED if refused else State.FAILED,
        State.COMMITTING: State.READY,
        State.UNDOING: State.DONE,
    }[State(job.state)]
    problem = {"code": code, "message": message}
    Import.objects.filter(run=job.run).move(job.pk, job.state, state=state, problem=problem)
