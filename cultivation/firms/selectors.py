"""Reading what stands beside the firms: the size standard."""

from functools import lru_cache

from django.db.models import Max

from cultivation.firms.models import Industry, SizeRule
from cultivation.firms.size import Rule, SizeRules
from cultivation.journal.models import Revision


def size_rules() -> SizeRules:
    """The SME size standard as ``cultivation.firms.size.size_class`` takes it.

    Kept in memory until the next revision: a call costs one look at the journal.
    """
    # The id and not the data version: a version number that is rolled back is given out again.
    return _size_rules(Revision.objects.aggregate(newest=Max("id"))["newest"])


@lru_cache(maxsize=1)
def _size_rules(newest_revision: int | None) -> SizeRules:
    rules = (
        Rule(
            standard=row.standard,
            industry_key=row.industry_key,
            industry_codes=tuple(row.industry_codes),
            metric=row.metric,
            large_min=row.large_min,
            medium_min=row.medium_min,
            small_min=row.small_min,
        )
        for row in SizeRule.objects.order_by("code")
    )
    return SizeRules(
        rules=tuple(rules), parents=dict(Industry.objects.values_list("code", "parent_id"))
    )
