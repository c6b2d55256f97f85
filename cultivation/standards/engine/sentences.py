"""A finding as a sentence: the figure, what is asked, and how far it is from it."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cultivation.standards.engine.figures import label, unit_of
from cultivation.standards.engine.nodes import Waived
from cultivation.standards.engine.numbers import Number, exact, root, shown
from cultivation.standards.engine.results import Finding, Gap, Result
from cultivation.standards.engine.rules import Compare, OfFact, Person
from cultivation.standards.engine.scoring import Scored
from cultivation.standards.texts import Text, listed
from cultivation.standards.vocabulary import FACTS, UNITS, Kind

ASKS = {
    ">=": Text("不低于", "at least"),
    "<=": Text("不高于", "at most"),
    ">": Text("高于", "above"),
    "<": Text("低于", "below"),
}
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}


def value_of(finding: Finding) -> Number | None:
    """The figure of a comparison as it is shown: a growth factor as the rate it stands for."""
    node, value = finding.node, finding.value
    if value is None or not isinstance(node, Compare):
        return None
    if node.degree > 1:
        return 100 * (root(value, node.degree) - 1) if value > 0 else Fraction(-100)
    number: Number = value
    return number


def distance_of(finding: Finding) -> Fraction | None:
    """From the bound to the figure, in the unit of the bound: zero or more where the figure is on
    the right side, negative by what it lacks."""
    node = finding.node
    value = value_of(finding)
    if value is None or not isinstance(node, Compare):
        return None
    away = exact(value) - Fraction(node.bound)
    return away if node.op in (">=", ">") else -away


def sentence(finding: Finding) -> Text | None:
    """What was found, for people; None where the results of the children say it all."""
    node = finding.node
    if isinstance(node, Waived):
        return node.why
    if finding.gap is not None and not isinstance(node, Person):
        return _gap(finding.gap)
    if isinstance(node, Compare):
        return _comparison(finding, node)
    if isinstance(node, Scored):
        return _score(finding, node)
    if isinstance(node, OfFact):
        if finding.result is Result.MISSING:
            return Text("记录不完整，不能判定", "the records are not complete enough to tell")
        return _fact(node, finding.value)
    if isinstance(node, Person):
        return _person(finding, node)
    return None


def _gap(gap: Gap) -> Text:
    if gap.undefined is not None:
        return gap.undefined
    return Text("缺少：%(names)s", "missing: %(names)s") % {
        "names": listed(label(name) for name in gap.missing)
    }


def amount(number: Number, unit: str, bound: Number | None = None) -> Text:
    """A number with its unit."""
    text = shown(number, bound)
    units = UNITS[unit]
    if unit == "%":
        return Text(f"{text}%", f"{text}%")
    return Text(f"{text}{units.zh}", f"{text} {units.en}".rstrip())


def _comparison(finding: Finding, node: Compare) -> Text:
    value, away = value_of(finding), distance_of(finding)
    if value is None or away is None:
        return _gap(finding.gap or Gap())
    gap_unit = "百分点" if node.unit == "%" else node.unit
    short = finding.result is Result.NOT_MET
    text = Text(
        "%(label)s%(value)s，要求%(asks)s%(bound)s" + ("，差%(away)s" if short else ""),
        "%(label)s %(value)s, asked: %(asks)s %(bound)s" + (", short by %(away)s" if short else ""),
    )
    used = node.at_most if finding.limited else node.figure
    return text % {
        "label": label(used),
        "value": amount(value, node.unit, node.bound),
        "asks": ASKS[node.op],
        "bound": amount(node.bound, node.unit),
        "away": amount(abs(away), gap_unit, 0),
    }


def _score(finding: Finding, node: Scored) -> Text:
    least, most = finding.least or 0, finding.most or 0
    found = amount(least, "分")
    if least != most:
        found = Text("%(least)s至%(most)s", "%(least)s to %(most)s") % {
            "least": shown(least),
            "most": amount(most, "分"),
        }
    text = Text("得分%(found)s，要求不低于%(bound)s", "%(found)s, asked: at least %(bound)s")
    said = text % {"found": found, "bound": amount(node.least, "分")}
    for part in finding.parts:
        bound = node.part_min.get(part.part.code)
        if bound is not None and part.most < bound:
            said = Text("%(said)s；%(part)s至多%(most)s，要求不低于%(bound)s",
                        "%(said)s; %(part)s at most %(most)s, asked: at least %(bound)s") % {
                "said": said, "part": part.part.title, "most": amount(part.most, "分"),
                "bound": amount(bound, "分"),
            }  # fmt: skip
    return said


def _fact(node: OfFact, value: Any) -> Text:
    return Text("%(label)s：%(value)s", "%(label)s: %(value)s") % {
        "label": FACTS[node.fact].text,
        "value": written(node.fact, value),
    }


def written(name: str, value: Any) -> Text:
    """The value of a fact, for people."""
    fact = FACTS[name]
    if value is None:
        return Text("未填", "not given")
    if fact.kind is Kind.RECORDS:
        return listed(_record(fact.fields, one) for one in value) if value else Text("无", "none")
    return _plain(fact, value)


def _plain(fact: Any, value: Any) -> Text:
    match value:
        case bool():
            return YES_NO[value]
        case int() | Decimal():
            return amount(value, fact.unit)
        case dt.date():
            return Text(value.isoformat(), value.isoformat())
        case _:
            return fact.choices.get(value) or Text(str(value), str(value))


def _record(fields: Any, record: dict[str, Any]) -> Text:
    # In the order of the vocabulary: a database that kept the record may order it anew.
    parts = [_plain(fact, record[name]) for name, fact in fields.items() if name in record]
    return Text(" ".join(one.zh for one in parts), " ".join(one.en for one in parts))


def _person(finding: Finding, node: Person) -> Text:
    if node.set_by:
        return Text(
            "门槛未见公开文本，由主管部门确定", "the bound was not found: it is set by the bureau"
        )
    if finding.result is Result.NOT_MET:
        return Text("企业填报为否", "the firm itself says no")
    if node.fact and finding.value is True:
        return Text("企业填报为是，需人工核实", "the firm says yes; a person has to check")
    if node.figure and finding.value is not None:
        unit = unit_of(node.figure)
        return Text("%(label)s%(value)s，需人工判断", "%(label)s %(value)s; a person judges") % {
            "label": label(node.figure), "value": amount(finding.value, unit),
        }  # fmt: skip
    return Text("需人工判断", "a person has to judge")
