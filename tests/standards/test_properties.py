"""What must hold for any figures: monotony, bounds of scores, boundaries, missing facts."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cultivation.standards.engine.assessing import Judged, judge
from cultivation.standards.engine.compiling import Compiled, compile_standard
from cultivation.standards.engine.content import Act
from cultivation.standards.engine.nodes import Node, Waived
from cultivation.standards.engine.points import Bands, Either, Scale
from cultivation.standards.engine.report import as_dict
from cultivation.standards.engine.results import ORDER, Finding, Result
from cultivation.standards.engine.rules import Compare, OfFact
from cultivation.standards.engine.scoring import Scored
from cultivation.standards.engine.sheet import Sheet
from cultivation.standards.vocabulary import FACTS, Kind, read_facts, write_facts
from tests.standards.files import CODES, content

DAY = dt.date(2026, 6, 1)
# What only ever helps when it grows, and what only ever helps when it falls.
UP = (
    "rd_expense_y1", "rd_expense_y2", "main_revenue_y1", "net_profit_y1", "equity_financing_y1",
    "equity_financing_y2", "equity_financing_y3", "rd_staff_y1", "tech_staff_y1",
    "ip_class1_high_value_y1", "ip_class1_own_y1", "ip_class1_y1", "ip_class2_y1",
    "segment_years", "ip_class1_applied", "market_share", "core_systems", "standards_joined",
    "standards_led_5y", "vc_single_investment", "local_points",
)  # fmt: skip
DOWN = ("liabilities_y1", "market_rank", "cost_expense_y1")
# One after the other, the better last.
BETTER = {
    "rd_institution_level": list(FACTS["rd_institution_level"].choices),
    "digital_level": list(FACTS["digital_level"].choices),
    "product_field": list(FACTS["product_field"].choices),
}

COMPILED = [compile_standard(content(code), act) for code in CODES for act in content(code).acts]
standards = st.sampled_from(COMPILED)


def _value(name: str) -> st.SearchStrategy[Any]:
    fact = FACTS[name]
    match fact.kind:
        case Kind.AMOUNT:
            small = st.sampled_from(["0", "1", "100", "1000", "5000", "10000"]).map(Decimal)
            return small | st.decimals(0, 30_000, places=2)
        case Kind.NUMBER:
            return st.decimals(0, 100, places=1)
        case Kind.COUNT:
            return st.integers(0, 600)
        case Kind.YES_NO:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(list(fact.choices))
        case Kind.DAY:
            return st.dates(dt.date(2010, 1, 1), DAY)
        case Kind.CODE:
            return st.just("35")
        case Kind.RECORDS:
            return st.lists(_record(name), max_size=3)


@st.composite
def _record(draw: st.DrawFn, name: str) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for field, fact in FACTS[name].fields.items():
        if field not in FACTS[name].required and draw(st.booleans()):
            continue
        if field == "year":
            record[field] = draw(st.integers(2019, 2026))
        elif field in ("from", "to", "on"):
            record[field] = draw(st.dates(dt.date(2019, 1, 1), dt.date(2028, 1, 1)))
        elif field == "proof":
            record[field] = "报告"
        elif fact.choices:
            record[field] = draw(st.sampled_from(list(fact.choices)))
        else:
            record[field] = draw(st.integers(1, 600))
    return record


@st.composite
def facts(draw: st.DrawFn, compiled: Compiled) -> dict[str, Any]:
    """Some of the facts that a standard asks for."""
    lacking = draw(st.sets(st.sampled_from(sorted(compiled.facts) or ["-"]), max_size=4))
    return {name: draw(_value(name)) for name in sorted(compiled.facts - lacking)}


def flat(findings: Any) -> Iterator[tuple[str, Finding]]:
    """All findings by the way to them."""
    for one in findings:
        yield one.node.says.id, one
        for way, inner in flat(one.children):
            yield f"{one.node.says.id}/{way}", inner


def results(judged: Judged) -> dict[str, Result]:
    return {way: one.result for way, one in flat(judged.findings)}


@given(st.data(), standards)
def test_improving_a_figure_lowers_nothing(data: st.DataObject, compiled: Compiled) -> None:
    known = data.draw(facts(compiled))
    movable = [name for name in (*UP, *DOWN, *BETTER) if name in known]
    if not movable:
        return
    name = data.draw(st.sampled_from(movable))
    value = known[name]
    if name in BETTER:
        choices = BETTER[name]
        better: Any = data.draw(st.sampled_from(choices[choices.index(value) :]))
    elif name in UP:
        better = value + data.draw(st.integers(0, 20_000))
    else:
        better = type(value)(value * data.draw(st.integers(0, 100)) // 100)
    before, after = (judge(compiled, given, DAY) for given in (known, {**known, name: better}))
    assert ORDER[after.result] >= ORDER[before.result]
    for (way, old), (_way, new) in zip(flat(before.findings), flat(after.findings), strict=True):
        assert ORDER[new.result] >= ORDER[old.result], way
        if isinstance(old.node, Scored):
            assert (new.least, new.most) >= (old.least, old.most)


@given(st.data(), standards)
def test_scores_stay_within_their_maximum(data: st.DataObject, compiled: Compiled) -> None:
    judged = judge(compiled, data.draw(facts(compiled)), DAY)
    for _way, one in flat(judged.findings):
        assert isinstance(one.node, Scored) == (one.most is not None)
        if isinstance(one.node, Scored):
            assert one.least is not None
            assert one.most is not None
            assert 0 <= one.least <= one.most <= one.node.top
        for part in one.parts:
            assert 0 <= part.least <= part.most <= part.part.top
            for indicator, points in part.indicators:
                assert 0 <= points.least <= points.most <= indicator.top
                assert (points.least == points.most) or points.gap or points.person


@given(st.data(), standards)
def test_a_fact_taken_away_never_makes_anything_met(
    data: st.DataObject, compiled: Compiled
) -> None:
    known = data.draw(facts(compiled))
    if not known:
        return
    name = data.draw(st.sampled_from(sorted(known)))
    without = {key: value for key, value in known.items() if key != name}
    before, after = (judge(compiled, given, DAY) for given in (known, without))
    assert after.result is not Result.MET or before.result is Result.MET
    for (way, old), (_way, new) in zip(
        _comparable(before.findings), _comparable(after.findings), strict=True
    ):
        assert new.result is not Result.MET or old.result is Result.MET, way
        if isinstance(new.node, Compare | OfFact) and name in set(new.node.facts()):
            limited = isinstance(new.node, Compare) and new.node.at_most
            assert new.result is Result.MISSING or limited, way


def _comparable(findings: Any) -> list[tuple[str, Finding]]:
    # Which case counts depends on the figure: below that the two are not the same criteria.
    return [(way, one) for way, one in flat(findings) if not _below_cases(way)]


def _below_cases(way: str) -> bool:
    return "i1/" in way


@given(st.data(), standards)
def test_what_is_answered_is_json_and_facts_survive_it(
    data: st.DataObject, compiled: Compiled
) -> None:
    known = data.draw(facts(compiled))
    written = write_facts(known)
    again, wrong = read_facts(written)
    assert wrong == []
    assert as_dict(judge(compiled, again, DAY)) == as_dict(judge(compiled, known, DAY))


@given(st.data(), standards)
def test_what_is_said_to_be_missing_settles_it(data: st.DataObject, compiled: Compiled) -> None:
    known = data.draw(facts(compiled))
    judged = judge(compiled, known, DAY)
    answer = as_dict(judged)
    missing = {one["fact"] for one in answer["missing"]}
    assert missing.isdisjoint(known)
    if judged.result is Result.MISSING:
        undefined = any(one.gap and one.gap.undefined for _way, one in flat(judged.findings))
        in_scores = any(
            points.gap and points.gap.undefined
            for _way, one in flat(judged.findings)
            for part in one.parts
            for _indicator, points in part.indicators
        )
        vague = any(isinstance(one.node, OfFact) for _way, one in flat(judged.findings))
        assert missing or undefined or in_scores or vague


def _scales(node: Node) -> Iterator[Scale]:
    for one in node.walk():
        for inner in (one.inner,) if isinstance(one, Waived) else ():
            yield from _scales(inner)
        if isinstance(one, Scored):
            for part in one.parts:
                for indicator in part.indicators:
                    scale = indicator.scale
                    yield from scale.scales if isinstance(scale, Either) else (scale,)


BANDS = [
    pytest.param(scale, id=f"{compiled.content.code} {scale.figure}")
    for compiled in COMPILED
    if compiled.act is Act.NEW
    for node in compiled.criteria
    for scale in _scales(node)
    if isinstance(scale, Bands)
]


class _Of(Sheet):
    """A sheet on which every figure has one value."""

    def __init__(self, value: Any) -> None:
        super().__init__({}, DAY)
        self.value = value

    def figure(self, name: str) -> Any:
        return self.value


@pytest.mark.parametrize("scale", BANDS)
def test_every_boundary_takes_the_higher_points(scale: Bands) -> None:
    hair = Fraction(1, 10**9)
    for (bound, points), (_next, fewer) in zip(scale.bands, scale.bands[1:], strict=False):
        assert bound is not None
        at = Fraction(bound)
        better, worse = (at - hair, at + hair) if scale.falling else (at + hair, at - hair)
        assert scale.points(_Of(bound)).least == points > fewer
        assert scale.points(_Of(Fraction(bound))).least == points
        assert scale.points(_Of(better)).least == points
        assert scale.points(_Of(worse)).least == fewer


def test_there_are_bands_to_look_at() -> None:
    assert len(BANDS) == 4 + 7 + 3  # 创新型, 专精特新, 科技型
