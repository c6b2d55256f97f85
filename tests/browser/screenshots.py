"""The pictures of the docs, taken anew: `make screenshots`.

Starts the demonstration with a data folder of its own, logs in, and takes each page at 1440 px, on
a phone (390 px) and in the dark; some pages on a screen only. The certificate is drawn by pdftoppm
(Debian: poppler-utils).
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, OPTIONS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PASSWORD = "Demo-3000-1000-150"
# Name of the picture → account (None: nobody), address, and which link to follow there, if any.
PAGES: dict[str, tuple[str | None, str, str]] = {
    "home": (None, "/", ""),
    "workbench": ("gxj", "/workbench/", ""),
    "firms": ("xiqing", "/firms/?tier=little_giant", ""),
    "firm": ("gxj", "/firms/?tier=little_giant", "table.list tbody a"),
    "certifications": ("auditor", "/certifications/?tier=seed", ""),
    "targets": ("gxj", "/targets/", ""),
    "import": ("kjj", "/imports/new/", ""),
    "queue": ("gxj", "/cases/", ""),
    "case": ("gxj", "/cases/?state=proposed&show=waiting&tier=innovative", "table.list tbody a"),
    "notice": (None, "/notices/", "ul.notices a"),
    "renewal": ("gxj", "/upkeep/", ""),
    "journal": ("auditor", "/journal/", ""),
    "admin": ("admin", "/admin/", ""),
}
# The pages of these are alike in all looks, or long: a screen is enough.
SCREEN_ONLY = ("notice", "renewal")
LOOKS = {"": (1440, 900, "light"), "-phone": (390, 844, "light"), "-dark": (1440, 900, "dark")}


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of a demonstration that runs while the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PORT": str(port), "REGISTRY_VAR": folder}
        environment["REGISTRY_ADDRESS"] = "https://registry.example"
        environment.pop("REGISTRY_ENV", None)
        command = [sys.executable, "-m", "registry.serve"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        try:
            for _attempt in range(240):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{address}/healthz")
                    break
                time.sleep(0.5)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def enter(page: Page, account: str) -> None:
    """An account of the demonstration logs in."""
    page.goto("/login/")
    page.get_by_label("用户名").fill(account)
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("main button.main").click()
    page.wait_for_load_state("networkidle")


def draw_certificate(browser: Browser, address: str) -> None:
    """The first certificate of the last notice that led to some, as it is printed."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    enter(page, "gxj")
    page.goto("/cases/?state=certified&show=all")
    page.locator("table.list tbody a").first.click()
    pdf = page.request.get(str(page.locator("a[type='application/pdf']").get_attribute("href")))
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf.body())
        file.flush()
        target = str(DOCS / "certificate")
        command = ["pdftoppm", "-png", "-singlefile", "-r", "90", file.name, target]
        subprocess.run(command, check=True)
    context.close()
    print("docs/certificate.png")


def take(browser: Browser, address: str, suffix: str) -> None:
    """All pages in one look."""
    width, height, scheme = LOOKS[suffix]
    for name, (account, path, follow) in PAGES.items():
        if suffix and name in SCREEN_ONLY:
            continue
        context = browser.new_context(
            base_url=address,
            locale="zh-CN",
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": height},
        )
        page = context.new_page()
        if account:
            enter(page, account)
        page.goto(path, wait_until="networkidle")
        if follow:
            page.locator(follow).first.click()
            page.wait_for_load_state("networkidle")
        page.screenshot(path=DOCS / f"{name}{suffix}.png")
        context.close()
        print(f"docs/{name}{suffix}.png")


def main() -> None:
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for suffix in LOOKS:
            take(browser, address, suffix)
        draw_certificate(browser, address)


if __name__ == "__main__":
    main()
