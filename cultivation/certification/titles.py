"""The titles that firms hold, as standards ask for them (prior titles, renewals)."""

from collections.abc import Collection

from django.db.models import F

from cultivation.certification.models import Certification
from cultivation.firms.querysets import of_firms
from cultivation.standards.titles import Held


def titles_of(firms: Collection[int]) -> dict[int, list[Held]]:
    """All certifications of ``firms`` (ids) that ever held, as titles, in one query."""
    rows = (
        Certification.objects.filter(of_firms(firms))
        .exclude(holds_to=F("valid_from"))
        .order_by("valid_from", "id")
        .values_list("firm_id", "tier_id", "valid_from", "holds_to")
    )
    found: dict[int, list[Held]] = {}
    for firm, tier, first, end in rows:
        if firm in firms:
            found.setdefault(firm, []).append(Held(tier, first, end))
    return found
