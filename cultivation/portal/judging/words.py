"""What a criterion asks and what was found, in the words of a sheet."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cultivation.standards.engine.nodes import AllOf, AnyOf, Cases, Node, Waived
from cultivation.standards.engine.points import Bands, Each, Either, Given, Options, Scale, Steps
from cultivation.standards.engine.results import Finding, Result
from cultivation.standards.engine.rules import Compare, Is, Level, Person, Records, Sme, Title
from cultivation.standards.engine.scoring import Scored
from cultivation.standards.engine.sentences import (
    YES_NO,
    amount,
    distance_of,
    label,
    unit_of,
    value_of,
    written,
)
from cultivation.standards.vocabulary import FACTS, Kind

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
MARKS = {Result.MET: "✓", Result.NOT_MET: "✗", Result.MISSING: "?", Result.PERSON: "◇"}
COLOURS = {
    Result.MET: "good",
    Result.NOT_MET: "trouble",
    Result.MISSING: "attention",
    Result.PERSON: "info",
}
_THOUSANDS = re.compile(r"(?<![\d.])(\d{4,})(?![\d-])")


def grouped(text: object) -> str:
    """A text whose long numbers have commas: 12345万元 as 12,345万元."""
    return _THOUSANDS.sub(lambda found: f"{int(found[1]):,}", str(text))


def word(result: Result) -> str:
    """A result in a word."""
    return {
        # zh: 满足
        Result.MET: _("satisfied"),
        # zh: 不满足
        Result.NOT_MET: _("not satisfied"),
        # zh: 缺数据
        Result.MISSING: _("figure missing"),
        # zh: 待人工
        Result.PERSON: _("for a person"),
    }[result]


def said(finding: Finding) -> str:
    """The result of a criterion: a word, or by how much it is missed."""
    away, node = distance_of(finding), finding.node
    if finding.result is Result.NOT_MET and away is not None and isinstance(node, Compare):
        unit = "百分点" if node.unit == "%" else node.unit
        # zh: 差 %(away)s
        return _("short by %(away)s") % {"away": grouped(amount(abs(away), unit, 0))}
    if isinstance(node, Waived):
        # zh: 不考察
        return _("not examined")
    return word(finding.result)


def figure(finding: Finding, day: dt.date) -> str:
    """What the firm has on ``day``; a dash where no single figure says it."""
    node = finding.node
    if isinstance(node, Waived):
        return figure(finding.children[0], day)
    if isinstance(node, Title) and finding.value is not None:
        return _held(node, finding.value, day)
    if isinstance(node, Is) and not node.value and finding.value is not None:
        return _case(finding.value)
    if isinstance(node, Scored):
        least, most = finding.least or 0, finding.most or 0
        points = amount(most, "分")
        return str(points) if least == most else f"{amount(least, '')}–{points}"
    if isinstance(node, Compare):
        value = value_of(finding)
        return _unknown(finding) if value is None else grouped(amount(value, node.unit, node.bound))
    if isinstance(node, Is | Level | Sme | Title | Records):
        return (
            _unknown(finding) if finding.value is None else str(written(node.fact, finding.value))
        )
    if isinstance(node, Cases) and finding.value is not None:
        return grouped(amount(finding.value, unit_of(node.figure)))
    if isinstance(node, Person):
        if node.figure and finding.value is not None:
            return grouped(amount(finding.value, unit_of(node.figure)))
        if node.fact and finding.value is not None:
            return str(written(node.fact, finding.value))
    return "—"


def _held(node: Title, titles: list[dict[str, Any]], day: dt.date) -> str:
    """Those of the titles that are asked about which the firm holds on the day."""
    held = {
        one["code"] for one in titles if one["from"] <= day and ("to" not in one or day < one["to"])
    }
    # zh: 无
    return _named(node, [code for code in node.titles if code in held]) or _("none")


def _case(present: bool) -> str:
    """Whether something is so that should not be."""
    # zh: 有此情形
    there = _("this is the case")
    # zh: 无此情形
    return there if present else _("not the case")


def _unknown(finding: Finding) -> str:
    if finding.gap and finding.gap.undefined:
        return str(finding.gap.undefined)
    # zh: 未填
    return _("not given")


def asks(node: Node) -> str:
    """What a criterion asks, as short as it can be said."""
    match node:
        case Waived():
            return asks(node.inner)
        case Compare():
            return f"{SIGNS[node.op]} {grouped(amount(node.bound, node.unit))}"
        case Scored():
            return f"≥ {amount(node.least, '分')}"
        case Is():
            return str(YES_NO[node.value]) if node.value else _case(present=False)
        case Level():
            # zh: %(level)s及以上
            return _("%(level)s or higher") % {"level": FACTS[node.fact].choices[node.value]}
        case Sme():
            # zh: 中小微企业
            return _("small or medium")
        case Title():
            return _titles(node)
        case Records():
            # zh: 无
            none = _("none")
            # zh: 有
            some = _("at least one")
            return none if node.without else some
        case Person():
            # zh: 由主管部门确定
            by_bureau = _("set by the bureau")
            # zh: 人工判断
            return by_bureau if node.set_by else _("a person judges")
        case AnyOf():
            # zh: 满足任一
            return _("any of these")
        case AllOf():
            # zh: 全部满足
            return _("all of these")
        case Cases():
            # zh: 依%(figure)s而定
            return _("depends on: %(figure)s") % {"figure": label(node.figure)}
    return "—"


def _named(node: Title, titles: Sequence[str]) -> str:
    codes = FACTS[node.fact].fields["code"].choices
    # zh: 、
    return _(", ").join(str(codes.get(code, code)) for code in titles)


def _titles(node: Title) -> str:
    names = _named(node, node.titles)
    if node.without:
        # zh: 不持有：%(names)s
        return _("does not hold: %(names)s") % {"names": names}
    # zh: 持有：%(names)s
    return _("holds: %(names)s") % {"names": names}


def scale(one: Scale, top: int) -> list[tuple[str, str]]:
    """How an indicator gives points: (for what, how many), the best first."""
    match one:
        case Bands():
            return _bands(one)
        case Either():
            return [pair for inner in one.scales for pair in scale(inner, top)]
        case Options():
            return [(str(option.text), str(option.points)) for option in one.options]
        case Steps():
            # zh: %(figure)s每%(step)s
            told = _("%(figure)s, for every %(step)s")
            unit = unit_of(one.figure)
            names = {"figure": label(one.figure), "step": amount(one.step, unit)}
            return [(told % names, f"+{one.each}")]
        case Each():
            return [(str(when.says.text), f"+{one.each}") for when in one.whens]
        case Given():
            # zh: 由主管部门评定
            return [(_("given by the bureau"), f"0–{top}")]
    return []


def _bands(one: Bands) -> list[tuple[str, str]]:
    sign, unit = ("≤" if one.falling else "≥"), unit_of(one.figure)
    found = []
    for bound, points in one.bands:
        if bound is None:
            # zh: 其他
            found.append((_("else"), str(points)))
        else:
            found.append(
                (f"{label(one.figure)} {sign} {grouped(amount(bound, unit))}", str(points))
            )
    return found


def fact_label(name: str) -> str:
    """What a fact is called, with its unit."""
    fact = FACTS[name]
    unit = str(amount(0, fact.unit)).removeprefix("0").strip() if fact.unit else ""
    return f"{fact.text}（{unit}）" if unit and fact.kind is not Kind.COUNT else str(fact.text)


def counted(findings: Mapping[Any, int]) -> str:
    """How many criteria came to what, as a headline: "7 项满足，1 项缺数据"."""
    sentences = {
        # zh: %(n)s 项满足
        Result.MET: _("%(n)s satisfied"),
        # zh: %(n)s 项不满足
        Result.NOT_MET: _("%(n)s not satisfied"),
        # zh: %(n)s 项缺数据
        Result.MISSING: _("%(n)s with figures missing"),
        # zh: %(n)s 项待人工
        Result.PERSON: _("%(n)s for a person"),
    }
    told = [text % {"n": findings[one]} for one, text in sentences.items() if findings.get(one)]
    # zh: ，
    return _(" · ").join(told)


def case(name: str, least: Any) -> str:
    """In which case a criterion is asked: by the figure it depends on."""
    if least is None:
        # zh: 其他情形
        return _("in other cases")
    # zh: %(figure)s不低于%(bound)s时
    told = _("where %(figure)s is at least %(bound)s")
    return told % {"figure": label(name), "bound": grouped(amount(least, unit_of(name)))}
