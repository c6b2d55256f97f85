"""Whatever is refused is refused alike at the desk and over REST: every act, by everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from cultivation.certification.flow.states import Doing, State
from cultivation.certification.flow.table import RULES
from cultivation.certification.models import Application
from tests.certification.cases import make_application, make_batch
from tests.contracts.casework import MORNING, Office, put_into, undone

pytestmark = pytest.mark.django_db
PEOPLE = ("officer", "reviewer", "scientist", "auditor", "expert", "stranger", "anonymous")
# A state for each act in which the table knows it, and one in which it does not.
STATES = {rule.doing: rule.sources[0] for rule in RULES if not rule.own}
# A visitor is led to the login where a program is told to sign in.
AT_THE_DESK = {401: {302}, 200: {200, 302}}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


class Place:
    """A case, and everybody at both doors."""

    def __init__(self) -> None:
        self.office = Office()
        self.case: Application = make_application(make_batch(), self.office.users["officer"])
        self.desks: dict[str, Client] = {}

    def desk(self, name: str) -> Client:
        if name not in self.desks:
            self.desks[name] = client = Client()
            if name != "anonymous":
                client.force_login(self.office.users[name])
        return self.desks[name]

    def answers(self, name: str, doing: str) -> tuple[int, int, int]:
        """The status over REST, and of the page when it is opened and when it is sent."""
        # Logged in, and with a token, before anything is taken back.
        desk, _token = self.desk(name), self.office[name]
        here = f"/cases/{self.case.pk}/acts/{doing}/"
        with undone():
            rest = self.office.act(name, self.case, doing).status_code
        with undone():
            opened = desk.get(here).status_code
        with undone():
            said: dict[str, Any] = {"version": self.case.version, "step": "confirm"}
            sent = desk.post(here, said).status_code
        return rest, opened, sent


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.mark.parametrize("doing", sorted(STATES))
def test_both_doors_answer_alike(place: Place, doing: Doing) -> None:
    other = State.WITHDRAWN if STATES[doing] != State.WITHDRAWN else State.DRAFT
    for state in (STATES[doing], other):
        put_into(place.case, state)
        for name in PEOPLE:
            rest, opened, sent = place.answers(name, doing)
            # A form that is not filled in is shown, and refused when it is sent.
            allowed = AT_THE_DESK.get(rest, {rest})
            assert sent in allowed, (state, name, rest, sent)
            assert opened in (allowed if rest != 400 else {200}), (state, name, rest, opened)


@pytest.mark.parametrize("doing", sorted({rule.doing for rule in RULES if rule.own}))
def test_what_has_a_page_of_its_own_is_no_act_of_the_case(place: Place, doing: Doing) -> None:
    """A notice, an objection, the registry's own doing: not by the way of the others."""
    put_into(place.case, "proposed")
    for name in ("officer", "reviewer", "scientist"):
        rest, opened, sent = place.answers(name, doing)
        assert (opened, sent) == (404, 404)
        assert rest in (400, 403)
    place.case.refresh_from_db()
    assert place.case.state == "proposed"
