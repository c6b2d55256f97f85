"""The rows that addresses name: for each role some of the own scope, and some of a foreign one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.test import Client

from cultivation.access.models import Authority, Role, User
from cultivation.certification.models import Certification
from cultivation.exchange.models import ImportRun
from cultivation.firms import services as firms_
from cultivation.firms.models import (
    Firm,
    FirmEvent,
    FirmIndustry,
    FirmName,
    FirmYear,
    Industry,
    Residence,
    SizeRule,
)
from cultivation.journal.models import Entry, Revision
from cultivation.ladders.models import Ladder, Tier
from cultivation.places.models import Block, District, Grouping, PlaceAlias, Zone
from cultivation.targets.models import PublishedFigure, Target
from tests.factories import make_certification, make_firm, make_user, writing
from tests.meta import addresses as roles

# The firms of the walk: (district, zone, tier held), by a name that stands in no other text.
PLACES = {
    "西青": ("120111", None, "seed"),
    "经开": ("120116", "120116400", "seed"),
    "滨海": ("120116", None, "eaglet"),
    "和平": ("120101", None, "eaglet"),
}
OWN = {roles.XIQING: {"西青"}, roles.TEDA: {"经开"}}


def former(place: str) -> str:
    """What the firm of a place was called before."""
    return f"{place}旧时叫法有限公司"


@dataclass
class World:
    """The firms, what they hold, and a client of each role."""

    firms: dict[str, Firm]
    held: dict[str, Certification]
    cookies: dict[str, Any] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A client of its own, logged in as ``role``; what it runs into is an answer."""
        client = Client(raise_request_exception=False)
        if role in self.cookies:
            client.cookies.load(self.cookies[role])
        return client

    def own(self, role: str) -> set[str]:
        """The places whose firms ``role`` sees."""
        if role == roles.ANONYMOUS:
            return set()
        return OWN.get(role, set(PLACES))

    def secrets(self, role: str) -> list[str]:
        """What must never reach ``role``: names, codes and batches of firms it does not see."""
        foreign = [place for place in PLACES if place not in self.own(role)]
        texts = [
            (self.firms[p].name, str(self.firms[p].uscc), former(p), batch(p)) for p in foreign
        ]
        return [text for of_firm in texts for text in of_firm]


def batch(place: str) -> str:
    """The batch that only the firm of a place is in."""
    return f"{place}独有批次"


def make_world() -> World:
    """Make everything, in the transaction of the caller."""
    with writing():
        firms = {place: _firm(place) for place in PLACES}
        held = {
            place: make_certification(firms[place], tier, valid_to=None, batch=batch(place))
            for place, (_district, _zone, tier) in PLACES.items()
        }
    with writing("导入") as revision:
        ImportRun.objects.create(
            kind="firms",
            file_name=f"{firms['和平'].name}.xlsx",
            sha256="0" * 64,
            revision=revision,
        )
    world = World(firms, held)
    for role, user in make_accounts().items():
        client = Client()
        client.force_login(user)
        world.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
    return world


def _firm(place: str) -> Firm:
    district, zone, _tier = PLACES[place]
    made = make_firm(former(place), district=district, zone=zone, industry="C", size="small")
    firms_.rename(firm=made, name=f"{place}独有名称有限公司", effective_on=dt.date(2024, 1, 1))
    return Firm.objects.get(pk=made.pk)


def make_accounts() -> dict[str, User]:
    """An account of each role, set up as those of the demonstration are."""
    staff = {"is_staff": True}
    return {
        roles.CLIENT: make_user(Role.CLIENT),
        roles.XIQING: make_user(Role.DISTRICT, district="120111", **staff),
        roles.TEDA: make_user(Role.DISTRICT, district="120116", zone="120116400", **staff),
        roles.MIIT: make_user(Role.BUREAU, authority="miit_tianjin", **staff),
        roles.STI: make_user(Role.BUREAU, authority="sti_tianjin", **staff),
        roles.AUDITOR: make_user(Role.AUDITOR, **staff),
        roles.SUPERUSER: make_user(is_superuser=True, **staff),
    }


def _belonging(model: type[Model]) -> Callable[[World, str], object]:
    return lambda world, place: model._default_manager.filter(firm=world.firms[place])[0].pk


# Kinds of rows that belong to a firm: what stands in the address for the firm of a place.
OF_A_FIRM: dict[str, Callable[[World, str], object]] = {
    "firm": lambda world, place: world.firms[place].pk,
    "code of a firm": lambda world, place: world.firms[place].uscc,
    "certification": lambda world, place: world.held[place].pk,
    "certification of the own ladder": lambda world, place: world.held[place].pk,
    "batch": lambda world, place: world.held[place].batch_id,
    "name of a firm": _belonging(FirmName),
    "residence": _belonging(Residence),
    "industry of a firm": _belonging(FirmIndustry),
    "figures of a firm": _belonging(FirmYear),
    "event of a firm": _belonging(FirmEvent),
}
# Kinds of rows without a scope.
OF_NOBODY: dict[str, type[Model]] = {
    "target": Target,
    "published figure": PublishedFigure,
    "industry": Industry,
    "size rule": SizeRule,
    "ladder": Ladder,
    "tier": Tier,
    "district": District,
    "zone": Zone,
    "grouping": Grouping,
    "block": Block,
    "place alias": PlaceAlias,
    "import": ImportRun,
    "revision": Revision,
    "entry": Entry,
    "authority": Authority,
    "officer": User,
}
# What each bureau decides on: the firms of the walk by their tier, and targets.
LADDERS = {roles.MIIT: {"西青", "经开"}, roles.STI: {"滨海", "和平"}}
TIERS = {roles.MIIT: "seed", roles.STI: "gazelle"}


def values(world: World, kind: str, role: str) -> tuple[list[str], list[str]]:
    """What may stand in the address: rows of the own scope, and rows of a foreign one."""
    if kind in OF_NOBODY:
        return [str(OF_NOBODY[kind]._default_manager.values_list("pk", flat=True)[0])], []
    if kind == "target of the own ladder":
        return [_target(TIERS.get(role, "seed"))], [
            _target(tier) for other, tier in TIERS.items() if role in TIERS and other != role
        ]
    own = world.own(role)
    if kind == "certification of the own ladder":
        own = own & LADDERS.get(role, own)
    texts = {place: str(OF_A_FIRM[kind](world, place)) for place in PLACES}
    inside = [text for place, text in texts.items() if place in own]
    return inside, [text for place, text in texts.items() if place not in own]


def _target(tier: str) -> str:
    return str(Target.objects.filter(tiers=tier).values_list("pk", flat=True)[0])
