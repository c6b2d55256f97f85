"""The compiled form of the Chinese catalogue, made at start where it is missing or old.

The settings call this, before anything is translated: whatever was looked up first would stay
English for the life of the process.
"""

import contextlib
import os
from pathlib import Path

PO = Path(__file__).resolve().parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def compile_if_stale() -> bool:
    """Compile the catalogue if it is newer than its compiled form; returns whether it was."""
    compiled = PO.with_suffix(".mo")
    if not PO.exists():
        return False
    if compiled.exists() and compiled.stat().st_mtime_ns >= PO.stat().st_mtime_ns:
        return False
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    unfinished = compiled.with_suffix(f".mo.{os.getpid()}")
    # A checkout that may not be written to is compiled when it is installed (`make setup`).
    with contextlib.suppress(PermissionError):
        with PO.open("rb") as source, unfinished.open("wb") as file:
            write_mo(file, read_po(source, locale="zh_Hans", domain="django"))
        unfinished.replace(compiled)
    return True
