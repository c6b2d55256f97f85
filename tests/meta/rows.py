"""The rows that addresses name: for each role some of the own scope, and some of a foreign one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from cultivation.access.models import Role, User
from cultivation.certification.models import Certification
from cultivation.exchange.models import Import
from cultivation.firms.models import Firm
from cultivation.targets.models import PublishedFigure, Target
from tests.exchange.staged import receive
from tests.factories import make_certification, make_firm, make_user
from tests.meta import addresses as roles

# The firms of the walk: (district, zone, tier held), by a name that stands in no other text.
PLACES = {
    "西青": ("120111", None, "seed"),
    "经开": ("120116", "120116400", "seed"),
    "滨海": ("120116", None, "eaglet"),
    "和平": ("120101", None, "eaglet"),
}
OWN = {roles.XIQING: {"西青"}, roles.TEDA: {"经开"}}


@dataclass
class World:
    """The firms, what they hold, and a client of each role."""

    firms: dict[str, Firm]
    held: dict[str, Certification]
    group: Group
    imports: dict[str, Import]
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
        """What must never reach ``role``: the names and codes of firms it does not see."""
        foreign = [firm for place, firm in self.firms.items() if place not in self.own(role)]
        return [text for firm in foreign for text in (firm.name, str(firm.uscc))]


def make_world() -> World:
    """Make everything, in the transaction of the caller."""
    firms = {
        place: make_firm(f"{place}独有名称{place}有限公司", district=district, zone=zone)
        for place, (district, zone, _tier) in PLACES.items()
    }
    held = {
        place: make_certification(firms[place], tier, valid_to=None)
        for place, (_district, _zone, tier) in PLACES.items()
    }
    imports = {place: make_import(place, firm) for place, firm in firms.items()}
    world = World(firms, held, Group.objects.create(name="组"), imports)
    for role, user in make_accounts().items():
        client = Client()
        client.force_login(user)
        world.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
    return world


def make_import(place: str, firm: Firm) -> Import:
    """A list about ``firm``, as an officer of the place handed it in."""
    made = receive(make_user(is_superuser=True), ["企业名称"], [firm.name], name=f"{firm.name}.csv")
    district, zone, _tier = PLACES[place]
    Import.objects.filter(pk=made.pk).update(district=district, zone=zone)
    return made


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


Makers = dict[str, Callable[[World, str], object]]
# Kinds of rows that belong to a firm: what stands in the address for the firm of a place.
OF_A_FIRM: Makers = {
    "firm": lambda world, place: world.firms[place].pk,
    "code of a firm": lambda world, place: world.firms[place].uscc,
    "certification": lambda world, place: world.held[place].pk,
    "import": lambda world, place: world.imports[place].pk,
    "certification of the own ladder": lambda world, place: world.held[place].pk,
}
# Kinds of rows without a scope.
OF_NOBODY: dict[str, Callable[[World], object]] = {
    "group": lambda world: world.group.pk,
    "target": lambda world: Target.objects.values_list("pk", flat=True)[0],
    "published figure": lambda world: PublishedFigure.objects.values_list("pk", flat=True)[0],
}
# Which places a role reaches where not the scope alone decides.
LADDERS = {roles.MIIT: {"西青", "经开"}, roles.STI: {"滨海", "和平"}}


def values(world: World, kind: str, role: str) -> tuple[list[str], list[str]]:
    """What may stand in the address: rows of the own scope, and rows of a foreign one."""
    if kind in OF_NOBODY:
        return [str(OF_NOBODY[kind](world))], []
    own = world.own(role)
    if kind == "certification of the own ladder":
        own = own & LADDERS.get(role, own)
    texts = {place: str(OF_A_FIRM[kind](world, place)) for place in PLACES}
    inside = [text for place, text in texts.items() if place in own]
    return inside, [text for place, text in texts.items() if place not in own]
