"""Values of query parameters, read strictly: what is not exactly right is refused."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cultivation.problems import Problem
from cultivation.rest.refusals import SHOWN, hint

FIRST_DAY = dt.date(1949, 10, 1)
LAST_DAY = dt.date(2100, 12, 31)
NONE = "none"
LONGEST_TEXT = 200

Codes = Callable[[], Sequence[str]]


class Wrong(ValidationError):
    """A wrong value: its code, a finished sentence, the value in question, what may stand there."""

    def __init__(self, code: str, sentence: str, value: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(sentence, code=code)
        self.wrong_value = value
        self.allowed = allowed


def read_day(text: str) -> dt.date:
    """The day that ``text`` writes as 2025-12-31, and in no other way. Raises Wrong."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        day = dt.date.fromisoformat(text)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError
    except ValueError:
        raise Wrong(
            "invalid_date",
            # zh: “%(value)s”不是有效日期；请写作 2025-12-31（1949-10-01 至 2100-12-31）。
            _("“%(value)s” is no day; write 2025-12-31 (1949-10-01 to 2100-12-31).")
            % {"value": text[:SHOWN]},
            text,
        ) from None
    return day


def one_of(text: str, allowed: Sequence[str]) -> str:
    """``text``, if it is one of ``allowed``. Raises Wrong with the closest."""
    if text not in allowed:
        raise Wrong(
            "unknown_value",
            # zh: 不能取“%(value)s”。%(hint)s
            _("The value cannot be “%(value)s”. %(hint)s")
            % {"value": text[:SHOWN], "hint": hint(text, allowed)},
            text,
            allowed,
        )
    return text


class Parameter(forms.Field):
    """A query parameter. ``schema`` describes it in OpenAPI; ``multiple`` lets it repeat."""

    schema: dict[str, Any] = {"type": "string"}
    multiple = False

    def to_python(self, value: str | None) -> Any:
        return None if value is None else self.read(value)

    def read(self, text: str) -> Any:
        """The value that ``text`` writes. Raises Wrong."""
        raise NotImplementedError


class Day(Parameter):
    schema = {"type": "string", "format": "date", "example": "2025-12-31"}

    def read(self, text: str) -> dt.date:
        return read_day(text)


class Flag(Parameter):
    schema = {"type": "string", "enum": ["true", "false"]}

    def read(self, text: str) -> bool:
        return one_of(text, ("true", "false")) == "true"


class Year(Parameter):
    """A year, as 2025."""

    schema = {"type": "integer", "minimum": FIRST_DAY.year, "maximum": LAST_DAY.year}

    def read(self, text: str) -> int:
        if re.fullmatch(r"[0-9]{4}", text) and FIRST_DAY.year <= int(text) <= LAST_DAY.year:
            return int(text)
        raise Wrong(
            "invalid_year",
            # zh: “%(value)s”不是有效年份；请写作 2025（1949 至 2100）。
            _("“%(value)s” is no year; write 2025 (1949 to 2100).") % {"value": text[:SHOWN]},
            text,
        )


class Choice(Parameter):
    """One of a fixed few."""

    def __init__(self, *, allowed: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allowed = allowed
        self.schema = {"type": "string", "enum": list(allowed)}

    def read(self, text: str) -> str:
        return one_of(text, self.allowed)


class CodeList(Parameter):
    """Codes separated by commas, each of which must exist; ``none`` stands for "not known"."""

    multiple = True

    def __init__(self, *, allowed: Codes, none: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allowed = allowed
        self.none = none

    def read(self, text: str) -> tuple[str, ...]:
        allowed = [*self.allowed(), *([NONE] if self.none else [])]
        found: list[str] = []
        errors: list[Wrong] = []
        for value in text.split(","):
            try:
                one_of(value, allowed)
            except Wrong as wrong:
                errors.append(wrong)
            else:
                found.append(value)
        if errors:
            raise ValidationError(errors)
        if len(set(found)) < len(found):
            # zh: 同一个代码重复出现。
            raise Wrong("repeated", _("A code is given twice."), text)
        return tuple(found)


class Text(Parameter):
    """Text of at most 200 characters; ``read_as`` (may raise Problem) makes the value of it."""

    schema = {"type": "string", "maxLength": LONGEST_TEXT}

    def __init__(self, *, read_as: Callable[[str], Any] = str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read_as = read_as

    def read(self, text: str) -> Any:
        if len(text) > LONGEST_TEXT:
            raise Wrong(
                "too_long",
                # zh: 内容过长，最多%(most)d个字符。
                _("Too long: at most %(most)d characters.") % {"most": LONGEST_TEXT},
                text,
            )
        try:
            return self.read_as(text)
        except Problem as problem:
            raise Wrong(problem.code, str(problem), text) from None
