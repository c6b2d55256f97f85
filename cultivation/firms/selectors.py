"""Reading about firms: those that a few typed characters suggest, and the size standard."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max

from cultivation.access.models import User
from cultivation.clock import today
from cultivation.firms import finding, search
from cultivation.firms.models import Firm, FirmName, Industry, Residence, SizeRule
from cultivation.firms.querysets import on
from cultivation.firms.search import Search
from cultivation.firms.size import Rule, SizeRules
from cultivation.journal.models import Revision
from cultivation.problems import Problem

# Of what fits more firms than this, those that came first are looked at (and what fits exactly):
# to rank 200,000 firms by one letter takes a second, and helps nobody.
MOST_RANKED = 1000


@dataclass(frozen=True)
class Suggestion:
    """A firm that fits what was typed: its name and code of today (None: pending).

    ``former_name`` is given when the firm fits by that name only; ``district`` is the short name
    of where it is today (None: not known, or out of the city).
    """

    id: int
    name: str
    uscc: str | None
    former_name: str | None
    district: str | None


def suggest(user: User | AnonymousUser, text: str, limit: int = 10) -> list[Suggestion]:
    """The at most ``limit`` firms of the account's scope that ``text`` fits best, best first.

    Parameters: ``text`` as ``FirmQuerySet.search`` takes it. Where it finds nothing to look for,
    there is nothing to suggest: this raises nothing.
    """
    try:
        asked = search.read(text)
    except Problem:
        return []
    seen = Firm.objects.visible_to(user)
    some = seen.search(asked).order_by("pk").values("pk")[:MOST_RANKED]
    found: dict[int, Firm] = {}
    for firms in (seen.filter(finding.exactly(asked)), seen.filter(pk__in=some)):
        if len(found) < limit:
            best = firms.annotate(rank=finding.rank(asked)).order_by("rank", "pk")
            found |= {firm.pk: firm for firm in best.only("name", "uscc")[:limit]}
    return _described(list(found.values())[:limit], asked)


def _described(firms: list[Firm], asked: Search) -> list[Suggestion]:
    names: dict[int, list[FirmName]] = {}
    for name in FirmName.objects.filter(firm__in=firms).order_by("-valid_to"):
        names.setdefault(name.firm_id, []).append(name)
    places = Residence.objects.filter(on(today()), firm__in=firms)
    districts = dict(places.values_list("firm_id", "district__short_name"))
    return [
        Suggestion(
            id=firm.pk,
            name=firm.name,
            uscc=firm.uscc,
            former_name=_former_name(firm, names.get(firm.pk, []), asked),
            district=districts.get(firm.pk),
        )
        for firm in firms
    ]


def _former_name(firm: Firm, names: list[FirmName], asked: Search) -> str | None:
    """The latest former name without which ``firm`` would not fit; None when there is none."""
    for term in asked.terms:
        fitting = [one.name for one in names if term.fits_name(one.key, one.initials)]
        if fitting and firm.name not in fitting and not term.fits_code(firm.uscc):
            return fitting[0]
    return None


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
