"""A clerk at the pages, through Django's test client: what is filed, what the page then says."""

import datetime as dt
import re
from html import unescape
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

from cultivation.access.models import Role, User
from cultivation.firms.models import Firm
from tests.factories import make_user

# The day of all these stories.
TODAY = dt.date(2025, 12, 31)
_SCRIPTS = re.compile(r"<(style|script).*?</\1>", re.S)
_TAGS = re.compile(r"<[^>]+>")
# A day that is kept together does not part the sentence around it.
_WHOLE = re.compile(r'<span class="whole-day">([\d-]+)</span>')


def text_of(answer: Any) -> str:
    """What a person reads on the page."""
    html = _WHOLE.sub(r"\1", answer.content.decode())
    plain = _TAGS.sub(" ", _SCRIPTS.sub(" ", html))
    return " ".join(unescape(plain).split())


def filled_in(answer: Any) -> dict[str, str]:
    """The form on the page as a browser would send it untouched, hidden fields and all."""
    form = answer.context["form"]
    data: dict[str, str] = {}
    for field in form:
        value = field.value()
        data[field.html_name] = "" if value is None else str(value)
        if field.field.show_hidden_initial:
            data[field.html_initial_name] = data[field.html_name]
    return data


class Desk:
    """Somebody at work."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def get(self, address: str, status: Any = 200, **query: Any) -> Any:
        """The page at ``address``."""
        answer = self.client.get(address, query)
        assert answer.status_code == status, (address, answer.status_code, text_of(answer)[:600])
        return answer

    def read(self, address: str, **query: Any) -> str:
        """The text of a page."""
        return text_of(self.get(address, **query))

    def open(self, firm: Firm, act: str, **query: Any) -> dict[str, str]:
        """The form of an act as it stands when the page is opened."""
        return filled_in(self.get(address(firm, act), **query))

    def preview(self, where: str, status: Any = 200, **data: Any) -> list[str]:
        """Send a form on; returns the sentences that say what would follow, or what is wrong."""
        return _sentences(self._post(where, "preview", status, data))

    def confirm(self, where: str, status: Any = 302, **data: Any) -> list[str]:
        """Do it; returns what the page says, or the errors."""
        return _sentences(self._post(where, "confirm", status, data))

    def file(self, firm: Firm, act: str, **data: Any) -> list[str]:
        """Preview and confirm an act; returns what the preview said."""
        days = {"filed_on": TODAY.isoformat()} | data
        told = self.preview(address(firm, act), **days)
        self.confirm(address(firm, act), **days)
        return told

    def refused(self, firm: Firm, act: str, **data: Any) -> str:
        """An act that cannot be: both steps refuse, and say the same."""
        days = {"filed_on": TODAY.isoformat()} | data
        first = self.preview(address(firm, act), status=400, **days)
        answer = self._post(address(firm, act), "confirm", None, days)
        assert answer.status_code in (400, 409)
        assert _sentences(answer) == first
        return " ".join(first)

    def _post(self, where: str, step: str, status: int | None, data: dict[str, Any]) -> Any:
        answer = self.client.post(where, {**data, "step": step})
        if status is not None:
            assert answer.status_code == status, (where, answer.status_code, _sentences(answer))
        return answer


def address(firm: Firm, act: str = "") -> str:
    return f"/firms/{firm.pk}/{act}/" if act else f"/firms/{firm.pk}/"


def _sentences(answer: Any) -> list[str]:
    if answer.status_code == 302:
        return [str(one) for one in get_messages(answer.wsgi_request)]
    form = answer.context.get("form")
    errors = [text for texts in form.errors.values() for text in texts] if form else []
    return errors or list(answer.context.get("effects", [])) or [text_of(answer)]


def bureau(**more: Any) -> Desk:
    return Desk(make_user(Role.BUREAU, **more))


def officer(district: str = "120111", **more: Any) -> Desk:
    return Desk(make_user(Role.DISTRICT, district=district, **more))


def auditor() -> Desk:
    return Desk(make_user(Role.AUDITOR))
