"""The parameters of the list of firms."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from cultivation.clock import today
from cultivation.firms import finding, names, search
from cultivation.firms.api import lookup
from cultivation.firms.models import (
    Firm,
    FirmIndustry,
    FirmName,
    FirmYear,
    Industry,
    Residence,
    SizeClass,
)
from cultivation.firms.querysets import on
from cultivation.places.api import district_codes, zone_codes
from cultivation.problems import Problem
from cultivation.rest import filters
from cultivation.rest.fields import NONE


def industry_codes() -> list[str]:
    """The codes of sections, divisions and groups."""
    return list(Industry.objects.values_list("code", flat=True))


def size_on(day: dt.date) -> Subquery:
    """The size class as counts define it: of the latest earlier year that has one."""
    years = FirmYear.objects.filter(
        firm=OuterRef("pk"), size_class__isnull=False, year__lt=day.year
    ).order_by("-year")
    return Subquery(years.values("size_class")[:1])


def read_name(text: str) -> str:
    """The key of a part of a name."""
    key = names.key(text)
    if not key:
        # zh: 名称中没有可供查找的文字。
        raise Problem("nothing_to_find", str(_("There is nothing in the name to look for.")))
    return key


def residing(codes: tuple[str, ...], column: str, day: dt.date, *, firm: str = "pk") -> Q:
    """The condition that a firm resides on ``day`` in one of the districts or zones ``codes``.

    ``firm`` is the column of the rows that holds the firm's id.
    """
    held = Residence.objects.filter(on(day), firm=OuterRef(firm), **{f"{column}__isnull": False})
    condition = Q(Exists(held.filter(**{f"{column}__in": codes})))
    return condition | ~Q(Exists(held)) if NONE in codes else condition


def in_industry(codes: tuple[str, ...], day: dt.date) -> Q:
    """The condition that a firm's industry on ``day`` lies in one of the sections or divisions."""
    held = FirmIndustry.objects.filter(on(day), firm=OuterRef("pk"))
    inside = Q(pk__in=[])
    for code in codes:
        if code.isalpha() and len(code) == 1:
            inside |= Q(industry__section=code)
        elif code != NONE:
            inside |= Q(industry__code__startswith=code)
    condition = Q(Exists(held.filter(inside)))
    return condition | ~Q(Exists(held)) if NONE in codes else condition


def without_figures(year: int) -> Q:
    """The condition that a firm has no figures of the accounting ``year`` on file."""
    return ~Q(Exists(FirmYear.objects.filter(firm=OuterRef("pk"), year=year)))


class DayFilter(filters.StrictFilterSet):
    """``as_of`` alone: what of a firm depends on the day."""

    # zh: 截至日期，默认今天：住所、行业、规模和在库层级按该日取值
    as_of = filters.Day(label=_("The day for residence, industry, size and tiers; today if empty."))

    class Meta:
        model = Firm
        fields: list[str] = []

    @property
    def day(self) -> dt.date:
        return self.asked["as_of"] or today()


class FirmFilter(DayFilter):
    """Every parameter of the list; those of what a firm holds are added by certification."""

    uscc = filters.Text(
        # zh: 统一社会信用代码
        label=_("The unified social credit code."),
        read_as=lookup.read_code,
    )
    search = filters.Text(
        # zh: 名称、曾用名、信用代码或拼音首字母中的一段；多段以空格分隔，须全部符合
        label=_(
            "A part of a name it has or had, of its credit code or of the pinyin initials of a"
            " name; several, separated by blanks, must all fit."
        ),
        read_as=search.read,
    )
    name = filters.Text(
        # zh: 名称或曾用名中的一段文字（不计全角半角、括号、空格）
        label=_("A part of a name it has or had; width, brackets, blanks do not matter."),
        read_as=read_name,
    )
    district = filters.Codes(
        # zh: 区代码，多个以逗号分隔；none 表示不明
        label=_("Codes of districts; none: not known."),
        allowed=district_codes,
        none=True,
    )
    zone = filters.Codes(
        # zh: 功能区代码，多个以逗号分隔；none 表示无
        label=_("Codes of zones; none: in no zone."),
        allowed=zone_codes,
        none=True,
    )
    industry = filters.Codes(
        # zh: 行业门类、大类或中类代码，多个以逗号分隔
        label=_("Codes of industries: sections, divisions or groups."),
        allowed=industry_codes,
        none=True,
    )
    size = filters.Codes(
        # zh: 规模类型，按统计口径取该日之前最近一年
        label=_("Size classes, of the latest year before the day."),
        allowed=lambda: SizeClass.values,
        none=True,
    )
    # zh: 信用代码是否待补
    pending = filters.Flag(label=_("Whether the credit code is still to come."))
    # zh: 截至该日是否已终止
    closed = filters.Flag(label=_("Whether the firm has closed by the day."))
    # zh: 成立日期自（含）
    established_from = filters.Day(label=_("Established on this day or later."))
    # zh: 成立日期至（含）
    established_to = filters.Day(label=_("Established on this day or earlier."))
    # zh: 缺该年度数据的企业
    no_figures = filters.Year(label=_("Firms without figures of this accounting year."))
    # zh: 是否演示数据
    demonstration = filters.Flag(label=_("Whether the firm is invented for demonstration."))

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked, day = self.asked, self.day
        if asked["size"]:
            rows = rows.alias(size_on_day=size_on(day)).filter(
                filters.among("size_on_day", asked["size"])
            )
        return rows.filter(*self._conditions(asked, day))

    def _conditions(self, asked: dict[str, Any], day: dt.date) -> list[Q]:
        conditions: list[Q] = []
        if asked["uscc"]:
            conditions.append(Q(uscc=asked["uscc"]))
        if asked["search"]:
            conditions.extend(finding.conditions(asked["search"]))
        if asked["name"]:
            named = FirmName.objects.filter(finding.holding_key(asked["name"]))
            conditions.append(Q(pk__in=named.values("firm")))
        for column in ("district", "zone"):
            if asked[column]:
                conditions.append(residing(asked[column], column, day))
        if asked["industry"]:
            conditions.append(in_industry(asked["industry"], day))
        if asked["pending"] is not None:
            conditions.append(Q(uscc__isnull=asked["pending"]))
        if asked["closed"] is not None:
            gone = Q(closed_on__isnull=False, closed_on__lte=day)
            conditions.append(gone if asked["closed"] else ~gone)
        if asked["established_from"]:
            conditions.append(Q(established_on__gte=asked["established_from"]))
        if asked["established_to"]:
            conditions.append(Q(established_on__lte=asked["established_to"]))
        if asked["no_figures"]:
            conditions.append(without_figures(asked["no_figures"]))
        if asked["demonstration"] is not None:
            conditions.append(Q(demonstration=asked["demonstration"]))
        return conditions
