"""The list of firms."""

import datetime as dt
from functools import cached_property, partial
from typing import Any

from django.db.models import (
    DateField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cultivation.access.permissions import Act, may
from cultivation.certification.api.firms import HoldingFilter
from cultivation.certification.models import Certification
from cultivation.firms import finding
from cultivation.firms.api.filters import size_on
from cultivation.firms.models import Firm, FirmIndustry, FirmName, Residence, SizeClass
from cultivation.firms.querysets import on
from cultivation.firms.selectors import MOST_RANKED
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.portal import labels
from cultivation.portal.firms import counting
from cultivation.portal.firms.tabs import tabs

SIZES = dict(SizeClass.choices)
# zh: 已终止（注销、合并）
ENDED = _("ended (deregistered, merged)")
# zh: 代码已登记
ON_FILE = _("code on file")


def place(firm: Firm) -> str:
    """Where the firm is, with its zone."""
    held: list[Residence] = getattr(firm, "residences_then")  # noqa: B009
    if not held:
        return ""
    here = held[0]
    if here.outside:
        # zh: 已迁出本市
        return gettext("out of the city")
    zone = f" · {labels.short_name(here.zone)}" if here.zone else ""
    return f"{labels.name(here.district)}{zone}"


def tiers(firm: Firm) -> list[str]:
    """The short names of the tiers that the firm holds."""
    held: list[Certification] = getattr(firm, "held_then")  # noqa: B009
    return [one.tier.short_name for one in held]


def industry(firm: Firm) -> str:
    """The industry, with its code."""
    held: list[FirmIndustry] = getattr(firm, "industries_then")  # noqa: B009
    return f"{held[0].industry_id} {labels.name(held[0].industry)}" if held else ""


def gone(firm: Firm) -> bool:
    """Whether the firm has closed by the day that it is shown on."""
    day: dt.date = getattr(firm, "day_then")  # noqa: B009
    return firm.closed_on is not None and firm.closed_on <= day


def name(firm: Firm) -> str:
    """What the firm is called on the day that it is shown on."""
    called: str | None = getattr(firm, "name_then")  # noqa: B009
    return called or firm.name


def state(firm: Firm) -> str:
    """Whether the firm lives, in a word."""
    if not gone(firm):
        # zh: 在营
        return gettext("operating")
    if firm.merged_into_id:
        # zh: 已合并
        return pgettext("existence", "merged")
    # zh: 已注销
    return pgettext("existence", "deregistered")


def state_colour(firm: Firm) -> State:
    return "" if gone(firm) else "good"


def as_on(day: dt.date, firms: QuerySet[Firm]) -> QuerySet[Firm]:
    """``firms`` with name, place, industry and size and what they hold, on ``day``."""
    called = FirmName.objects.filter(on(day), firm=OuterRef("pk")).values("name")[:1]
    return firms.annotate(
        day_then=Value(day, DateField()), name_then=Subquery(called), size_then=size_on(day)
    ).prefetch_related(*_parts(day))


def put_on(day: dt.date, firms: list[Firm]) -> None:
    """Give ``firms``, which are read already, their place and industry and what they hold, on
    ``day``."""
    prefetch_related_objects(firms, *_parts(day))


def _parts(day: dt.date) -> "list[Prefetch[Any]]":
    held = Certification.objects.as_of(day).select_related("tier")
    return [
        Prefetch(
            "residences",
            Residence.objects.filter(on(day)).select_related("district", "zone"),
            to_attr="residences_then",
        ),
        Prefetch(
            "industries",
            FirmIndustry.objects.filter(on(day)).select_related("industry"),
            to_attr="industries_then",
        ),
        Prefetch(
            "certifications",
            held.order_by("tier__ladder__position", "-tier__rank"),
            to_attr="held_then",
        ),
    ]


class FirmList(ListPage):
    """All firms of the account's scope, as they are on a day: by default today."""

    # zh: 企业库
    heading = _("Library of firms")
    # zh: 家
    unit = pgettext_lazy("counted", "firms")
    # zh: 可从“名单导入”导入企业名单，或在此登记一家企业。
    empty = _("Import a list of firms, or register one here.")
    export_name = "firms"
    saved_as = "portal:firms"
    template_name = "portal/firms/list.html"
    parameter_set = HoldingFilter
    columns = (
        # zh: 企业名称
        Column("name", _("Name of the firm"), name, order="name_key"),
        # zh: 统一社会信用代码
        Column("uscc", _("Credit code"), lambda firm: firm.uscc, "code", order="uscc"),
        # zh: 所属区
        Column("district", _("District"), place),
        # zh: 在库层级
        Column("tiers", _("Tiers held"), tiers, "tags"),
        # zh: 行业
        Column("industry", _("Industry"), industry, exported_only=True),
        # zh: 规模
        Column("size", _("Size"), lambda firm: SIZES.get(firm.size_then, "")),
        # zh: 成立日期
        Column(
            "established", _("Established on"), lambda firm: firm.established_on, "day",
            order="established_on",
        ),
        # zh: 存续状态
        Column("state", _("Existence"), state, "state", state=state_colour),
    )  # fmt: skip
    fields = (
        Field(
            "search",
            # zh: 查找企业
            _("Find a firm"),
            # zh: 名称、曾用名、信用代码或拼音首字母，可用空格分开几段
            _("Name, former name, code or pinyin initials"),
            wide=True,
        ),
        Field("closed", _("Existence"), options=flag_options(ENDED, _("operating"))),
        Field("pending", _("Credit code"), options=flag_options(_("code pending"), ON_FILE)),
        # zh: 截至日期
        Field("as_of", _("As of")),
        # zh: 成立自
        Field("established_from", _("Established from")),
        # zh: 成立至
        Field("established_to", _("Established to")),
        # zh: 缺该年度数据
        Field("no_figures", _("Without figures of")),
    )  # fmt: skip
    unoffered = (
        Field("uscc", _("Credit code")),
        # zh: 名称或曾用名
        Field("name", _("Name or former name")),
        # zh: 演示数据
        Field("demonstration", _("Invented"), options=flag_options(_("yes"), _("no"))),
    )

    def tabs(self) -> list[tuple[Text, str, bool]]:
        return tabs("firms")

    @property
    def day(self) -> dt.date:
        """The day that the list is about."""
        assert isinstance(self.parameters, HoldingFilter)
        return self.parameters.day

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        """What the list can be narrowed by, with the counts of its day."""
        by_tier = partial(counting.by_tier, ladders=self.parameters.asked["ladder"])
        return [
            Facet(name, label, codes, partial(counts, self.day))
            for name, label, codes, counts in (
                ("district", _("District"), labels.districts, counting.by_district),
                # zh: 功能区
                ("zone", _("Zone"), labels.zones, counting.by_zone),
                ("tier", _("Tiers held"), labels.tiers, by_tier),
                ("size", _("Size"), labels.sizes, counting.by_size),
                ("industry", _("Industry"), labels.sections, counting.by_section),
            )
        ] + [
            # zh: 在库梯度
            Facet("ladder", _("Ladders held"), labels.ladders),
        ]

    def rows(self) -> QuerySet[Any]:
        return Firm.objects.visible_to(self.user)

    @cached_property
    def narrowed(self) -> QuerySet[Any]:
        """The firms as they are asked for; those that a search fits best come first."""
        asked = self.parameters.asked["search"]
        if asked is None or "order" in self.given:
            return super().narrowed
        rows = self.parameters.narrow(self.rows())
        # To rank all that one letter fits takes long, and helps nobody.
        if rows.order_by()[: MOST_RANKED + 1].count() > MOST_RANKED:
            return super().narrowed
        return rows.annotate(rank=finding.rank(asked)).order_by("rank", "pk")

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return as_on(self.day, rows)

    @property
    def may_work(self) -> bool:
        """Whether the account may register firms."""
        return may(self.user, Act.WORK_ON_FIRMS)

    def row_address(self, row: Any) -> str:
        return reverse("portal:firm", args=[row.pk])
