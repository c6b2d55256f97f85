"""The front page: what the registry is, and the published numbers. Nothing about a single firm."""

from typing import Any

from cultivation.certification.models import Notice
from cultivation.clock import today
from cultivation.counts.selectors import UNKNOWN
from cultivation.ladders.models import Tier
from cultivation.pages.views import StrictPage
from cultivation.places.models import District
from cultivation.places.selectors import districts_of_today
from cultivation.portal import labels
from cultivation.portal.standing import diagram, libraries
from cultivation.portal.standing.aims import stock_aims
from cultivation.portal.standing.figures import Figure
from cultivation.portal.standing.holdings import Holdings
from cultivation.portal.standing.libraries import LIBRARIES
from cultivation.targets.models import PublishedFigure
from cultivation.targets.selectors import TargetProgress, progress

# How many of the newest published figures of the city are shown.
NEWEST = 12


class FrontPage(StrictPage):
    """For everybody: published counts against published targets, and where they come from."""

    template_name = "portal/home.html"

    def context(self) -> dict[str, Any]:
        day = today()
        held = Holdings.on(day)
        districts = districts_of_today()
        tiers = libraries.all_tiers()
        found = libraries.libraries(held, stock_aims(day), tiers)
        targets = [one for one in progress(as_of=day) if one.target.district_id is None]
        return {
            "day": day,
            "version": held.version,
            "headline": libraries.headline(found),
            "libraries": found,
            "ladders": libraries.ladders(held, tiers),
            "notices": Notice.objects.published(day)
            .filter(last_day__gte=day)
            .order_by("last_day", "number"),
            "diagrams": [
                _diagram(held, tiers[code], districts) for code in LIBRARIES if code in tiers
            ],
            "targets": [
                (one, labels.name(one.target))
                for one in sorted(targets, key=_newest_first)
                if one.counted is not None
            ],
            "published": PublishedFigure.objects.filter(area_level="city").order_by(
                "-last_day", "code"
            )[:NEWEST],
        }


def _newest_first(one: TargetProgress) -> tuple[bool, int]:
    return one.due_on is None, -one.due_on.toordinal() if one.due_on else 0


def _diagram(held: Holdings, tier: Tier, districts: list[District]) -> dict[str, Any]:
    places = [(one.code, labels.short_name(one), labels.name(one)) for one in districts]
    tiles, legend = diagram.tiles(places, lambda place: Figure(held.of(tier.code, district=place)))
    return {
        "tier": tier,
        "name": labels.name(tier),
        "tiles": tiles,
        "legend": legend,
        "unplaced": held.of(tier.code, district=UNKNOWN),
    }
