"""A batch in words: where it stands, and what its overrides change."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext

from cultivation.certification.models import Batch
from cultivation.certification.selectors.judging import Outcomes
from cultivation.certification.selectors.overriding import standards_over
from cultivation.pages.columns import State
from cultivation.portal.judging.words import grouped
from cultivation.standards.engine.content import ACTS, Content, Override, read_override
from cultivation.standards.engine.results import LABELS
from cultivation.standards.selectors import contents
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


def judged_later() -> str:
    """What a change of the standard means for the cases of a batch."""
    # zh: 尚未作出决定的申报在下一次推荐或审核时按新的标准测评；已留存的测评不变。
    return gettext(
        "Open cases are judged by it when they are next recommended or reviewed;"
        " assessments that were kept stay as they are."
    )


def outcomes(found: Outcomes) -> Iterator[str]:
    """What other overrides make of the open cases, in sentences."""
    if found.moved:
        # zh: %(before)s→%(after)s %(n)s 件
        each = gettext("%(before)s → %(after)s: %(n)s")
        moved = [
            each % {"before": LABELS[before], "after": LABELS[after], "n": n}
            for (before, after), n in sorted(found.moved.items())
        ]
        # zh: 待审核的 %(all)s 件在办申报中，%(n)s 件的测评结果改变：%(moved)s。
        said = gettext("Of %(all)s open cases still to be reviewed, %(n)s change: %(moved)s.")
        counts = {"all": found.judged, "n": sum(found.moved.values())}
        yield said % {**counts, "moved": gettext("; ").join(moved)}
    elif found.judged:
        # zh: 待审核的 %(all)s 件在办申报，测评结果均不改变。
        said = gettext("The %(all)s open cases still to be reviewed come to the same as before.")
        yield said % {"all": found.judged}
    else:
        # zh: 目前没有待审核的在办申报。
        yield gettext("There are no open cases to be reviewed yet.")
    if found.kept:
        # zh: 已审核通过（拟认定及以后）的 %(n)s 件：留存的测评不变。
        said = gettext("The %(n)s that passed the review keep the assessment they were given.")
        yield said % {"n": found.kept}


def overridden(batch: Batch) -> list[dict[str, Any]]:
    """The overrides of ``batch`` in words; empty for most."""
    if not batch.overrides:
        return []
    known = contents()
    return [
        {
            "code": one.code,
            "title": one.title,
            "document": one.document,
            "reason": one.reason,
            "acts": acts(one),
            "changes": changes(one, batch, known),
            # What adds a criterion came from elsewhere: no form shows it.
            "editable": all("criterion" in change for change in one.changes),
        }
        for one in map(read_override, batch.overrides)
    ]


def overridden_briefly(batch: Batch) -> str:
    """The same in a cell of a list."""
    return briefly(batch.overrides)


def briefly(overrides: Sequence[Mapping[str, Any]]) -> str:
    """Overrides as they are stored, each by its document with what it changes."""
    return gettext("; ").join(
        f"{one.document}（{acts(one)}）：{gettext('; ').join(_change(c, {}) for c in one.changes)}"
        for one in map(read_override, overrides)
    )


def changes(override: Override, batch: Batch, known: Sequence[Content] | None = None) -> list[str]:
    """What an override of ``batch`` changes, in sentences. Parameters: ``known`` (all standards on
    file)."""
    known = contents() if known is None else known
    judging = [one for act in override.acts for one in standards_over(batch, act, known)]
    texts = {name: text for one in judging for name, text in _texts(_criteria(one.raw))}
    return [grouped(_change(change, texts)) for change in override.changes]


def acts(override: Override) -> str:
    """For which acts it is made."""
    # zh: 、
    return gettext(", ").join(str(ACTS[one]) for one in override.acts)


def _change(change: Mapping[str, Any], texts: dict[str, str]) -> str:
    """A change in a sentence. Parameters: ``texts`` (of the criteria as filed, where known)."""
    if "add" in change:
        # zh: 增加条件：%(text)s
        return gettext("added: %(text)s") % {"text": _said(change["add"].get("text"))}
    to, filed = change.get("set", {}), texts.get(change["criterion"])
    new = _said(to.get("text"))
    if change.get("waive"):
        # zh: 不考察：%(text)s
        return gettext("not examined: %(text)s") % {"text": filed or new or change["criterion"]}
    if not new:
        operator = OPERATORS.get(to.get("op", ""), to.get("op", ""))
        new = f"{operator} {to.get('value', to.get('min', ''))}".strip()
    if not filed and "text" in to:
        # zh: 改为：%(new)s
        return gettext("becomes: %(new)s") % {"new": new}
    # zh: “%(text)s”改为：%(new)s
    said = gettext("“%(text)s” becomes: %(new)s")
    return said % {"text": filed or change["criterion"], "new": new}


def _criteria(raw: Mapping[str, Any]) -> Iterator[Any]:
    """The criteria of a standard, with those that its own overrides add."""
    yield from raw["criteria"]
    for one in raw.get("overrides", ()):
        yield from (change["add"] for change in one["changes"] if "add" in change)


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
