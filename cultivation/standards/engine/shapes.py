"""The shape of a standard's file: what each object has, and what may stand there.

A shape maps the names of an object to checks; a name ending in ``?`` may be left out. A check gets
the value and returns a sentence that says what is wrong with it, or None.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cultivation.standards.engine.content import CONFIDENCE, Act, day
from cultivation.standards.engine.figures import FIGURES
from cultivation.standards.engine.rules import OPERATORS
from cultivation.standards.vocabulary import FACTS, UNITS, Kind

Check = Callable[[Any], str | None]
# The database keeps neither NUL nor half a sign.
_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")
NUMBERS = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)


def text(value: Any) -> str | None:
    """Some text."""
    if not isinstance(value, str) or not value.strip():
        # zh: 应为非空文字
        return _("must be a text, not empty")
    # zh: 含有无法保存的字符
    return _("has signs that cannot be kept") if _NOT_KEPT.search(value) else None


def both(value: Any) -> str | None:
    """A text in both languages."""
    if (
        isinstance(value, dict)
        and set(value) == {"zh", "en"}
        and not any(map(text, value.values()))
    ):
        return None
    # zh: 应含中文（zh）和英文（en）两种文字
    return _("must have a text in Chinese (zh) and in English (en)")


def whole(value: Any) -> str | None:
    """A whole number, zero or more."""
    good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    # zh: 应为非负整数
    return None if good else _("must be a whole number")


def number(value: Any) -> str | None:
    """An exact number, written as text."""
    good = isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,14}(\.[0-9]{1,6})?", value)
    # zh: 应为写在引号内的数字，如 "3" 或 "0.5"
    return None if good else _('must be a number in quotes, like "3" or "0.5"')


def truth(value: Any) -> str | None:
    """Yes or no."""
    # zh: 应为 true 或 false
    return None if isinstance(value, bool) else _("must be true or false")


def date(value: Any) -> str | None:
    """A day, or null for an open end."""
    try:
        if value is None or (isinstance(value, str) and len(value) == 10 and day(value)):
            return None
    except ValueError:
        pass
    # zh: 应为日期，如 2026-04-01，或 null
    return _("must be a day like 2026-04-01, or null")


def code(value: Any) -> str | None:
    """A code: small letters, digits, hyphens, underscores."""
    good = isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", value)
    # zh: 应为代码：小写字母、数字、“-”和“_”
    return None if good else _("must be a code of small letters, digits, “-” and “_”")


def one_of(possible: Sequence[str]) -> Check:
    """One of a few."""

    def check(value: Any) -> str | None:
        if isinstance(value, str) and value in possible:
            return None
        # zh: 应为下列之一：%(possible)s
        return _("must be one of %(possible)s") % {"possible": ", ".join(possible)}

    return check


def some(check: Check, *, least: int = 1) -> Check:
    """A list of things."""

    def check_all(value: Any) -> str | None:
        if not isinstance(value, list) or len(value) < least:
            # zh: 应为列表，至少%(least)d项
            return _("must be a list of at least %(least)d") % {"least": least}
        return next((wrong for one in value if (wrong := check(one))), None)

    return check_all


def each_named(check: Check) -> Check:
    """An object that gives each of its names a thing."""

    def check_all(value: Any) -> str | None:
        if not isinstance(value, dict):
            # zh: 应为对象
            return _("must be an object")
        return next((wrong for one in value.values() if (wrong := check(one))), None)

    return check_all


def anything(value: Any) -> str | None:
    """Whatever is checked elsewhere."""
    return None


def fact_of(*kinds: Kind) -> Check:
    """The name of a fact of one of ``kinds``."""
    return one_of([name for name, fact in FACTS.items() if fact.kind in kinds])


figure = one_of([*FIGURES, *(n for n, fact in FACTS.items() if fact.kind in NUMBERS)])
unit = one_of(list(UNITS))
acts = some(one_of([str(act) for act in Act]))
match = some(each_named(anything))

STANDARD: Mapping[str, Check] = {
    "code": code, "version": whole, "tier": code, "title": both, "document": anything,
    "from": date, "to": date, "applies": some(each_named(anything)), "source": text,
    "confidence": one_of(list(CONFIDENCE)), "notes?": some(both, least=0), "criteria": anything,
    "parts?": some(each_named(anything), least=0),
    "overrides?": some(each_named(anything), least=0),
}  # fmt: skip
DOCUMENT: Mapping[str, Check] = {"number": text, "title": both, "articles": both}
APPLIES: Mapping[str, Check] = {
    "act": one_of([str(act) for act in Act]), "from?": date, "to?": date, "why?": both,
}  # fmt: skip
OVERRIDE: Mapping[str, Check] = {
    "code": code, "title": both, "document": text, "source": text,
    "confidence": one_of(list(CONFIDENCE)), "acts": acts, "from": date, "to": date,
    "changes": some(each_named(anything)), "reason?": text,
}  # fmt: skip
PART: Mapping[str, Check] = {
    "code": code,
    "title": both,
    "max": whole,
    "indicators": some(each_named(anything)),
}
CRITERION: Mapping[str, Check] = {
    "id": code, "kind": text, "article": both, "text": both, "source": text,
    "confidence": one_of(list(CONFIDENCE)), "confirm?": both, "acts?": acts, "waived_for?": acts,
}  # fmt: skip
INDICATOR: Mapping[str, Check] = {
    "id": code, "article": both, "text": both, "source": text,
    "confidence": one_of(list(CONFIDENCE)), "max": whole, "points": anything,
}  # fmt: skip
# What an override may set anew in a criterion of a kind, beside its text.
SETTINGS: Mapping[str, Mapping[str, Check]] = {
    "compare": {"value?": number, "op?": one_of(list(OPERATORS))},
    "score": {"min?": number},
}
# What a criterion has beside that, by its kind.
KINDS: Mapping[str, Mapping[str, Check]] = {
    "all": {"all": anything},
    "any": {"any": anything},
    "cases": {"figure": figure, "cases": some(each_named(anything))},
    "score": {"min": number, "part_min?": each_named(number), "nonzero?": some(code)},
    "compare": {
        "figure": figure, "op": one_of(list(OPERATORS)), "value": number, "unit": unit,
        "at_most?": figure,
    },
    "is": {"fact": fact_of(Kind.YES_NO), "value": truth},
    "level": {"fact": fact_of(Kind.CHOICE), "value": text},
    "sme": {},
    "title": {"fact": fact_of(Kind.RECORDS), "titles": some(text), "every?": truth},
    "no_title": {"fact": fact_of(Kind.RECORDS), "titles": some(text)},
    "record": {
        "fact": fact_of(Kind.RECORDS), "match": match, "years?": whole, "calendar_years?": whole,
    },
    "no_record": {
        "fact": fact_of(Kind.RECORDS), "match": match, "years?": whole, "calendar_years?": whole,
    },
    "person": {
        "fact?": fact_of(Kind.YES_NO), "figure?": figure, "set_by?": one_of(["bureau"]),
    },
}  # fmt: skip
SCALES: Mapping[str, Mapping[str, Check]] = {
    "bands": {"figure": figure, "bands": some(each_named(anything))},
    "either": {"either": some(each_named(anything), least=2)},
    "options": {"options": some(each_named(anything))},
    "step": {"figure": figure, "step": number, "points": whole},
    "each": {"each": some(each_named(anything)), "points": whole},
    "given": {"given": fact_of(Kind.NUMBER)},
}
