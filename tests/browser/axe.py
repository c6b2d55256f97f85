"""What keeps people out of a page, as axe-core finds it (WCAG 2.1 A and AA)."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

from tests.browser.steps import fits

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Of these the ones about colours; the others ask how a page is made.
COLOURS = ["color-contrast", "link-in-text-block"]
SCREEN: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 900}


@cache
def _script() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()


def barriers(page: Page, *, preload: bool = True, colours: bool = False) -> list[str]:
    """Each violation with the piece of the page that has it; empty when there is none.

    Parameters: without ``preload`` axe leaves style sheets alone: where one imports another it
    would write a style element into the page, which the policy of the page rightly refuses;
    ``colours`` asks of the colours only.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    asked = {"type": "rule", "values": COLOURS} if colours else {"type": "tag", "values": RULES}
    found = page.evaluate(
        "async ([only, preload]) =>"
        " (await axe.run(document, {preload, runOnly: only, resultTypes: ['violations']}))"
        ".violations",
        [asked, preload],
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


def looked_at(page: Page, *addresses: str, preload: bool = True) -> None:
    """The page, or each of these pages, on a screen, in the dark and on a phone: nothing keeps
    people out, and nothing needs scrolling sideways.

    In the dark a page has other colours and is the same otherwise. A phone opens it anew, because
    scripts look at the width of the screen; where a form was sent it is made narrow.
    """
    was = page.viewport_size or SCREEN
    for address in addresses or ("",):
        page.set_viewport_size(SCREEN)
        if address:
            page.goto(address)
        where = address or page.url
        assert barriers(page, preload=preload) == [], where
        assert fits(page), where
        page.emulate_media(color_scheme="dark")
        settled(page)
        assert barriers(page, preload=preload, colours=True) == [], f"{where} in the dark"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        if address:
            page.reload()
        settled(page)
        assert barriers(page, preload=preload) == [], f"{where} on a phone"
        assert fits(page), f"{where} on a phone"
    page.set_viewport_size(was)


def settled(page: Page) -> None:
    """Ends what changes by and by, so that everything has its last colour and place."""
    page.evaluate("() => document.getAnimations().forEach((one) => one.finish())")
