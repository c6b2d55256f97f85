"""Whatever the firms did, and however one asks: what is out of scope is as if it were not there.

An answer to somebody of a district is compared with the answer that a clerk of the city gets in a
world in which there are no other firms than those of the district.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cultivation.access.models import Role, User
from cultivation.certification.models import (
    Application,
    Batch,
    Certification,
    Document,
    Objection,
    Scoring,
)
from cultivation.clock import today
from cultivation.firms.models import Firm
from tests.factories import make_user
from tests.meta.strangers import (
    FRAGMENTS,
    USERS,
    Strangers,
    residing,
    secrets,
    user_with,
    without_strangers,
)

pytestmark = pytest.mark.django_db

Query = dict[str, str]
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
ACTS = ("correct", "figures", "rename", "move", "industry", "merge", "deregister")
DAY = "2024-06-30"
# Lists of the flow and of what comes after, with the facets that do not depend on who asks.
FLOW: tuple[tuple[str, Query], ...] = (
    ("/cases/", {"show": "all"}),
    ("/cases/", {"show": "all", "search": "青禾"}),
    ("/cases/", {"show": "open", "state": "submitted,recommended"}),
    ("/objections/", {}),
    ("/objections/", {"name": "举报"}),
    ("/notices/staff/", {}),
    ("/upkeep/", {"within": "36"}),
    ("/upkeep/lapsed/", {}),
    ("/upkeep/updates/", {}),
    ("/upkeep/reported-late/", {}),
    ("/upkeep/bans/", {}),
    ("/upkeep/appeals/", {}),
    ("/upkeep/departed/", {}),
)
FLOW_REST: tuple[tuple[str, Query], ...] = (
    ("applications/", {}),
    ("applications/", {"district": "120111,120116"}),
    ("applications/", {"stage": "district,bureau", "batch": ""}),
    ("objections/", {}),
    ("batches/", {}),
)
PERSONAL = {"show", "taken", "turn"}


def firm_queries(stranger: Firm) -> list[Query]:
    return [
        {},
        *({"name": part} for part in FRAGMENTS),
        {"name": "第00"},
        {"name": stranger.name},
        {"uscc": str(stranger.uscc)} if stranger.uscc else {"pending": "true"},
        *({"district": code} for code in ("120111", "120110", "120116", "none", "120111,120116")),
        {"district": "120110", "as_of": "2023-01-15"},
        {"zone": "120116400"},
        {"zone": "none"},
        {"tier": "seed,eaglet"},
        {"tier": "specialized", "as_of": DAY},
        {"ladder": "innovation_leader"},
        {"industry": "C"},
        {"industry": "none"},
        {"size": "small"},
        {"size": "none", "as_of": "2019-05-05"},
        {"pending": "true"},
        {"closed": "true"},
        {"closed": "false", "as_of": DAY},
        {"demonstration": "false"},
    ]


def held_queries(stranger: Firm) -> list[Query]:
    firm = stranger.uscc or f"id-{stranger.pk}"
    number = Certification.objects.filter(firm=stranger).values_list("number", flat=True).first()
    return [
        {},
        {"firm": firm},
        {"number": number or "N1-seed"},
        {"batch": "2023年第一批"},
        {"tier": "seed"},
        {"ladder": "quality_sme", "ended": "true"},
        *({"district": code} for code in ("120111", "120116", "none")),
        {"zone": "120116400", "valid_on": DAY},
        {"valid_on": today().isoformat()},
        {"valid_from_from": "2023-06-01"},
    ]


class Asker:
    """Somebody who asks, over pages and REST, and notes what the answers say."""

    def __init__(self, user: User, hidden: Iterable[str] = ()) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.hidden = set(hidden)

    def get(self, address: str, query: Query | None = None, typed: Iterable[str] = ()) -> Any:
        query = query or {}
        answer = self.client.get(address, query)
        self.told_nothing(answer, {*typed, *query.values()})
        return answer

    def post(self, address: str, data: Query) -> Any:
        answer = self.client.post(address, data)
        self.told_nothing(answer, set(data.values()))
        return answer

    def told_nothing(self, answer: Any, typed: set[str]) -> None:
        """No name and no code of a stranger that was not typed in."""
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.body = body
        request = answer.wsgi_request
        said = [str(one) for one in get_messages(request)] if hasattr(request, "_messages") else []
        text = "\n".join([body.decode(errors="ignore"), str(answer.headers), *said])
        with suppress(ValueError):
            text += json.dumps(json.loads(body), ensure_ascii=False)
        found = {secret for secret in self.hidden if secret in text}
        assert not {one for one in found if not any(one in entered for entered in typed)}, (
            request.get_full_path(),
            found,
        )

    def page(self, address: str, query: Query) -> Any:
        """What a list says: its rows, its total, the counts beside it."""
        answer = self.get(address, query)
        if answer.status_code == 400:
            return 400
        context = answer.context
        options = {
            facet.name: {one.code: one.count for one in offered}
            for facet, offered in context["facet_options"]
            if facet.name not in PERSONAL
        }
        lines = [line.cells[0].text for line in context["lines"]]
        return context["page"].total, lines, options

    def file(self, address: str, query: Query, kind: str) -> int:
        """How long the file of a list is, in lines or (xlsx) not at all."""
        body = self.get(address, query | {"export": kind}).body
        return body.count(b"\n") if kind == "csv" else 0

    def rest(self, address: str, query: Query) -> Any:
        """The count that REST gives, and the rows."""
        answer = self.get(f"/api/v1/{address}", query | {"count": "exact", "page_size": "500"})
        if answer.status_code == 400:
            return 400
        assert answer.status_code == 200, answer.content
        found = json.loads(answer.body)
        return found["count"], [row["id"] for row in found["results"]]


def everything(
    asker: Asker, firms: list[Query], held: list[Query], orders: list[str], flow: list[Any]
) -> Any:
    """All that the lists say."""
    said: dict[str, Any] = {}
    for address, query in flow:
        if address.startswith("/"):
            said[f"{address} {query}"] = asker.page(address, query)
            asker.file(address, query, "csv")
        else:
            said[f"REST {address} {query}"] = asker.rest(address, query)
    for query in firms:
        said[f"firms {query}"] = asker.page("/firms/", query)
        said[f"REST firms {query}"] = asker.rest("firms/", query)
    for query in held:
        said[f"held {query}"] = asker.page("/certifications/", query)
        said[f"REST held {query}"] = asker.rest("certifications/", query)
    for key in orders:
        said[f"order {key}"] = asker.page("/firms/", {"order": key})[1]
    for address in ("/batches/", "/events/", "/figures/"):
        said[address] = asker.page(address, {})
    for address in ("/firms/", "/certifications/", "/events/"):
        said[f"csv {address}"] = asker.file(
            address, firms[-1] if address == "/firms/" else {}, "csv"
        )
    asker.file("/firms/", {}, "xlsx")
    asker.file("/certifications/", {}, "xlsx")
    return said


@given(seed=st.integers(0, 2**32 - 1))
@FEW
def test_strangers_are_not_there(seed: int) -> None:
    with transaction.atomic():
        world = Strangers(Random(seed))
        world.make()
        place = world.random.choice(USERS)
        seen = residing(place)
        others = [firm for firm in Firm.objects.order_by("pk") if firm.pk not in seen]
        if others:
            check(world, place, seen, others)
        transaction.set_rollback(True)


def check(world: Strangers, place: dict[str, str], seen: set[int], others: list[Firm]) -> None:
    random, stranger = world.random, world.random.choice(others)
    asker = Asker(user_with(place), secrets(seen))
    city = Asker(make_user(Role.BUREAU))
    firms = random.sample(firm_queries(stranger), 5)
    held = random.sample(held_queries(stranger), 3)
    orders = random.sample(["name", "-name", "uscc", "-uscc", "established"], 1)
    batch = Batch.objects.get(name="大家的批次")
    flow = [
        (address, {n: v or str(batch.pk) for n, v in query.items()})
        for address, query in random.sample(FLOW, 4) + random.sample(FLOW_REST, 2)
    ]
    mine = everything(asker, firms, held, orders, flow)
    with without_strangers(seen):
        theirs = everything(city, firms, held, orders, flow)
    for what, said in mine.items():
        assert said == theirs[what], what
    asker.get("/workbench/")
    counts_are_of_the_own_firms(asker, place, seen)
    addresses_are_closed(asker, stranger)
    for own in Firm.objects.filter(pk__in=sorted(seen)[:3]):
        shown_without_strangers(asker, own)
        refused_without_strangers(asker, own, stranger)
    nothing_registered(asker, place, stranger)
    an_expert_sees_its_own(world)


def an_expert_sees_its_own(world: Strangers) -> None:
    """And no firm, no case and no answer beside."""
    given = Scoring.objects.filter(expert=world.expert)
    own = set(given.values_list("firm", flat=True))
    expert = Asker(world.expert, secrets(own))
    page = expert.get("/scoring/")
    assert page.status_code == 200
    for scoring in given:
        assert expert.get(f"/scoring/{scoring.pk}/").status_code == 200
    for one in Application.objects.all():
        assert expert.get(f"/cases/{one.pk}/").status_code in (403, 404)
        assert expert.get(f"/api/v1/applications/{one.pk}/").status_code == 403
    for address in ("/cases/", "/firms/", "/objections/", "/upkeep/bans/", "/journal/"):
        assert expert.get(address).status_code == 403, address


def counts_are_of_the_own_firms(asker: Asker, place: dict[str, str], seen: set[int]) -> None:
    query = {"by": "industry,size,tier"} | place
    answer = asker.get("/api/v1/counts/", query)
    held = Certification.objects.as_of(today()).filter(firm__in=seen).count()
    assert json.loads(answer.body)["total"] == held
    for elsewhere in ("120110", "120111", "120116"):
        if elsewhere != place["district"]:
            query = {"by": "size", "district": elsewhere}
            assert asker.get("/api/v1/counts/", query).status_code == 403


def addresses_are_closed(asker: Asker, stranger: Firm) -> None:
    """A stranger's pages and resources are no more there than those of nobody."""
    names = [f"id-{stranger.pk}", *([stranger.uscc] if stranger.uscc else [])]
    nobody = json.loads(asker.get("/api/v1/firms/id-999999/").body)
    for name in names:
        for part in ("", "years/", "years/2020/", "facts/", "facts/own_brand/2024-01-01/"):
            answer = asker.get(f"/api/v1/firms/{name}/{part}", typed=[name])
            assert answer.status_code == 404
            assert json.loads(answer.body) == nobody
        answer = asker.post(f"/api/v1/firms/{name}/facts/", {})
        assert answer.status_code == 404
    for one in Application.objects.filter(firm=stranger):
        address, rest = f"/cases/{one.pk}/", f"/api/v1/applications/{one.pk}/"
        for part in ("", "scoring/", "documents/attach/", "visits/record/", "acts/submit/"):
            answer = asker.get(address + part)
            assert answer.status_code in (403, 404), (address, part)
        for part in ("", "acts/", "documents/"):
            assert json.loads(asker.get(rest + part).body) == nobody
        assert asker.post(rest + "acts/", {}).status_code in (404, 415)
    for objection in Objection.objects.filter(firm=stranger):
        assert asker.get(f"/objections/{objection.pk}/").status_code == 404
        assert json.loads(asker.get(f"/api/v1/objections/{objection.pk}/").body) == nobody
        assert asker.post(f"/objections/{objection.pk}/evidence/", {}).status_code in (403, 404)
        assert asker.post(f"/api/v1/objections/{objection.pk}/evidence/", {}).status_code == 404
    for paper in Document.objects.filter(firm=stranger):
        for part in ("", "withdraw/"):
            address = f"/cases/{paper.application_id}/documents/{paper.pk}/{part}"
            assert asker.get(address).status_code == 404, address
    for held in Certification.objects.filter(firm=stranger):
        assert asker.get(f"/api/v1/certifications/{held.pk}/").status_code == 404
    assert asker.get(f"/firms/{stranger.pk}/").status_code == 404
    for act in ACTS:
        for answer in (
            asker.get(f"/firms/{stranger.pk}/{act}/"),
            asker.post(f"/firms/{stranger.pk}/{act}/", {"step": "confirm", "name": "新名"}),
        ):
            assert answer.status_code == 404


def shown_without_strangers(asker: Asker, own: Firm) -> None:
    assert asker.get(f"/firms/{own.pk}/").status_code == 200
    answer = asker.get(f"/api/v1/firms/id-{own.pk}/")
    assert answer.status_code == 200
    for act in ACTS:
        assert asker.get(f"/firms/{own.pk}/{act}/").status_code == 200


def refused_without_strangers(asker: Asker, own: Firm, stranger: Firm) -> None:
    """What cannot be done because of a stranger is refused without saying who that is."""
    days = {"effective_on": "2025-06-01", "filed_on": "2025-06-02"}
    for text in filter(None, (stranger.uscc, stranger.name, f"id-{stranger.pk}")):
        answer = asker.post(f"/firms/{own.pk}/merge/", days | {"into": text})
        assert answer.status_code == 400
        unknown = asker.post(f"/firms/{own.pk}/merge/", days | {"into": "没有这家"})
        told, nobody = (a.context["form"].errors["into"][0] for a in (answer, unknown))
        assert told.replace(text, "") == nobody.replace("没有这家", "")
    answer = asker.post(f"/firms/{own.pk}/rename/", days | {"name": stranger.name})
    assert answer.status_code in (200, 400)
    if stranger.uscc:
        data = {"reason": "x", "name": own.name, "initial-name": own.name, "uscc": stranger.uscc}
        answer = asker.post(f"/firms/{own.pk}/correct/", data | {"initial-uscc": own.uscc or ""})
        assert answer.status_code == 400


def nothing_registered(asker: Asker, place: dict[str, str], stranger: Firm) -> None:
    for data in (
        {"name": stranger.name},
        {"name": "天津新办有限公司", "code": stranger.uscc or ""},
    ):
        answer = asker.post("/firms/register/", data | place)
        assert answer.status_code == (400 if data.get("code") else 200)
        if answer.status_code == 200:
            assert (
                len(answer.context["effects"])
                == 1
                + Firm.objects.filter(names__name=data["name"], pk__in=residing(place))
                .distinct()
                .count()
            )
