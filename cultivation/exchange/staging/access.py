"""Who may import what, and whose imports a person may handle."""

from django.utils.translation import gettext as _

from cultivation.access.models import User
from cultivation.access.permissions import Act, decides_on, may
from cultivation.access.scope import scope_of
from cultivation.exchange.models import Import
from cultivation.exchange.planning import ListOptions
from cultivation.ladders.models import Tier
from cultivation.problems import Problem


def tiers_of(user: User) -> list[Tier]:
    """The tiers whose lists ``user`` may import: those of the own authority's ladders."""
    if not may(user, Act.IMPORT_LISTS):
        return []
    tiers = Tier.objects.select_related("ladder__authority")
    return [tier for tier in tiers if decides_on(user, tier.ladder.authority_id)]


def may_import(user: User, tier: Tier | None) -> bool:
    """Whether ``user`` may import a list of certifications of ``tier``, or (None) of firms."""
    if tier is None:
        return may(user, Act.IMPORT_FIRMS)
    return decides_on(user, tier.ladder.authority_id)


def may_handle(user: User, importing: Import) -> bool:
    """Whether ``user`` may confirm, give up or undo ``importing``.

    Those of the same scope, who may import such a list themselves; an import of a district is
    handled in that district, unless the whole city is one's own.
    """
    tier = None
    if importing.kind == "list":
        tier = Tier.objects.select_related("ladder").filter(pk=importing.tier_code).first()
        if tier is None:
            return False
    scope = scope_of(user)
    same = (scope.district, scope.zone) == (importing.district_id, importing.zone_id)
    return may_import(user, tier) and (same or scope.city)


def check_imported_by(user: User, options: ListOptions | None) -> None:
    """Raises Problem ``not_yours`` when ``user`` may not import such a list."""
    if not may_import(user, options.tier if options else None):
        raise _not_yours()


def check_handled_by(user: User, importing: Import) -> None:
    """Raises Problem ``not_yours`` when ``user`` may not handle ``importing``."""
    if not may_handle(user, importing):
        raise _not_yours()


def _not_yours() -> Problem:
    # zh: 您无权办理该名单的导入；认定名单由该梯度的主管部门导入。
    message = _("This import is not yours to handle; certifications are for their authority.")
    return Problem("not_yours", message, status=403)
