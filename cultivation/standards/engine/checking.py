"""Checking a standard's file before anything is made of it: every fault, each with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from cultivation.rest.refusals import hint
from cultivation.standards.engine import shapes
from cultivation.standards.engine.figures import unit_of
from cultivation.standards.vocabulary import FACTS, Kind


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and where: ``criteria[2].any[0].value``."""

    place: str
    message: str


def check(raw: Any) -> list[Mistake]:
    """Everything that is wrong with the file of a standard; nothing when it can be read."""
    checker = _Checker()
    checker.standard(raw)
    return checker.found


def check_overrides(raw: Any, standards: Sequence[Mapping[str, Any]]) -> list[Mistake]:
    """Everything that is wrong with the overrides of a batch, which change criteria of one of
    ``standards`` (checked files)."""
    checker = _Checker()
    for one in standards:
        own = _Checker()
        own.standard(one)
        checker.ids |= own.ids
        checker.kinds |= {name: checker.kinds.get(name, set()) | k for name, k in own.kinds.items()}
        checker.parts += own.parts
    if not isinstance(raw, list):
        # zh: 应为列表
        return [Mistake("overrides", _("must be a list"))]
    for k, override in enumerate(raw):
        checker.override(override, f"overrides[{k}]")
    return checker.found


class _Checker:
    def __init__(self) -> None:
        self.found: list[Mistake] = []
        self.ids: dict[str, str] = {}
        # Of what kinds the criteria are, by id; indicators of score tables are none.
        self.kinds: dict[str, set[str]] = {}
        self.parts: list[dict[str, Any]] = []

    def say(self, place: str, message: str) -> None:
        self.found.append(Mistake(place, message))

    def shape(self, raw: Any, shape: Mapping[str, shapes.Check], place: str) -> bool:
        """Check an object against its shape; says whether it can be looked into."""
        if not isinstance(raw, dict):
            # zh: 应为对象
            self.say(place, _("must be an object"))
            return False
        before = len(self.found)
        names = {name.removesuffix("?"): check for name, check in shape.items()}
        for name in raw:
            if name not in names:
                # zh: 没有“%(name)s”这一项。%(hint)s
                message = _("there is no “%(name)s” here. %(hint)s")
                self.say(place, message % {"name": name, "hint": hint(name, sorted(names))})
        for name, one in shape.items():
            own = name.removesuffix("?")
            if own in raw:
                if wrong := one(raw[own]):
                    self.say(f"{place}.{own}".lstrip("."), wrong)
            elif own == name:
                # zh: 缺少“%(name)s”
                self.say(place, _("“%(name)s” is missing") % {"name": own})
        return len(self.found) == before

    def standard(self, raw: Any) -> None:
        """The whole file."""
        if not self.shape(raw, shapes.STANDARD, ""):
            return
        self.shape(raw["document"], shapes.DOCUMENT, "document")
        self.span(raw, "")
        for k, one in enumerate(raw["applies"]):
            if self.shape(one, shapes.APPLIES, f"applies[{k}]"):
                self.span(one, f"applies[{k}]")
        self.parts = raw.get("parts", [])
        for k, part in enumerate(self.parts):
            self.part(part, f"parts[{k}]")
        self.criteria(raw["criteria"], "criteria")
        for k, override in enumerate(raw.get("overrides", [])):
            self.override(override, f"overrides[{k}]")

    def span(self, raw: Any, place: str) -> None:
        """A span ends after it begins."""
        first, end = raw.get("from"), raw.get("to")
        if first and end and first >= end:
            # zh: 截止日期（首个失效日）必须晚于起始日期
            self.say(place, _("the first day no longer in force must be after the first day"))

    def criteria(self, raw: Any, place: str) -> None:
        """A list of criteria."""
        if not isinstance(raw, list) or not raw:
            # zh: 应为列表，至少%(least)d项
            self.say(place, _("must be a list of at least %(least)d") % {"least": 1})
            return
        for k, one in enumerate(raw):
            self.criterion(one, f"{place}[{k}]")

    def criterion(self, raw: Any, place: str, *, inside: bool = False) -> None:
        """A criterion; ``inside`` an indicator it has no article of its own."""
        kind = raw.get("kind") if isinstance(raw, dict) else None
        if wrong := shapes.one_of(list(shapes.KINDS))(kind):
            self.say(f"{place}.kind", wrong)
            return
        common = {"kind": shapes.text} if inside else shapes.CRITERION
        if inside and "text" in raw:
            common = {**common, "text": shapes.both}
        if not self.shape(raw, {**common, **shapes.KINDS[str(kind)]}, place):
            return
        if not inside:
            self.once(raw["id"], place)
            self.kinds.setdefault(raw["id"], set()).add(raw["kind"])
        if kind in ("all", "any"):
            self.criteria(raw[kind], f"{place}.{kind}")
        elif kind == "cases":
            self.cases(raw["cases"], f"{place}.cases")
        else:
            self.meaning(raw, place)

    def once(self, identity: str, place: str) -> None:
        """No two criteria or indicators of one name."""
        if identity in self.ids:
            # zh: 编号“%(id)s”已用于%(place)s
            message = _("“%(id)s” is taken by %(place)s already")
            self.say(place, message % {"id": identity, "place": self.ids[identity]})
        self.ids[identity] = place

    def cases(self, raw: list[Any], place: str) -> None:
        """Cases from the highest bound down; the last has none."""
        for k, one in enumerate(raw):
            bound = {} if k + 1 == len(raw) else {"from": shapes.number}
            if self.shape(one, {**bound, "then": shapes.anything}, f"{place}[{k}]"):
                self.criterion(one["then"], f"{place}[{k}].then")
        self.order([one.get("from") for one in raw[:-1]], place, falling=False)

    def meaning(self, raw: Any, place: str) -> None:
        """What the names in a single criterion mean must fit together."""
        kind = raw["kind"]
        if kind == "compare" and raw["unit"] != unit_of(raw["figure"]):
            # zh: “%(figure)s”的单位是“%(unit)s”
            message = _("the unit of “%(figure)s” is “%(unit)s”")
            self.say(place, message % {"figure": raw["figure"], "unit": unit_of(raw["figure"])})
        if kind == "level":
            self.known([raw["value"]], list(FACTS[raw["fact"]].choices), f"{place}.value")
        if kind in ("title", "no_title"):
            field = FACTS[raw["fact"]].fields.get("code")
            if field is None or field.kind is Kind.CHOICE:
                self.known(raw["titles"], list(field.choices if field else ()), f"{place}.titles")
        if kind in ("record", "no_record"):
            for pattern in raw["match"]:
                self.pattern(pattern, FACTS[raw["fact"]].fields, f"{place}.match")
        if kind == "score":
            codes = [str(part.get("code")) for part in self.parts]
            named = [*raw.get("part_min", {}), *raw.get("nonzero", [])]
            self.known(named, codes, f"{place}.part_min")
            if not codes:
                # zh: 没有评分表（parts）
                self.say(place, _("there is no score table (parts)"))

    def pattern(self, pattern: Any, fields: Mapping[str, Any], place: str) -> None:
        """A pattern of records names fields and values that exist."""
        self.known(list(pattern), list(fields), place)
        for name, wanted in pattern.items():
            if isinstance(wanted, dict):
                self.shape(wanted, {"max": shapes.whole}, f"{place}.{name}")
            elif name in fields:
                self.known(wanted, list(fields[name].choices), f"{place}.{name}")

    def known(self, values: Any, possible: list[str], place: str) -> None:
        """Every value is a possible one."""
        for value in values if isinstance(values, list) else [values]:
            if wrong := shapes.one_of(possible)(value):
                self.say(place, wrong)

    def part(self, raw: Any, place: str) -> None:
        """A part of a score table: its points are those of its indicators."""
        if not self.shape(raw, shapes.PART, place):
            return
        indicators: list[dict[str, Any]] = raw["indicators"]
        for k, one in enumerate(indicators):
            at = f"{place}.indicators[{k}]"
            if self.shape(one, shapes.INDICATOR, at):
                self.once(one["id"], at)
                self.scale(one["points"], f"{at}.points", one["max"])
        tops = [one["max"] for one in indicators if isinstance(one.get("max"), int)]
        if len(tops) == len(indicators) and sum(tops) != raw["max"]:
            # zh: 各指标满分之和为%(sum)d，与本部分满分%(max)d不符
            message = _("the indicators have %(sum)d points in all, the part says %(max)d")
            self.say(place, message % {"sum": sum(tops), "max": raw["max"]})

    def scale(self, raw: Any, place: str, top: int) -> None:
        """How an indicator gives points."""
        names = [name for name in shapes.SCALES if isinstance(raw, dict) and name in raw]
        if len(names) != 1:
            # zh: 应含下列之一：%(possible)s
            message = _("must have one of %(possible)s")
            self.say(place, message % {"possible": ", ".join(shapes.SCALES)})
            return
        (name,) = names
        if not self.shape(raw, shapes.SCALES[name], place):
            return
        if name == "either":
            for k, one in enumerate(raw["either"]):
                self.scale(one, f"{place}.either[{k}]", top)
        elif name == "bands":
            self.bands(raw["bands"], f"{place}.bands", top)
        elif name == "options":
            self.options(raw["options"], f"{place}.options", top)
        elif name == "each":
            for k, one in enumerate(raw["each"]):
                self.criterion(one, f"{place}.each[{k}]", inside=True)

    def bands(self, raw: list[Any], place: str, top: int) -> None:
        """Bands with the best first; the last has no bound."""
        falling = any("max" in band for band in raw)
        name = "max" if falling else "min"
        for k, band in enumerate(raw):
            bound = {} if k + 1 == len(raw) else {name: shapes.number}
            self.shape(band, {**bound, "points": shapes.whole}, f"{place}[{k}]")
        self.order([band.get(name) for band in raw[:-1]], place, falling=falling)
        self.points(raw, place, top)

    def options(self, raw: list[Any], place: str, top: int) -> None:
        """Options with the best first; the last is for everybody else."""
        for k, one in enumerate(raw):
            last = k + 1 == len(raw)
            shape = {"points": shapes.whole, "text": shapes.both}
            shape |= {} if last else {"when": shapes.anything}
            if self.shape(one, shape, f"{place}[{k}]") and not last:
                self.criterion(one["when"], f"{place}[{k}].when", inside=True)
        self.points(raw, place, top)

    def points(self, raw: list[Any], place: str, top: int) -> None:
        """Points fall from the most there are."""
        points = [one.get("points") for one in raw]
        if not all(isinstance(one, int) for one in points):
            return
        if points[0] != top or any(a <= b for a, b in pairwise(points)):
            # zh: 分值应从满分%(max)d起依次递减
            self.say(place, _("the points must fall, from %(max)d down") % {"max": top})

    def order(self, bounds: list[Any], place: str, *, falling: bool) -> None:
        """Bounds stand in the order in which they are tried."""
        if any(shapes.number(bound) for bound in bounds):
            return
        numbers = [Decimal(bound) for bound in bounds]
        if numbers != sorted(set(numbers), reverse=not falling):
            # zh: 界值须按由优到劣的次序排列
            self.say(place, _("the bounds must stand in order, the best first"))

    def override(self, raw: Any, place: str) -> None:
        """An override changes criteria that exist, or adds new ones."""
        if not self.shape(raw, shapes.OVERRIDE, place):
            return
        self.span(raw, place)
        for k, change in enumerate(raw["changes"]):
            at = f"{place}.changes[{k}]"
            if "add" in change:
                self.shape(change, {"add": shapes.anything}, at)
                self.criterion(change["add"], f"{at}.add")
                continue
            optional = {"waive?": shapes.truth, "set?": shapes.each_named(shapes.anything)}
            if self.shape(change, {"criterion": shapes.code, **optional}, at):
                self.known([change["criterion"]], list(self.kinds), f"{at}.criterion")
                self.settings(change, at)

    def settings(self, change: Any, place: str) -> None:
        """What an override may set anew, by the kind of the criterion; it does set or waive."""
        if not (change.get("waive") or change.get("set")):
            # zh: 既未改动门槛也未免除
            self.say(place, _("neither sets anything nor waives it"))
        possible = [
            shapes.SETTINGS.get(kind, {}) for kind in self.kinds.get(change["criterion"], ())
        ]
        names = set.intersection(*map(set, possible)) if possible else set()
        shape = {name: check for one in possible for name, check in one.items() if name in names}
        self.shape(change.get("set", {}), {**shape, "text?": shapes.both}, f"{place}.set")
