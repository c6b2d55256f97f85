"""The renewal campaign: who expires in the next months, and who may renew."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cultivation.access.permissions import Act, may
from cultivation.certification.models import Certification
from cultivation.certification.rules import months_later
from cultivation.certification.selectors.renewing import (
    Renewal,
    banned,
    being_renewed,
    change_late,
    renewals_of,
    renewed,
    update_missing,
)
from cultivation.clock import today
from cultivation.pages.columns import Column, State, Text
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.portal.upkeep import titles
from cultivation.portal.upkeep.picking import PickingList
from cultivation.portal.upkeep.titles import TitleFilter
from cultivation.rest import filters

WITHIN = ("1", "3", "6", "12", "24", "36")
DEFAULT = 12
# zh: 今后 %(n)s 个月
_AHEAD = gettext_lazy("the next %(n)s months")
RIGHTS: dict[str, tuple[Text, State]] = {
    # zh: 可复核
    "kept": (gettext_lazy("may renew"), "good"),
    # zh: 已失去：年度更新未按期
    "update_missing": (gettext_lazy("lost: yearly update missing"), "trouble"),
    # zh: 待裁量：变更逾期报告
    "change_late": (gettext_lazy("to be judged: change reported late"), "attention"),
    # zh: 禁止申报
    "firm_banned": (gettext_lazy("may not apply"), "trouble"),
}
OTHER: dict[str, Text] = {
    # zh: 企业已终止
    "firm_closed": gettext_lazy("the firm has closed"),
    # zh: 已迁出本市
    "firm_outside": gettext_lazy("has left the city"),
    # zh: 未到复核期
    "too_early": gettext_lazy("too early"),
}
STEPS = {
    # zh: 未开立
    "none": gettext_lazy("not opened"),
    # zh: 办理中
    "open": gettext_lazy("being handled"),
    # zh: 已续期
    "renewed": gettext_lazy("renewed already"),
}


def months() -> list[str]:
    """The months that can be asked for, as 2026-03."""
    first = today().replace(day=1)
    return [f"{months_later(first, n):%Y-%m}" for n in range(37)]


class RenewalFilter(TitleFilter):
    # zh: 今后几个月内到期，默认 12
    within = filters.Choice(label=gettext_lazy("Within so many months."), allowed=WITHIN)
    # zh: 到期月份
    month = filters.Codes(label=gettext_lazy("Months of the last valid day."), allowed=months)
    # zh: 复核资格
    right = filters.Codes(label=gettext_lazy("The right to renewal."), allowed=lambda: [*RIGHTS])
    # zh: 复核办理
    renewal = filters.Codes(label=gettext_lazy("Where it stands."), allowed=lambda: [*STEPS])

    @property
    def until(self) -> dt.date:
        """The first day that is no longer looked at."""
        return months_later(today(), int(self.asked["within"] or DEFAULT))

    def narrow(self, rows: Any) -> Any:
        asked = self.asked
        rows = super().narrow(rows).filter(holds_to__lte=self.until)
        if asked["month"]:
            rows = rows.filter(_any(_in_month(one) for one in asked["month"]))
        if asked["right"]:
            rows = rows.filter(_any(_right(one) for one in asked["right"]))
        if asked["renewal"]:
            return rows.filter(_any(_step(one) for one in asked["renewal"]))
        # What is renewed already waits for nobody: it is there for whoever asks.
        return rows.exclude(renewed())


def _any(conditions: Any) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found


def _in_month(month: str) -> Q:
    first = dt.date.fromisoformat(f"{month}-01")
    one = dt.timedelta(days=1)
    return Q(holds_to__gte=first + one, holds_to__lt=months_later(first, 1) + one)


def _right(code: str) -> Q:
    day = today()
    match code:
        case "update_missing":
            return update_missing(day)
        case "change_late":
            return change_late()
        case "firm_banned":
            return banned(day)
    return ~update_missing(day) & ~change_late() & ~banned(day)


def _step(code: str) -> Q:
    match code:
        case "open":
            return being_renewed()
        case "renewed":
            return renewed()
    return ~being_renewed() & ~renewed()


def _by_month(rows: QuerySet[Any]) -> Counts:
    # The month of the last valid day, which is the day before the first that no longer is.
    month = TruncMonth(F("holds_to") - dt.timedelta(days=1))
    found = rows.annotate(month=month).values_list("month").annotate(n=Count("pk")).order_by()
    return {f"{month:%Y-%m}": n for month, n in found}


def _each(conditions: dict[str, Q]) -> Any:
    def counts(rows: QuerySet[Any]) -> Counts:
        asked = {code: Count("pk", filter=one) for code, one in conditions.items()}
        return {code: n for code, n in rows.aggregate(**asked).items() if n}

    return counts


def right_of(renewal: Renewal) -> tuple[str, State]:
    """The right to renewal in a few words, with its colour."""
    codes = [code for code, _text in renewal.against]
    for code in ("firm_banned", "update_missing"):
        if code in codes:
            return str(RIGHTS[code][0]), RIGHTS[code][1]
    for code, text in OTHER.items():
        if code in codes:
            return str(text), "attention" if code == "firm_outside" else ""
    if renewal.remarks:
        return str(RIGHTS["change_late"][0]), RIGHTS["change_late"][1]
    return str(RIGHTS["kept"][0]), RIGHTS["kept"][1]


def step_of(renewal: Renewal) -> str:
    """Where the renewal stands, in a few words."""
    if renewal.application is not None:
        return str(renewal.application.get_state_display())
    if any(code == "renewed_already" for code, _text in renewal.against):
        return str(STEPS["renewed"])
    return str(STEPS["none"])


class RenewalList(titles.OfTitles, PickingList):
    """Titles in the library that reach their end in the next months."""

    here = "upkeep"
    # zh: 复核
    heading = gettext_lazy("Renewals")
    # zh: 今后这段时间没有到期的认定。
    empty = gettext_lazy("Nothing reaches its end in that time.")
    export_name = "renewals"
    parameter_set = RenewalFilter
    default_order = ("holds_to", "tier", "pk")
    columns = (
        titles.FIRM, titles.USCC, titles.DISTRICT, titles.TIER, titles.TO,
        Column(
            # zh: 剩余
            "left", gettext_lazy("Left"), lambda row: (row.holds_to - today()).days, "number",
            # zh: 天
            unit=gettext_lazy("days"),
        ),
        Column(
            # zh: 复核资格
            "right", gettext_lazy("Right to renewal"), lambda row: right_of(row.renewal)[0],
            "state", state=lambda row: right_of(row.renewal)[1],
        ),
        # zh: 复核办理
        Column("step", gettext_lazy("Renewal"), lambda row: step_of(row.renewal)),
        Column(
            # zh: 原因
            "why", gettext_lazy("Why"),
            lambda row: [*(text for _code, text in row.renewal.against), *row.renewal.remarks],
            exported_only=True,
        ),
        titles.BATCH,
    )  # fmt: skip
    fields = (
        # zh: 企业名称
        Field("name", gettext_lazy("Name of the firm")),
        Field(
            "within",
            # zh: 到期时间
            gettext_lazy("Ends within"),
            # zh: %(n)s 个月内
            gettext_lazy("%(n)s months") % {"n": DEFAULT},
            tuple(
                (n, gettext_lazy("%(n)s months") % {"n": n}) for n in WITHIN if n != str(DEFAULT)
            ),
        ),
    )

    @property
    def lead(self) -> str:  # type: ignore[override]
        asked = self.parameters.asked["within"] or DEFAULT
        told = str(_AHEAD % {"n": asked})
        # zh: %(ahead)s内到期、尚未续期；到期不续即自动失效
        ends = _("that end within %(ahead)s and are not renewed; they lapse by themselves")
        return ends % {"ahead": told}

    @cached_property
    def facets(self) -> list[Facet]:  # type: ignore[override]
        return [
            # zh: 到期月份
            Facet("month", _("Month of the end"), lambda: {m: m for m in months()}, _by_month),
            *titles.facets(),
            Facet(
                "right", _("Right to renewal"),
                lambda: {code: str(label) for code, (label, _state) in RIGHTS.items()},
                _each({code: _right(code) for code in RIGHTS}),
            ),
            Facet(
                "renewal", _("Renewal"),
                lambda: {code: str(label) for code, label in STEPS.items()},
                self._by_step,
            ),
        ]  # fmt: skip

    def _by_step(self, rows: QuerySet[Any]) -> Counts:
        # Those renewed already are counted too, though the list leaves them out unasked.
        whole = self.parameters.without("renewal")
        whole.asked["renewal"] = tuple(STEPS)
        counts: Counts = _each({code: _step(code) for code in STEPS})(whole.narrow(self.rows()))
        return counts

    def rows(self) -> QuerySet[Any]:
        return Certification.objects.visible_to(self.user).filter(
            holds_to__gt=today(), holds_to=F("valid_to"), valid_from__lte=today()
        )

    def prepared(self, rows: list[Any]) -> list[Any]:
        for row, renewal in zip(rows, renewals_of(rows, today()), strict=True):
            row.renewal = renewal
        return rows

    @cached_property
    def picked_acts(self) -> list[tuple[Text, str]]:
        if not may(self.user, Act.HANDLE_CASES):
            return []
        # zh: 开立复核申报
        return [(_("Open renewals"), reverse("portal:upkeep-open"))]
