"""The database as the last line: what SQL itself cannot do to cases, notices and certificates."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cultivation.certification.flow.states import Doing
from cultivation.certification.models import Application, Notice, Objection
from cultivation.clock import today
from tests.certification.cases import (
    People,
    do,
    make_application,
    make_batch,
    notice_of,
    propose,
)
from tests.certification.conftest import MORNING
from tests.factories import make_certification, make_firm, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
APPLICATION = "UPDATE certification_application SET "


def forged(one: object, from_state: str, to_state: str, day: dt.date = dt.date(2026, 6, 25)) -> str:
    """The statement that writes an act by hand."""
    return (
        "INSERT INTO certification_act (application_id, firm_id, doing, from_state, to_state,"
        " actor_name, acted_on, recorded_at, opinion, reason, differs_because, document, opinions,"
        f" seen) SELECT id, firm_id, 'certify', '{from_state}', '{to_state}', 'x', '{day}', now(),"
        " '', '', '', '', to_jsonb(1), to_jsonb(1) FROM certification_application"
        f" WHERE id = {one}"
    )


class Office:
    """A case that is proposed, one in a notice, one certified out of an earlier notice."""

    def __init__(self, clock: Any) -> None:
        people = self.people = People()
        batch = make_batch()
        made = [make_application(batch, people.officer) for _ in range(3)]
        self.proposed, self.noticed, self.certified = made
        propose(people, made)
        self.over = notice_of(batch, [self.certified], people.decider)
        clock.move_to(MORNING + dt.timedelta(days=10))
        do(Doing.CERTIFY, self.certified, people.decider)
        self.running = notice_of(batch, [self.noticed], people.decider)
        connection.check_constraints()

    def names(self) -> dict[str, object]:
        """What stands in the statements."""
        return {
            "proposed": self.proposed.pk,
            "noticed": self.noticed.pk,
            "certified": self.certified.pk,
            "over": self.over.pk,
            "running": self.running.pk,
            "held": self.certified.certification_id,
            "foreign": make_certification(
                make_firm(), "innovative", valid_from=dt.date(2024, 1, 1)
            ).pk,
        }


@pytest.fixture
def office(clock: Any) -> Office:
    return Office(clock)


def run(*statements: str) -> None:
    """Execute ``statements`` as one transaction would, to its end."""
    with writing(), transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.check_constraints()


REFUSED = {
    "a state without its act": [APPLICATION + "state = 'recommended' WHERE id = {proposed}"],
    "an act without its state": [forged("{proposed}", "proposed", "refused")],
    "certified out of the proposal": [
        forged("{proposed}", "proposed", "certified"),
        "UPDATE certification_application SET certification_id = NULL WHERE id = {certified}",
        APPLICATION + "state = 'certified', certification_id = {held} WHERE id = {proposed}",
    ],
    "another firm's certification": [
        APPLICATION + "certification_id = {foreign} WHERE id = {certified}"
    ],
    "another tier": [APPLICATION + "tier_id = 'seed' WHERE id = {certified}"],
    "an act that is changed": ["UPDATE certification_act SET opinion = 'x'"],
    "an act that is deleted": ["DELETE FROM certification_act WHERE application_id = {proposed}"],
    "acts that are emptied": ["TRUNCATE certification_act CASCADE"],
    "a notice that ends earlier": [
        "UPDATE certification_notice SET last_day = '2026-06-24' WHERE id = {running}"
    ],
    "a notice that is deleted": ["DELETE FROM certification_notice WHERE id = {running}"],
    "a row taken out of a notice": [
        "DELETE FROM certification_noticerow WHERE application_id = {noticed}"
    ],
    "a notice withdrawn after it certified": [
        "UPDATE certification_notice SET withdrawn_on = '2026-06-25', withdrawn_reason = 'x'"
        " WHERE id = {over}"
    ],
    "a certificate that is changed": ["UPDATE certification_certificate SET number = 'X-1'"],
    "a certificate that is deleted": ["DELETE FROM certification_certificate"],
    "a case that is deleted": ["DELETE FROM certification_application WHERE id = {proposed}"],
    "a procedure without a notice": [
        "UPDATE certification_procedure SET notice = false WHERE tier_id = 'innovative'"
    ],
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(office: Office, what: str) -> None:
    names = office.names()
    before = list(Application.objects.order_by("pk").values_list("state", "certification"))
    with pytest.raises(DatabaseError):
        run(*(one.format(**names) for one in REFUSED[what]))
    assert list(Application.objects.order_by("pk").values_list("state", "certification")) == before


def certified_by_hand(one: Application, from_state: str) -> None:
    """Certify ``one`` by SQL alone, as well as it can be forged."""
    day = today()
    held = make_certification(one.firm, "innovative", valid_from=day, valid_to=None)
    act = forged(one.pk, from_state, "certified", day)
    run(act, f"{APPLICATION} state = 'certified', certification_id = {held.pk} WHERE id = {one.pk}")


def test_nothing_is_certified_before_its_notice_is_over(office: Office, clock: Any) -> None:
    for one, state in ((office.noticed, "noticed"), (office.proposed, "proposed")):
        with pytest.raises(IntegrityError, match="before its notice"), transaction.atomic():
            certified_by_hand(one, state)
    clock.move_to(MORNING + dt.timedelta(days=30))
    with writing():
        # As if it had come in in time.
        objection = Objection.objects.create(
            notice=office.running, application=office.noticed, firm_id=office.noticed.firm_id,
            raised_on=office.running.last_day, objector="张某", contact="1", content="据",
            recorded_by=office.people.decider,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="objection was open"), transaction.atomic():
        certified_by_hand(office.noticed, "noticed")
    with writing():
        Objection.objects.filter(pk=objection.pk).update(
            state="rejected", settled_on=objection.raised_on, grounds="不实"
        )
    certified_by_hand(office.noticed, "noticed")


def test_a_tier_of_which_nothing_is_set_has_its_notice(office: Office) -> None:
    """As the flow takes it: the usual stages."""
    with connection.cursor() as cursor, writing():
        cursor.execute(
            "DELETE FROM certification_procedure_prior WHERE procedure_id = 'innovative'"
        )
        cursor.execute("DELETE FROM certification_procedure WHERE tier_id = 'innovative'")
    with pytest.raises(IntegrityError, match="before its notice"), transaction.atomic():
        certified_by_hand(office.proposed, "proposed")


def test_a_notice_is_withdrawn_once(office: Office) -> None:
    with writing():
        Notice.objects.filter(pk=office.running.pk).update(
            withdrawn_on=dt.date(2026, 6, 25), withdrawn_reason="有误"
        )
    for more in ("withdrawn_on = NULL", "withdrawn_reason = 'x'"):
        with pytest.raises(IntegrityError, match="withdrawn already"):
            run(f"UPDATE certification_notice SET {more} WHERE id = {office.running.pk}")
