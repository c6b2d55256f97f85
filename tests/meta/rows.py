"""The rows that addresses name: for each role some of the own scope, and some of a foreign one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.test import Client

from cultivation.access.models import Role, User
from cultivation.certification.models import Appeal, Application, Ban, Certification, Scoring
from cultivation.certification.services import lift_ban, record_appeal, revoke
from cultivation.clock import now, today
from cultivation.exchange.models import Import
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
from cultivation.firms.services import change_industry, rename
from cultivation.journal.models import Entry
from cultivation.standards.models import Assessment, FirmFact, Standard
from cultivation.standards.selectors import assess_firm
from cultivation.standards.services import keep_assessment, record_fact
from cultivation.targets.models import PublishedFigure, Target
from tests.certification.cases import make_application, make_batch
from tests.certification.certificates.issued import issue
from tests.exchange.staged import receive
from tests.factories import make_certification, make_firm, make_user, writing
from tests.meta import noticed, roles

# The firms of the walk: (district, zone, tier held), by a name that stands in no other text.
PLACES = {
    "西青": ("120111", None, "seed"),
    "经开": ("120116", "120116400", "seed"),
    "滨海": ("120116", None, "eaglet"),
    "和平": ("120101", None, "eaglet"),
}
OWN = {roles.XIQING: {"西青"}, roles.TEDA: {"经开"}, roles.EXPERT: {"西青"}}


@dataclass
class World:
    """The firms, what they hold, and a client of each role."""

    firms: dict[str, Firm]
    held: dict[str, Certification]
    imports: dict[str, Import]
    cases: dict[str, Application] = field(default_factory=dict)
    scorings: dict[str, Scoring] = field(default_factory=dict)
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
        foreign = [(p, firm) for p, firm in self.firms.items() if p not in self.own(role)]
        texts = [(firm.name, str(firm.uscc), former(p), batch(p)) for p, firm in foreign]
        return [text for of_firm in texts for text in of_firm]


def former(place: str) -> str:
    """What the firm of a place was called before."""
    return f"{place}旧时叫法有限公司"


def batch(place: str) -> str:
    """The batch that only the firm of a place is in."""
    return f"{place}独有批次"


def make_world() -> World:
    """Make everything, in the transaction of the caller."""
    firms = {
        place: make_firm(
            former(place),
            district=district,
            zone=zone,
            industry="C",
            size="small",
        )
        for place, (district, zone, _tier) in PLACES.items()
    }
    with writing():
        for place, firm in firms.items():
            new = f"{place}独有名称{place}有限公司"
            rename(firm=firm, name=new, effective_on=dt.date(2024, 1, 1))
            firm.refresh_from_db()
            industry = Industry.objects.get(pk="I")
            change_industry(firm=firm, industry=industry, effective_on=dt.date(2024, 1, 1))
            judge(firm)
    held = {
        place: make_certification(firms[place], tier, valid_to=None, batch=batch(place))
        for place, (_district, _zone, tier) in PLACES.items()
    }
    for number, place in enumerate(PLACES):
        issue(held[place], f"TJ-META-{number}")
    for place, one in held.items():
        make_after(place, one)
    imports = {place: make_import(place, firm) for place, firm in firms.items()}
    world = World(firms, held, imports)
    accounts = make_accounts()
    for place, firm in firms.items():
        make_case(world, place, firm, accounts)
    for role, user in accounts.items():
        client = Client()
        client.force_login(user)
        world.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
    return world


def make_after(place: str, held: Certification) -> None:
    """A title that was revoked and is appealed against, and the ban that came with it."""
    grounds = f"{place}独有事由"
    with writing():
        lost = make_certification(
            held.firm, "cheetah" if held.tier_id == "eaglet" else "innovative",
            valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2028, 1, 1), batch=batch(place),
        )  # fmt: skip
        day = dt.date(2026, 1, 1)
        done = revoke(
            certification=lost, cause="accident", effective_on=day, reason=grounds,
            document="文号", appeal_by=dt.date(2099, 1, 1),
        )  # fmt: skip
        record_appeal(certification=lost, filed_on=day, content=grounds)
        # Lifted, so that it stands in the way of nothing else here.
        lift_ban(ban=done.ban, reason=grounds)


def make_case(world: World, place: str, firm: Firm, accounts: dict[str, User]) -> None:
    """An application of the firm, given to an expert: that of the walk only where it sees it."""
    tier = "specialized" if held_by(place, "seed") else "gazelle"
    # A batch that is called for is for everybody to see, and names no place.
    batch_of = make_batch(tier, f"申报批次{len(world.cases)}")
    case = make_application(batch_of, accounts[roles.SUPERUSER], firm, documents=False)
    mine = place in OWN[roles.EXPERT]
    expert = accounts[roles.EXPERT] if mine else make_user(Role.EXPERT)
    with writing():
        world.scorings[place] = Scoring.objects.create(
            application=case, firm=firm, expert=expert, assigned_on=today()
        )
    world.cases[place] = case


def held_by(place: str, tier: str) -> bool:
    """Whether the firm of the place holds ``tier``."""
    return PLACES[place][2] == tier


def judge(firm: Firm) -> None:
    """A fact of the firm, and an assessment that is kept."""
    day = dt.date(2026, 6, 1)
    record_fact(
        firm=firm,
        name="segment_years",
        value="6",
        holds_on=dt.date(2024, 1, 1),
        source=f"{firm.name}填报",
    )
    standard = Standard.objects.get(pk="gazelle-2021.1")
    judged, sheet = assess_firm(firm, standard.read, day)
    keep_assessment(firm=firm, standard=standard, judged=judged, sources=sheet.sources)


def make_import(place: str, firm: Firm) -> Import:
    """A list about ``firm``, as an officer of the place handed it in."""
    made = receive(make_user(is_superuser=True), ["企业名称"], [firm.name], name=f"{firm.name}.csv")
    district, zone, _tier = PLACES[place]
    Import.objects.filter(pk=made.pk).update(district=district, zone=zone)
    Import.objects.create(
        kind="firms",
        file_name=f"{firm.name}.xlsx",
        sha256="0" * 64,
        state="done",
        created_at=now(),
        revision=first_entry(firm).revision,
        district_id=district,
        zone_id=zone,
    )
    return made


def first_entry(firm: Firm) -> Entry:
    """What the journal says first of ``firm``: that it went on file."""
    rows = Entry.objects.filter(table_name="firms_firm", row_key=str(firm.pk), operation="insert")
    return rows.get()


def make_accounts() -> dict[str, User]:
    """An account of each role, set up as those of the demonstration are."""
    staff: dict[str, Any] = {"is_staff": True}
    return {
        roles.CLIENT: make_user(Role.CLIENT),
        roles.XIQING: make_user(Role.DISTRICT, district="120111", **staff),
        roles.TEDA: make_user(Role.DISTRICT, district="120116", zone="120116400", **staff),
        roles.MIIT: make_user(Role.BUREAU, authority="miit_tianjin", **staff),
        roles.STI: make_user(Role.BUREAU, authority="sti_tianjin", **staff),
        roles.EXPERT: make_user(Role.EXPERT),
        roles.AUDITOR: make_user(Role.AUDITOR, **staff),
        roles.SUPERUSER: make_user(is_superuser=True, **staff),
    }


def latest(model: Any, firm: Firm) -> object:
    """The key of the newest row of ``firm``."""
    return model.objects.filter(firm=firm).latest("pk").pk


Makers = dict[str, Callable[[World, str], object]]
# Kinds of rows that belong to a firm: what stands in the address for the firm of a place.
OF_A_FIRM: Makers = {
    "firm": lambda world, place: world.firms[place].pk,
    "code of a firm": lambda world, place: world.firms[place].uscc,
    "name of a firm": lambda world, place: latest(FirmName, world.firms[place]),
    "residence": lambda world, place: Residence.objects.get(firm=world.firms[place]).pk,
    "industry of a firm": lambda world, place: latest(FirmIndustry, world.firms[place]),
    "figures of a firm": lambda world, place: latest(FirmYear, world.firms[place]),
    "event of a firm": lambda world, place: latest(FirmEvent, world.firms[place]),
    "fact of a firm": lambda world, place: latest(FirmFact, world.firms[place]),
    "assessment of a firm": lambda world, place: latest(Assessment, world.firms[place]),
    "certification": lambda world, place: world.held[place].pk,
    "certificate": lambda world, place: world.held[place].certificate.pk,
    "batch": lambda world, place: world.held[place].batch_id,
    "import": lambda world, place: world.imports[place].pk,
    "import on record": lambda world, place: (
        first_entry(world.firms[place]).revision.imports.get().pk
    ),
    "record": lambda world, place: (
        f"firms_residence/{Residence.objects.get(firm=world.firms[place]).pk}"
    ),
    "entry": lambda world, place: first_entry(world.firms[place]).pk,
    "revision": lambda world, place: first_entry(world.firms[place]).revision_id,
    "number of a revision": lambda world, place: first_entry(world.firms[place]).revision.number,
    "certification of the own ladder": lambda world, place: world.held[place].pk,
    "appeal": lambda world, place: latest(Appeal, world.firms[place]),
    "appeal of the own ladder": lambda world, place: latest(Appeal, world.firms[place]),
    "ban of the own ladder": lambda world, place: latest(Ban, world.firms[place]),
    "application": lambda world, place: world.cases[place].pk,
    "application of the own ladder": lambda world, place: world.cases[place].pk,
    "called batch": lambda world, place: world.held[place].batch_id,
    "batch of the own ladder": lambda world, place: world.held[place].batch_id,
    "scoring": lambda world, place: world.scorings[place].pk,
    "objection": lambda world, place: noticed.objection_to(world.firms[place]).pk,
}
# Kinds of rows without a scope.
OF_NOBODY: dict[str, Callable[[World], object]] = {
    "size rule": lambda world: quote(SizeRule.objects.values_list("pk", flat=True)[0]),
    "account": lambda world: User.objects.values_list("pk", flat=True)[0],
    "target": lambda world: Target.objects.values_list("pk", flat=True)[0],
    "target of 市工信局": lambda world: "2025-12-31.seed.city",
    "published figure": lambda world: PublishedFigure.objects.values_list("pk", flat=True)[0],
    "number of a notice": lambda world: noticed.notice().number,
}
# Which places a role reaches where not the scope alone decides.
LADDERS = {roles.MIIT: {"西青", "经开"}, roles.STI: {"滨海", "和平"}}


def values(world: World, kind: str, role: str) -> tuple[list[str], list[str]]:
    """What may stand in the address: rows of the own scope, and rows of a foreign one."""
    if kind in OF_NOBODY:
        return [str(OF_NOBODY[kind](world))], []
    own = world.own(role)
    if kind.endswith("of the own ladder"):
        own = own & LADDERS.get(role, own)
    texts = {place: str(OF_A_FIRM[kind](world, place)) for place in PLACES}
    inside = [text for place, text in texts.items() if place in own]
    return inside, [text for place, text in texts.items() if place not in own]
