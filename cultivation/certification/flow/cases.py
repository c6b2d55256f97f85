"""What the flow looks at: the case, and the person before it. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cultivation.certification.flow.stages import Stages
from cultivation.certification.flow.states import State


class Party(StrEnum):
    """Who does an act: whoever files for the firm, its district, or the bureau of the ladder."""

    FILER = "filer"
    DISTRICT = "district"
    BUREAU = "bureau"
    REGISTRY = "registry"
    """The registry itself, in the course of another act."""


@dataclass(frozen=True)
class Person:
    """Who acts; ``pk`` of the account (None: the registry itself), as which parties."""

    pk: int | None
    parties: frozenset[Party]


@dataclass(frozen=True)
class Visit:
    """What is known of the visits to the firm: whether there was one, and whether one contradicts
    what was filed."""

    done: bool = False
    contradicted: bool = False


@dataclass(frozen=True)
class Case:
    """An application with all that an act on it may depend on, as of ``day``.

    ``window``: first and last day of filing of its batch. ``missing``: needed documents that are
    neither there nor promised. ``committed``: the firm's signed commitment is there. ``promised``:
    the last days of promises not yet kept.
    ``notice_to``: last day of the public notice it stands in. ``recommenders`` and ``reviewers``
    are accounts; ``signers`` those who signed since the last review. ``computed``: result of the
    assessment in hand, empty when there is none. ``scores_waiting``: experts who have not scored.
    ``room``: places left in the batch, None without a quota. ``titles_lacking``: tiers that the
    firm does not hold, of which it must hold one.
    """

    pk: int
    state: State
    kind: str
    stages: Stages
    day: dt.date
    tier: str
    authority: str
    window: tuple[dt.date, dt.date] | None = None
    batch_closed: bool = False
    batch_takes: str = "both"
    banned_until: dt.date | None = None
    firm_closed_on: dt.date | None = None
    firm_outside: bool = False
    updates_missing: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    committed: bool = False
    promised: tuple[dt.date, ...] = ()
    district_notice_to: dt.date | None = None
    visit: Visit = Visit()
    scores: int = 0
    scores_waiting: int = 0
    notice_to: dt.date | None = None
    open_objections: int = 0
    recommenders: frozenset[int] = frozenset()
    reviewers: frozenset[int] = frozenset()
    signers: frozenset[int] = frozenset()
    firm_returns: int = 0
    city_returns: int = 0
    computed: str = ""
    room: int | None = None
    titles_lacking: tuple[str, ...] = ()
