"""The yearly figures of a firm."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from cultivation.clock import today
from cultivation.firms import consequences
from cultivation.firms.models import Firm, FirmIndustry, FirmYear
from cultivation.firms.querysets import on
from cultivation.firms.selectors import size_rules
from cultivation.firms.services.common import lock
from cultivation.firms.size import size_class
from cultivation.problems import Problem

FIGURES = (
    "revenue",
    "main_revenue",
    "rd_expense",
    "net_profit",
    "assets",
    "liabilities",
    "equity_financing",
    "staff",
    "rd_staff",
    "ip_class1_high_value",
    "ip_class1_own",
    "ip_class1",
    "ip_class2",
)

FIRST_YEAR = 1949
# A loss is a profit below zero.
SIGNED = ("net_profit", "equity_financing")


def record_year(*, firm: Firm, year: int, figures: dict[str, Decimal | int | None]) -> FirmYear:
    """Record figures of ``firm`` for an accounting year, and its size class with them.

    Parameters: ``figures`` (names of FIGURES; amounts in 万元, people and rights as numbers).
    Figures not named stay as they are. Raises Problem ``unknown_figure``,
    ``year_out_of_range`` or ``negative_figure``.
    """
    firm = lock(firm)
    unknown = sorted(set(figures) - set(FIGURES))
    if unknown:
        raise Problem(
            "unknown_figure",
            # zh: 没有这样的指标：%(names)s；可填写：%(possible)s。
            _("There are no such figures: %(names)s; there are: %(possible)s.")
            % {"names": ", ".join(unknown), "possible": ", ".join(FIGURES)},
        )
    if not FIRST_YEAR <= year <= today().year:
        raise Problem(
            "year_out_of_range",
            # zh: 年度 %(year)s 应在 %(first)s 至 %(last)s 之间；请核对年度。
            _("The year %(year)s is not between %(first)s and %(last)s; check the year.")
            % {"year": year, "first": FIRST_YEAR, "last": today().year},
        )
    negative = sorted(
        name for name, value in figures.items() if value and value < 0 and name not in SIGNED
    )
    if negative:
        raise Problem(
            "negative_figure",
            # zh: 不能为负数：%(names)s；请核对数据。
            _("These figures cannot be negative: %(names)s; check them.")
            % {"names": ", ".join(negative)},
        )
    record = FirmYear.objects.filter(firm=firm, year=year).first() or FirmYear(firm=firm, year=year)
    for name, value in figures.items():
        setattr(record, name, value)
    classify(record, industry=industry_of(firm, year))
    record.save()
    consequences.year_recorded(firm, year)
    return record


def reclassify(firm: Firm) -> None:
    """Class the years of ``firm`` anew whose industry is no longer the one they were classed by."""
    for record in FirmYear.objects.filter(firm=firm).exclude(size_reason={}):
        industry = industry_of(firm, record.year)
        if record.size_reason.get("industry") != industry:
            classify(record, industry=industry)
            record.save(update_fields=["size_class", "size_reason"])


def industry_of(firm: Firm, year: int) -> str | None:
    """The industry code that ``firm`` had at the end of ``year``."""
    row = FirmIndustry.objects.filter(on(dt.date(year, 12, 31)), firm=firm).first()
    return row.industry_id if row else None


def classify(record: FirmYear, *, industry: str | None) -> None:
    """Set the size class of ``record`` from its figures, with the reason."""
    result = size_class(
        size_rules(),
        industry=industry,
        staff=record.staff,
        revenue=record.revenue,
        assets=record.assets,
    )
    record.size_class, record.size_reason = result.size, result.reason
