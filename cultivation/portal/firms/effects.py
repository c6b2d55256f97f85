"""What an act changes in the counts, in sentences: for the preview before it is done."""

import datetime as dt
from collections import Counter

from django.db.models import Q
from django.utils.translation import gettext as _

from cultivation.counts.definition import HOLDINGS
from cultivation.counts.models import Span
from cultivation.counts.selectors import Query, count
from cultivation.portal import labels

Cells = Counter[tuple[str, str]]


def cells(firms: list[int], day: dt.date) -> Cells:
    """Where some firms count on ``day``: (tier, district) → holdings, read from the ledger."""
    spans = Span.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        firm_id__in=firms,
        measure=HOLDINGS,
        valid_from__lte=day,
    )
    return Counter(spans.values_list("tier_id", "district_id"))


def told(before: Cells, after: Cells, day: dt.date) -> list[str]:
    """A sentence for each count of ``day`` that changes, with what it comes to."""
    changed = {cell: after[cell] - before[cell] for cell in {*before, *after}}
    changed = {cell: n for cell, n in changed.items() if n}
    if not changed:
        return []
    tiers, districts = labels.tiers(), labels.districts()
    query = Query(by=("tier", "district"), filters={"tier": tuple({t for t, _d in changed})})
    now = {(r["tier"], r["district"] or ""): r["count"] for r in count(query, day).rows}
    sentences = []
    for (tier, district), n in sorted(changed.items()):
        total = now.get((tier, district), 0)
        # zh: %(tier)s在库数，%(place)s：%(before)s → %(after)s（%(change)s）
        sentence = _("%(tier)s in the library, %(place)s: %(before)s → %(after)s (%(change)s)")
        sentences.append(
            sentence
            % {
                "tier": tiers.get(tier, tier),
                # zh: 所属区不明或外地
                "place": districts.get(district) or _("no district of the city"),
                "before": total - n,
                "after": total,
                "change": f"{n:+d}",
            }
        )
    return sentences
