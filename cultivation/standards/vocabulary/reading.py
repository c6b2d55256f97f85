"""Facts as JSON writes them, read strictly: what is not exactly right is refused by name."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from cultivation.rest.refusals import SHOWN, hint
from cultivation.standards.vocabulary.facts import FACTS
from cultivation.standards.vocabulary.kinds import Fact, Kind

MOST_RECORDS = 100
LONGEST_CODE = 200
DIGITS_BEFORE, DIGITS_AFTER = 14, 6
FIRST_YEAR, LAST_YEAR = 1949, 2100
Facts = dict[str, Any]


@dataclass(frozen=True)
class WrongFact:
    """A fact that cannot be taken: its name, what was given, a code and a sentence."""

    fact: str
    value: str
    code: str
    message: str
    allowed: tuple[str, ...] = ()

    def as_refusal(self) -> dict[str, Any]:
        """The record under ``errors`` of a problem document."""
        record: dict[str, Any] = {
            "field": self.fact[:SHOWN],
            "value": self.value[:SHOWN],
            "code": self.code,
            "message": self.message,
        }
        return record | ({"allowed": list(self.allowed)} if self.allowed else {})


class _Refused(ValueError):
    def __init__(self, code: str, message: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code, self.message, self.allowed = code, message, tuple(allowed)


def read_facts(written: Mapping[str, Any]) -> tuple[Facts, list[WrongFact]]:
    """The facts that ``written`` gives, and what is wrong with others. ``null`` is "not known"."""
    facts: Facts = {}
    wrong: list[WrongFact] = []
    for name, value in written.items():
        if name not in FACTS:
            # zh: 没有名为“%(name)s”的数据项。%(hint)s
            message = _("There is no fact “%(name)s”. %(hint)s") % {
                "name": name[:SHOWN],
                "hint": hint(name, sorted(FACTS)),
            }
            wrong.append(WrongFact(name, str(value), "unknown_fact", message))
        elif value is not None:
            try:
                facts[name] = _read(FACTS[name], value)
            except _Refused as no:
                wrong.append(WrongFact(name, str(value), no.code, no.message, no.allowed))
    return facts, wrong


def read_fact(name: str, value: Any) -> Any:
    """The value of one fact. Raises ValueError with a sentence."""
    facts, wrong = read_facts({name: value})
    if wrong:
        raise ValueError(wrong[0].message)
    return facts[name]


def _read(fact: Fact, value: Any) -> Any:
    match fact.kind:
        case Kind.YES_NO:
            if not isinstance(value, bool):
                # zh: 请填写 true 或 false。
                raise _Refused("not_yes_or_no", _("Give true or false."))
            return value
        case Kind.AMOUNT | Kind.NUMBER:
            return _number(fact, value)
        case Kind.COUNT:
            return _count(fact, value)
        case Kind.CHOICE:
            if not isinstance(value, str) or value not in fact.choices:
                allowed = list(fact.choices)
                raise _Refused("unknown_value", hint(str(value), allowed), allowed)
            return value
        case Kind.DAY:
            return _day(value)
        case Kind.CODE:
            if not isinstance(value, str) or len(value) > LONGEST_CODE or not value.isprintable():
                # zh: 请填写不超过%(most)d个字符的文字。
                message = _("Give a text of at most %(most)d characters.")
                raise _Refused("not_a_text", message % {"most": LONGEST_CODE})
            return value
        case Kind.RECORDS:
            return _records(fact, value)


def _number(fact: Fact, value: Any) -> Decimal:
    # zh: 请填写数字（最多%(before)d位整数、%(after)d位小数），如 1234.56；单位%(unit)s。
    message = _(
        "Give a number like 1234.56 (at most %(before)d digits, %(after)d decimals), in %(unit)s."
    ) % {"before": DIGITS_BEFORE, "after": DIGITS_AFTER, "unit": fact.unit}
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise _Refused("not_a_number", message)
    # A float that JSON wrote as 0.1 prints as 0.1 again: exact for whatever people write.
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    try:
        if not re.fullmatch(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?", text):
            raise InvalidOperation
        number = Decimal(text)
    except InvalidOperation:
        raise _Refused("not_a_number", message) from None
    whole, _dot, decimals = text.lstrip("+-0").partition(".")
    if len(whole) > DIGITS_BEFORE or len(decimals.rstrip("0")) > DIGITS_AFTER:
        raise _Refused("not_a_number", message)
    return _not_negative(fact, number)


def _count(fact: Fact, value: Any) -> int:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", text):
        # zh: 请填写整数。
        raise _Refused("not_a_whole_number", _("Give a whole number."))
    number: int = _not_negative(fact, int(text))
    if fact.name == "year" and not FIRST_YEAR <= number <= LAST_YEAR:
        # zh: 年度应在 %(first)d 至 %(last)d 之间。
        message = _("A year is between %(first)d and %(last)d.")
        raise _Refused("not_a_year", message % {"first": FIRST_YEAR, "last": LAST_YEAR})
    return number


def _not_negative(fact: Fact, number: Any) -> Any:
    if number < 0 and not fact.signed:
        # zh: 不能为负数。
        raise _Refused("negative", _("This cannot be negative."))
    return number


def _day(value: Any) -> dt.date:
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        # zh: 请填写日期，如 2025-12-31。
        raise _Refused("not_a_day", _("Give a day like 2025-12-31.")) from None


def _records(fact: Fact, value: Any) -> list[Facts]:
    names = ", ".join(fact.fields)
    if not isinstance(value, list) or len(value) > MOST_RECORDS:
        # zh: 请填写列表（最多%(most)d条），每条含：%(names)s；没有则为空列表。
        message = _("Give a list (at most %(most)d) of records with %(names)s; empty if none.")
        raise _Refused("not_a_list", message % {"most": MOST_RECORDS, "names": names})
    return [_record(fact, one, names) for one in value]


def _record(fact: Fact, value: Any, names: str) -> Facts:
    if not isinstance(value, dict) or set(value) - set(fact.fields):
        # zh: 每条只能含：%(names)s。
        raise _Refused("unknown_field", _("A record has %(names)s only.") % {"names": names})
    given = {name: one for name, one in value.items() if one is not None}
    if lacking := [name for name in fact.required if name not in given]:
        # zh: 每条须含：%(names)s。
        message = _("Every record needs %(names)s.") % {"names": ", ".join(lacking)}
        raise _Refused("field_missing", message)
    record: Facts = {}
    for name, one in given.items():
        try:
            record[name] = _read(fact.fields[name], one)
        except _Refused as no:
            raise _Refused(no.code, f"{name}: {no.message}", no.allowed) from None
    return record
