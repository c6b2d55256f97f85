"""``make run``: one process that sets everything up and serves it.

It opens the embedded PostgreSQL (or ``DATABASE_URL``), migrates if needed, loads the reference
data and, in the demonstration, invented firms, then serves with gunicorn until Ctrl-C, SIGTERM or
SIGHUP. All that it started ends with it.
"""

import contextlib
import os
import signal
import socket
import sys
import time
from io import StringIO
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
STARTED = time.monotonic()


def refuse_if_taken(host: str, port: int) -> None:
    """End with a sentence if somebody serves on this address already (before anything starts)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"{host}:{port} 不能使用（{error.strerror}）。端口可能已被占用，"
                f"请换一个端口：make run PORT={port + 1}\n"
                f"(cannot listen on {host}:{port}: try another PORT)"
            )


def prepare() -> None:
    """Bring the database up to date: schema, reference data, demonstration data."""
    from django.conf import settings
    from django.core.management import CommandError, call_command, get_commands
    from django.db import connection, connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("正在更新数据库结构……", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    else:
        call_command("check", databases=["default"], stdout=StringIO())
    commands = get_commands()
    if "load_reference" in commands:
        call_command("load_reference", verbosity=0)
    if settings.DEMONSTRATION and "load_demonstration" in commands:
        try:
            call_command("load_demonstration")
        except CommandError as refusal:
            # Somebody's own firms are in the database: serve them, and invent none beside them.
            print(refusal, flush=True)
    # The workers open their own connections.
    connections.close_all()


def banner(host: str, port: int) -> str:
    """What the console says when the registry is about to serve."""
    from django.conf import settings
    from django.db import connections

    lines = [
        "",
        f"登记系统已启动：http://{host}:{port}/",
        f"REST 接口：http://{host}:{port}/api/v1/",
    ]
    if settings.DEMONSTRATION:
        try:
            from cultivation.access.demonstration import credentials
        except ImportError:
            pass
        else:
            lines += ["", "演示账号与令牌（仅演示模式显示，不得用于生产）："]
            lines += [f"  {line}" for line in _lines(credentials())]
        connections.close_all()
    took = time.monotonic() - STARTED
    return "\n".join([*lines, "", f"用时 {took:.1f} 秒。按 Ctrl-C 停止。", ""])


def _lines(credentials: Any) -> list[str]:
    if isinstance(credentials, dict):
        return [f"{name}: {value}" for name, value in credentials.items()]
    if isinstance(credentials, str):
        return credentials.splitlines()
    return [
        " ".join(map(str, row)) if isinstance(row, tuple | list) else str(row)
        for row in credentials
    ]


def serve(host: str, port: int) -> None:
    """Serve with gunicorn's workers until a signal ends it."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    from cultivation.access.services.sending import wake
    from registry.worker import Worker

    class Server(Arbiter):
        """Gunicorn's master, for which a closed terminal is the end and not a reload."""

        handle_hup = Arbiter.handle_term

        def halt(self, reason: str | None = None, exit_status: int = 0) -> None:
            """End the workers, say so, and leave."""
            try:
                super().halt(reason, exit_status)
            finally:
                # The terminal may be closed; and ^C stands in the line already.
                with contextlib.suppress(OSError):
                    os.write(sys.stdout.fileno(), "\n已停止。\n".encode())

    class Application(BaseApplication):
        """The registry, with its settings for gunicorn."""

        def load_config(self) -> None:
            settings = {
                "bind": f"{host}:{port}",
                "workers": int(os.environ.get("WEB_CONCURRENCY", "2")),
                "worker_class": Worker,
                "threads": 4,
                # Seconds that a connection may stay silent.
                "keepalive": 5,
                "timeout": 120,
                "graceful_timeout": 5,
                "preload_app": True,
                # No socket in the home folder: there may be no home.
                "control_socket_disable": True,
                "loglevel": "warning",
                "proc_name": "registry",
                # What was not sent when the last server ended is sent now.
                "post_worker_init": lambda worker: wake(),
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from registry.wsgi import application

            return application

    Server(Application()).run()


def main() -> None:
    """Set up and serve; the address comes from ``HOST_ADDRESS`` (127.0.0.1) and ``PORT`` (8000)."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Until gunicorn takes over: leave in order, so that the database server stops too.
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    host = os.environ.get("HOST_ADDRESS", "127.0.0.1")
    try:
        port = int(os.environ.get("PORT", "8000"))
    except ValueError:
        sys.exit(f"PORT={os.environ['PORT']} 不是端口号。(PORT must be a number)")
    refuse_if_taken(host, port)

    import django
    from django.db import OperationalError

    from registry.postgres import ServerError

    try:
        django.setup()
        prepare()
        print(banner(host, port), flush=True)
        serve(host, port)
    except ServerError as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"数据库无法使用，请检查 DATABASE_URL。(the database cannot be used)\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
