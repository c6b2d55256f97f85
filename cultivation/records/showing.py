"""How the admin shows what is not a plain value."""

import json
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = "—"


def pairs(value: Any) -> SafeString | str:
    """A JSON object as lines of name and value."""
    if not isinstance(value, dict) or not value:
        return NOTHING
    lines = format_html_join(
        "", "<div><dt>{}</dt><dd>{}</dd></div>", ((key, text(one)) for key, one in value.items())
    )
    return format_html('<dl class="pairs">{}</dl>', lines)


def text(value: Any) -> str:
    """A JSON value in a line."""
    if value in (None, "", [], {}):
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def state(label: Any, kind: str) -> SafeString:
    """A word in the colour of its state: good, attention, trouble or info."""
    return format_html('<span class="state {}">{}</span>', kind, label)


def link(address: str, label: Any) -> SafeString | str:
    """A link, or the label alone where there is no address."""
    return format_html('<a href="{}">{}</a>', address, label) if address else str(label)
