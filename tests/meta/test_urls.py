"""Every address of the registry, as every role: who gets in, and what nobody ever reads.

The walk is made from the URL table, so that a new page cannot be forgotten: an address that no line
of ``tests/meta/addresses.py`` speaks of fails.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cultivation.journal.selectors import data_version
from tests.meta.addresses import RULES, rule_of
from tests.meta.roles import ANONYMOUS, MIIT, ROLES, STI, TEDA, XIQING, Rule
from tests.meta.rows import OF_A_FIRM, World, make_world, values
from tests.pages.reading import text_of

REFUSALS = {301, 302, 401, 403, 404, 405}
LOGINS = ("/login/", "/admin/login/")
# Addresses that a refusal may lead to: public, or refusing themselves.
LEADS_ON = ("/", "/admin/", "/admin/journal/entry/")
# Roles that differ in their place or ladder only.
TWINS = {TEDA: XIQING, STI: MIIT}
# A form sent empty: shown again, refused (415: where JSON is asked for), or done.
ANSWERS_TO_POST = {200, 302, 400, 403, 409, 415}


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The pattern of every address, as text without anchors."""
    for entry in resolver.url_patterns:
        text = prefix + str(entry.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(entry, URLResolver):
            yield from walk(entry, text)
        elif isinstance(entry, URLPattern):
            yield text


ADDRESSES = sorted(set(walk(get_resolver())))


def concrete(pattern: str, value: str) -> str:
    """An address that fits a pattern, with ``value`` in the place of the row it names."""
    pattern = re.sub(r"\(\?P<[^>]+>(?:[^()\[]|\[[^]]*\])*\)", value, pattern)
    return "/" + re.sub(r"<[^>]+>", value, pattern).replace("\\", "")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for the whole walk, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None) -> World:
    return made


def test_the_walk_finds_the_addresses() -> None:
    assert len(ADDRESSES) > 40


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_somebody_said_who_may_open_it(pattern: str) -> None:
    assert rule_of(pattern) is not None, (
        f"{pattern!r} is an address that nobody spoke of: add a line to RULES in"
        " tests/meta/addresses.py that says which roles may open it, whether it takes POST, and"
        " which kind of row its address names"
    )


def test_no_line_speaks_of_an_address_that_is_gone() -> None:
    assert set(RULES) <= set(ADDRESSES), set(RULES) - set(ADDRESSES)


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_who_gets_in(world: World, pattern: str) -> None:
    rule = rule_of(pattern)
    if rule is None:
        return  # the test above says so
    asked = [role for role in ROLES if role not in TWINS or differs(pattern, rule, role)]
    rows = {role: rows_of(world, rule, role) for role in asked}
    before = data_version()
    for role, (own, foreign) in rows.items():
        for value in foreign if role in rule.roles else (own[:1] + foreign)[:2]:
            is_closed(world, role, concrete(pattern, value))
    assert data_version() == before, "what was refused was written"
    for role, (own, _foreign) in rows.items():
        if role in rule.roles:
            opens(world, rule, role, concrete(pattern, own[0]))


def differs(pattern: str, rule: Rule, role: str) -> bool:
    """Whether ``role`` can find anything else here than its twin: firms, or another answer."""
    if rule.row in OF_A_FIRM or (role in rule.roles) != (TWINS[role] in rule.roles):
        return True
    return role in rule.roles and not pattern.startswith("admin/")


def rows_of(world: World, rule: Rule, role: str) -> tuple[list[str], list[str]]:
    """What stands in the address: of the own scope, and of a foreign one."""
    return values(world, rule.row, role) if rule.row else ([rule.value], [])


def opens(world: World, rule: Rule, role: str, address: str) -> None:
    """GET answers, POST is taken where it may be, and neither tells of a foreign firm."""
    client = world.client(role)
    answer = client.get(address)
    assert answer.status_code in {rule.get, rule.or_else}, (role, address, answer.status_code)
    tells_nothing(world, role, answer)
    answer = client.post(address)
    taken = ANSWERS_TO_POST | {rule.get} | ({401} if role == ANONYMOUS else set())
    allowed = taken if rule.posts else {401, 403, 404, 405}
    assert answer.status_code in allowed, (role, address, answer.status_code)
    tells_nothing(world, role, answer)


def is_closed(world: World, role: str, address: str) -> None:
    """GET and POST are refused, and tell nothing."""
    client: Client = world.client(role)
    for method in (client.get, client.post):
        answer = method(address)
        assert answer.status_code in REFUSALS, (role, address, answer.status_code)
        if answer.status_code in (301, 302):
            target = answer["Location"]
            assert target.startswith(LOGINS) or target.split("?")[0] in LEADS_ON, (role, target)
        tells_nothing(world, role, answer)


def tells_nothing(world: World, role: str, answer: Any) -> None:
    """No name and no code of a firm out of scope, in the body, the headers or the messages."""
    told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    request = answer.wsgi_request
    messages = [str(one) for one in get_messages(request)] if hasattr(request, "_messages") else []
    texts = [plain(told), *map(str, answer.headers.values()), *messages]
    for secret in world.secrets(role):
        for text in texts:
            assert secret not in text, (role, request.path, secret)


def plain(told: bytes) -> str:
    """The text of an answer; of a workbook all that stands in its parts, of a PDF what is shown."""
    if told.startswith(b"%PDF"):
        return text_of(told).replace("\n", "")
    if not told.startswith(b"PK"):
        return told.decode()
    with ZipFile(BytesIO(told)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", [line for line, rule in RULES.items() if rule.public])
def test_what_is_public_needs_no_account(pattern: str, world: World) -> None:
    rule = RULES[pattern]
    value = values(world, rule.row, ANONYMOUS)[0][0] if rule.row else rule.value
    assert Client().get(concrete(pattern, value)).status_code == rule.get
