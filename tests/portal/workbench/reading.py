"""Reading the workbench: its figures, where they lead, and what those lists say."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from cultivation.access.models import User

_NUMBER = re.compile(r"[0-9][0-9,]*")


class _Figures(HTMLParser):
    """The links of class ``fig``, with the number in each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._address: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "fig" in (given.get("class") or "").split():
            self._address, self._text = given["href"], ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address is not None:
            (number,) = _NUMBER.findall(self._text)
            self.found.append((self._address, int(number.replace(",", ""))))
            self._address = None


def seen_by(user: User, query: str = "") -> Any:
    """The workbench as ``user`` sees it."""
    client = Client()
    client.force_login(user)
    answer = client.get(f"/workbench/{query}")
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer


def figures(answer: Any) -> list[tuple[str, int]]:
    """All figures that lead somewhere: (address, number)."""
    parser = _Figures()
    parser.feed(answer.content.decode())
    return parser.found


def listed(user: User, address: str) -> int:
    """How many rows the list at ``address`` says it has."""
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content.decode()[:2000])
    total: int = answer.context["page"].total
    assert f"共 {total:,} " in answer.content.decode()
    return total
