"""The files of standards: read, checked, and turned into the columns of ``Standard``."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cultivation.standards.engine.checking import Mistake, check
from cultivation.standards.engine.content import Content, read_content

Values = dict[str, Any]


def read_file(path: Path) -> tuple[Values | None, list[Mistake]]:
    """The columns of the version that a file holds, or what is wrong with it.

    A file is named by its standard: ``specialized-2022.json``, from the second version on
    ``specialized-2022.2.json``.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        # zh: 不是有效的 JSON 文件：%(error)s
        return None, [Mistake("", _("this is no JSON file: %(error)s") % {"error": error})]
    mistakes = check(raw)
    if mistakes:
        return None, mistakes
    content = read_content(raw)
    stem = content.code if content.version == 1 else content.key
    if path.stem != stem:
        # zh: 文件名应为“%(name)s”
        message = _("the file should be called “%(name)s”") % {"name": f"{stem}.json"}
        return None, [Mistake("code", message)]
    return values_of(content), []


def values_of(content: Content) -> Values:
    """The columns of ``Standard`` that repeat the content."""
    spans = [one.span for one in content.applies]
    firsts = [span.first for span in spans if span.first]
    ends = [span.end for span in spans]
    return {
        "key": content.key,
        "code": content.code,
        "version": content.version,
        "tier": content.tier,
        "title_zh": content.title.zh,
        "title_en": content.title.en,
        "document": content.document_number,
        "acts": [str(act) for act in content.acts],
        "in_force_from": min(firsts) if firsts else content.span.first,
        "in_force_to": None if None in ends else max(end for end in ends if end),
        "source": content.source,
        "confidence": content.confidence,
        "content": dict(content.raw),
    }


def titles_named(raw: Mapping[str, Any]) -> set[str]:
    """The tiers whose titles a standard asks for, anywhere in it."""
    found: set[str] = set()
    stack: list[Any] = [raw]
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            if one.get("fact") == "titles":
                found.update(one.get("titles", ()))
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
    return found


def unknown_tiers(raw: Mapping[str, Any], tiers: Collection[str]) -> list[str]:
    """The tiers that a standard names and that do not exist."""
    return sorted((titles_named(raw) | {raw["tier"]}) - set(tiers))
