"""The list of officers."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import AccessKind, AccessRecord, ApiToken, User
from cultivation.access.permissions import Act, may
from cultivation.pages.columns import Column
from cultivation.pages.facets import Counts, Facet, Field
from cultivation.pages.lists import ListPage, flag_options
from cultivation.places.api import district_codes
from cultivation.portal import labels
from cultivation.portal.navigation import system_tabs
from cultivation.portal.people import words
from cultivation.rest import filters
from cultivation.rest.fields import NONE

ADMINISTRATOR = "administrator"
STATES = {
    "active": Q(is_active=True, must_change_password=False),
    "waiting": Q(is_active=True, must_change_password=True),
    "left": Q(is_active=False),
}


class OfficerFilter(filters.StrictFilterSet):
    """The parameters of the list."""

    # zh: 用户名或姓名
    text = filters.Text(label=_("User name or name"))
    role = filters.Codes(label=_("Role"), allowed=lambda: [*words.roles()], none=True)
    district = filters.Codes(label=_("District"), allowed=district_codes, none=True)
    # zh: 状态
    state = filters.Choice(label=_("State"), allowed=tuple(STATES))
    # zh: 二次验证
    factor = filters.Flag(label=_("Second factor"))

    class Meta:
        model = User
        fields: list[str] = []

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.asked
        if asked["text"]:
            text = asked["text"].strip()
            rows = rows.filter(Q(username__icontains=text) | Q(last_name__icontains=text))
        if asked["role"]:
            rows = rows.filter(_with_roles(asked["role"]))
        if asked["district"]:
            rows = rows.filter(filters.among("district_id", asked["district"]))
        if asked["state"]:
            rows = rows.filter(STATES[asked["state"]])
        if asked["factor"] is not None:
            rows = rows.filter(second_factor_since__isnull=not asked["factor"])
        return rows


def _with_roles(codes: tuple[str, ...]) -> Q:
    plain = [code for code in codes if code not in (ADMINISTRATOR, NONE)]
    found = Q(role__in=plain, is_superuser=False)
    if ADMINISTRATOR in codes:
        found |= Q(is_superuser=True)
    return found | Q(role="", is_superuser=False) if NONE in codes else found


def by_role(rows: QuerySet[Any]) -> Counts:
    """How many have each role."""
    found: Counts = {}
    for role, superuser, n in rows.values_list("role", "is_superuser").annotate(n=Count("pk")):
        code = ADMINISTRATOR if superuser else role or NONE
        found[code] = found.get(code, 0) + n
    return found


def by_district(rows: QuerySet[Any]) -> Counts:
    """How many belong to each district."""
    found = rows.values_list("district_id").annotate(n=Count("pk"))
    return {code or NONE: n for code, n in found}


def role_labels() -> dict[str, str]:
    """The roles, and having none."""
    return words.roles() | {NONE: str(_("no role"))}


def district_labels() -> dict[str, str]:
    """The districts, and belonging to none."""
    # zh: 不限于某区
    return labels.districts() | {NONE: str(_("no district"))}


class OfficerList(ListPage):
    """All accounts, those that were switched off too."""

    act = Act.SEE_ACCESS_LOG
    # zh: 人员
    heading = _("Officers")
    # zh: 个账号
    unit = _("accounts")
    # zh: 可在此新增人员。
    empty = _("Officers are added here.")
    export_name = "officers"
    template_name = "portal/people/officers.html"
    parameter_set = OfficerFilter
    default_order = ("-is_active", "username")
    columns = (
        # zh: 姓名
        Column("name", _("Full name"), words.name_of, order="last_name"),
        # zh: 用户名
        Column("username", _("User name"), lambda one: one.username, "code", order="username"),
        Column("role", _("Role"), words.role_of, order="role"),
        # zh: 所属
        Column("place", _("Belongs to"), words.place_of),
        Column("factor", _("Second factor"), words.factor_of),
        # zh: 最近登录
        Column(
            "login", _("Last login"), lambda one: one.last_login_at, "moment", order="last_login_at"
        ),
        # zh: 令牌数
        Column("tokens", _("Tokens"), lambda one: one.token_count, "number"),
        Column("state", _("State"), words.state_of, "state", state=words.state_colour),
    )  # fmt: skip
    fields = (
        Field("text", _("User name or name"), wide=True),
        Field(
            "state",
            _("State"),
            options=(
                ("active", _("in use")),
                ("waiting", _("waits for the first login")),
                ("left", _("switched off")),
            ),
        ),
        Field("factor", _("Second factor"), options=flag_options(_("on"), _("off"))),
    )
    facets = (
        Facet("role", _("Role"), role_labels, by_role),
        Facet("district", _("District"), district_labels, by_district),
    )

    def tabs(self) -> list[tuple[Any, str, bool]]:
        return list(system_tabs(self.user, self.request.path))

    def rows(self) -> QuerySet[Any]:
        logins = AccessRecord.objects.filter(account_id=OuterRef("pk"), kind=AccessKind.LOGIN)
        last = Subquery(logins.order_by("-id").values("recorded_at")[:1])
        return User.objects.annotate(last_login_at=last)

    def detailed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        tokens = ApiToken.objects.filter(user=OuterRef("pk")).order_by().values("user")
        count = Subquery(tokens.annotate(n=Count("pk")).values("n"))
        return rows.select_related("authority", "district", "zone").annotate(token_count=count)

    @property
    def may_manage(self) -> bool:
        """Whether the account may add officers."""
        return may(self.user, Act.MANAGE_OFFICERS)

    def row_address(self, row: Any) -> str:
        return reverse("portal:officer", args=[row.pk])
