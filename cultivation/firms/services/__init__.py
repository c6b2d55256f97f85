"""Acts on firms. Each runs inside a revision that the caller has opened (who, why).

Nothing here overwrites: a change is an event with the day it was filed and the day from which it
holds, and what held before stays as it was.
"""

from cultivation.firms.services.closing import (
    changed_after,
    deregister,
    merge,
    preview_deregister,
    preview_merge,
)
from cultivation.firms.services.correcting import correct
from cultivation.firms.services.events import (
    change_industry,
    move,
    preview_move,
    preview_rename,
    rename,
)
from cultivation.firms.services.registering import register
from cultivation.firms.services.splitting import preview_split, split
from cultivation.firms.services.years import record_year

__all__ = [
    "change_industry",
    "changed_after",
    "correct",
    "deregister",
    "merge",
    "move",
    "preview_deregister",
    "preview_merge",
    "preview_move",
    "preview_rename",
    "preview_split",
    "record_year",
    "register",
    "rename",
    "split",
]
