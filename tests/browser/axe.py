"""What keeps people out of a page, as axe-core finds it (WCAG 2.1 A and AA)."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@cache
def _script() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()


def barriers(page: Page, *, preload: bool = True) -> list[str]:
    """Each violation with the piece of the page that has it; empty when there is none.

    Without ``preload`` axe leaves style sheets alone: where one imports another it would write a
    style element into the page, which the policy of the page rightly refuses.
    """
    page.evaluate(_script())
    found = page.evaluate(
        "([rules, preload]) => axe.run(document, {preload, runOnly: {type: 'tag', values: rules}})",
        [RULES, preload],
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
