"""Titles that lapsed without a renewal, and to which library their firms are offered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from cultivation.certification.models import Certification, Procedure
from cultivation.certification.selectors.cases import banned_until
from cultivation.certification.selectors.renewing import renewed
from cultivation.clock import today
from cultivation.firms.models import Residence
from cultivation.firms.querysets import on
from cultivation.ladders.models import Tier
from cultivation.standards.models import FirmFact

# The firm is on the list of the seriously dishonest, as a fact on file says it.
DISHONEST = "in_dishonest_list"


@dataclass(frozen=True)
class Offer:
    """A lapsed certification, and what stands against taking its firm over."""

    certification: Certification
    against: tuple[str, ...]


def offered_tiers() -> dict[str, Tier]:
    """The tiers whose firms are offered another library when they lapse, each with that."""
    rows = Procedure.objects.filter(lapses_into__isnull=False)
    return {
        one.pk: one.lapses_into
        for one in rows.select_related("lapses_into__ladder__authority")
        if one.lapses_into
    }


def lapsed(day: dt.date) -> Q:
    """The condition that a certification lapsed by ``day`` and none of its tier followed."""
    reached = Q(holds_to__lte=day, holds_to=F("valid_to"))
    return reached & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_to"))) & ~renewed()


def offers_of(rows: Sequence[Certification], into: Tier, start: dt.date) -> list[Offer]:
    """What stands against taking the firms of ``rows`` (with ``firm``) into ``into`` from ``start``
    on: one offer a firm, in order."""
    firms, day = {one.firm_id for one in rows}, today()
    bans = banned_until(firms, day)
    outside = set(
        Residence.objects.filter(on(day), firm__in=firms, outside=True).values_list(
            "firm_id", flat=True
        )
    )
    held = set(
        Certification.objects.filter(firm__in=firms, tier=into)
        .exclude(holds_to__lte=start)
        .values_list("firm_id", flat=True)
    )
    holding = set(
        Certification.objects.as_of(day)
        .filter(firm__in=firms, tier__ladder=into.ladder_id, tier__rank__gt=into.rank)
        .values_list("firm_id", flat=True)
    )
    dishonest = _dishonest(firms)
    tiers, seen = offered_tiers(), set[int]()
    found = []
    for one in rows:
        against = []
        target = tiers.get(one.tier_id)
        if target is None or target.pk != into.pk:
            # zh: 该层级期满不转入%(tier)s
            message = _("this tier does not lead to %(tier)s")
            against.append(message % {"tier": into.name_zh})
        if one.holds_to is None or one.holds_to > day or one.holds_to != one.valid_to:
            # zh: 该认定不是到期失效
            against.append(_("this title has not lapsed"))
        elif one.holds_to > start:
            # zh: 转入日期早于到期日 %(day)s
            message = _("it lapsed on %(day)s only, after the first day given")
            against.append(message % {"day": one.holds_to})
        if one.firm.closed_on:
            against.append(_("the firm closed on %(day)s") % {"day": one.firm.closed_on})
        if one.firm_id in outside:
            against.append(_("the firm has left the city"))
        if one.firm_id in bans:
            against.append(_("it may not apply before %(day)s") % {"day": bans[one.firm_id]})
        if one.firm_id in dishonest:
            # zh: 在登记数据中被列入严重失信主体名单
            against.append(_("it is on the list of the seriously dishonest, by what is on file"))
        if one.firm_id in held:
            # zh: 已在%(tier)s库
            against.append(_("it is in the library of %(tier)s") % {"tier": into.name_zh})
        elif one.firm_id in holding:
            # zh: 持有更高层级
            against.append(_("it holds a higher tier"))
        if one.firm_id in seen:
            # zh: 同一企业已在所选之中
            against.append(_("the firm is among them already"))
        if not against:
            seen.add(one.firm_id)
        found.append(Offer(one, tuple(against)))
    return found


def _dishonest(firms: set[int]) -> set[int]:
    """The firms that the latest fact on file says to be on that list."""
    rows = FirmFact.objects.filter(firm__in=firms, name=DISHONEST).order_by("firm_id", "-holds_on")
    latest = rows.distinct("firm_id").values_list("firm_id", "value")
    return {firm for firm, value in latest if value in (True, "yes")}
