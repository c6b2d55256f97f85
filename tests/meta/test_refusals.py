"""Every refusal that the flow and its services know is tried by some test."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("cultivation/certification/flow", "cultivation/certification/services")


def codes() -> set[str]:
    """The codes of Problems and obstacles in the sources."""
    text = "".join(
        path.read_text("utf-8") for folder in SOURCES for path in (ROOT / folder).rglob("*.py")
    )
    return set(re.findall(r'(?:Problem|Obstacle)\(\s*"(\w+)"', text))


def tried() -> set[str]:
    """All that tests write between quotes and that looks like a code."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name != Path(__file__).name:
            found |= set(re.findall(r"[\"'](\w+)[\"']", path.read_text("utf-8")))
    return found


def test_every_refusal_is_tried() -> None:
    assert codes()
    assert codes() - tried() == set()
