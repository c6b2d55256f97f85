"""Every address of the registry: an anonymous visitor gets in only where this list says so."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# What everybody may read. Whoever adds an address here makes it public.
PUBLIC = {
    "",
    "login/",
    "healthz",
    "readyz",
    "api/v1/",
    "api/v1/counts/",
    "api/v1/counts/series/",
    "api/v1/targets/",
    "api/v1/targets/(?P<pk>[^/]+)/",
    "api/v1/targets/progress/",
    "api/v1/published-figures/",
    "api/v1/published-figures/(?P<pk>[^/]+)/",
    "api/v1/ladders/",
    "api/v1/ladders/(?P<pk>[^/]+)/",
    "api/v1/tiers/",
    "api/v1/tiers/(?P<pk>[^/]+)/",
    "api/v1/districts/",
    "api/v1/districts/(?P<pk>[^/]+)/",
    "api/v1/zones/",
    "api/v1/zones/(?P<pk>[^/]+)/",
    "api/v1/schema/",
    "api/v1/docs/",
}
# Values for the parts of addresses that name a row.
PARTS = {"(?P<pk>[^/]+)": "1", "(?P<uscc>[^/]+)": "id-1", "(?P<pk>[0-9]{1,18})": "1"}
REFUSALS = {301, 302, 401, 403, 404, 405}


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The pattern of every address, as text without anchors."""
    for entry in resolver.url_patterns:
        text = prefix + str(entry.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(entry, URLResolver):
            yield from walk(entry, text)
        elif isinstance(entry, URLPattern):
            yield text


ADDRESSES = sorted(set(walk(get_resolver())))


def concrete(pattern: str) -> str:
    """An address that fits a pattern."""
    for part, value in PARTS.items():
        pattern = pattern.replace(part, value)
    pattern = re.sub(r"\(\?P<[^>]+>[^()]*(\([^()]*\)[^()]*)*\)", "1", pattern)
    return "/" + re.sub(r"<[^>]+>", "1", pattern).replace("\\", "")


def test_the_walk_finds_the_addresses() -> None:
    assert set(ADDRESSES) >= PUBLIC, PUBLIC - set(ADDRESSES)
    assert len(ADDRESSES) > 40


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", ADDRESSES)
def test_anonymous(pattern: str) -> None:
    client = Client(raise_request_exception=False)
    for method in (client.get, client.post):
        status = method(concrete(pattern)).status_code
        if pattern in PUBLIC and method == client.get:
            assert status in (200, 404), status
        elif status == 200:
            # Posting a form of a login page shows it again.
            assert pattern == "login/"
        else:
            assert status in REFUSALS, status


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", sorted(p for p in PUBLIC if "(" not in p))
def test_what_is_public_is_there(pattern: str) -> None:
    assert Client().get(f"/{pattern}").status_code == 200
