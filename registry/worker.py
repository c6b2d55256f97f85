"""The workers of ``make run``: threads for requests, and none for silent connections.

Browsers open connections ahead of need. Gunicorn's own thread worker lets each of them hold a
thread for five seconds; a few of them would hold all threads.
"""

import time
from functools import partial
from selectors import EVENT_READ
from types import FrameType

from gunicorn.workers.gthread import TConn, ThreadWorker


class Worker(ThreadWorker):
    """A thread worker that gives a connection a thread only once something was sent on it."""

    def enqueue_req(self, conn: TConn) -> None:
        """Serve what was sent on a connection; one that is still silent waits in the poller."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: what is asked already is answered, silent connections are not waited for."""
        super().handle_exit(sig, frame)
        self.method_queue.defer(self._drop_pending)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """SIGINT and SIGQUIT: the same. Leaving from inside the handler may find a lock taken."""
        self.handle_exit(sig, frame)

    def _drop_pending(self) -> None:
        for conn in self.pending_conns:
            conn.timeout = 0
        self.murder_pending()
