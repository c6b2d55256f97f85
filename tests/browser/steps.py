"""What a person does over and over."""

from playwright.sync_api import Page

from tests.factories import PASSWORD, make_user


def log_in(page: Page, role: str, username: str = "renyuan", **account: object) -> None:
    """A new account of ``role`` logs in."""
    make_user(role, username=username, **account)  # type: ignore[arg-type]
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def fits(page: Page) -> bool:
    """Whether the page needs no scrolling sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
