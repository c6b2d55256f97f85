"""A batch in words: where it stands, and what its overrides change."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from cultivation.certification.models import Batch
from cultivation.pages.columns import State
from cultivation.portal.judging.words import grouped
from cultivation.standards.engine.content import ACTS, Content, Override
from cultivation.standards.texts import Text

OPERATORS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def stage(batch: Batch, day: dt.date) -> tuple[str, State]:
    """Where the batch stands on ``day``, and the colour of it."""
    if batch.closed_on:
        # zh: 已办结
        return gettext("closed"), ""
    if batch.files_from is None or batch.files_to is None:
        # zh: 仅为名单名称
        return gettext("name of a list"), ""
    if day < batch.files_from:
        # zh: 待受理
        return gettext("not yet open"), "info"
    if day <= batch.files_to:
        # zh: 受理中
        return gettext("takes applications"), "good"
    # zh: 受理结束，办理中
    return gettext("under review"), "attention"


def window(batch: Batch) -> str:
    """From when to when it takes applications."""
    return f"{batch.files_from} – {batch.files_to}" if batch.files_from else ""


def changes(override: Override, contents: list[Content]) -> list[str]:
    """What an override changes, in sentences; for the acts it is made for."""
    texts = {name: text for one in contents for name, text in _texts(one.raw.get("criteria", ()))}
    return [grouped(_change(change, texts)) for change in override.changes]


def acts(override: Override) -> str:
    """For which acts it is made."""
    # zh: 、
    return gettext(", ").join(str(ACTS[one]) for one in override.acts)


def _change(change: Mapping[str, Any], texts: dict[str, str]) -> str:
    if "add" in change:
        # zh: 增加条件：%(text)s
        return gettext("added: %(text)s") % {"text": _said(change["add"].get("text"))}
    text = texts.get(change["criterion"], change["criterion"])
    if change.get("waive"):
        # zh: 不考察：%(text)s
        return gettext("not examined: %(text)s") % {"text": text}
    to = change.get("set", {})
    if "text" in to:
        new = _said(to["text"])
    else:
        operator = OPERATORS.get(to.get("op", ""), to.get("op", ""))
        new = f"{operator} {to.get('value', to.get('min', ''))}".strip()
    # zh: “%(text)s”改为：%(new)s
    return gettext("“%(text)s” becomes: %(new)s") % {"text": text, "new": new}


def _texts(criteria: Any) -> Iterator[tuple[str, str]]:
    """The texts of all criteria, also of those within others."""
    for one in criteria:
        if "id" in one and "text" in one:
            yield one["id"], _said(one["text"])
        for inner in ("all", "any"):
            if isinstance(one.get(inner), list):
                yield from _texts(one[inner])
        for case in one.get("cases", ()) if isinstance(one.get("cases"), list) else ():
            yield from _texts([case["then"]])


def _said(raw: Any) -> str:
    if not raw:
        return ""
    text = Text.of(raw)
    return text.en if (get_language() or "").startswith("en") else text.zh
