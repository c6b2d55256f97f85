"""The access log as a list."""

import datetime as dt
from ipaddress import ip_address
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import AccessKind, AccessRecord
from cultivation.access.permissions import Act
from cultivation.pages.columns import Column, State
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage
from cultivation.portal.navigation import system_tabs
from cultivation.portal.people import words
from cultivation.problems import Problem
from cultivation.rest import filters

COLOURS: dict[str, State] = {
    AccessKind.LOGIN_FAILED: "attention",
    AccessKind.LOCKED_OUT: "trouble",
    AccessKind.REFUSED: "trouble",
    AccessKind.OUT_OF_SCOPE: "trouble",
    AccessKind.EXPORT: "info",
    AccessKind.TOKEN_MADE: "info",
}


def read_address(text: str) -> str:
    """A network address. Raises Problem ``invalid_address``."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        # zh: “%(text)s”不是网络地址；请写成 10.1.2.3 的形式。
        message = gettext("“%(text)s” is no network address; write it like 10.1.2.3.")
        raise Problem("invalid_address", message % {"text": text[:60]}) from None


class AccessFilter(filters.StrictFilterSet):
    """The parameters of the list."""

    account = filters.Text(label=_("Account"))
    kind = filters.Codes(label=_("What"), allowed=lambda: list(AccessKind.values))
    # zh: 自
    since = filters.Day(label=_("From"))
    # zh: 至
    until = filters.Day(label=_("To"))
    address = filters.Text(label=_("Network address"), read_as=read_address)

    class Meta:
        model = AccessRecord
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        if asked["account"]:
            rows = rows.filter(account_name__iexact=asked["account"].strip())
        if asked["kind"]:
            rows = rows.filter(kind__in=asked["kind"])
        if asked["since"]:
            rows = rows.filter(recorded_at__gte=_midnight(asked["since"]))
        if asked["until"]:
            rows = rows.filter(recorded_at__lt=_midnight(asked["until"] + dt.timedelta(days=1)))
        return rows.filter(address=asked["address"]) if asked["address"] else rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def by_kind(rows: QuerySet[Any]) -> Counts:
    """How many records there are of each kind."""
    return dict(rows.values_list("kind").annotate(n=Count("pk")))


class AccessLog(ListPage):
    """Who came in, who was turned away, what was taken along."""

    act = Act.SEE_ACCESS_LOG
    # zh: 访问日志
    heading = _("Access log")
    # zh: 条记录
    unit = _("records")
    export_name = "access-log"
    parameter_set = AccessFilter
    columns = (
        # zh: 时间
        Column("at", _("Time"), lambda one: one.recorded_at, "moment", order="recorded_at"),
        Column(
            "kind",
            _("What"),
            lambda one: one.get_kind_display(),
            "state",
            state=lambda one: COLOURS.get(one.kind, ""),
        ),
        Column(
            "account",
            _("Account"),
            lambda one: one.account_name,
            link=lambda one: (
                reverse("portal:officer", args=[one.account_id]) if one.account_id else ""
            ),
        ),
        Column("address", _("Network address"), lambda one: one.address, "code"),
        # zh: 访问路径
        Column("path", _("Path"), lambda one: one.path, "wrap"),
        # zh: 详情
        Column("detail", _("Details"), lambda one: words.detail_of(one), "wrap"),
        # zh: 请求编号
        Column("request", _("Request"), lambda one: one.request_id, "code", exported_only=True),
    )
    fields = (
        # zh: 用户名
        Field("account", _("User name")),
        Field("since", _("From")),
        Field("until", _("To")),
        Field("address", _("Network address"), placeholder="10.1.2.3"),
    )
    facets = (Facet("kind", _("What"), lambda: words.kinds(), by_kind),)

    def tabs(self) -> list[tuple[Any, str, bool]]:
        return list(system_tabs(self.user, self.request.path))

    def rows(self) -> QuerySet[Any]:
        return AccessRecord.objects.visible_to(self.user)
