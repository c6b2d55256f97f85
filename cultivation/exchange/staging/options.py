"""What a person says of a list, as an import keeps it."""

import datetime as dt
from typing import Any

from cultivation.exchange.planning import ListOptions
from cultivation.ladders.models import Tier


def list_options(kept: dict[str, Any]) -> ListOptions:
    """The options of a list of certifications, as ``services.as_json`` keeps them."""
    return ListOptions(
        tier=Tier.objects.select_related("ladder").get(pk=kept["tier"]),
        batch=kept["batch"],
        valid_from=dt.date.fromisoformat(kept["valid_from"]),
        valid_to=dt.date.fromisoformat(kept["valid_to"]) if kept["valid_to"] else None,
    )


def updated_on(kept: dict[str, Any]) -> dt.date | None:
    """The day on which the figures are said to be the yearly updates of the firms, if they are."""
    day = kept.get("updated_on")
    return dt.date.fromisoformat(day) if day else None


def figures_year(kept: dict[str, Any]) -> int | None:
    """The accounting year of figures whose columns name none, if the person gave one."""
    year = kept.get("figures_year")
    return int(year) if year else None
