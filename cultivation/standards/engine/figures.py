"""Figures that follow from facts: ratios, growth, means, ages. Undefined is a gap, never an error.

Percentages are in percent: 3 is 3 %. Definitions: 工信部企业〔2022〕63号, annex 4.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cultivation.standards.engine.numbers import Number, exact
from cultivation.standards.engine.results import Gap
from cultivation.standards.texts import Text
from cultivation.standards.vocabulary.facts import FACTS


class UndefinedFigureError(ArithmeticError):
    """The facts are there, and give no figure; the text says why."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True)
class Figure:
    """A derived figure: what it is called, its unit, the facts it needs, how it follows from them.

    ``formula`` takes the facts in their order.
    With ``degree`` above 1 the figure is a compound growth rate: the formula gives the growth
    factor over so many years, and comparing raises the bound to that power instead of drawing a
    root, which would not be exact.
    """

    name: str
    text: Text
    unit: str
    needs: tuple[str, ...]
    formula: Callable[..., Number]
    degree: int = 1
    takes_day: bool = False

    def of(self, facts: Mapping[str, Any], day: dt.date) -> Number | Gap:
        """The figure, or the gap in its place."""
        values = [facts.get(name) for name in self.needs]
        if None in values:
            pairs = zip(self.needs, values, strict=True)
            return Gap(missing=tuple(name for name, value in pairs if value is None))
        try:
            return self.formula(day, *values) if self.takes_day else self.formula(*values)
        except UndefinedFigureError as undefined:
            return Gap(undefined=undefined.why)


def percent(part: Number, whole: Number) -> Fraction:
    """``part`` in percent of ``whole``. Raises UndefinedFigureError where that is zero or less."""
    if whole <= 0:
        raise UndefinedFigureError(
            Text("分母为零或负数，无法计算比率", "no ratio: the figure below is zero or negative")
        )
    a, b = part.as_integer_ratio()
    c, d = whole.as_integer_ratio()
    return Fraction(100 * a * d, b * c)


def growth(now: Number, before: Number) -> Fraction:
    """The growth from ``before`` to ``now`` in percent. Raises UndefinedFigureError."""
    if before <= 0:
        raise UndefinedFigureError(
            Text("基期为零或负数，无法计算增长率", "no growth rate: the base is zero or negative")
        )
    a, b = now.as_integer_ratio()
    c, d = before.as_integer_ratio()
    return Fraction(100 * (a * d - b * c), b * c)


def mean_growth(last: Number, second: Number, third: Number) -> Fraction:
    """The arithmetic mean of the growth rates of two years, in percent."""
    return (growth(last, second) + growth(second, third)) / 2


def growth_factor(now: Number, before: Number) -> Fraction:
    """How many times ``before`` ``now`` is."""
    return growth(now, before) / 100 + 1


def total(*values: Number) -> Fraction:
    """The sum."""
    return sum((exact(value) for value in values), Fraction(0))


def mean(*values: Number) -> Fraction:
    """The arithmetic mean."""
    return total(*values) / len(values)


def mean_intensity(*values: Number) -> Fraction:
    """The mean of yearly ratios in percent: the parts first, then the wholes."""
    half = len(values) // 2
    return mean(*map(percent, values[:half], values[half:]))


def age_at_last_year_end(day: dt.date, established_on: dt.date) -> Fraction:
    """Years from ``established_on`` to 31 December before the year of ``day``, exact by days.

    Whole on every anniversary; below zero for a firm established since.
    """
    end = dt.date(day.year - 1, 12, 31)
    if established_on > end:
        return Fraction(-1)
    years = end.year - established_on.year  # no anniversary lies after 31 December
    last = _anniversary(established_on, end.year)
    following = _anniversary(established_on, end.year + 1)
    return years + Fraction((end - last).days, (following - last).days)


def _anniversary(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def score_of(year_back: int) -> Callable[[dt.date, list[dict[str, Any]]], Number]:
    """The platform's score of the year of the day, or of ``year_back`` years before."""

    def formula(day: dt.date, scores: list[dict[str, Any]]) -> Number:
        found = [one["value"] for one in scores if one["year"] == day.year - year_back]
        if not found:
            raise UndefinedFigureError(
                Text(
                    f"没有{day.year - year_back}年度的平台评价得分",
                    f"no score of the platform for {day.year - year_back}",
                )
            )
        best: Number = max(found)
        return best

    return formula


def _years(figure: str, *backs: int) -> tuple[str, ...]:
    return tuple(f"{figure}_y{back}" for back in backs)


_ALL = [
    Figure("rd_ratio_y1", Text("上年度研发费用占营业收入比重", "R&D to revenue, last year"), "%",
           ("rd_expense_y1", "revenue_y1"), percent),
    Figure("rd_ratio_y2", Text("前第二年研发费用占营业收入比重", "R&D to revenue, 2 years ago"),
           "%", ("rd_expense_y2", "revenue_y2"), percent),
    Figure("main_ratio_y1", Text("上年度主营业务收入占营业收入比重",
           "Main business to revenue, last year"), "%", ("main_revenue_y1", "revenue_y1"), percent),
    Figure("debt_ratio_y1", Text("上年末资产负债率", "Debt ratio at the end of last year"), "%",
           ("liabilities_y1", "assets_y1"), percent),
    Figure("net_margin_y1", Text("上年度净利润率", "Net margin, last year"), "%",
           ("net_profit_y1", "revenue_y1"), percent),
    Figure("rd_staff_ratio_y1", Text("研发人员占职工总数比重", "R&D staff to staff"), "%",
           ("rd_staff_y1", "staff_y1"), percent),
    Figure("tech_staff_ratio_y1", Text("科技人员占职工总数比重", "Technical staff to staff"), "%",
           ("tech_staff_y1", "staff_y1"), percent),
    Figure("rd_to_cost_y1", Text("研发费用占成本费用总额比重", "R&D to costs and expenses"), "%",
           ("rd_expense_y1", "cost_expense_y1"), percent),
    Figure("main_growth_y1", Text("上年度主营业务收入增长率",
           "Growth of the main business, last year"), "%", _years("main_revenue", 1, 2), growth),
    Figure("main_growth_mean_2y", Text("近2年主营业务收入平均增长率",
           "Mean growth of the main business, two years"), "%",
           _years("main_revenue", 1, 2, 3), mean_growth),
    Figure("revenue_growth_mean_2y", Text("近2年营业收入平均增长率",
           "Mean growth of revenue, two years"), "%", _years("revenue", 1, 2, 3), mean_growth),
    Figure("profit_growth_mean_2y", Text("近2年净利润平均增长率",
           "Mean growth of net profit, two years"), "%", _years("net_profit", 1, 2, 3),
           mean_growth),
    Figure("revenue_cagr_2y", Text("近两年营业收入复合增长率",
           "Compound growth of revenue, two years"), "%", _years("revenue", 1, 3),
           growth_factor, degree=2),
    Figure("equity_financing_2y", Text("近2年新增股权融资总额", "New equity in two years"), "万元",
           _years("equity_financing", 1, 2), total),
    Figure("equity_financing_3y", Text("近三年新增股权融资总额", "New equity in three years"),
           "万元", _years("equity_financing", 1, 2, 3), total),
    Figure("rd_expense_mean_2y", Text("近两年研发费用总额均值", "Mean R&D expense, two years"),
           "万元", _years("rd_expense", 1, 2), mean),
    Figure("rd_expense_2y", Text("近两年研发费用合计", "R&D expense of two years together"), "万元",
           _years("rd_expense", 1, 2), total),
    Figure("rd_intensity_mean_4y", Text("近四年平均研发强度", "Mean R&D intensity, four years"),
           "%", (*_years("rd_expense", 1, 2, 3, 4), *_years("revenue", 1, 2, 3, 4)),
           mean_intensity),
    Figure("age_at_last_year_end", Text("截至上年末注册年限",
           "Years since registration at the end of last year"), "年", ("established_on",),
           age_at_last_year_end, takes_day=True),
    Figure("platform_score", Text("本年度专精特新发展评价得分", "Development score of this year"),
           "分", ("platform_scores",), score_of(0), takes_day=True),
    Figure("platform_score_before", Text("上年度专精特新发展评价得分",
           "Development score of last year"), "分", ("platform_scores",), score_of(1),
           takes_day=True),
]  # fmt: skip
FIGURES: dict[str, Figure] = {one.name: one for one in _ALL}


def label(name: str) -> Text:
    """What a figure or fact is called."""
    return FIGURES[name].text if name in FIGURES else FACTS[name].text


def unit_of(name: str) -> str:
    """The unit of a figure or fact."""
    return FIGURES[name].unit if name in FIGURES else FACTS[name].unit


def needs_of(name: str) -> tuple[str, ...]:
    """The facts that a figure follows from; a fact is its own."""
    return FIGURES[name].needs if name in FIGURES else (name,)
