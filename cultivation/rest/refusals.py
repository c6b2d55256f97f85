"""Wrong parameters as records: each with its name, value, code and a sentence that helps."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from django.utils.translation import gettext as _

from cultivation.problems import Problem

Refusal = dict[str, object]

# How much of a wrong value is repeated in a sentence, and in the record.
SHOWN = 60
KEPT = 200
# Longer lists of possible values are not repeated in the answer: the hint names the closest one.
MOST_ALLOWED = 60


def refusal(
    param: str, value: str, code: str, message: str, allowed: Sequence[str] = ()
) -> Refusal:
    """One wrong parameter, as it stands under ``errors`` of the problem document."""
    record: Refusal = {
        "param": param[:KEPT],
        "value": value[:KEPT],
        "code": code,
        "message": message,
    }
    if allowed and len(allowed) <= MOST_ALLOWED:
        record["allowed"] = list(allowed)
    return record


def refuse(errors: Sequence[Refusal]) -> NoReturn:
    """Refuse a request for all its wrong parameters at once."""
    raise Problem(
        "invalid_parameters",
        # zh: 参数有误：%(names)s。
        _("Wrong parameters: %(names)s.")
        % {"names": ", ".join(sorted({str(error["param"])[:SHOWN] for error in errors}))},
        errors=list(errors),
    )


def unknown_parameter(name: str, value: str, known: Iterable[str]) -> Refusal:
    """The refusal of a parameter that does not exist, with the closest that does."""
    names = sorted(known)
    return refusal(
        name,
        value,
        "unknown_parameter",
        # zh: 没有参数“%(name)s”。%(hint)s
        _("There is no parameter “%(name)s”. %(hint)s")
        % {"name": name[:SHOWN], "hint": hint(name, names)},
        names,
    )


def unknown_value(name: str, value: str, allowed: Sequence[str]) -> Refusal:
    """The refusal of a value that is none of ``allowed``, with the closest that is."""
    return refusal(
        name,
        value,
        "unknown_value",
        # zh: 参数“%(name)s”不能取“%(value)s”。%(hint)s
        _("The parameter “%(name)s” cannot be “%(value)s”. %(hint)s")
        % {"name": name, "value": value[:SHOWN], "hint": hint(value, allowed)},
        allowed,
    )


def hint(value: str, allowed: Sequence[str]) -> str:
    """A sentence that leads from a wrong ``value`` to a right one."""
    if not allowed:
        # zh: 此处不接受任何参数。
        return _("No parameters are taken here.")
    close = get_close_matches(value[:SHOWN], allowed, n=1)
    if close:
        # zh: 是否要写“%(close)s”？
        return _("Did you mean “%(close)s”?") % {"close": close[0]}
    # zh: 可用：%(allowed)s。
    return _("Possible: %(allowed)s.") % {"allowed": ", ".join(allowed[:40])}
