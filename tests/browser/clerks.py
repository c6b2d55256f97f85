"""People at work, each in a browser of their own: they follow links, fill in forms, confirm."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import log_in


class Clerk:
    """Somebody in front of a page; without a role, anybody from outside."""

    def __init__(self, page: Page, role: str = "", name: str = "", **account: Any) -> None:
        self.page = page
        if role:
            log_in(page, role, name, **account)

    def at(self, address: str) -> "Clerk":
        """Go there."""
        self.page.goto(address)
        return self

    def follow(self, name: str) -> "Clerk":
        """By a link of the page."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def fill(self, **fields: Any) -> "Clerk":
        """Fill in the form, by the names of its fields: text, days, choices, ticks, files."""
        for name, value in fields.items():
            for field in self.page.locator(f"form.act [name='{name}']").all():
                put_in(field, value)
        return self

    def press(self, name: str) -> "Clerk":
        """A button of the page."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def confirm(self, name: str, *effects: str) -> "Clerk":
        """See what follows, then do it."""
        self.page.locator("form.act button[value=preview]").click()
        for effect in effects:
            expect(self.page.locator(".follows")).to_contain_text(effect)
        return self.press(name)

    def sees(self, *texts: str, of: str = "main") -> "Clerk":
        """The page says so."""
        for text in texts:
            expect(self.page.locator(of).first).to_contain_text(text)
        return self

    def takes_all(self, act: str, **fields: Any) -> "Clerk":
        """One act on all cases of the queue, after a look at what becomes of each."""
        self.at("/cases/")
        self.page.get_by_label("选择本页全部").check()
        self.press(f"{act}…").fill(**fields).press("按所填内容查看结果")
        self.page.get_by_role("button", name=f"{act}（").click()
        return self


def put_in(field: Locator, value: Any) -> None:
    """``value`` into one field, whatever it is."""
    kind = field.get_attribute("type")
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(label=value)
    elif kind == "file":
        field.set_input_files(value)
    elif kind in ("checkbox", "radio"):
        field.set_checked(field.get_attribute("value") == value)
    else:
        field.fill(str(value))
