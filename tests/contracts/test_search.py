"""firms/?search=: by any fragment of names, code and initials, and never beyond the scope."""

from typing import Any
from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from cultivation.access.models import Role
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.contracts.conftest import World
from tests.factories import make_user


def found(client: APIClient, world: World, search: str, **query: Any) -> set[str]:
    """The short names of the firms that a search lists."""
    short = {firm.pk: name for name, firm in world.firms.items()}
    answer = client.get(url("firms/"), {"search": search, "count": "exact", **query})
    assert answer.status_code == 200, answer.content
    listed = {short[row["id"]] for row in answer.json()["results"]}
    assert answer.json()["count"] == len(listed)
    return listed


def test_fragments_of_names_codes_and_initials(world: World, bureau: APIClient) -> None:
    for text, expected in {
        "青禾": {"plain", "brackets"},
        "青": {"plain", "brackets"},
        "青禾 天津 软": {"brackets"},
        "青禾\u3000软件": {"brackets"},
        "青禾\u00a0软件": {"brackets"},
        "青禾[天津]": {"brackets"},
        "qhtj": {"brackets"},
        "TJQHJM": {"plain"},
        "旧名": {"renamed"},
        "新名": {"renamed"},
        "jmjd": {"renamed"},
        "不知 去向": set(),
        "%": set(),
    }.items():
        assert found(bureau, world, text) == expected, text
    code = str(world["plain"].uscc)
    for text in (code, code.lower(), f"{code[:4]}-{code[4:]}", f"{code[6:]} 青禾"):
        assert found(bureau, world, text) == {"plain"}


def test_it_combines_with_every_other_parameter(world: World, bureau: APIClient) -> None:
    assert found(bureau, world, "生物", district="120101") == {"absorbed"}
    assert found(bureau, world, "生物", closed="false", as_of="2024-05-01") == {"absorbing"}
    assert found(bureau, world, "tj", tier="seed", as_of="2023-01-01") == {
        "plain",
        "brackets",
        "moved",
    }
    # A name is found on any day, whichever it was then.
    assert found(bureau, world, "新名", as_of="2020-01-01") == {"renamed"}


def test_pages_of_a_search_lead_on(world: World, bureau: APIClient) -> None:
    address, seen = url(f"firms/?search={quote('有限公司')}&page_size=4"), []
    while address:
        page = bureau.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == sorted(firm.pk for firm in world.firms.values())


def test_a_search_finds_no_foreign_firm(world: World, officer: APIClient) -> None:
    own = {"plain", "brackets", "pending", "moved", "absorbed"}
    for text in ("天津", "有限公司", "tj", "9", "9112", "t", "（天津）", "天"):
        assert found(officer, world, text) <= own
    for name, firm in world.firms.items():
        fragments = [row.name for row in firm.names.all()] + ([firm.uscc] if firm.uscc else [])
        for text in fragments:
            expected = {name} & own
            assert found(officer, world, text) == expected, text


@pytest.mark.parametrize("role", ["", Role.CLIENT, Role.AUDITOR])
def test_a_search_obeys_the_scope_of_every_account(world: World, role: str) -> None:
    bound = {"district": "120103"} if role == Role.CLIENT else {}
    client = client_with(make_user(role, **bound))
    answer = client.get(url("firms/"), {"search": "大河"})
    listed = {row["id"] for row in answer.json().get("results", [])}
    assert listed == ({world["absorbing"].pk} if role else set())


def test_a_refusal_says_what_to_do(bureau: APIClient) -> None:
    error = bureau.get(url("firms/"), {"search": "·"}).json()["errors"][0]
    assert (error["param"], error["code"]) == ("search", "nothing_to_find")
    assert error["message"]
