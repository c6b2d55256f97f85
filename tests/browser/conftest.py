"""Debian's Chromium, driven by Playwright, against the live server of the tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser; without one the tests are skipped, and say so (CI then fails)."""
    if not os.path.exists(CHROMIUM):
        pytest.skip("!! NO CHROMIUM ON THIS MACHINE: the browser tests did not run !!")
    # Playwright keeps an event loop in this thread, in which Django would refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def watched(browser: Browser, address: str, width: int, scheme: Any) -> Iterator[Page]:
    """A page in a context of its own; what goes wrong in it fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale="zh-CN",
        base_url=address,
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda sent: (
            None
            if sent.url.startswith((address, "data:", "blob:"))
            else troubles.append(f"request to {sent.url}")
        ),
    )
    yield page
    context.close()
    assert not troubles


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest, live_server: object) -> Iterator[Page]:
    """A page on a screen, or at the width and in the colours that the test asks for."""
    width, scheme = getattr(request, "param", "1440 light").split()
    with watched(browser, str(live_server), int(width), scheme) as page:
        yield page


@pytest.fixture
def another_page(browser: Browser, live_server: object) -> Iterator[Callable[[], Page]]:
    """Opens a page for a further person, on a screen: each has cookies of their own."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(watched(browser, str(live_server), 1440, "light"))
