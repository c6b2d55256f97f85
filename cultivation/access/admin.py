"""Accounts and authorities in the admin, to read: what is done with accounts has its own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cultivation.access.models import Authority, Role, User
from cultivation.access.permissions import Act, may
from cultivation.places.models import District
from cultivation.records.base import ScopedAdmin
from cultivation.records.filters import by_choice, by_reference


@admin.register(Authority)
class AuthorityAdmin(ScopedAdmin):
    public = True
    list_display = ("code", "name_zh", "name_en", "level")
    search_fields = ("code", "name_zh", "name_en")


@admin.register(User)
class OfficerAdmin(ScopedAdmin):
    """For those who manage accounts and those who audit them."""

    public = True
    list_display = ("username", "full_name", "role_label", "place", "authority_name", "is_active")
    list_select_related = ("authority", "district", "zone")
    list_filter = (
        by_choice(User, "role", _("Role")),
        by_reference("district", _("District"), District, nullable=True),
    )
    search_fields = ("username", "last_name", "first_name")
    ordering = ("username",)
    fields = ("username", "full_name", "role_label", "place", "authority_name", "is_active")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        acts = (Act.MANAGE_OFFICERS, Act.SEE_ACCESS_LOG)
        return any(may(request.user, act) for act in acts)

    @admin.display(description=_("Name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("Role"), ordering="role")
    def role_label(self, user: User) -> Any:
        if user.is_superuser:
            # zh: 系统管理员
            return _("administrator")
        return Role(user.role).label if user.role else ""

    @admin.display(description=_("District"), ordering="district")
    def place(self, user: User) -> str:
        return " · ".join(str(one) for one in (user.district, user.zone) if one)

    # zh: 主管部门
    @admin.display(description=_("Authority"), ordering="authority")
    def authority_name(self, user: User) -> str:
        return str(user.authority or "")
