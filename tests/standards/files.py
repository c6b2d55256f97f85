"""The standards as their files say, for tests that need no database."""

import json
from functools import cache
from typing import Any

from cultivation.portal.reference.tables import FOLDER
from cultivation.standards.engine.content import Content, read_content

PATHS = sorted((FOLDER / "standards").glob("*.json"))
CODES = [path.stem for path in PATHS]


@cache
def content(code: str) -> Content:
    """The standard ``code``."""
    return read_content(raw(code))


def raw(code: str) -> Any:
    """What its file says, fresh."""
    return json.loads((FOLDER / "standards" / f"{code}.json").read_text("utf-8"))
