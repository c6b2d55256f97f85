"""One cluster of the embedded PostgreSQL: make it, start it, share it, stop it."""

import atexit
import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from registry.postgres.owner import Owner, owner_of, prepare_paths
from registry.postgres.process import ServerError, alive, lock, prepare_for_signals, signals_held

DATABASE = "registry"
# Owns the databases and may create more, but is no superuser: as in production.
ROLE = "registry"
# sockaddr_un has 108 bytes on Linux and 104 on macOS.
LONGEST_SOCKET_PATH = 100
OLDEST_VERSION = 15
START_SECONDS = 120

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "50",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_timezone": "Asia/Shanghai",
}
# For clusters that are thrown away: quick, and lost with the power. Nobody but a superuser may drop
# a database that autovacuum happens to be in.
CARELESS_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class Cluster:
    """One PostgreSQL cluster in one folder.

    Parameters: ``bin_dir`` holds the server's programs (any version from 15 on), ``home`` is the
    cluster's folder (made if missing), ``durable=False`` gives up safety against power loss.
    """

    def __init__(self, bin_dir: Path, home: Path, *, durable: bool = True) -> None:
        self.bin_dir = bin_dir
        self.home = home
        self.data = home / "data"
        self.log = home / "server.log"
        self.durable = durable
        self._users: int | None = None  # descriptor of users.lock while this process is a user
        self._pid = 0  # the process that holds it: a forked child must not stop the server
        self._process: subprocess.Popen[bytes] | None = None  # if this process started the server
        self._mutex = threading.Lock()

    # --- use ---

    def start(self) -> str:
        """Have the server running and this process among its users.

        Returns: the folder of its unix socket. Raises: ServerError.
        """
        with self._mutex:
            if self._users is None:
                prepare_for_signals()
                self.home.mkdir(parents=True, exist_ok=True)
                owner = owner_of(self.data)
                with signals_held(), self._start_lock():
                    if not self._answers():
                        prepare_paths(self.bin_dir, self.home, owner)
                        self._boot(owner)
                    self._ensure_role_and_database()
                    self._users = lock(self.home / "users.lock", fcntl.LOCK_SH)
                    self._pid = os.getpid()
                atexit.register(self.stop)
        socket = self._socket_dir()
        if socket is None:
            raise ServerError(self._sentence("server went away"))
        return socket

    def stop(self) -> None:
        """Leave the users of the server; the last one out stops it. Does nothing in a fork."""
        with self._mutex:
            if self._users is None or self._pid != os.getpid():
                return
            with signals_held(), self._start_lock():
                try:
                    fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # others use it still
                else:
                    self._halt()
                os.close(self._users)
                self._users = None
        atexit.unregister(self.stop)

    def url(self, database: str = DATABASE) -> str:
        """The address of a database of this cluster, as ``DATABASE_URL`` takes it."""
        return f"postgresql://{ROLE}@{quote(self.start(), safe='')}/{database}"

    def version(self) -> str:
        """The server's version, such as ``18.4``."""
        return program_version(self.bin_dir)

    # --- start and stop; the caller holds start.lock ---

    def _boot(self, owner: Owner) -> None:
        deadline = time.monotonic() + START_SECONDS
        # It may be on its way up or down, for a process that was killed meanwhile.
        while self._is_ours(self._postmaster_pid()):
            if self._answers():
                return
            if time.monotonic() > deadline:
                raise ServerError(self._sentence("still starting or stopping"))
            time.sleep(0.05)
        self._disown_stale_pid()
        try:
            self._initialise(owner)
            self._launch_after_orphans(owner)
        except ServerError:
            if self.durable:
                raise
            # A careless cluster may not survive a crash of the machine: begin anew.
            shutil.rmtree(self.data)
            self._initialise(owner)
            self._launch(owner)

    def _disown_stale_pid(self) -> None:
        """Let a start succeed although the last server's number now belongs to somebody else.

        The server would take that process (or a killed server that nobody has seen off yet) for
        itself and refuse. The rest of the file stays: by it the server recognises orphans of the
        last one that still use its shared memory.
        """
        if not alive(self._postmaster_pid()):
            return
        ended = subprocess.Popen(["true"])
        ended.wait()
        lines = self._pid_file()
        (self.data / "postmaster.pid").write_text("\n".join([str(ended.pid), *lines[1:]]) + "\n")

    def _initialise(self, owner: Owner) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        # Built beside and renamed when complete: a start that was killed leaves no half cluster.
        for leftover in self.home.glob("data.new-*"):
            shutil.rmtree(leftover)
        fresh = self.home / f"data.new-{os.getpid()}"
        base = ["-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        base += [] if self.durable else ["--no-sync"]
        # Code point order and Unicode letters on every system: built in from version 17 on.
        locales = [
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
            ["--locale=C.UTF-8"],
            ["--locale=C"],
        ]
        for number, locale in enumerate(locales):
            shutil.rmtree(fresh, ignore_errors=True)
            try:
                self._run(owner, "initdb", *base, *locale)
                break
            except subprocess.CalledProcessError as error:
                if number == len(locales) - 1:
                    raise ServerError(self._sentence(f"initdb: {error.stdout}")) from error
        with (fresh / "postgresql.conf").open("a") as config:
            config.write("\ninclude 'registry.conf'\n")
        fresh.rename(self.data)

    def _launch_after_orphans(self, owner: Owner) -> None:
        """Launch; wait for the last helpers of a server that was killed, which soon end too."""
        for left in range(10, -1, -1):
            try:
                return self._launch(owner)
            except ServerError as error:
                if not left or "shared memory block" not in str(error):
                    raise
                time.sleep(0.5)

    def _launch(self, owner: Owner) -> None:
        socket = self._make_socket_dir(owner)
        for leftover in socket.glob(".s.PGSQL.*"):
            leftover.unlink()  # ours alone, and nobody answers
        settings = SETTINGS | ({} if self.durable else CARELESS_SETTINGS)
        settings["unix_socket_directories"] = str(socket)
        settings["unix_socket_permissions"] = "0700"
        lines = (
            f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()
        )
        (self.data / "registry.conf").write_text("\n".join(lines) + "\n")
        owner.give(self.data / "registry.conf")
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C does not reach it. No pg_ctl between: whoever starts the
            # server is its parent and can see it off.
            self._process = subprocess.Popen(
                [str(self.bin_dir / "postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._how(owner),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None:
                raise ServerError(self._sentence("postgres ended at once, see its log"))
            if time.monotonic() > deadline:
                raise ServerError(self._sentence("no answer in time"))
            time.sleep(0.02)

    def _halt(self) -> None:
        owner = owner_of(self.data)
        for mode in ("fast", "immediate"):
            if self._postmaster_pid() is None:
                break
            with contextlib.suppress(subprocess.CalledProcessError):
                stop = ["pg_ctl", "stop", "-D", str(self.data), "-m", mode, "-w", "-t", "30"]
                self._run(owner, *stop)
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self._process = None
        socket = self._short_socket_dir()
        if socket.exists() and not any(socket.iterdir()):
            socket.rmdir()

    def _ensure_role_and_database(self) -> None:
        connection = psycopg2.connect(host=self._socket_dir(), user="postgres", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE template0")
        finally:
            connection.close()

    # --- what is there ---

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []
        except PermissionError as error:
            raise ServerError(
                self._sentence(f"the folder belongs to another user: {error}")
            ) from error

    def _postmaster_pid(self) -> int | None:
        lines = self._pid_file()
        return int(lines[0]) if lines and lines[0].strip().isdigit() else None

    def _socket_dir(self) -> str | None:
        """Where the running server put its socket (line 5 of postmaster.pid)."""
        lines = self._pid_file()
        return lines[4].strip() or None if len(lines) > 4 else None

    def _is_ours(self, pid: int | None) -> bool:
        """Whether the process is a live server of this very folder, not of a copy of it."""
        if pid is None or not alive(pid):
            return False
        proc = Path(f"/proc/{pid}/cmdline")
        if Path("/proc/self").exists():
            try:
                return os.fsencode(self.data) in proc.read_bytes().split(b"\0")
            except OSError:
                return False
        shown = subprocess.run(
            ["ps", "-ww", "-p", str(pid), "-o", "command="],
            capture_output=True,
            text=True,
            check=False,
        )
        return str(self.data) in shown.stdout

    def _answers(self) -> bool:
        socket = self._socket_dir()
        if socket is None or not self._is_ours(self._postmaster_pid()):
            return False
        try:
            psycopg2.connect(
                host=socket, user="postgres", dbname="postgres", connect_timeout=5
            ).close()
        except psycopg2.OperationalError:
            return False
        return True

    # --- folders, locks, programs ---

    def _short_socket_dir(self) -> Path:
        mark = hashlib.sha256(f"{os.getuid()}:{self.home}".encode()).hexdigest()[:12]
        base = Path(tempfile.gettempdir())
        if len(os.fsencode(base)) > 60:
            base = Path("/tmp")
        return base / f"registry-{mark}"

    def _make_socket_dir(self, owner: Owner) -> Path:
        socket = self.home / "socket"
        if len(os.fsencode(socket / ".s.PGSQL.5432.lock")) > LONGEST_SOCKET_PATH:
            socket = self._short_socket_dir()
        with contextlib.suppress(FileExistsError):
            socket.mkdir(mode=0o700)
        if socket.is_symlink() or socket.stat().st_uid not in (os.getuid(), owner.uid):
            raise ServerError(self._sentence(f"{socket} belongs to another user"))
        socket.chmod(0o700)
        owner.give(socket)
        return socket

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        descriptor = lock(self.home / "start.lock", fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(descriptor)

    def _how(self, owner: Owner) -> dict[str, Any]:
        """How a program of the server runs: as its owner, in the cluster's folder, on its own."""
        # PGHOST and its like, set for other servers, must not lead the programs astray.
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment = ours | {"LC_ALL": "C"}
        return {"cwd": self.home, "env": environment, "start_new_session": True} | owner.run_as()

    def _run(self, owner: Owner, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.bin_dir / program), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **self._how(owner),
        )

    def _sentence(self, reason: str) -> str:
        try:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            tail = ""
        return (
            f"内置的 PostgreSQL 无法启动（目录 {self.home}）。请按下面的原因处理，"
            f"或用环境变量 DATABASE_URL 指定另一台 PostgreSQL {OLDEST_VERSION} 或更新版本。\n"
            f"(the embedded PostgreSQL cannot start)\n{reason.strip()}\n{tail}"
        )


def program_version(bin_dir: Path) -> str:
    """The version of the server programs in a folder, such as ``15.20``; empty if none."""
    try:
        shown = subprocess.run(
            [str(bin_dir / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    found = re.search(r"\d+(\.\d+)?", shown)
    return found.group() if found else ""
