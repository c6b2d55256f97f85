"""People of the flow as they come over REST, each with a token, and what they send."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import transaction
from rest_framework.test import APIClient

from cultivation.access.models import Role, User
from cultivation.certification.flow.states import Doing, State
from cultivation.certification.models import Act, Application
from cultivation.clock import now, today
from tests.contracts.addresses import url
from tests.contracts.clients import client_with
from tests.factories import make_user, writing

BOTH = ("read", "write")
# Monday.
MORNING = dt.datetime(2026, 6, 15, 2, 0, tzinfo=dt.UTC)


ACCOUNTS: dict[str, dict[str, Any]] = {
    "officer": {"role": Role.DISTRICT, "district": "120101"},
    "stranger": {"role": Role.DISTRICT, "district": "120111"},
    "reviewer": {"role": Role.BUREAU},
    "decider": {"role": Role.BUREAU},
    "scientist": {"role": Role.BUREAU, "authority": "sti_tianjin"},
    "auditor": {"role": Role.AUDITOR},
    "reader": {"role": Role.CLIENT},
    "filer": {"role": Role.CLIENT},
    "expert": {"role": Role.EXPERT},
}


class Accounts(dict[str, User]):
    """The accounts by what they are, made when they are asked for."""

    def __missing__(self, name: str) -> User:
        self[name] = make_user(**ACCOUNTS[name])
        return self[name]


class Office:
    """Accounts, and a client of each with a token that may write (a reader's may not)."""

    def __init__(self) -> None:
        self.users = Accounts()
        self.clients = {"anonymous": APIClient()}

    def __getitem__(self, name: str) -> APIClient:
        if name not in self.clients:
            scopes = ("read",) if name == "reader" else BOTH
            self.clients[name] = client_with(self.users[name], scopes=scopes)
        return self.clients[name]

    def new_tokens(self) -> None:
        """Tokens end: everybody gets a new one."""
        self.clients = {"anonymous": APIClient()}

    def act(self, name: str, one: Application | int, act: str, **said: Any) -> Any:
        """POST an act; headers are given as ``headers``."""
        headers = said.pop("headers", {})
        pk = one if isinstance(one, int) else one.pk
        return self[name].post(
            url(f"applications/{pk}/acts/"), {"act": act} | said, headers=headers
        )


class Undo(Exception):
    """What ``undone`` ends with."""


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside has not been done after it."""
    with suppress(Undo), transaction.atomic():
        yield
        raise Undo


def put_into(one: Application, state: str) -> None:
    """Put ``one`` into ``state`` by an act that only stands on paper."""
    with writing():
        Act.objects.create(
            application=one,
            firm_id=one.firm_id,
            doing=Doing.REVIEW_AGAIN,
            from_state=one.state,
            to_state=state,
            actor_name="system",
            acted_on=today(),
            recorded_at=now(),
        )
        filed = None if state in (State.DRAFT, State.WITHDRAWN) else today()
        Application.objects.filter(pk=one.pk).update(state=state, filed_on=filed)
    one.refresh_from_db()


def fields(answer: Any) -> dict[str, str]:
    """The codes of a refused body by field."""
    return {error["field"]: error["code"] for error in answer.json()["errors"]}
