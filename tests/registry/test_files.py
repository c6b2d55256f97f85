"""What git tracks: no package registry's host, no path of one machine, no psycopg 3."""

import re
import subprocess

import pytest

from tests.registry.processes import ROOT

HOSTS = re.compile(
    "|".join(["pythonhost" + "ed", "pyp" + r"i\.org", "npm" + r"js\.", "deb" + r"ian\.org"])
)
MACHINE = re.compile(r"(?<![\w.}])/(?:wo" + r"rk|ho" + r"me/\w+|opt/(?:wheels|pypi))/")
# Longer than 400 lines, and why.
LONG_WITH_A_REASON: dict[str, str] = {
    "cultivation/certification/migrations/0003_the_flow.py": "as Django wrote it",
}
LOCKS = ["requirements/runtime.txt", "requirements/dev.txt"]


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_registry_host_and_no_path_of_a_machine() -> None:
    names = tracked()
    assert "Makefile" in names
    found = []
    for name in names:
        try:
            text = (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue
        for pattern in (HOSTS, MACHINE):
            found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert not found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "http" not in text
    assert "file:" not in text
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[\w.-]+==\S+", requirement), requirement[:80]
        assert "--hash=sha256:" in requirement, requirement[:80]
        assert not requirement.startswith("psycopg==")
    # All published builds are covered, not only those for one Python.
    psycopg2 = next(part for part in re.split(r"\n(?=\S)", text) if part.startswith("psycopg2"))
    assert psycopg2.count("--hash") > 30


def test_the_development_lock_contains_the_runtime_lock() -> None:
    runtime, dev = ((ROOT / lock).read_text() for lock in LOCKS)
    pins = [line.split(" ")[0] for line in runtime.splitlines() if "==" in line]
    assert pins
    assert not [pin for pin in pins if f"{pin} " not in dev]


def test_no_file_is_longer_than_400_lines_without_a_reason() -> None:
    long = [
        name
        for name in tracked()
        if name.endswith(".py")
        and name not in LONG_WITH_A_REASON
        and len((ROOT / name).read_text().splitlines()) > 400
    ]
    assert not long
