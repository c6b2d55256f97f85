"""The parameters of a count, from text to query: strict, and the same for every surface.

An unknown parameter, an unknown code or a mistyped value is refused by name, all at once: a
confident wrong count is the worst failure of a registry.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.counts.definition import DEFINITIONS, HOLDINGS
from cultivation.counts.selectors import DIMENSIONS, UNKNOWN, Query
from cultivation.counts.steps import STEPS, ends
from cultivation.firms.models import Industry, SizeClass
from cultivation.ladders.models import Ladder, Tier
from cultivation.places.models import District, Zone
from cultivation.problems import Problem

NONE = "none"
MOST_POINTS = 600
FIRST_DAY = dt.date(1949, 10, 1)
LAST_DAY = dt.date(2100, 12, 31)
COUNT_PARAMETERS = ("as_of", "by", "measure", *DIMENSIONS)
SERIES_PARAMETERS = ("from", "to", "step", "by", "measure", *DIMENSIONS)

Params = Mapping[str, Sequence[str]]
Refusal = dict[str, object]


def parse(params: Params, *, ignore: Iterable[str] = ()) -> tuple[dt.date, Query]:
    """The day and query that ``params`` (each name with its values, as text) ask for.

    ``as_of`` defaults to today, ``measure`` to holdings. Lists are separated by commas; ``none``
    in a filter stands for "not known". Names in ``ignore`` belong to the caller (``format``).
    Raises Problem ``invalid_parameters`` with ``errors`` [{param, value, code, message, allowed}].
    """
    reader = _Reader(params, COUNT_PARAMETERS, ignore)
    as_of = reader.day("as_of") or today()
    query = reader.query()
    reader.refuse()
    return as_of, query


def parse_series(
    params: Params, *, ignore: Iterable[str] = ()
) -> tuple[dt.date, dt.date, str, Query]:
    """First day, last day, step and query of a series; as ``parse``.

    ``to`` defaults to today, ``from`` to the New Year of the year before it, ``step`` to month.
    """
    reader = _Reader(params, SERIES_PARAMETERS, ignore)
    last = reader.day("to") or today()
    first = reader.day("from") or dt.date(last.year - 1, 1, 1)
    step = reader.choice("step", STEPS, "month")
    query = reader.query()
    wrong = {error["param"] for error in reader.errors}
    if wrong & {"from", "to", "step"}:
        pass  # what is not known is not compared
    elif first > last:
        # zh: 起始日期不能晚于截止日期。
        reader.error(
            "from", first.isoformat(), "from_after_to", _("The first day is after the last.")
        )
    elif len(ends(first, last, step)) > MOST_POINTS:
        reader.error(
            "step",
            step,
            "too_many_points",
            # zh: 超过%(most)d个时间点；请缩短区间或加大步长。
            _("More than %(most)d points; shorten the range or widen the step.")
            % {"most": MOST_POINTS},
        )
    reader.refuse()
    return first, last, step, query


class _Reader:
    """Takes parameters one by one and collects every refusal."""

    def __init__(self, params: Params, known: tuple[str, ...], ignore: Iterable[str]) -> None:
        self.errors: list[Refusal] = []
        self.params: dict[str, str] = {}
        for name, values in params.items():
            if name in ignore:
                continue
            if name not in known:
                self.unknown_parameter(name, values, known)
            elif name not in DIMENSIONS and len(values) > 1:
                # zh: 参数只能出现一次。
                self.error(name, ",".join(values), "repeated", _("Give the parameter once."))
            else:
                self.params[name] = ",".join(values)

    def error(
        self, param: str, value: str, code: str, message: str, allowed: Sequence[str] = ()
    ) -> None:
        refusal: Refusal = {"param": param, "value": value, "code": code, "message": message}
        if allowed:
            refusal["allowed"] = list(allowed)
        self.errors.append(refusal)

    def refuse(self) -> None:
        if self.errors:
            raise Problem(
                "invalid_parameters",
                # zh: 参数有误：%(names)s。
                _("Wrong parameters: %(names)s.")
                % {"names": ", ".join(sorted({str(error["param"]) for error in self.errors}))},
                errors=self.errors,
            )

    def unknown_parameter(self, name: str, values: Sequence[str], known: tuple[str, ...]) -> None:
        self.error(
            name,
            ",".join(values),
            "unknown_parameter",
            # zh: 没有参数“%(name)s”。%(hint)s
            _("There is no parameter “%(name)s”. %(hint)s")
            % {"name": name[:60], "hint": _hint(name, known)},
            known,
        )

    def day(self, name: str) -> dt.date | None:
        if name not in self.params:
            return None
        text = self.params[name]
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            day = dt.date.fromisoformat(text)
            if not FIRST_DAY <= day <= LAST_DAY:
                raise ValueError
        except ValueError:
            self.error(
                name,
                text,
                "invalid_date",
                # zh: “%(value)s”不是有效日期；请写作 2025-12-31（1949-10-01 至 2100-12-31）。
                _("“%(value)s” is no day; write 2025-12-31 (1949-10-01 to 2100-12-31).")
                % {"value": text[:60]},
            )
            return None
        return day

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        if name in self.params and self.params[name] not in allowed:
            self.unknown_value(name, self.params[name], allowed)
            return default
        return self.params.get(name, default)

    def unknown_value(self, name: str, value: str, allowed: Sequence[str]) -> None:
        self.error(
            name,
            value,
            "unknown_value",
            # zh: 参数“%(name)s”不能取“%(value)s”。%(hint)s
            _("The parameter “%(name)s” cannot be “%(value)s”. %(hint)s")
            % {"name": name, "value": value[:60], "hint": _hint(value, allowed)},
            allowed,
        )

    def codes(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        found: list[str] = []
        for value in self.params[name].split(","):
            if value not in allowed:
                self.unknown_value(name, value, allowed)
            elif value in found:
                # zh: “%(value)s”重复出现。
                self.error(
                    name, value, "repeated", _("“%(value)s” is repeated.") % {"value": value}
                )
            else:
                found.append(value)
        return tuple(found)

    def query(self) -> Query:
        by = self.codes("by", DIMENSIONS) if "by" in self.params else ()
        measure = self.choice("measure", tuple(DEFINITIONS), HOLDINGS)
        filters = {
            name: tuple(
                UNKNOWN if code == NONE else code for code in self.codes(name, _allowed(name))
            )
            for name in DIMENSIONS
            if name in self.params
        }
        return Query(by=by, measure=measure, filters=filters)


def _allowed(dimension: str) -> list[str]:
    match dimension:
        case "tier":
            return list(Tier.objects.values_list("code", flat=True))
        case "ladder":
            return list(Ladder.objects.values_list("code", flat=True))
        case "district":
            current = District.objects.filter(abolished_on__isnull=True, successor__isnull=True)
            return [*current.values_list("code", flat=True), NONE]
        case "zone":
            return [*Zone.objects.values_list("code", flat=True), NONE]
        case "industry":
            entries = Industry.objects.filter(level="section")
            return [*entries.values_list("code", flat=True), NONE]
        case _:
            return [*SizeClass.values, NONE]


def _hint(value: str, allowed: Sequence[str]) -> str:
    close = get_close_matches(value, allowed, n=1)
    if close:
        # zh: 是否要写“%(close)s”？
        return _("Did you mean “%(close)s”?") % {"close": close[0]}
    # zh: 可用：%(allowed)s。
    return _("Possible: %(allowed)s.") % {"allowed": ", ".join(allowed[:40])}
