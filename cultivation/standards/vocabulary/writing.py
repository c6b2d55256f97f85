"""Facts as JSON writes them: numbers as text, exact; days as 2025-12-31."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def write_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as ``read_facts`` reads them again, exactly."""
    return {name: _write(value) for name, value in facts.items()}


def _write(value: Any) -> Any:
    match value:
        case Decimal():
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case dt.date():
            return value.isoformat()
        case list():
            return [_write(one) for one in value]
        case dict():
            return {name: _write(one) for name, one in value.items()}
        case _:
            return value
