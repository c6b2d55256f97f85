"""Pages with forms, each with somebody who may open it and rows that the form is about."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cultivation.certification.flow.cases import Party
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import RULES as ACTS
from cultivation.certification.flow.table import Rule as Act
from cultivation.certification.models import Application, Ban, Criterion, Scoring
from tests.certification.cases import make_application, make_batch
from tests.contracts.casework import put_into
from tests.factories import make_certification, make_firm, make_user, writing
from tests.meta import roles
from tests.meta.addresses import RULES
from tests.meta.roles import Rule
from tests.meta.rows import World, make_world, values
from tests.meta.test_urls import concrete
from tests.portal.notices.story import AFTER, MONDAY, Story, on

# As whom a page is opened: whoever sees least of those who may.
ASKED = (roles.XIQING, roles.MIIT, roles.STI, roles.EXPERT, roles.SUPERUSER, roles.ANONYMOUS)
# Not pages, or those of Django itself.
ELSEWHERE = ("api/", "admin/")
# They depend on a case, or on what is picked: made below.
OF_ACTS = ("cases/<int:pk>/acts/<slug:doing>/", "cases/act/<slug:doing>/")
LISTS = ("cases/", "upkeep/", "upkeep/updates/", "imports/<int:pk>/", "messages/")
WITH_MINISTRY = (Doing.RECOMMEND_ABOVE, Doing.ENTER_RESULT, Doing.ENTER_REFUSAL)
XIQING = "120111"


@dataclass(frozen=True)
class Place:
    """An address, and as whom it is opened. ``formed``: a form may stand there, as it takes POST or
    is a list whose rows can be picked."""

    role: str
    address: str
    formed: bool = True

    def __str__(self) -> str:
        return f"{self.role} {self.address}"


def places() -> tuple[World, list[Place]]:
    """A world with something to do on every page; every page of RULES, and more where its form
    depends on what it is about."""
    with on(MONDAY):
        over = Story(("天津期满甲有限公司", "天津期满乙有限公司"), "期满批次")
        over.publish()
    with on(AFTER):
        world = make_world()
        instead = noticed(over)
        found = [
            Place(
                role_for(rule),
                f"/{instead[line]}" if line in instead else concrete(line, value_for(world, rule)),
                rule.posts or line in LISTS,
            )
            for line, rule in RULES.items()
            if not line.startswith(ELSEWHERE) and line not in OF_ACTS
        ]
        return world, [*found, *of_acts(), *of_experts(world), *upkept()]


def role_for(rule: Rule) -> str:
    return next(role for role in ASKED if role in rule.roles)


def value_for(world: World, rule: Rule) -> str:
    return values(world, rule.row, role_for(rule))[0][0] if rule.row else rule.value


def noticed(over: Story) -> dict[str, str]:
    """Addresses about a notice that is over, one that runs and is objected to, and one to come."""
    running = Story(("天津公示甲有限公司", "天津公示乙有限公司"), "在公示批次")
    number = running.publish().number
    running.reviewer.confirm(
        f"/notices/{number}/objections/record/",
        **running.objection(running.cases[0], raised_on=AFTER.isoformat()),
    )
    waiting = Story(("天津拟定甲有限公司",), "拟定批次")
    objection = running.cases[0].objections.get()
    return {
        "notices/publish/": f"notices/publish/?batch={waiting.batch.pk}",
        "notices/<slug:number>/certify/": f"notices/{over.notice.number}/certify/",
        "notices/<slug:number>/withdraw/": f"notices/{number}/withdraw/",
        "notices/<slug:number>/objections/record/": f"notices/{number}/objections/record/",
        "objections/<int:pk>/inquiry/": f"objections/{objection.pk}/inquiry/",
        "objections/<int:pk>/settle/": f"objections/{objection.pk}/settle/",
    }


def of_acts() -> Iterator[Place]:
    """Every act that has a page, on a case that can have it done; and on many."""
    for doing in dict.fromkeys(rule.doing for rule in ACTS if not rule.own):
        rule = next(one for one in ACTS if one.doing is doing)
        if rule.party is not Party.REGISTRY:
            case = case_for(rule)
            role = roles.MIIT if rule.party is Party.BUREAU else roles.XIQING
            yield Place(role, f"/cases/{case.pk}/acts/{doing}/")
            yield Place(role, f"/cases/act/{doing}/?show=all&batch={case.batch_id}")


def case_for(rule: Act) -> Application:
    """A case of 西青区 in the first state that the act is done in."""
    tier = "little_giant" if rule.doing in WITH_MINISTRY else "innovative"
    case = make_application(
        make_batch(tier, f"{rule.doing}批次"),
        make_user(is_superuser=True),
        make_firm(district=XIQING),
        documents=rule.doing is not Doing.ACCEPT_INCOMPLETE,
    )
    if rule.sources[0] != State.DRAFT:
        put_into(case, rule.sources[0])
    return case


def of_experts(world: World) -> Iterator[Place]:
    """A case that the expert of the walk marks by two criteria, and one that another has marked."""
    scoring = world.scorings["西青"]
    put_into(scoring.application, State.EXPERT_REVIEW)
    with writing():
        for position, weight in enumerate((60, 40), 1):
            Criterion.objects.create(
                batch=scoring.application.batch, position=position, name=f"指标{position}",
                full_marks=weight, weight=weight,
            )  # fmt: skip
    yield Place(roles.EXPERT, f"/scoring/{scoring.pk}/")
    case = f"/cases/{scoring.application_id}/scoring"
    yield Place(roles.MIIT, f"{case}/{scoring.pk}/take-back/")
    with writing():
        other = Scoring.objects.create(
            application=scoring.application, firm=scoring.firm, expert=make_user("expert"),
            assigned_on=AFTER, scored_on=AFTER, total=80, marks={"1": "50", "2": "30"},
        )  # fmt: skip
    yield Place(roles.MIIT, f"{case}/{other.pk}/reopen/")


def upkept() -> list[Place]:
    """Lists of what comes after certification, with rows to pick; a title to end and to ban."""
    make_batch("innovative", "复核批次", kind="renewal")
    first, end = dt.date(2023, 9, 1), dt.date(2026, 9, 1)
    make_certification(make_firm(district=XIQING), "innovative", valid_from=first, valid_to=end)
    firm, end = make_firm(district=XIQING), dt.date(2026, 1, 1)
    lapsed = make_certification(firm, "specialized", valid_from=dt.date(2023, 1, 1), valid_to=end)
    with writing():
        ban = Ban.objects.create(
            firm=firm, certification=lapsed, from_day=dt.date(2026, 1, 1),
            until=dt.date(2029, 1, 1), grounds="事故",
        )  # fmt: skip
    return [
        Place(roles.MIIT, "/upkeep/?within=12"),
        Place(roles.MIIT, "/upkeep/lapsed/"),
        Place(roles.MIIT, "/upkeep/updates/?year=2026"),
        Place(roles.MIIT, f"/upkeep/bans/{ban.pk}/lift/"),
        Place(roles.XIQING, "/self-test/?tier=specialized&act=new"),
        Place(roles.XIQING, "/imports/new/?kind=facts"),
        Place(roles.MIIT, "/imports/new/?kind=list"),
    ]
