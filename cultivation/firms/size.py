"""The size class of a firm by the SME size standard: pure, no database.

Source: 工信部联企业〔2011〕300号; 国家统计局《统计上大中小微型企业划分办法（2017）》.
Large, medium and small must reach the lower bound of every metric listed for the industry, so the
class is the worst grade over the metrics; reaching no lower bound of one metric makes a firm micro.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

Grade = Literal["large", "medium", "small", "micro"]
GRADES: tuple[Grade, ...] = ("micro", "small", "medium", "large")
NO_STANDARD = "no_standard"
UNITS = {"staff": "persons", "revenue": "万元", "assets": "万元"}
Figure = Decimal | int


@dataclass(frozen=True)
class Rule:
    """The lower bounds of one metric for one group of industries (one row of the standard)."""

    standard: str
    industry_key: str
    industry_codes: tuple[str, ...]
    metric: str
    large_min: int
    medium_min: int
    small_min: int


@dataclass(frozen=True)
class SizeRules:
    """The standard with the tree of industries it speaks of, ready for looking up.

    ``parents`` maps each code of GB/T 4754 that is kept (section, division, group) to the one above
    it, a section to None.
    """

    rules: tuple[Rule, ...]
    parents: Mapping[str, str | None]
    by_key: dict[str, list[Rule]] = field(init=False, repr=False, compare=False)
    keys: dict[str, str] = field(init=False, repr=False, compare=False)
    children: dict[str, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, list[Rule]] = {}
        keys: dict[str, str] = {}
        children: dict[str, list[str]] = {}
        for rule in sorted(self.rules, key=lambda rule: list(UNITS).index(rule.metric)):
            by_key.setdefault(rule.industry_key, []).append(rule)
            keys.update(dict.fromkeys(rule.industry_codes, rule.industry_key))
        for code, parent in self.parents.items():
            if parent is not None:
                children.setdefault(parent, []).append(code)
        object.__setattr__(self, "by_key", by_key)
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "children", children)

    def known(self, industry: str) -> str | None:
        """The longest kept code that ``industry`` begins with; None if there is none.

        ``3512`` gives ``35``, ``C3512`` too; ``7050`` gives None: its division is told apart by
        groups, and 705 is none of them.
        """
        text = industry.strip().upper()
        section = text[:1] if text[:1].isalpha() else ""
        digits = text[1:] if section else text
        if not digits:
            return section if section in self.parents else None
        for length in range(len(digits), 1, -1):
            code = digits[:length]
            if code not in self.parents:
                continue
            if length < len(digits) and code in self.children:
                return None
            if section and self._section(code) != section:
                return None
            return code
        return None

    def candidates(self, code: str) -> list[str | None]:
        """The groups of the standard that a kept ``code`` may belong to; None is "no standard"."""
        step: str | None = code
        while step is not None:
            if step in self.keys:
                return [self.keys[step]]
            step = self.parents[step]
        found: list[str | None] = []
        for child in self.children.get(code, ()):
            below = [self.keys[child]] if child in self.keys else self._below(child)
            found.extend(key for key in below if key not in found)
        return found or [None]

    def _below(self, code: str) -> list[str | None]:
        if code in self.keys:
            return [self.keys[code]]
        below: list[str | None] = []
        for child in self.children.get(code, ()):
            below.extend(key for key in self._below(child) if key not in below)
        return below or [None]

    def _section(self, code: str) -> str:
        parent = self.parents[code]
        return code if parent is None else self._section(parent)


@dataclass(frozen=True)
class SizeResult:
    """``size`` is a grade, ``no_standard``, or None when it cannot be told; ``reason`` is JSON."""

    size: str | None
    reason: dict[str, Any]


def size_class(
    rules: SizeRules,
    *,
    industry: str | None,
    staff: Figure | None,
    revenue: Figure | None,
    assets: Figure | None,
) -> SizeResult:
    """The size class of one firm in one year, with the reason.

    Parameters: ``rules`` (see ``cultivation.firms.selectors.size_rules``), ``industry`` (a section
    letter or a code of two to four digits; the longest prefix that is known decides), ``staff``
    (persons at the end of the year), ``revenue`` and ``assets`` (万元). None means not known.

    Returns ``large``, ``medium``, ``small``, ``micro``, or ``no_standard`` where the standard has
    none (53, 84, 704 and sections J, P, S, T: decide by hand). The size is None, and the reason's
    ``code`` says why, when the industry is missing (``industry_missing``), is none of GB/T 4754
    (``industry_unknown``), or a figure is missing (``figure_missing``), and when the code covers
    several groups of the standard that differ for these figures (``industry_too_coarse``): so 59
    alone (handling or storage) and 70 alone (developing, managing, or without standard). Where all
    groups covered agree, their class is given (``candidates_agree``). One metric that gives micro
    decides although others are missing (``micro_by_one_metric``).
    """
    figures = {"staff": staff, "revenue": revenue, "assets": assets}
    if not industry or not industry.strip():
        return SizeResult(None, {"code": "industry_missing", "industry": None})
    code = rules.known(industry)
    if code is None:
        return SizeResult(None, {"code": "industry_unknown", "industry": industry})
    candidates = rules.candidates(code)
    results = [_by_key(rules, key, figures) for key in candidates]
    if len(results) == 1:
        return SizeResult(results[0].size, {**results[0].reason, "industry": industry})
    reason: dict[str, Any] = {
        "industry": industry,
        "candidates": [
            {"industry_key": key, "size": result.size}
            for key, result in zip(candidates, results, strict=True)
        ],
    }
    sizes = {result.size for result in results}
    agreed = sizes.pop() if len(sizes) == 1 else None
    return SizeResult(
        agreed, {"code": "candidates_agree" if agreed else "industry_too_coarse", **reason}
    )


def _by_key(rules: SizeRules, key: str | None, figures: Mapping[str, Figure | None]) -> SizeResult:
    if key is None:
        return SizeResult(NO_STANDARD, {"code": NO_STANDARD})
    listed = rules.by_key[key]
    metrics = [_metric(rule, figures[rule.metric]) for rule in listed]
    missing = [metric["metric"] for metric in metrics if metric["grade"] is None]
    grades = [metric["grade"] for metric in metrics if metric["grade"] is not None]
    reason: dict[str, Any] = {
        "standard": listed[0].standard,
        "industry_key": key,
        "metrics": metrics,
    }
    if missing and "micro" not in grades:
        return SizeResult(None, {"code": "figure_missing", "missing": missing, **reason})
    code = "micro_by_one_metric" if missing else "all_metrics"
    return SizeResult(worst(grades), {"code": code, **reason})


def _metric(rule: Rule, value: Figure | None) -> dict[str, Any]:
    return {
        "metric": rule.metric,
        "value": None if value is None else str(value),
        "unit": UNITS[rule.metric],
        "grade": None if value is None else grade(rule, value),
    }


def grade(rule: Rule, value: Figure) -> Grade:
    """The grade that ``value`` alone would give; a lower bound itself is inside the grade."""
    if value >= rule.large_min:
        return "large"
    if value >= rule.medium_min:
        return "medium"
    return "small" if value >= rule.small_min else "micro"


def worst(grades: Iterable[Grade]) -> Grade:
    """The lowest of ``grades``."""
    return min(grades, key=GRADES.index)


def explain(reason: Mapping[str, Any]) -> str:
    """A sentence for people that says why a firm has its size class, from a stored ``reason``."""
    code = reason.get("code", "")
    if code not in _SENTENCES:
        return ""
    return _SENTENCES[code]() % {
        "industry": reason.get("industry") or "",
        "metrics": _list(_shown(metric) for metric in reason.get("metrics", ())),
        "missing": _list(_label(metric) for metric in reason.get("missing", ())),
    }


def _list(parts: Iterable[str]) -> str:
    # zh: 、
    return _(", ").join(parts)


def _shown(metric: Mapping[str, Any]) -> str:
    label = _label(metric["metric"])
    if metric["grade"] is None:
        # zh: %(metric)s未填
        return _("%(metric)s not known") % {"metric": label}
    # zh: %(metric)s %(value)s %(unit)s（%(grade)s）
    return _("%(metric)s %(value)s %(unit)s (%(grade)s)") % {
        "metric": label,
        "value": metric["value"],
        # zh: 人
        "unit": _("persons") if metric["unit"] == "persons" else metric["unit"],
        "grade": _grade_label(metric["grade"]),
    }


def _label(metric: str) -> str:
    labels = {
        # zh: 从业人员
        "staff": _("staff"),
        # zh: 营业收入
        "revenue": _("revenue"),
        # zh: 资产总额
        "assets": _("total assets"),
    }
    return labels[metric]


def _grade_label(name: str) -> str:
    labels = {
        # zh: 大型
        "large": _("large"),
        # zh: 中型
        "medium": _("medium"),
        # zh: 小型
        "small": _("small"),
        # zh: 微型
        "micro": _("micro"),
    }
    return labels[name]


_SENTENCES = {
    # zh: 各项指标中取最低档：%(metrics)s。
    "all_metrics": lambda: _("The lowest grade of the metrics counts: %(metrics)s."),
    # zh: 已有一项指标为微型，其余未填不影响结果：%(metrics)s。
    "micro_by_one_metric": lambda: _(
        "One metric alone makes it micro, whatever the others are: %(metrics)s."
    ),
    # zh: 缺少%(missing)s，不能划型；请补充该年度数据。
    "figure_missing": lambda: _(
        "Not classified: %(missing)s missing; add the figures of the year."
    ),
    # zh: 未填写所属行业，不能划型；请补充行业代码。
    "industry_missing": lambda: _("Not classified: the industry is missing; add its code."),
    # zh: 行业代码“%(industry)s”不在《国民经济行业分类》（GB/T 4754-2017）之列，不能划型；请核对。
    "industry_unknown": lambda: _(
        "Not classified: the industry code “%(industry)s” is none of GB/T 4754-2017; check it."
    ),
    # zh: 行业代码“%(industry)s”过粗，其下各类标准不同，不能划型；请填写三位或四位行业代码。
    "industry_too_coarse": lambda: _(
        "Not classified: the industry code “%(industry)s” covers several groups with different"
        " standards; give the code with three or four digits."
    ),
    # zh: 行业代码“%(industry)s”涉及多类标准，但结果一致。
    "candidates_agree": lambda: _(
        "The industry code “%(industry)s” covers several groups of the standard, which agree."
    ),
    # zh: 行业“%(industry)s”没有划型标准，由人工判定。
    "no_standard": lambda: _("There is no standard for industry “%(industry)s”: decide by hand."),
}
